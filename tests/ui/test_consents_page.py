"""The Consents page: the board that filters its list, the same as a table, and the texts with their versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QTabWidget, QTextBrowser, QWidget

from app import clock
from app.desk import Desk
from app.records import encode
from app.records.client import Client
from app.services import clients, records
from app.services.consenting import consent_templates
from tests.app.helpers import take_consent
from tests.ui.accessibility import nameless, unreachable
from tests.ui.drivers.base import WAIT_MS, Table
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.taking import SignedConsentDriver
from tests.ui.drivers.window import Window
from ui.pages.client_file.file_view import TABS
from ui.pages.consents import figures
from ui.pages.consents.page import ConsentsPage
from ui.pages.consents.picture import MonthButton
from ui.pages.consents.templates_tab import TemplatesTab


class ConsentsDriver(FormDriver):
    """`consents.pick("expired")`, `consents.board.cells()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        window.go_to("consents")

    @property
    def page(self) -> ConsentsPage:
        """The page."""
        page = self._window.shell.workspace.current_page()
        assert isinstance(page, ConsentsPage)
        return page

    @property
    def texts_tab(self) -> TemplatesTab:
        """The tab of the texts, in sight."""
        return next(each for each in self._root().findChildren(TemplatesTab) if each.isVisible())

    @property
    def board(self) -> Table:
        """The list under the picture."""
        return Table(self._root, self.qtbot, "board_table")

    @property
    def figures(self) -> Table:
        """The picture as a table."""
        return Table(self._root, self.qtbot, "board_figures")

    @property
    def texts(self) -> Table:
        """The list of texts."""
        return Table(self._root, self.qtbot, "texts_table")

    def states(self) -> list[str]:
        """The words of the buttons under the bar."""
        found = self._root().findChildren(QPushButton)
        return [each.text() for each in found if each.isVisible() and each.objectName().startswith("state:")]

    def show(self, view: str) -> None:
        """Another picture."""
        self.page._board.show_view(view)
        self._window.settle()

    def tab(self, number: int) -> None:
        """All clients, or texts."""
        self.find(QTabWidget, "consents_tabs").setCurrentIndex(number)
        self._window.settle()

    def choose(self, name: str, text: str) -> None:
        """Put the focus on a text."""
        if name == "texts_table":
            self.texts_tab.choose(text)
        else:
            super().choose(name, text)

    def said(self) -> str:
        """How many lines are shown."""
        return self.find(QLabel, "board_said").text()


@pytest.fixture
def practice(window: Window) -> ConsentsDriver:
    """Three clients: one in force, one that ends in ten days, one without a consent."""
    run(window, make)
    return ConsentsDriver(window)


def make(desk: Desk) -> list[str]:
    made = [clients.register(desk, Client(name=name)).id for name in ("Anna", "Bea", "Cyril")]
    take_consent(desk, made[0], review_due=(clock.today() + timedelta(days=200)).isoformat())
    soon = clock.today() + timedelta(days=10)
    take_consent(desk, made[1], expires_on=soon.isoformat(), review_due="")
    return made


def run(window: Window, work: Callable[[Desk], Any]) -> Any:
    """What the vault says."""
    found: list[Any] = []
    window.shell.ops.command(window.shell, work, found.append, changes={"consent", "client"})
    window.settle()
    return found[0]


def test_the_board_counts_and_filters_by_state(practice: ConsentsDriver, window: Window) -> None:
    assert practice.states() == ["No consent yet: 1", "Ends soon: 1", "In force: 1"]
    assert [cells[2] for cells in practice.board.cells()] == ["No consent yet", "Ends soon", "In force"]
    practice.press("state:expiring")
    assert [cells[0] for cells in practice.board.cells()] == ["K-0002 Bea"]
    assert practice.said() == "1 line of 3"
    practice.press("state:expiring")
    assert practice.said() == "3 lines"
    practice.press("state:none")
    practice.press("board_all")
    window.settle()
    assert practice.said() == "3 lines"
    shown = [each for each in practice._root().findChildren(QPushButton) if each.isVisible()]
    assert not [each for each in shown if each.isChecked() and each.objectName().startswith("state:")]


def test_the_months_filter_too_and_by_keyboard(practice: ConsentsDriver, window: Window) -> None:
    practice.show("months")
    ends = (clock.today() + timedelta(days=10)).isoformat()[:7]
    column = practice.find(QAbstractButton, f"month:{ends}")
    assert isinstance(column, MonthButton)
    assert "1 ends" in column.accessibleName()
    column.setFocus()
    QTest.keyClick(column, Qt.Key.Key_Space)
    assert [cells[0] for cells in practice.board.cells()] == ["K-0002 Bea"]
    QTest.keyClick(column, Qt.Key.Key_Space)
    assert len(practice.board.cells()) == 3
    assert nameless(window.shell) == []
    assert unreachable(window.shell) == []


def test_the_table_says_what_the_pictures_show(practice: ConsentsDriver) -> None:
    practice.show("table")
    cells = practice.figures.cells()
    assert [one for one in cells if "month" not in one[0]][:3] == [
        ["No consent yet", "1"],
        ["Ends soon", "1"],
        ["In force", "1"],
    ]
    assert any("1 end, 0 to be talked about" in one[0] for one in cells)
    practice.figures.open("Ends soon")
    assert [cells[0] for cells in practice.board.cells()] == ["K-0002 Bea"]


def test_words_filter_the_list(practice: ConsentsDriver, window: Window) -> None:
    practice.type_into("board_search", "cyr")
    window.qtbot.waitUntil(lambda: len(practice.board.cells()) == 1, timeout=WAIT_MS)
    assert practice.board.cells()[0][0] == "K-0003 Cyril"


def test_a_line_leads_to_its_consent_and_one_without_to_the_file(practice: ConsentsDriver, window: Window) -> None:
    practice.board.open("K-0001 Anna")
    assert "In force" in SignedConsentDriver(window).worth
    practice = ConsentsDriver(window)
    practice.board.open("K-0003 Cyril")
    practice.find(QWidget, "file_head")
    window.settle()
    assert practice.find(QTabWidget, "file_tabs").currentIndex() == TABS.index("consents")


def test_an_empty_practice_says_so(window: Window) -> None:
    assert "No clients yet" in ConsentsDriver(window).labels()


def test_twelve_months_from_the_end_of_a_year_on() -> None:
    months = figures.months_of([], date(2026, 12, 31))
    assert [month.key for month in months][:3] == ["2026-12", "2027-01", "2027-02"]
    assert len(months) == 12


def test_the_filter_is_a_place_to_come_back_to(practice: ConsentsDriver, window: Window) -> None:
    practice.press("state:expiring")
    place = window.shell.workspace.place()
    practice.press("board_all")
    window.shell.workspace.return_to(place)
    window.qtbot.waitUntil(lambda: practice.said() == "1 line of 3", timeout=WAIT_MS)
    assert [cells[0] for cells in practice.board.cells()] == ["K-0002 Bea"]


def test_a_text_from_a_starting_text_to_its_second_version(window: Window) -> None:
    consents = ConsentsDriver(window)
    consents.tab(1)
    consents.choose("texts_table", "therapy")
    consents.page._begin("therapy", "en")
    consents.find(QWidget, "text_writing")
    window.settle()
    consents.replace("title", "Our consent")
    consents.press("finish")
    consents.find(QLabel, "text_facts")
    window.settle()
    assert consents.find(QLabel, "text_title").text() == "Our consent"
    assert "version 1" in consents.find(QLabel, "text_facts").text()

    consents.press("next")
    consents.find(QWidget, "text_writing")
    window.settle()
    consents.press("finish")
    window.settle()
    assert consents.problem("what_changed"), "whoever is asked again wants to know what is new"
    consents.type("what_changed", "A shorter introduction.")
    consents.replace("title", "Our new consent")
    consents.press("finish")
    consents.find(QLabel, "text_facts")
    window.settle()
    assert any("asked again" in text for text in consents.strips())
    assert "A shorter introduction." in said(window)
    consents.press("to_list")
    window.settle()
    own = [cells for cells in consents.texts.cells() if cells[0].startswith("Our")]
    assert [(cells[3], cells[5]) for cells in own] == [("2", "In use"), ("1", "Replaced")]


def said(window: Window) -> str:
    """Every long text in sight."""
    found = window.shell.findChildren(QTextBrowser)
    return "\n".join(each.toPlainText() for each in found if each.isVisible())


def test_the_difference_between_two_versions(window: Window) -> None:
    def publish(desk: Desk) -> str:
        first = records.sign(desk, consent_templates.begin(desk, "supervision_disclosure", "en")).record
        editing = consent_templates.next_version(desk, first)
        parts = [{**one, "text": f"Quite new. {one['text']}"} for one in encoded(editing.body)[:1]]
        values = {"paragraphs": parts + encoded(editing.body)[1:], "what_changed": "The beginning"}
        return records.sign(desk, editing.with_values(values)).record

    second = run(window, publish)
    window.go_to("consent_template", second)
    consents = FormDriver(window._root, window.qtbot)
    consents.press("compare")
    window.settle()
    assert "Quite new." in said(window)
    html = next(each.toHtml() for each in window.shell.findChildren(QTextBrowser) if "Quite new." in each.toPlainText())
    assert "underline" in html


def encoded(body: Any) -> list[dict[str, Any]]:
    """The paragraphs as plain data."""
    found: list[dict[str, Any]] = encode(body)["paragraphs"]
    return found


@pytest.mark.parametrize("code", ["en", "pl"])
def test_a_blank_form_in_either_language_asks_nothing(window: Window, code: str) -> None:
    consents = ConsentsDriver(window)
    consents.tab(1)
    consents.texts_tab.print_blank("telehealth", code)
    sheet = SheetDriver(window, "")
    assert sheet.chosen() == ""
    sheet.close()


def test_a_draft_of_a_text_is_taken_up_again(window: Window) -> None:
    consents = ConsentsDriver(window)
    consents.tab(1)
    consents.page._begin("recording", "en")
    consents.find(QWidget, "text_writing")
    window.settle()
    consents.replace("title", "Half a text")
    consents.press("to_list")
    window.settle()
    assert consents.texts.wait_for("Half a text")[5] == "Draft"
    consents.texts.open("Half a text")
    consents.find(QWidget, "text_writing")
    window.settle()
    assert consents.value("title") == "Half a text"


def test_a_clinician_reads_texts_and_writes_none(window: Window) -> None:
    context = window.shell.workspace.context
    page = ConsentsPage(replace(context, who=replace(context.who, role="clinician")))
    window.qtbot.addWidget(page)
    page.show()
    page.show_record(None, {"tab": "texts"})
    window.settle()
    shown = {each.objectName() for each in page.findChildren(QPushButton) if each.isVisible()}
    assert shown.isdisjoint({"write_from", "next_version", "write_from_nothing"})
    assert "blank_form" in shown
