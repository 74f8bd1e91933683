"""The main job, told through the window's own widgets on a real vault, in English and in Polish.

A practice is created, a client added, consent taken, a note written, signed and amended, an incident recorded; all of
it is found again, also without accents; who looked can be seen; a backup is made, checked and restored; and in between
the window locks and comes back to the same place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import texts
from app.texts import _
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS, folder
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import SignedDriver
from tests.ui.drivers.incidents import IncidentsDriver
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.window import Window
from ui.widgets import Strip

Open = Callable[..., Window]


@dataclass(frozen=True, slots=True)
class Told:
    """What this story is made of in one language."""

    language: str
    client: str
    client_typed: str  # how somebody in a hurry types the name
    note: str
    words: str  # words of the note, without accents
    addendum: str
    reason: str
    incident: str
    where: str
    incident_words: str


ENGLISH = Told(
    language="en",
    client="Zoë Fairweather",
    client_typed="zoe fairweather",
    note="She slept six nights of seven and walked to the café twice.",
    words="cafe twice",
    addendum="The walks were with her sister.",
    reason="Left out by mistake",
    incident="A visitor slipped on the wet stairs.",
    where="Stairs",
    incident_words="visitor",
)
POLISH = Told(
    language="pl",
    client="Łucja Żółkiewska",
    client_typed="lucja zolkiewska",
    note="Ćwiczyła uważność sześć dni z siedmiu, śpi dłużej.",
    words="uwaznosc dluzej",
    addendum="Ćwiczyła razem z siostrą.",
    reason="Pominięte przez pomyłkę",
    incident="Osoba z zewnątrz poślizgnęła się na schodach.",
    where="Schody",
    incident_words="poslizgnela",
)


@pytest.mark.parametrize("told", [ENGLISH, POLISH], ids=lambda told: told.language)
def test_the_main_job(told: Told, open_window: Open, tmp_path: Path) -> None:
    window = create_a_practice(told, open_window, tmp_path)
    vault = window.shell.preferences.last_vault
    assert vault is not None
    file = ClientsDriver(window).add(told.client)
    assert file.code == "K-0001"
    take_consent(window, file)
    signed = write_and_amend(window, told)
    note = signed.record()

    window = lock_and_unlock(window, open_window, vault)
    signed = SignedDriver(window)
    assert signed.record() == note, "the window comes back to the same place"
    assert told.note in signed.texts()

    IncidentsDriver(window).record(told.incident, told.where, "no")
    find_everything_again(window, told)
    see_who_looked(window, told)
    backup = back_up_and_check(window, tmp_path)
    restored = restore(window, backup, tmp_path)
    window.prompts.check()
    window.end()

    again = open_window(restored)
    again.unlock.enter(PASSPHRASE)
    assert ClientsDriver(again).open_client(told.client).name == told.client
    again.prompts.check()


def create_a_practice(told: Told, open_window: Open, tmp_path: Path) -> Window:
    """The four steps, with the recovery sheet saved and a folder for backups."""
    window = open_window()
    if told.language != texts.language():
        window.shell.change_language(told.language)
    window.press("create")
    window.create.practice("Linden Practice", "Anna Nowak")
    window.create.passphrase(PASSPHRASE)
    window.create.make()
    sheet = tmp_path / "sheet.pdf"
    window.prompts.answer(sheet)
    window.press("save_sheet")
    window.qtbot.waitUntil(sheet.exists, timeout=WAIT_MS)
    window.press("continue")
    window.prompts.answer(folder(tmp_path / "first"))
    window.press("choose_folder")
    window.press("finish")
    window.settle()
    assert texts.language() == told.language
    return window


def take_consent(window: Window, file: FileDriver) -> None:
    """Go through the text, decide, sign: the file says that it is in force."""
    file.take_consent().explain_all().decide("granted", "verbal").sign()
    file = ClientsDriver(window).open_client("K-0001")
    assert _("In force") in file.consent


def write_and_amend(window: Window, told: Told) -> SignedDriver:
    """A note from text to signed, and a later word under it."""
    note = FileDriver(window).write_note()
    note.write(told.note)
    note.wait_until_kept()
    signed = note.safety("no_current_concern_expressed").sign()
    assert told.note in signed.texts()
    signed = signed.amend("addendum", told.addendum, told.reason)
    assert signed.amendments() == 1
    assert told.addendum in signed.texts()
    return signed


def lock_and_unlock(window: Window, open_window: Open, vault: Path) -> Window:
    """Lock; the next process, here another window, asks for the passphrase."""
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left), timeout=WAIT_MS)
    window.end()
    again = open_window(vault, why="person")
    again.unlock.enter(PASSPHRASE)
    again.settle()
    return again


def find_everything_again(window: Window, told: Told) -> None:
    """By Ctrl+K: the client, the note and the incident, typed without accents."""
    search = SearchDriver(window)
    assert f"K-0001 {told.client}" in search.look_for(told.client_typed)
    search.open_chosen()
    assert FileDriver(window).name == told.client
    search = SearchDriver(window)
    search.look_for(told.words)
    search.open_chosen()
    assert told.note in SignedDriver(window).texts()
    search = SearchDriver(window)
    lines = search.look_for(told.incident_words)
    assert lines[0] == _("The practice")
    assert "⟨" in search.excerpts()[0]


def see_who_looked(window: Window, told: Told) -> None:
    """In the client's file, and in the trail, which verifies."""
    file = ClientsDriver(window).open_client(told.client)
    access = file.access()
    opened = access.wait_for(_("File opened"))
    assert opened[1] == "Anna Nowak"
    trail = window.trail
    window.settle()
    assert any("K-0001" in row for row in trail.table.cells())
    assert not any(told.client in cell for row in trail.table.cells() for cell in row)
    assert trail.verify()
    window.settle()
    assert "good" in looks(window)


def back_up_and_check(window: Window, tmp_path: Path) -> Path:
    """A second backup, to another folder, read back and checked once more with the passphrase."""
    target = folder(tmp_path / "stick")
    window.prompts.answer(target)
    window.backups.press("choose_folder")
    window.qtbot.waitUntil(lambda: "good" in looks(window), timeout=WAIT_MS)
    window.settle()
    backup = next(target.iterdir())
    assert "K-0001" not in backup.name
    window.prompts.answer(backup)
    window.press("check_backup")
    window.type_secret("passphrase", PASSPHRASE)
    window.press("go")
    window.settle()
    window.qtbot.waitUntil(lambda: "good" in looks(window), timeout=WAIT_MS)
    return backup


def restore(window: Window, backup: Path, tmp_path: Path) -> Path:
    """A new vault beside the old one."""
    restored = tmp_path / "again.clientsafe"
    window.prompts.answer(backup, tmp_path / "again")
    window.press("restore")
    window.press("change_place")
    window.type_secret("passphrase", PASSPHRASE)
    window.press("go")
    window.qtbot.waitUntil((restored / "vault.json").exists, timeout=WAIT_MS)
    window.settle()
    return restored


def looks(window: Window) -> list[str]:
    """How the strips in sight look: "good", "due", "danger", "info"."""
    strips = window.shell.findChildren(Strip)
    return [str(each.property("strip")) for each in strips if each.isVisible()]
