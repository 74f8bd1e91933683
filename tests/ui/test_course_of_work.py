"""The overview of a file: the plan in force, a client's open request, a birthday; closing and opening it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QTextBrowser

from app import clock
from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.client_files import amendment_requests, birthdays, closing
from app.services.reading.today import due
from tests.app.helpers import write_note
from tests.app.test_care_plans import PLAN
from tests.app.test_closing import CLOSING
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import ask

WISH = "It was my sister."


class Made:
    """A girl who is sixteen in two days, with a plan, a note and a request about it."""

    def __init__(self, desk: Desk) -> None:
        today = clock.today()
        born = f"{today.year - 16}{(today + timedelta(days=2)).isoformat()[4:]}"
        self.client = clients.register(desk, Client(name="Ola Maj", birth_date=born, opened_on="2026-01-08")).id
        self.plan = records.sign(desk, records.start(desk, "treatment_plan", self.client).with_values(PLAN)).record
        self.note = write_note(desk, self.client).record
        asked = amendment_requests.request(desk, self.note, WISH, reason="So it was.")
        self.request = asked.record


@pytest.fixture
def made(window: Window) -> Made:
    found: list[Made] = []
    window.shell.ops.command(window.shell, Made, found.append, changes={"client"})
    window.settle()
    return found[0]


@pytest.fixture
def file(window: Window, made: Made) -> FileDriver:
    window.go_to("client", made.client)
    return FileDriver(window)


def test_the_overview_shows_plan_and_request_and_each_leads_to_its_record(
    window: Window, file: FileDriver, made: Made
) -> None:
    links = [link.text() for link in file.links()]
    assert any("version 1" in text for text in links)
    file.press("clipboard-list:open")
    window.settle()
    assert made.note in str(window.shell.workspace.place())
    window.go_to("client", made.client)
    FileDriver(window).press("compass:open")
    window.settle()
    assert made.plan in str(window.shell.workspace.place())


def test_a_birthday_is_looked_at_in_one_press(window: Window, file: FileDriver, made: Made) -> None:
    assert file.find(QPushButton, "birthday_reviewed").isVisible()
    file.press("birthday_reviewed")
    window.settle()
    hidden = [one for one in window.shell.findChildren(QPushButton, "birthday_reviewed") if one.isVisible()]
    assert hidden == []
    found: list[list[str]] = []
    window.shell.ops.query(window.shell, lambda desk: [item.kind for item in due(desk)], found.append)
    window.settle()
    assert "client" not in found[0]


def test_a_birthday_says_which_rules_begin_and_end_with_it(window: Window, file: FileDriver, made: Made) -> None:
    changes = ask(window, lambda desk: birthdays.what_changes(desk, made.client))
    assert changes
    file.find(QFrame, "birthday_changes")
    said = file.labels()
    for one in changes:
        assert any(one.title in words for words in said)
        assert any(one.citation in words and one.mark in words for words in said)


def test_a_request_that_is_due_opens_the_record_it_is_about(window: Window, made: Made) -> None:
    window.go_to("amendment", made.request)
    shown = "\n".join(each.toPlainText() for each in window.shell.findChildren(QTextBrowser) if each.isVisible())
    assert WISH in shown
    assert "We talked about sleep." in shown


def test_a_closed_file_is_opened_again_from_its_menu(window: Window, made: Made) -> None:
    values = {**CLOSING, "open_note": "I see to it.", "plan_review": "Done."}

    def close(desk: Desk) -> None:
        records.sign(desk, records.start(desk, "closure", made.client).with_values(values))

    window.shell.ops.command(window.shell, close, lambda _none: None, changes={"client"})
    window.settle()
    window.go_to("client", made.client)
    next(one for one in window.shell.findChildren(QPushButton, "purpose:treatment") if one.isVisible()).click()
    window.settle()
    file = FileDriver(window)
    assert "Closed" in file.find(QLabel, "client_facts").text()
    action = next(one for one in window.shell.findChildren(QAction) if one.text() == "Open this file again")
    action.trigger()
    window.settle()
    form = FileDriver.forms(window)
    form.type("presenting_problem", "Sleep is bad again.")
    file.save()
    assert "In progress" in FileDriver(window).find(QLabel, "client_facts").text()
    found: list[closing.Outlook] = []
    window.shell.ops.query(window.shell, lambda desk: closing.outlook(desk, made.client), found.append)
    window.settle()
    assert len(found[0].episodes) == 1
