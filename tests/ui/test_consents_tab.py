"""The consents of one client: what each is worth, a copy, taking one back with what that stops; a minor's law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QTableView, QWidget

from app import clock
from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.consenting import consent_templates, consents
from app.services.outgoing import releases
from tests.app import releases_made
from tests.app.helpers import take_consent
from tests.app.test_accounting import by_phone
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.taking import SignedConsentDriver, TakingDriver
from tests.ui.drivers.window import Window


def run(window: Window, work: Callable[[Desk], Any]) -> Any:
    """What the vault says."""
    found: list[Any] = []
    window.shell.ops.command(window.shell, work, found.append, changes={"consent", "client"})
    window.settle()
    return found[0]


@pytest.fixture
def client(window: Window) -> str:
    """An adult with one consent in force."""

    def make(desk: Desk) -> str:
        made = clients.register(desk, Client(name="Maria Kowalska", birth_date="1987-04-12")).id
        take_consent(desk, made, given_on=days_ago(30))
        return made

    return str(run(window, make))


def days_ago(days: int) -> str:
    """A day in the past."""
    return (clock.today() - timedelta(days=days)).isoformat()


def tab(window: Window, client: str) -> FileDriver:
    """The tab, in sight."""
    window.go_to("client", client)
    file = FileDriver(window)
    file.tab("consents")
    return file


def test_a_line_says_state_until_when_by_whom_and_which_text(window: Window, client: str) -> None:
    file = tab(window, client)
    cells = file.consents().cells()[0]
    assert cells[1:3] == ["Consent to therapy: Given (Signed on paper)", "In force"]
    assert cells[4:] == ["The client", "version 2"]
    assert file.find(QLabel, "chosen_worth").text().startswith("In force.")


def test_a_copy_of_the_chosen_one_goes_to_the_client(window: Window, client: str) -> None:
    file = tab(window, client)
    file.find(QTableView, "consents_table").selectRow(0)
    sheet = SheetDriver(window, "consent_copy")
    assert sheet.chosen() == "client"
    sheet.close()
    assert file.can_press("withdraw")


def test_taking_back_says_what_it_stops_and_what_went_out(window: Window, client: str) -> None:
    def give_out(desk: Desk) -> str:
        release = releases_made.sign_release(desk, client).record
        yesterday = {"disclosed": {"at": f"{days_ago(1)}T12:00", "zone": "UTC"}, "client_informed_on": days_ago(1)}
        records.sign(desk, records.start(desk, "disclosure", client).with_values(by_phone(**yesterday)))
        return release

    release = run(window, give_out)
    file = tab(window, client)
    file.press("withdraw")
    file.find(QCheckBox, f"stop:{release}")
    words = "\n".join(file.labels())
    assert "What already went out cannot be called back" in words
    assert "Officer Maj: That she comes" in words
    tick = file.find(QCheckBox, f"stop:{release}")
    assert not tick.isChecked(), "each release is taken back only if somebody says so"
    tick.click()
    file.choose_value("method", "verbal")
    file.press("sign_withdrawal")
    window.settle()
    FileDriver(window)
    state = run(window, lambda desk: releases.states(desk, client)[release].state.value)
    assert state == "withdrawn"
    assert run(window, lambda desk: consents.state(desk, client).state.value) == "withdrawn"


def test_the_confirmation_is_one_press_away(window: Window, client: str) -> None:
    file = tab(window, client)
    file.press("withdraw")
    window.settle()
    file.choose_value("method", "verbal")
    file.press("sign_withdrawal")
    window.settle()
    sheet = SheetDriver(window, "toast_action")
    assert sheet.chosen() == "client"
    sheet.close()


def test_a_newer_text_asks_again(window: Window, client: str) -> None:
    def publish(desk: Desk) -> None:
        first = records.sign(desk, consent_templates.begin(desk, "therapy", "en")).record
        take_consent(desk, client, template=first)
        records.sign(desk, consent_templates.next_version(desk, first).with_values({"what_changed": "The price"}))

    run(window, publish)
    file = tab(window, client)
    assert file.consents().cells()[0][5] == "ask again"
    file.find(QTableView, "consents_table").selectRow(0)
    assert "newer text" in file.find(QLabel, "chosen_worth").text()
    file.consents().open("ask again")
    signed = SignedConsentDriver(window)
    signed.press("take_again")
    assert TakingDriver(window).step == "purpose"


def test_a_minor_has_the_law_its_family_and_its_birthday(window: Window) -> None:
    today = clock.today()
    born = f"{today.year - 16}{(today + timedelta(days=2)).isoformat()[4:]}"

    def make(desk: Desk) -> str:
        made = clients.register(desk, Client(name="Ola Maj", birth_date=born, opened_on="2026-01-08")).id
        mother = {"name": "Ewa Maj", "relationship": "mother", "custody": "sole", "authority": "birth_certificate"}
        profile = records.start(desk, "client_profile", made).with_values({"representatives": [mother]})
        records.save(desk, profile)
        return made

    child = run(window, make)
    file = tab(window, child)
    card = file.find(QWidget, "minor_card")
    window.qtbot.waitUntil(lambda: "Ewa Maj (mother)" in words_in(card), timeout=WAIT_MS)
    assert "birth certificate" in words_in(card)
    assert "Turns 16" in words_in(card)
    assert "both parents" not in words_in(card).casefold()
    file.press("show_law")
    law = file.find(QWidget, "law_card")
    assert "checked" in words_in(law), "every rule carries how far it can be relied on"
    file.press("birthday_reviewed")
    window.settle()
    file = tab(window, child)
    window.qtbot.waitUntil(lambda: "Turns 16" not in "\n".join(file.labels()), timeout=WAIT_MS)


def words_in(part: QWidget) -> str:
    """Every label in sight of a part."""
    return "\n".join(each.text() for each in part.findChildren(QLabel) if each.isVisible())


def test_an_adult_has_no_such_card(window: Window, client: str) -> None:
    tab(window, client)
    cards = window.shell.findChildren(QWidget, "minor_card")
    assert cards
    assert not [each for each in cards if each.isVisible()]


def test_what_is_over_cannot_be_taken_back(window: Window, client: str) -> None:
    run(window, lambda desk: take_consent(desk, client, decision="declined"))
    file = tab(window, client)
    table = file.find(QTableView, "consents_table")
    states = file.consents().column(2)
    table.selectRow(states.index("Declined"))
    assert not file.find(QPushButton, "withdraw").isEnabled()
    table.selectRow(1 - states.index("Declined"))
    assert file.find(QPushButton, "consent_copy").isEnabled()
