"""A colleague leaves for good, told in English and in Polish: what only he could open is handed over before he goes.

Tomasz keeps a copy of the folder from the day before, his passphrase, and every key that was his. With them he opens
what he could read anyway, in that copy; of the practice as it is now they open nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from app.services import clients
from app.vaults import KnownError, SecretBytes
from storage import database, header
from storage.slots import Key
from storage.unlocking import Entered, enter
from tests.ui.colleagues import TOMASZ, as_person
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.one_window import OneWindow, finds, said_on_all_pages
from tests.ui.drivers.people import LockPage, PeopleDriver
from tests.ui.drivers.sharing import several_clients
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import NAMES, OWN, PASSPHRASES, SHARED, Practice, sign_in
from tests.ui.telling import LANGUAGES

ALONE = "Zofia Nowacka"
NIGHTS = "six nights"  # in a note that he wrote before
AFTER = "With her new therapist she spoke of the journey."


class Kept(NamedTuple):
    """What somebody who left has taken along."""

    folder: Path
    database_key: bytes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_removed_account_opens_nothing_new(
    open_window: Callable[..., Window], five: Practice, language: str, tmp_path: Path
) -> None:
    here = OneWindow(open_window, five, language)
    take_somebody_in(here.next("tw"))
    be_warned(here.next("an"))
    here.lock_page()
    kept = take_along(five.vault, tmp_path / "copy.clientsafe")
    hand_everything_over(here.next("tw"))
    remove(here.next("an"))
    be_kept_out(here.lock_page("removed"))
    go_on(here.next("ez"))
    here.lock_page()
    try_every_old_way(five, kept, tmp_path)
    open_the_old_copy(sign_in(open_window, five.copied_to(kept.folder), "tw", language))


def take_somebody_in(tomasz: Window) -> None:
    """A client whose clinical file nobody else can open."""
    assert ClientsDriver(tomasz).add(ALONE).name == ALONE


def be_warned(anna: Window) -> None:
    """Who would remove him now would lose that file, and is told so."""
    people = PeopleDriver(anna)
    people.open(NAMES["tw"])
    anna.press("remove_person")
    anna.type_into("typed_login", "tw")
    lost = [box.text() for box in people.accepted_losses()]
    assert [text for text in lost if "K-0003" in text]
    assert not [text for text in lost if ALONE in text]
    assert not anna.can_press("remove_now")
    anna.press("cancel_remove")


def hand_everything_over(tomasz: Window) -> None:
    """He signs in once more; Ewa leads his clients from now on."""
    panel = several_clients(tomasz, 1)
    panel.tick_clients("Kowalska", "Lipska", "Nowacka").choose_person(NAMES["ez"]).suggest(0).done()
    assert ClientsDriver(tomasz).names() == []


def take_along(vault: Path, folder: Path) -> Kept:
    """The folder as it is before he hands anything over, and the key of its database, which every account has."""
    shutil.copytree(vault, folder)
    return Kept(folder, bytes(own_keys(folder).database_key))


def own_keys(folder: Path) -> Entered:
    """What his passphrase opens of the header of a folder."""
    with SecretBytes.from_text(TOMASZ) as typed:
        return enter(header.load(folder).header, Key(typed, "tw", allow_cheap=True))


def remove(anna: Window) -> None:
    """Nothing would be lost any more; the name is typed, and one last question answered."""
    people = PeopleDriver(anna)
    people.open(NAMES["tw"])
    anna.press("remove_person")
    anna.type_into("typed_login", "tw")
    assert people.accepted_losses() == []
    anna.prompts.answer("remove")
    anna.press("remove_now")
    anna.qtbot.waitUntil(lambda: anna.shell.locker.is_over, timeout=WAIT_MS)


def be_kept_out(page: Window) -> None:
    """No button with his name; typed by hand, name and passphrase open nothing."""
    desk = LockPage(page)
    assert "tw" not in desk.names()
    desk.press("type_name")
    desk.typed_name().setText("tw")
    page.unlock.try_to(PASSPHRASES["tw"])
    page.wait_for_strip("CS-")
    assert not page.shell.is_signed_in


def go_on(ewa: Window) -> None:
    """She leads all three, and writes."""
    assert sorted(ClientsDriver(ewa).names()) == sorted((OWN, SHARED, ALONE))
    file = ClientsDriver(ewa).open_client(OWN)
    file.write_note().write(AFTER).safety("no_current_concern_expressed").sign()
    assert finds(ewa, NIGHTS)
    assert finds(ewa, "journey")


def try_every_old_way(practice: Practice, kept: Kept, folder: Path) -> None:
    """His passphrase, the old key of the database, and the old header put over the new one."""
    with pytest.raises(KnownError, match="wrong_secret"):
        own_keys(practice.vault)
    new = practice.vault / header.load(practice.vault).header.database.file
    with pytest.raises(KnownError, match="damaged"):
        database.connect(new, kept.database_key)
    mixed = folder / "mixed.clientsafe"
    shutil.copytree(practice.vault, mixed)
    for name in header.NAMES:
        shutil.copy(kept.folder / name, mixed / name)
    shutil.copy(new, mixed / header.load(mixed).header.database.file)  # where the old header looks for it
    with pytest.raises(KnownError):
        as_person(mixed, "tw", TOMASZ, clients.ids)


def open_the_old_copy(tomasz: Window) -> None:
    """What he had read stays readable there; what was written since is not in it."""
    assert finds(tomasz, NIGHTS)
    assert finds(tomasz, "journey") == []
    assert AFTER.casefold() not in "".join(said_on_all_pages(tomasz).values())
