"""The Pictures page: what it says while there is nothing, its charts and tables, and that counting opens nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget

from app import clock, formats
from app.desk import Desk
from app.records.response_choices import Category
from app.services import incidents, records
from app.services.safety import figures, pictures
from tests.app.helpers import entries, last_seq, sign_incident
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import WAIT_MS, Driver, Table
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, make
from ui.charts.picture import Picture
from ui.charts.with_table import ChartWithTable

PAGE = "figures"


def happen(desk: Desk) -> None:
    """A fall and two near misses, today."""
    for number, kind in enumerate(("incident_no_harm", "near_miss", "near_miss")):
        when = {"at": f"{clock.today()}T00:0{number}", "zone": "Europe/Warsaw"}
        written: dict[str, Any] = {
            "event_type": kind,
            "category": "fall_injury",
            "assessment": {"done": {"at": f"{clock.today()}T00:1{number}", "zone": "Europe/Warsaw"}},
            "mitigation": {"actions": [{"action": "Fix the carpet", "owner": "Anna", "due": "2020-01-01"}]},
        }
        records.save(desk, incidents.respond(desk, sign_incident(desk, occurred=when).record).with_values(written))


def test_an_empty_year_says_what_would_stand_here(window: Window) -> None:
    window.go_to(PAGE)
    assert "Nothing to count yet" in Driver(window._root, window.qtbot).labels()


def drawn(window: Window, name: str) -> Picture:
    """A picture of the page once it is there."""
    make(window, happen)
    window.go_to(PAGE)
    page = Driver(window._root, window.qtbot)
    window.qtbot.waitUntil(lambda: bool(window._root().findChildren(ChartWithTable)), timeout=WAIT_MS)
    picture = page.find(ChartWithTable, f"picture:{name}").chart
    assert isinstance(picture, Picture)
    return picture


def listed(window: Window) -> tuple[list[str], int]:
    """What the list of incidents says of its choice, and how many it shows."""
    window.settle()
    page = Driver(window._root, window.qtbot)
    table = Table(window._root, window.qtbot, "incidents_table")
    return [text for text in page.labels() if text.startswith("Only:")], len(table.cells())


def test_a_bar_leads_to_the_incidents_that_it_counts_and_back_to_all(window: Window) -> None:
    months = drawn(window, "months")
    months.setFocus()
    QTest.keyClick(months, Qt.Key.Key_End)
    QTest.keyClick(months, Qt.Key.Key_Return)
    month = formats.long_date(f"{clock.today():%Y-%m}")
    assert listed(window) == ([f"Only: {month}, Near misses"], 2)
    Driver(window._root, window.qtbot).press("show_all")
    assert listed(window) == ([], 3)


def test_a_click_on_a_bar_leads_there_too_and_a_lock_does_not_lose_it(window: Window) -> None:
    categories = drawn(window, "categories")
    QTest.mouseClick(categories.plot, Qt.MouseButton.LeftButton, pos=categories.plot.seen(1.0, 0.0).toPoint())
    assert listed(window) == ([f"Only: {Category.label_of('fall_injury')}"], 3)
    assert window.shell.workspace.place()["details"] == {"only": {"category": "fall_injury"}}


def test_a_month_is_called_by_its_name_and_an_empty_one_gets_no_number(window: Window) -> None:
    months = drawn(window, "months")
    assert months.plot.written == ["1", "2"]
    today = clock.today()
    assert f"{formats.long_date(f'{today:%Y-%m}')}, Near misses: 2" in months.accessibleDescription()
    assert months.plot.frame_shown.x_ticks[-1][1] == f"{today:%b}"


def test_a_bar_counts_what_its_list_shows(window: Window) -> None:
    make(window, happen)
    counted = ask(window, lambda desk: pictures.of_figures(figures.of(desk)))
    for picture in counted:
        for series, values in enumerate(picture.data.series if pictures.leads_on(picture) else []):
            for place, value in enumerate(values.values):
                wanted = pictures.slice_of(picture, place, series)
                assert len(ask(window, partial(figures.ids, wanted=wanted))) == value, wanted


def test_charts_and_tables_say_the_same_and_nothing_is_opened_for_them(window: Window) -> None:
    make(window, happen)
    before = ask(window, last_seq)
    window.go_to(PAGE)
    page = Driver(window._root, window.qtbot)
    window.qtbot.waitUntil(lambda: bool(window._root().findChildren(Picture)), timeout=WAIT_MS)
    assert {entry.action for entry in ask(window, lambda desk: entries(desk, before))} <= {"list"}
    assert {"67 %", "3", "Overdue actions"} <= set(page.labels())
    root = window._root()
    assert (nameless(root), unreachable(root), clipped(root)) == ([], [], [])
    months = page.find(ChartWithTable, "picture:months")
    assert "Near misses: 2" in months.chart.accessibleDescription()
    months.turn()
    table = page.find(QTableWidget, "chart_table")
    last = [table.item(table.rowCount() - 1, column) for column in range(3)]
    assert [item.text() for item in last if item][1:] == ["1", "2"]
