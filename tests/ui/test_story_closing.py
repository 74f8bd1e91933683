"""A file that is closed, told in the window in English and in Polish, on real storage.

Danger is looked at once more; what the file still owes is listed, and each gets a word; the days until which it is kept
stand there with their rules. Signing closes the file; who signed reads the summary at once, and is not asked why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app import clock, formats, texts
from app.desk import Desk
from app.records.client import Client, FileStatus
from app.records.closure import Closure
from app.services import clients, records
from app.services.client_files import amendment_requests, retention
from app.texts import _
from tests.app.helpers import take_consent
from tests.app.releases_made import sign_release
from tests.ui.drivers.agreements import RetentionDriver
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import EditorDriver, SignedDriver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, make, sign_in

BORN = "1987-04-12"


@dataclass(frozen=True, slots=True)
class Told:
    """What this story is made of in one language."""

    language: str
    client: str
    note: str
    wish: str
    course: str
    outcome: str
    danger: str
    topics: str
    follow_up: str
    crisis: str
    to_release: str
    to_request: str
    to_review: str


ENGLISH = Told(
    language="en",
    client="Zoë Fairweather",
    note="Last session: what helped, and what a bad week looks like.",
    wish="It should say that I was ill on that day.",
    course="Weekly for a year, then every other week.",
    outcome="Six nights of seven; the goals were gone through one by one.",
    danger="Asked directly: no thoughts of dying, no fear of anybody.",
    topics="How we say goodbye, and the way back.",
    follow_up="One call is enough to come back.",
    crisis="112",
    to_release="Dr Kos knows that nothing follows.",
    to_request="I decide it within the month.",
    to_review="Asked in the last session; it stands below.",
)
POLISH = Told(
    language="pl",
    client="Łucja Żółkiewska",
    note="Ostatnia sesja: co pomogło i jak wygląda zły tydzień.",
    wish="Ma być napisane, że tego dnia chorowałam.",
    course="Co tydzień przez rok, potem co dwa tygodnie.",
    outcome="Sześć nocy z siedmiu; cele omówione po kolei.",
    danger="Zapytana wprost: bez myśli o śmierci, nikogo się nie boi.",
    topics="Jak się żegnamy i jak wrócić.",
    follow_up="Wystarczy jeden telefon, żeby wrócić.",
    crisis="112",
    to_release="Dr Kos wie, że nic więcej nie przyjdzie.",
    to_request="Rozstrzygnę w ciągu miesiąca.",
    to_review="Zapytana na ostatniej sesji; zapis poniżej.",
)


@pytest.fixture(params=[ENGLISH, POLISH], ids=lambda told: told.language)
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """One language after the other."""
    found: Told = request.param
    yield found
    texts.set_language("en")


class Made:
    """A client with consent, a note, a release in force and a request that waits."""

    def __init__(self, desk: Desk, told: Told) -> None:
        self.client = clients.register(desk, Client(name=told.client, birth_date=BORN)).id
        take_consent(desk, self.client)
        note = {"text": told.note, "risk_statement": "no_current_concern_expressed"}
        self.note = records.sign(desk, records.start(desk, "session_note", self.client).with_values(note)).record
        until = (clock.today() + timedelta(days=90)).isoformat()
        self.release = sign_release(desk, self.client, client_name=told.client, expires_on=until).record
        self.request = amendment_requests.request(desk, self.note, told.wish, reason="-").record


def test_a_file_is_closed_with_danger_looked_at_again_and_each_debt_answered(
    told: Told, open_window: Callable[..., Window], vault: Path
) -> None:
    window = sign_in(open_window, vault, told.language)
    made = make(window, lambda desk: Made(desk, told))
    closing = begin(window, told)
    assert open_ones(window) == {made.release, made.request, ""}, "what the file still owes is in sight"
    write(closing, told)

    closing.press("finish")
    assert _("Danger and protection at closing") in closing.wait_for_strip(_("Still needed: {fields}.")[:5])
    closing.type("risk_at_closing", told.danger)
    closing.press("finish")
    closing.wait_for_strip(_("What stays open, and who sees to it"))
    answer(window, made.release, told.to_release)
    answer(window, made.request, told.to_request)
    answer(window, "", told.to_review)
    dates_stand_with_their_rule(window, made)
    closing.press("finish")
    signed = SignedDriver(window)
    shown = f"{signed.texts()}\n" + "\n".join(signed.labels())
    for words in (told.danger, told.to_release, told.to_request, told.to_review):
        assert words in shown

    the_file_is_closed(window, told, made, signed)
    window.prompts.check()


def begin(window: Window, told: Told) -> EditorDriver:
    """From the *New…* menu of the file."""
    ClientsDriver(window).open_client(told.client).begin("closure")
    return EditorDriver(window)


def write(closing: EditorDriver, told: Told) -> None:
    """Why and how it ends; everything but the danger, and the word to what stays open."""
    closing.choose_value("reason", "mutual")
    for name in ("course", "outcome", "topics", "follow_up"):
        closing.type(name, getattr(told, name))
    closing.choose_value("told_how", "session")
    closing.type("told_on", clock.today().isoformat())
    closing.type("crisis_resources", told.crisis)


def open_ones(window: Window) -> set[str]:
    """The records of what is still open, each with a line for a word."""
    window.settle()
    found = [each for each in window.shell.findChildren(QLineEdit) if each.isVisible()]
    return {each.objectName().removeprefix("open:") for each in found if each.objectName().startswith("open:")}


def answer(window: Window, record: str, words: str) -> None:
    """A word to one of them."""
    type_keys(window.find(QLineEdit, f"open:{record}"), words)


def dates_stand_with_their_rule(window: Window, made: Made) -> None:
    """Each rule by its name and source, with the last day, while the summary is still being written."""
    window.settle()
    part = window.find(QWidget, "retention")
    words = "\n".join(each.text() for each in part.findChildren(QLabel))
    shown = ask(window, lambda desk: retention.of(desk, made.client))
    assert shown.rows
    for row in shown.rows:
        assert row.title in words
        assert row.citation in words
        if row.keep_until is not None:
            assert formats.long_date(row.keep_until.isoformat()) in words


def the_file_is_closed(window: Window, told: Told, made: Made, signed: SignedDriver) -> None:
    """The state of the file, and what was kept of the debts."""
    body = ask(window, lambda desk: records.open(desk, signed.record(), "treatment").body)
    assert isinstance(body, Closure)
    assert {one.record for one in body.obligations} == {made.release, made.request, ""}
    assert body.retention is not None
    assert body.retention.until

    window.go_to("clients")
    clients_page = ClientsDriver(window)
    clients_page.show_status("closed")
    clients_page.open(told.client)
    file = FileDriver(window)
    assert _(FileStatus.CLOSED.label) in file.facts
    kept = RetentionDriver(window)
    assert formats.long_date(body.retention.until) in kept.words()
