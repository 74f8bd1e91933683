"""A day with the palette, in English and Polish: a client by name, a note begun and found, a consent that ran out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app import clock, texts
from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.reading import trails
from app.texts import _
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.editor import NoteDriver, SignedDriver
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.window import Window


@dataclass(frozen=True, slots=True)
class Told:
    """What is typed in one language."""

    language: str
    client: str
    client_typed: str
    note: str
    note_words: str
    expired: str


ENGLISH = Told(
    language="en",
    client="Zoë Fairweather",
    client_typed="zoe fair",
    note="She walked to the café twice.",
    note_words='"the cafe twice" kind:note from:2026 ',
    expired="kind:consent status:expired ",
)
POLISH = Told(
    language="pl",
    client="Łucja Żółkiewska",
    client_typed="lucja zol",
    note="Ćwiczyła uważność sześć dni.",
    note_words='"uwaznosc szesc dni" rodzaj:notatka od:2026 ',
    expired="rodzaj:zgoda stan:wygasła ",
)


@pytest.mark.parametrize("told", [ENGLISH, POLISH], ids=lambda told: told.language)
def test_a_day_with_the_palette(told: Told, open_window: Callable[..., Window], vault: Path) -> None:
    texts.set_language(told.language)
    window = open_window(vault)
    window.shell.preferences.language = told.language
    window.unlock.enter(PASSPHRASE)
    window.settle()
    client = fill(window, told)

    SearchDriver(window).enter(told.client_typed)
    assert FileDriver(window).name == told.client
    write_a_note(window, told)
    find_it_again(window, told)
    look_for_what_ran_out(window, told)
    what_the_trail_says(window, client)
    SearchDriver(window).enter(f">{_('Verify the trail')}")
    assert window.shell.workspace.current_page() is window.shell.workspace.page("trail")
    window.prompts.check()


def write_a_note(window: Window, told: Told) -> None:
    """From anywhere: the name, down to the command, and the note is begun."""
    search = SearchDriver(window)
    search.type_without_pause()
    search.suggest(told.client_typed)
    search.choose_entry(_("Write a note for {client}").format(client=f"K-0001 {told.client}"))
    note = NoteDriver(window)
    note.write(told.note).safety("no_current_concern_expressed").sign()


def find_it_again(window: Window, told: Told) -> None:
    """By its very words, without accents, among the notes of this year."""
    search = SearchDriver(window)
    assert search.look_for(told.note_words)[0] == f"K-0001 {told.client}"
    assert "⟨" in search.excerpts()[0]
    search.open_chosen()
    assert told.note in SignedDriver(window).texts()


def look_for_what_ran_out(window: Window, told: Told) -> None:
    """The expired consent; with one chip less, both consents."""
    search = SearchDriver(window)
    search.look_for(told.expired)
    assert search.states() == [_("Expired")]
    assert len(search.chips()) == 2
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Backspace):
        search.press_key(key)
    search.wait_for_search()
    assert set(search.states()) == {_("Expired"), _("In force")}
    search.press_key(Qt.Key.Key_Escape)
    search.press_key(Qt.Key.Key_Escape)
    assert not search.is_open()


def fill(window: Window, told: Told) -> str:
    """A client with a consent that ran out and one in force."""
    found: list[str] = []

    def work(desk: Desk) -> str:
        made = clients.register(desk, Client(name=told.client))
        given = {"decision": "granted", "method": "verbal", "given_on": "2025-01-10", "expires_on": "2025-06-10"}
        records.sign(desk, records.start(desk, "consent", made.id).with_values(given))
        again = {**given, "given_on": clock.today().isoformat(), "expires_on": "", "supersedes": ""}
        records.sign(desk, records.start(desk, "consent", made.id).with_values(again))
        return made.id

    window.shell.ops.query(window.shell, work, found.append)
    window.settle()
    return found[0]


def what_the_trail_says(window: Window, client: str) -> None:
    """Each search is one entry; what was asked is sealed, in words that do not depend on the language."""
    rows: list[trails.TrailRow] = []
    window.shell.ops.query(window.shell, lambda desk: trails.entries(desk, actions=["search"]), rows.extend)
    window.settle()
    last, before, word = rows[:3]
    assert last.detail == {"filters": "kind:consent"}
    assert before.detail == {"filters": "kind:consent state:expired"}
    assert word.detail is not None
    assert word.detail["filters"].endswith("from:2026")
    assert len(rows) == 3
    assert client not in last.records
