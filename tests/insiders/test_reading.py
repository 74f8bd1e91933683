"""Invariant 2: whoever was not given something finds no word of it, with every key they have and had."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.services.vault import backups
from storage.vault import Query
from tests.formats.reader import RefusedError
from tests.insiders import script
from tests.insiders.place import (
    AFTER,
    CLINICAL,
    ENDED,
    IDENTITY,
    OWNER,
    PASSPHRASES,
    ROLES,
    STEMS,
    SUPERVISED,
    WHOM,
    Place,
    at_desk,
    secret,
)
from tests.insiders.script import Loot, Opened
from tests.torture import planting

# What each of them may find in the practice as it is now, and what they could before something was taken back.
MAY = {
    OWNER: set(STEMS),
    "colleague": {AFTER},
    "desk": {IDENTITY, WHOM, AFTER},
    "partner": {AFTER},
    "privacy": {AFTER},
    "supervisor": {SUPERVISED, WHOM, AFTER},
    "revoked": {AFTER},
}
MIGHT = {"removed": {ENDED, WHOM}, "revoked": {ENDED, WHOM}, "colleague": set[str]()}


def stems_in(found: dict[str, bytes]) -> set[str]:
    """Which of the planted words occur somewhere, in names or bytes, however they are written."""
    data = b"\0".join(itertools.chain.from_iterable((name.encode(), part) for name, part in found.items()))
    return {stem for stem in STEMS if any(needle in data for needle in planting.needles(stem).values())}


def loot_of(opened: Opened, folder: Path, work: Path, kept: frozenset[bytes] = frozenset()) -> Loot:
    """What somebody gets out of a folder with their keys, and with those they kept."""
    burglar = replace(opened.burglar, kept=kept)
    with script.database(folder, opened.header, opened.database_key, work) as connection:
        return script.plunder(connection, opened.header["vault"], burglar)


def enter(folder: Path, login: str) -> Opened:
    return script.sign_in(folder, login, PASSPHRASES[login])


def without_old_details(loot: Loot, earlier: Loot) -> dict[str, bytes]:
    """Less the sealed words of entries that somebody could open when they were made: no entry is ever changed."""
    old = {name: words for name, words in earlier.words.items() if name.startswith("detail")}
    return {name: words for name, words in loot.words.items() if old.get(name) != words}


@pytest.mark.parametrize("login", MAY)
def test_everybody_finds_what_was_shared_with_them_and_no_more(planted: Place, tmp_path: Path, login: str) -> None:
    """The whole database, with the keys of today and of earlier; the owner finds all, so that it could be found."""
    earlier = loot_of(enter(planted.earlier, login), planted.earlier, tmp_path / "earlier")
    loot = loot_of(enter(planted.path, login), planted.path, tmp_path, frozenset(earlier.keys))
    assert planted.fields > 500
    found = loot.words if login == OWNER else without_old_details(loot, earlier)
    assert stems_in(found) == MAY[login]


@pytest.mark.parametrize("login", MIGHT)
def test_what_somebody_could_read_stays_readable_in_old_copies(planted: Place, tmp_path: Path, login: str) -> None:
    """V-5.5: said plainly; and it shows that what they do not find any more was there to be found."""
    loot = loot_of(enter(planted.earlier, login), planted.earlier, tmp_path / "folder")
    assert stems_in(loot.words) == MIGHT[login]
    opened, folder = script.of_backup(planted.old_backup, login, PASSPHRASES[login], tmp_path / "backup")
    assert stems_in(loot_of(opened, folder, tmp_path / "copy").words) == MIGHT[login]


@pytest.mark.parametrize("login", MAY)
def test_a_backup_shows_no_more_than_the_vault(planted: Place, tmp_path: Path, login: str) -> None:
    """V-8.1: the new backup, also after its owner restored it."""
    opened, folder = script.of_backup(planted.new_backup, login, PASSPHRASES[login], tmp_path / "backup")
    assert stems_in(loot_of(opened, folder, tmp_path / "copy").words) == MAY[login]


def test_a_restored_backup_shows_no_more_than_the_vault(planted: Place, settings: Path, tmp_path: Path) -> None:
    """V-8.5: restored by somebody who may see little, or by the owner: the same words for each."""
    for name, backup in (("old", planted.old_backup), ("new", planted.new_backup)):
        back = tmp_path / name / "back.clientsafe"
        back.parent.mkdir()
        with secret(OWNER) as passphrase:
            restored = backups.restore(backup, back, secret=passphrase, login=OWNER, allow_cheap=True)
        restored.desk.signin.lock("test")
        for login in ("colleague", "desk", "partner", "supervisor"):
            loot = loot_of(enter(back, login), back, tmp_path / name / login)
            assert stems_in(loot.words) == MAY[login] - ({AFTER} if name == "old" else set())


def test_somebody_who_was_removed_gets_in_nowhere(planted: Place, tmp_path: Path) -> None:
    """V-3.11, V-3.5: no slot; and the database key of before opens nothing."""
    before = enter(planted.earlier, "removed")
    with pytest.raises(RefusedError) as refused:
        enter(planted.path, "removed")
    assert refused.value.code == 301
    with pytest.raises(RefusedError) as refused:
        loot_of(replace(enter(planted.path, "colleague"), database_key=before.database_key), planted.path, tmp_path)
    assert refused.value.code == 501


def test_the_keys_of_somebody_who_was_removed_open_nothing_new(planted: Place, tmp_path: Path) -> None:
    """V-3.11, V-5.5: not even with the database key of a friend who still works there."""
    before, friend = enter(planted.earlier, "removed"), enter(planted.path, "colleague")
    earlier = loot_of(before, planted.earlier, tmp_path / "earlier")
    together = replace(friend, account=before.account, keys=before.keys)
    loot = loot_of(together, planted.path, tmp_path, frozenset(earlier.keys))
    assert stems_in(without_old_details(loot, earlier)) == set()
    assert not any(name.startswith(("body", "file")) for name in loot.words)


def test_the_log_shows_no_more_while_somebody_works(planted: Place, settings: Path, tmp_path: Path) -> None:
    """V-4.3: words that were just written are in the write-ahead log only, sealed like all others."""
    folder = tmp_path / "working.clientsafe"
    shutil.copytree(planted.path, folder)
    with at_desk(folder, OWNER) as desk:
        desk.signin.search(CLINICAL)
        desk.signin.remember("place", {"words": CLINICAL})
        desk.signin.read_many(desk.signin.ids(Query()))
        copy = tmp_path / "copy.clientsafe"
        shutil.copytree(folder, copy)
    assert max(path.stat().st_size for path in copy.glob("*-wal")) > 0
    assert stems_in(loot_of(enter(copy, "colleague"), copy, tmp_path / "loot").words) == MAY["colleague"]


@pytest.mark.parametrize("login", [*MAY, "removed"])
def test_an_index_opens_for_its_owner_and_holds_no_more(planted: Place, tmp_path: Path, login: str) -> None:
    """V-7.1, V-7.2: with the own key the own index; after something was taken back it holds no word of it."""
    folder = planted.earlier if login == "removed" else planted.path
    opened = enter(folder, login)
    for name, account in planted.accounts.items():
        file = folder / "index" / f"{account}.db"
        if name == login:
            found = script.index_of(file, opened, tmp_path / name)
            may = MIGHT["removed"] if login == "removed" else MAY[login]
            assert stems_in(found) <= may
            assert login in {"colleague", "partner", "privacy", "revoked"} or stems_in(found)
        elif file.exists():
            assert script.index_of(file, opened, tmp_path / name) == {}
    assert not (planted.path / "index" / f"{planted.accounts['removed']}.db").exists()


def test_no_file_beside_the_database_holds_a_word(planted: Place) -> None:
    """R6: folder of today and of earlier, backups, settings: names and bytes as they lie there."""
    root = planted.path.parent
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert len(files) > 20
    assert {name for name in files if "/config/" in f"/{name}"}
    assert stems_in(files) == set()
    assert ROLES.keys() < planted.accounts.keys()
