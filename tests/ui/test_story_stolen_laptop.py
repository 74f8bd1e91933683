"""The stolen laptop, told through the window in two languages: it was locked, the passphrase was at home.

A few questions lead to an entry that decides nothing. Its clocks run, in local time and UTC, and stand on Today until a
person has decided whom to tell and has written down why, also where nobody is told. Only then it can be closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.records.breach_choices import Encrypted
from app.services.reading import today
from app.services.safety import breaches
from app.texts import _
from tests.ui.drivers.registers import EntryDriver, RegisterDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, sign_in

Open = Callable[..., Window]


@dataclass(frozen=True, slots=True)
class Told:
    """What this story is made of in one language."""

    language: str
    where: str
    consequences: str
    reason: str
    done: str
    lesson: str


ENGLISH = Told(
    language="en",
    where="Taken from the train, switched off.",
    consequences="Nobody can read the records; appointments of one day had to be asked for again.",
    reason="The vault was locked and the passphrase was at home.",
    done="Restored from the backup at home the same evening.",
    lesson="The bag stays on the lap.",
)
POLISH = Told(
    language="pl",
    where="Skradziono w pociągu, był wyłączony.",
    consequences="Nikt nie odczyta zapisów; o terminy z jednego dnia trzeba było dopytać.",
    reason="Sejf był zamknięty, a hasło zostało w domu.",
    done="Tego samego wieczora odtworzono kopię zapasową z domu.",
    lesson="Torba zostaje na kolanach.",
)


@pytest.mark.parametrize("told", [ENGLISH, POLISH], ids=lambda told: told.language)
def test_a_stolen_laptop_that_was_locked(told: Told, open_window: Open, vault: Path) -> None:
    window = sign_in(open_window, vault, told.language)
    entry = from_the_questions(window, told)
    authority = entry.clock("authority")
    assert "UTC" in authority
    assert "GDPR art. 33" in authority
    due = ask(window, today.due)
    assert [(one.kind, one.key) for one in due] == [("data_breach", "")], "it cannot be put off"

    judge(window, entry, told)
    assert not entry.can_press("close_entry")
    assert _("the decision about the authority, with its reason") in entry.missing()
    for name in ("authority", "people"):
        entry.section(name).type("reason", told.reason)
    closed = entry.finish().finish("close_entry")

    assert closed.can_press("reopen")
    (row,) = ask(window, lambda desk: breaches.rows(desk, breaches.ids(desk)))
    assert (row.status, row.waits_for, row.due) == ("closed", (), None)
    assert ask(window, today.due) == []
    window.prompts.check()


def from_the_questions(window: Window, told: Told) -> EntryDriver:
    """The answers speak for *encrypted, key safe*, and say what to do; what they mean stays to be judged."""
    device = RegisterDriver(window, "breaches", "breach").lost_device()
    device.answer(device="computer")
    device.answer(had_vault="yes", vault_state="locked", secret_with_it="no")
    device.answer(backups_with_it="no", backup_elsewhere="yes")
    device.answer(readable_on_it="no")
    assert _("It was switched off, or the vault was locked: nothing in it was readable.") in device.words("facts")
    assert _("Restore the newest backup on another computer.") in device.words("to_do")
    assert "GDPR art. 34" in device.words("judged")
    entry = device.begin_entry()
    entry.section("first").type("what_happened", f"\n{told.where}")
    return entry.finish()


def judge(window: Window, entry: EntryDriver, told: Told) -> None:
    """The facts are there already; a person says what it can mean and decides, at first without a reason."""
    written = ask(window, lambda desk: breaches.open(desk, entry.record)).body
    assert written.encrypted is Encrypted.YES
    assert told.where in written.what_happened
    data = entry.section("data")
    data.tick("data_categories", "clinical")
    data.type("people_count", "40")
    risk = entry.section("risk")
    risk.type("consequences", told.consequences)
    risk.choose_value("risk", "unlikely")
    risk.type("risk_reasons", told.reason)
    entry.section("measures").type("measures_taken", told.done)
    for name in ("authority", "people"):
        entry.section(name).choose_value("decided", "not_tell")
    entry.section("lessons").type("lessons", told.lesson)
    wanted = _("the decision about the authority, with its reason")
    window.qtbot.waitUntil(lambda: wanted in entry.missing() and _("which data") not in entry.missing())
