"""The Pictures page: what it says while there is nothing, its charts and tables, and that counting opens nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QTableWidget

from app import clock
from app.desk import Desk
from app.services import incidents, records
from tests.app.helpers import entries, last_seq, sign_incident
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import WAIT_MS, Driver
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


def test_charts_and_tables_say_the_same_and_nothing_is_opened_for_them(window: Window) -> None:
    make(window, happen)
    before = ask(window, last_seq)
    window.go_to(PAGE)
    page = Driver(window._root, window.qtbot)
    pictures = window._root().findChildren(Picture)
    window.qtbot.waitUntil(lambda: all(each.is_drawn for each in pictures), timeout=WAIT_MS)
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
