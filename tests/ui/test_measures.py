"""Questionnaires at the window: typed as digits, scored at once, acted on at once, and seen over time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.keeping import joined
from app.packs import instruments
from app.packs.instruments import Text, Wording
from app.records.client import Client
from app.services import clients, records
from app.services.client_safety import measure_courses
from tests.ui.accessibility import nameless, unreachable
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.window import Window
from tests.ui.measuring import MeasureDriver, enter_measure
from ui.charts.line_chart import LineChart
from ui.charts.with_table import ChartWithTable
from ui.pages.client_file.measures_tab import MeasuresTab
from ui.pages.editor.answer_grid import AnswerGrid
from ui.pages.editor.page import EditorPage

Found = TypeVar("Found")


def ask(window: Window, work: Callable[[Desk], Found]) -> Found:
    """What the engine says."""
    found: list[Found] = []
    window.shell.ops.command(window.shell, work, found.append, changes={"client"})
    window.settle()
    return found[0]


@pytest.fixture
def client(window: Window) -> str:
    return ask(window, lambda desk: clients.register(desk, Client(name="Ewa Lis", birth_date="1980-01-02")).id)


def results(window: Window, client: str) -> list[measure_courses.ResultRow]:
    return ask(window, lambda desk: measure_courses.rows(desk, client))


def wanted(window: Window, client: str) -> int:
    return ask(window, lambda desk: len(joined.rows(desk, client, "safety_step")))


def test_digits_move_on_and_are_scored_while_they_are_typed(window: Window, client: str) -> None:
    driver = MeasureDriver.begin(window, client, "phq_9")
    driver.type_answers("11210")
    assert driver.score == "4 items without an answer: no total."
    driver.type_answers("1010")
    assert driver.grid.answers() == "112101010"
    assert driver.score == "7 of 27, mild"
    assert driver.asked == ""
    assert any("not a diagnosis" in words and "Kroenke" in words for words in driver.labels())
    assert any("No permission required" in words for words in driver.labels())
    driver.discuss("yes").sign()
    (row,) = results(window, client)
    assert (row.total, row.band, row.state) == (7, "mild", "signed")
    assert wanted(window, client) == 0


def test_what_is_no_answer_is_not_taken_and_one_can_go_back(window: Window, client: str) -> None:
    driver = MeasureDriver.begin(window, client, "gad_7")
    driver.type_answers("1 2-3")
    assert driver.grid.answers() == "1-2-3--"
    driver.grid.boxes[5].setFocus()
    driver.press_keys(Qt.Key.Key_4)
    driver.press_keys(Qt.Key.Key_A)
    assert driver.grid.answers() == "1-2-3--"
    driver.press_keys(Qt.Key.Key_Backspace)
    driver.press_keys(Qt.Key.Key_Backspace)
    assert driver.grid.answers() == "1-2----"
    driver.press_keys(Qt.Key.Key_Up)
    driver.press_keys(Qt.Key.Key_0)
    assert driver.grid.answers() == "1-20---"


def test_another_questionnaire_has_other_boxes(window: Window, client: str) -> None:
    driver = MeasureDriver.begin(window, client, "phq_9")
    driver.type_answers("111")
    driver.choose_value("instrument", "pcl_5")
    window.settle()
    assert (len(driver.grid.boxes), driver.grid.answers()) == (20, "")
    driver.type_answers("4" * 20)
    assert driver.score == "80 of 80"


def test_item_nine_asks_for_a_review_before_anything_is_signed(window: Window, client: str) -> None:
    driver = MeasureDriver.begin(window, client, "phq_9")
    driver.type_answers("00000000")
    assert driver.asked == ""
    driver.type_answers("1")
    assert "item 9, answered 1: thoughts of death or of self-harm" in driver.asked
    driver.wait_until_kept()
    window.settle()
    assert wanted(window, client) == 1
    driver.press("write_review")
    window.settle()
    page = window.shell.workspace.current_page()
    assert isinstance(page, EditorPage)
    assert any("Safety review" in words for words in driver.labels())


def test_closing_the_window_does_not_pass_over_item_nine(window: Window, client: str) -> None:
    MeasureDriver.begin(window, client, "phq_9").type_answers("000000003")
    window.go_to("clients")
    window.settle()
    assert wanted(window, client) == 1


def made(desk: Desk, client: str, **values: Any) -> None:
    body = {"instrument": "phq_9", "language": "en", "discussed": "yes", "mode": "self", **values}
    records.add(desk, "measure_result", [body], client=client, sign=True)


@pytest.fixture
def measured(window: Window, client: str) -> str:
    """A client with two questionnaires over time."""

    def make_all(desk: Desk) -> None:
        made(desk, client, taken_on="2026-03-01", answers="222222200")
        made(desk, client, taken_on="2026-04-01", answers="222111100")
        made(desk, client, taken_on="2026-05-01", answers="111111100")
        made(desk, client, instrument="gad_7", taken_on="2026-04-01", answers="3333300")

    ask(window, make_all)
    return client


def tab(window: Window, client: str) -> tuple[FileDriver, MeasuresTab]:
    window.go_to("client", client)
    driver = FileDriver(window)
    driver.tab("measures")
    window.settle()
    return driver, driver._root().findChildren(MeasuresTab)[-1]


def test_each_questionnaire_has_a_picture_and_a_table_of_its_own(window: Window, measured: str) -> None:
    driver, page = tab(window, measured)
    charts = page.findChildren(LineChart)
    assert sorted(len(chart.points) for chart in charts) == [1, 3]
    assert all("GAD" not in point.words for chart in charts for point in chart.points)
    tables = [one.table for one in page.findChildren(ChartWithTable)]
    found = [[_words(table, down) for down in range(table.rowCount())] for table in tables]
    assert sorted(found, key=len)[1] == [["14", "moderate"], ["10", "moderate"], ["7", "mild"]]
    words = " ".join(each.text() for each in page.findChildren(QLabel))
    assert "From the first to the last: 7 points lower." in words
    assert "not a diagnosis" in words
    driver.find(QWidget, "course:gad_7")


def _words(table: QTableWidget, down: int) -> list[str]:
    """Total and its name in a row."""
    items = [table.item(down, across) for across in (1, 2)]
    return [item.text() for item in items if item is not None]


def test_all_results_and_licences_are_there(window: Window, measured: str) -> None:
    driver, page = tab(window, measured)
    page.switch.turn_to("results")
    window.settle()
    assert len(results(window, measured)) == 4
    driver.find(QWidget, "measures_table")
    page.switch.turn_to("shelf")
    window.settle()
    words = " ".join(each.text() for each in page.findChildren(QLabel))
    for part in ("PHQ-9", "C-SSRS", "Free to use with its notice", "the text of the items is not here"):
        assert part in words, part
    assert page.findChildren(QPushButton, "release_form")


def test_an_empty_tab_says_what_it_is_for_and_begins_a_form(window: Window, client: str) -> None:
    driver, page = tab(window, client)
    assert any("No total yet" in words for words in driver.labels())
    assert nameless(page) == []
    driver.press("enter:gad_7")
    window.settle()
    assert len(MeasureDriver(window).grid.boxes) == 7


def test_form_can_be_used_by_keys_and_is_read_aloud(window: Window, client: str) -> None:
    driver = MeasureDriver.begin(window, client, "phq_9")
    assert nameless(driver.page) == []
    assert unreachable(driver.page) == []
    assert driver.grid.boxes[8].accessibleName() == "Item 9"


def test_a_signed_result_is_read_with_its_source(window: Window, client: str) -> None:
    signed = enter_measure(window, client, "gad_7", "2222200")
    words = signed.texts()
    for part in ("10", "moderate", "Spitzer", "not a diagnosis"):
        assert part in words, part


def test_items_show_their_text_where_it_ships(qtbot: QtBot) -> None:
    found = instruments.load("gad_7")
    text = Text(
        intro="How often?", items=tuple(f"Sentence {number}" for number in range(1, 8)),
        options=("Never", "Seldom", "Often", "Always"), read_at="made here", read_on=date(2026, 11, 22),
    )  # fmt: skip
    wording = Wording(language="en", official="GAD-7", address="https://www.phqscreeners.com", text=text)
    grid = AnswerGrid(msgspec.structs.replace(found, wording=(wording,)), "en", "12-")
    qtbot.addWidget(grid)
    assert "Sentence 7" in [each.text() for each in grid.findChildren(QLabel)]
    assert grid.boxes[6].accessibleName() == "Item 7: Sentence 7"
    assert grid.answers() == "12-----"
