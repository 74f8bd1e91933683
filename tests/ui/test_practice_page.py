"""The Practice page: places that help with *I rang it*, and the emergency protocol up to its second version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton, QTableView, QTabWidget

from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.crisis import CrisisDriver
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.practice import PracticeDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.window import Window
from ui.forms.choices import QuietCombo
from ui.pages.practice.page import PracticePage

Open = Callable[..., Window]


def add_place(practice: PracticeDriver, name: str, kind: str, checked: str) -> None:
    practice.press_and_wait("empty_action")
    practice.type("name", name)
    practice.choose_value("resource_kind", kind)
    practice.type("phone", "12 345 67 89")
    practice.type("verified_on", checked)
    practice.finish()


def test_an_empty_page_says_what_to_do_first(window: Window) -> None:
    practice = PracticeDriver(window)
    assert "No help nearby noted yet" in practice.labels()
    practice.tab("policies")
    assert "Begin with the emergency protocol" in practice.labels()


def test_a_place_is_added_rung_and_changed(window: Window) -> None:
    practice = PracticeDriver(window)
    add_place(practice, "Crisis café", "crisis", "1.3.2020")
    row = practice.resources.wait_for("Crisis café")
    assert row[1:] == ["Crisis line or centre", "12 345 67 89", "checked March 2020, please confirm"]
    practice.find(QTableView, "resources_table").selectRow(0)
    practice.press("rang")
    window.qtbot.waitUntil(lambda: "confirm" not in practice.resources.cells()[0][3], timeout=WAIT_MS)
    practice.resources.open("Crisis café")
    practice.replace("phone", "98 765 43 21")
    practice.finish()
    practice.resources.wait_for("98 765 43 21")
    assert "98 765 43 21" in CrisisDriver(window).numbers()


def test_places_are_shown_by_kind(window: Window) -> None:
    practice = PracticeDriver(window)
    practice.press_and_wait("empty_action")
    practice.type("name", "Food bank")
    practice.choose_value("resource_kind", "food")
    practice.finish()
    practice.resources.wait_for("Food bank")
    combo = practice.find(QuietCombo, "resource_kind")
    for kind, shown in (("food", True), ("shelter", False), ("", True)):
        combo.setCurrentIndex(combo.findData(kind))
        combo.activated.emit(combo.currentIndex())
        assert ("None of this kind" in practice.labels()) is not shown
    assert practice.resources.column(0) == ["Food bank"]


def test_the_protocol_from_its_first_words_to_version_2(window: Window) -> None:
    practice = PracticeDriver(window)
    practice.tab("policies")
    practice.press_and_wait("empty_action")
    assert "checked where you practise" in str(practice.value("text"))
    practice.finish()
    assert "Call the emergency number." in practice.read()
    assert "version 1" in practice.facts()
    shown = CrisisDriver(window)
    assert "Call the emergency number." in shown.protocol()
    shown.close()

    practice.press_and_wait("next")
    assert practice.value("version") == "2"
    practice.type("text", "Ring Maria first.")
    practice.finish()
    assert "version 2" in practice.facts()
    practice.press("to_list")
    window.settle()
    states = [(cells[2], cells[4]) for cells in practice.policies.cells()]
    assert states == [("2", "In force"), ("1", "Replaced")]
    assert "Ring Maria first." in CrisisDriver(window).protocol()


def test_what_is_missing_is_marked_and_a_draft_is_taken_up_again(window: Window) -> None:
    practice = PracticeDriver(window)
    practice.tab("policies")
    practice.choose_kind("other")
    assert practice.value("title") == "Other"
    practice.press("finish")
    window.settle()
    assert practice.problem("text")
    practice.type("text", "Write to us.")
    practice.press("to_list")
    window.settle()
    assert practice.policies.wait_for("Other")[4] == "Draft"
    assert any("no emergency protocol in force" in text for text in practice.strips())
    practice.choose_kind("other")
    assert practice.value("text") == "Write to us."


def test_a_policy_prints(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    practice = PracticeDriver(window)
    practice.tab("policies")
    practice.press_and_wait("empty_action")
    practice.finish()
    sheet = SheetDriver(window)
    assert sheet.chosen() == "practice"
    sheet.close()
    assert "Call the emergency number." in practice.read()


def test_the_window_comes_back_to_what_was_written(window: Window, open_window: Open) -> None:
    vault = window.shell.preferences.last_vault
    practice = PracticeDriver(window)
    practice.tab("policies")
    practice.press_and_wait("empty_action")
    practice.type("text", "Ring Maria first.")
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left), timeout=WAIT_MS)
    window.end()
    again = open_window(vault, why="person")
    again.unlock.enter(PASSPHRASE)
    again.settle()
    page = again.shell.workspace.current_page()
    assert isinstance(page, PracticePage)
    again.qtbot.waitUntil(lambda: page.place().get("record_kind") == "policy", timeout=WAIT_MS)
    again.settle()
    again_practice = FormDriver(again._root, again.qtbot)
    assert "Ring Maria first." in str(again_practice.value("text"))


def test_the_tab_is_a_place_to_come_back_to(window: Window) -> None:
    practice = PracticeDriver(window)
    practice.tab("policies")
    place = window.shell.workspace.place()
    practice.tab("resources")
    window.shell.workspace.return_to(place)
    window.settle()
    assert practice.find(QTabWidget, "practice_tabs").currentIndex() == 1


def test_a_clinician_reads_and_changes_nothing(window: Window) -> None:
    context = window.shell.workspace.context
    page = PracticePage(replace(context, who=replace(context.who, role="clinician")))
    window.qtbot.addWidget(page)
    page.show()
    page.show_record(None, {})
    window.settle()
    shown = {each.objectName() for each in page.findChildren(QPushButton) if each.isVisible()}
    assert shown.isdisjoint({"new_resource", "rang", "empty_action"})
    assert "new_resource" in {each.objectName() for each in page.findChildren(QPushButton)}
