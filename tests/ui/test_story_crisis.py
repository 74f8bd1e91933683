"""The one bad Friday, told through the window's own widgets in two languages: a crisis call, answered with F1.

The call comes in while the note of somebody else is half written. One key shows whom to call and what was agreed; one
click begins the note of the call; two contacts are planned, and Today keeps asking for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock, formats, texts
from app.desk import Desk
from app.records.client import Client, EmergencyContact
from app.records.session_note import SessionNote
from app.services import clients, records
from app.services.practice import policies
from app.texts import _
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.crisis import CrisisDriver
from tests.ui.drivers.editor import EditorDriver, NoteDriver, SignedDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window

Open = Callable[..., Window]


@dataclass(frozen=True, slots=True)
class Told:
    """What this story is made of in one language."""

    language: str
    other: str
    half_written: str
    caller: str
    sister: str
    protocol: str
    reason: str
    danger: str
    done: str
    follow_up: str
    to_client: str
    to_sister: str


ENGLISH = Told(
    language="en",
    other="Tom Archer",
    half_written="He slept better, and then the telephone rang",
    caller="Zoë Fairweather",
    sister="Ola Fairweather",
    protocol="1. **Stay** on the line.\n2. Call the sister.",
    reason="“I cannot go on tonight.”",
    danger="No plan for tonight; the tablets are at her sister's now.",
    done="Called the sister at 16:10; she stays until morning.",
    follow_up="I call tomorrow at nine; if nobody answers, the sister.",
    to_client="Talked for half an hour; she is calmer.",
    to_sister="She stays with her and calls 112 if it gets worse.",
)
POLISH = Told(
    language="pl",
    other="Jan Wąsik",
    half_written="Śpi lepiej, a potem zadzwonił telefon",
    caller="Łucja Żółkiewska",
    sister="Ola Żółkiewska",
    protocol="1. **Zostać** przy telefonie.\n2. Zadzwonić do siostry.",
    reason="„Dziś już nie dam rady.”",
    danger="Bez planu na dziś; tabletki są teraz u siostry.",
    done="Telefon do siostry o 16:10; zostaje do rana.",
    follow_up="Dzwonię jutro o dziewiątej; jeśli nikt nie odbierze, do siostry.",
    to_client="Rozmowa pół godziny; jest spokojniejsza.",
    to_sister="Zostaje z nią i dzwoni pod 112, jeśli będzie gorzej.",
)
PHONE = "600 100 200"


@pytest.mark.parametrize("told", [ENGLISH, POLISH], ids=lambda told: told.language)
def test_a_crisis_call_answered_with_f1_and_a_plan_of_contacts(told: Told, open_window: Open, vault: Path) -> None:
    window = open_window(vault)
    if told.language != texts.language():
        window.shell.change_language(told.language)
    window.unlock.enter(PASSPHRASE)
    other, caller = prepare(window, told)
    window.go_to("client", other)
    FileDriver(window).write_note().write(told.half_written)

    window.go_to("client", caller)
    shown = CrisisDriver(window)
    assert shown.emergency() == ["112"]
    assert shown.numbers()[0] == PHONE
    assert told.sister in shown.labels()
    assert shown.protocol().splitlines()[0].startswith(told.protocol[5:9].strip("*"))
    began = clock.now().at
    shown.press("crisis_note")
    write_crisis_note(window, told, began)

    plan = [(told.to_client, "to_client", 1), (told.to_sister, "to_other", 2)]
    for gist, direction, days in plan:
        plan_contact(window, told, caller, gist, direction, days)
    due = TodayDriver(window).due()
    assert len([words for words in due if words.startswith(_("Contact"))]) == len(plan)
    find_it_again(window, other, told)
    window.prompts.check()


def prepare(window: Window, told: Told) -> tuple[str, str]:
    """Two clients, one with somebody to call, and a protocol in force."""

    def write(desk: Desk) -> tuple[str, str]:
        editing = policies.begin(desk, "emergency_protocol").with_values({"text": told.protocol})
        records.sign(desk, editing)
        contact = EmergencyContact(name=told.sister, relationship="", phone=PHONE)
        other = clients.register(desk, Client(name=told.other))
        caller = clients.register(desk, Client(name=told.caller, emergency_contacts=[contact]))
        return other.id, caller.id

    found: list[tuple[str, str]] = []
    window.shell.ops.command(window.shell, write, found.append, changes={"client", "policy"})
    window.settle()
    return found[0]


def write_crisis_note(window: Window, told: Told, began: str) -> None:
    """In the sections of a crisis contact, begun with the present time; safety is said before it is signed."""
    note = NoteDriver(window)
    assert note.value("format") == "crisis_contact"
    sections = {"contact_reason": told.reason, "risk_review": told.danger, "actions": told.done}
    for section, words in {**sections, "follow_up": told.follow_up}.items():
        note.write(words, section)
    note.safety("concern_present")
    note.type("risk_note", told.danger)
    signed = note.sign()
    assert told.done in signed.texts()
    assert told.follow_up in signed.texts()
    found: list[object] = []
    window.shell.ops.query(window.shell, lambda desk: records.open(desk, signed.record()).body, found.append)
    window.settle()
    assert isinstance(found[0], SessionNote)
    assert found[0].started is not None
    assert began <= found[0].started.at <= clock.now().at, "the note begins when the call came"


def plan_contact(window: Window, told: Told, client: str, gist: str, direction: str, days: int) -> None:
    """Write down a call that took place, and when the next one is."""
    window.go_to("client", client)
    FileDriver(window).press("phone_call")
    call = EditorDriver(window)
    call.choose_value("direction", direction)
    window.settle()
    if direction == "to_other":
        call.type("with_whom", told.sister)
    call.type("gist", gist)
    call.open_tier("more")
    call.type("next_check_in", formats.short_date(clock.today() + timedelta(days=days)))
    call.press("finish")
    assert gist in SignedDriver(window).texts()


def find_it_again(window: Window, client: str, told: Told) -> None:
    """The note that was half written is there, word for word."""
    window.go_to("client", client)
    window.press("go_on")
    assert NoteDriver(window).text("text") == told.half_written
