"""An ordinary Tuesday, told through the window's own widgets: six sessions, from Today to signed, in two languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import texts
from app.desk import Desk
from app.records.client import Client
from app.records.episode import Weekday
from app.services import clients, records
from app.services.personal import own_texts, snippets
from app.services.reading import trails
from app.texts import _
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from tests.ui.test_today_page import NO_CONCERN, TODAY, do

Open = Callable[..., Window]
TIMES = ("09:00", "10:00", "11:00", "13:00", "14:00", "15:00")


@dataclass(frozen=True, slots=True)
class Told:
    """What this day is made of in one language."""

    language: str
    people: tuple[str, str, str, str, str, str]
    words: str
    snippet: str
    called: str


ENGLISH = Told(
    "en",
    ("Zoë Fairweather", "Tom Archer", "Priya Nair", "Owen Blythe", "Ada Quill", "Noah Finch"),
    "She slept six nights of seven.",
    "We breathed together, {client} led.",
    "Phoned twice, no answer.",
)
POLISH = Told(
    "pl",
    ("Łucja Żółkiewska", "Jan Wąsik", "Ewa Ćwik", "Piotr Śliwa", "Hanna Źrebak", "Adam Gąska"),
    "Śpi sześć nocy z siedmiu, mniej się boi.",
    "Oddychaliśmy razem, prowadziła {client}.",
    "Dwa telefony, nikt nie odebrał.",
)


@pytest.mark.parametrize("told", [ENGLISH, POLISH], ids=lambda told: told.language)
def test_six_sessions_in_a_day_from_today_to_signed(told: Told, open_window: Open, vault: Path) -> None:
    window = open_window(vault)
    if told.language != texts.language():
        window.shell.change_language(told.language)
    window.unlock.enter(PASSPHRASE)
    do(window, lambda desk: prepare(desk, told))
    today = TodayDriver(window)
    codes = today.sessions()
    assert len(codes) == len(TIMES)

    write_at_once(window, told, codes[0])
    with_a_snippet(window, told, codes[1])
    in_sections(window, told, codes[2])
    did_not_come(window, told, codes[3])
    for code in codes[4:]:
        TodayDriver(window).write_note(code).write(told.words).safety(NO_CONCERN)  # the next one is at the door

    today = TodayDriver(window)
    assert len(today.drafts()) == 2
    assert _("{written} of {all} signed").format(written=4, all=6) in today.labels()
    today.review().tick_all().sign()
    today = TodayDriver(window)
    assert [_("signed") in today.says(code) for code in codes] == [True] * 6
    assert today.drafts() == []
    assert today.recent()[0] == codes[-1]
    assert told.words in today.open_note(codes[5]).texts()
    assert do(window, signed_by_whom) == ["Anna Nowak"] * len(TIMES), "six signatures, each with its entry"
    window.prompts.check()


def signed_by_whom(desk: Desk) -> list[str]:
    """Who signed each note of the day, as the trail says it."""
    notes = {row.id for row in records.listing(desk, "session_note") if row.state == "signed"}
    rows = trails.entries(desk, actions=["sign"])
    return [row.who for row in rows if row.record in notes]


def prepare(desk: Desk, told: Told) -> None:
    """Six people with a usual time today, and one snippet."""
    for name, time in zip(told.people, TIMES, strict=True):
        client = clients.register(desk, Client(name=name)).id
        slot = {"weekday": tuple(Weekday)[TODAY.weekday()].value, "time": time, "minutes": 50, "since": str(TODAY)}
        started = {"presenting_problem": "…", "started_on": str(TODAY), "usual_slots": [slot]}
        records.save(desk, records.start(desk, "episode", client, **started))
    own_texts.save(desk, snippets.begin_snippet(desk, "Breathing", told.snippet, "brth"))


def write_at_once(window: Window, told: Told, code: str) -> None:
    """The plain case: press, write, say, signed."""
    signed = TodayDriver(window).write_note(code).write(told.words).safety(NO_CONCERN).sign()
    assert told.words in signed.texts()


def with_a_snippet(window: Window, told: Told, code: str) -> None:
    """A shortcut becomes a text with the client's name in it."""
    note = TodayDriver(window).write_note(code)
    note.write("brth").expand()
    texts_ = note.safety(NO_CONCERN).sign().texts()
    assert told.snippet.replace("{client}", told.people[1]) in texts_


def in_sections(window: Window, told: Told, code: str) -> None:
    """Begun as free text, divided later: the words move along."""
    note = TodayDriver(window).write_note(code).write(told.words)
    note.use_format("birp").write("↗", "plan")
    assert note.text("behaviour") == told.words
    assert told.words in note.safety(NO_CONCERN).sign().texts()


def did_not_come(window: Window, told: Told, code: str) -> None:
    """A session that did not take place is told in its own format."""
    note = TodayDriver(window).missed(code).write(told.called, "decision")
    signed = note.safety("not_reviewed").sign()
    assert told.called in signed.texts()
