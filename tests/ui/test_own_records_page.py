"""Beside the Practice page: trainings and credentials, the professional will; and who has read a policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QTabWidget, QTextBrowser, QWidget

from app import clock, formats
from app.desk import Desk
from app.services import records
from app.services.practice import policies
from app.texts import _
from tests.ui.drivers.base import WAIT_MS, Table
from tests.ui.drivers.practice import PracticeDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import Practice, sign_in
from tests.ui.telling import LANGUAGES, make
from tests.ui.telling import sign_in as alone

TABLES = {"training": "trainings_table", "credential": "credentials_table"}
Open = Callable[..., Window]


class OwnRecords(PracticeDriver):
    """The page of trainings and credentials, or of the will; its forms are as those of the Practice page."""

    def __init__(self, window: Window, page: str) -> None:
        super().__init__(window)
        window.go_to(page)

    def rows(self, kind: str) -> Table:
        """One of the two lists."""
        self.find(QTabWidget, "training_tabs").setCurrentIndex(list(TABLES).index(kind))
        return Table(self._root, self.qtbot, TABLES[kind])


def add(window: Window, kind: str, **values: str) -> str:
    return make(window, lambda desk: records.add(desk, kind, [values])[0].id)


def publish(desk: Desk) -> str:
    return records.sign(desk, policies.begin(desk, "complaints")).record


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_training_is_written_counted_and_found_again(open_window: Open, vault: Path, language: str) -> None:
    page = OwnRecords(alone(open_window, vault, language), "training")
    page.press_and_wait("empty_action")
    page.type("title", "Zapobieganie")
    page.replace("hours", "3")
    page.finish()
    assert page.rows("training").wait_for("Zapobieganie")[2] == formats.length(180)
    assert formats.length(180) in page.find(QLabel, "training_hours").text()
    page.rows("training").open("Zapobieganie")
    assert page.value("hours") == 3


def test_what_ends_is_marked_and_said_before_a_note_is_written(window: Window) -> None:
    add(window, "credential", credential_kind="insurance", issuer="Shield", valid_to=in_days(-2))
    add(window, "credential", credential_kind="first_aid", valid_to=in_days(20))
    page = OwnRecords(window, "training")
    page.rows("credential").wait_for("Professional insurance, Shield")
    assert {cells[0]: cells[4] for cells in page.rows("credential").cells()} == {
        "Professional insurance, Shield": "Has ended",
        "First aid certificate": "Ends soon",
    }
    client = add(window, "client", name="Ola Rak")
    window.shell.workspace.context.navigator.go_to("session_note", None, client=client)
    strip = page.find(QWidget, "ended_credentials")
    assert "Professional insurance, Shield" in strip.accessibleName()
    page.press("to_credentials")
    assert page.rows("credential").wait_for("Professional insurance, Shield")


def test_a_will_is_written_warned_about_and_printed(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    page = OwnRecords(window, "will")
    assert "No professional will yet" in page.labels()
    page.press_and_wait("empty_action")
    page.type("digital", "Password: Otter7ladder")
    assert any("looks like a password" in text for text in page.strips())
    page.replace("digital", "The recovery sheet lies in the safe.")
    assert not any("looks like a password" in text for text in page.strips())
    page.finish()
    view = page.find(QWidget, "will_view")
    assert "recovery sheet" in "".join(each.toPlainText() for each in view.findChildren(QTextBrowser))
    SheetDriver(window).close()
    page.press_and_wait("change_will")
    assert page.value("digital") == "The recovery sheet lies in the safe."


def test_alone_one_reads_a_policy_without_a_word_about_others(window: Window) -> None:
    window.go_to("policy", make(window, publish))
    window.press("read_and_understood")
    window.qtbot.waitUntil(lambda: any("You read this version" in text for text in window.labels()), timeout=WAIT_MS)
    assert not any("Anna Nowak:" in text for text in window.labels())


def test_a_colleague_is_asked_to_read_and_the_owner_sees_who_has(open_window: Open, five: Practice) -> None:
    owner = sign_in(open_window, five, "an")
    record = make(owner, publish)
    owner.end()
    colleague = sign_in(open_window, five, "tw")
    colleague.go_to("today")
    asked = "Read it, and say that you have understood it."
    colleague.qtbot.waitUntil(lambda: any(asked in text for text in colleague.labels()), timeout=WAIT_MS)
    colleague.go_to("policy", record)
    colleague.press("read_and_understood")
    colleague.qtbot.waitUntil(lambda: any("You read this" in text for text in colleague.labels()), timeout=WAIT_MS)
    colleague.end()
    owner = sign_in(open_window, five, "an")
    owner.go_to("policy", record)
    read = [text for text in owner.labels() if ": read on" in text]
    assert len(read) == 1
    assert any(": not read yet" in text for text in owner.labels())


def test_standards_are_offered_where_they_are_asked_for(window: Window) -> None:
    make(window, publish)
    practice = PracticeDriver(window)
    practice.tab("policies")
    practice.press_and_wait("write_standards")
    practice.type("responsible", "Ewa Lis")
    practice.finish()
    assert "not your fault" in practice.read()
    assert "Ewa Lis" in practice.facts()
    practice.press("to_list")
    assert practice.policies.wait_for(_("Standards for the protection of minors"))[4] == "In force"
    assert not any("no standards" in text for text in practice.strips())


def test_reminders_of_the_practice_are_switched_on_by_hand(window: Window) -> None:
    will = add(window, "professional_will", begins_when="x", next_review=in_days(3))
    window.shell.workspace.context.navigator.go_to("settings", None, section="reminders")
    window.settle()
    box = window.find(QCheckBox, "practice_reminders")
    assert not box.isChecked()
    box.click()
    window.settle()
    window.go_to("today")
    assert window.find(QWidget, f"due:{will}").isVisible()
