"""Each obstacle is told as what it is: full, gone, read-only, busy, damaged, too long, final, elsewhere."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from storage import database, entries, files, kdf
from storage.kdf import CHEAPEST_FOR_TESTS, Cost
from storage.revisions import MOST_PLAIN_BYTES
from storage.vault import FAILURES, Draft, Event, SecretBytes, SignIn, TrailFilter, Write, create, restore
from tests.storage.attack import add_colleague, forged_session, raw
from tests.storage.kit import (
    LOGIN,
    PASSPHRASE,
    Practice,
    copy_of,
    describe,
    entries_of,
    failure_of,
    findings,
    note,
    verify,
)
from tests.storage.people import put_row
from tests.storage.test_backup import back_up
from tests.storage.test_unlock import derivations, roster_event  # noqa: F401 - a fixture

# Database errors.

TOLD = {
    sqlite3.SQLITE_FULL: "no_space",
    sqlite3.SQLITE_READONLY: "not_writable",
    sqlite3.SQLITE_PERM: "not_writable",
    sqlite3.SQLITE_CANTOPEN: "not_writable",
    sqlite3.SQLITE_BUSY: "database_busy",
    sqlite3.SQLITE_LOCKED: "database_busy",
    sqlite3.SQLITE_INTERRUPT: "stopped",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_IOERR: "disk_error",
    sqlite3.SQLITE_IOERR_READ: "disk_error",
}


@pytest.mark.parametrize(("code", "name"), TOLD.items(), ids=map(str, TOLD))
def test_a_result_of_the_database_has_its_failure(code: int, name: str) -> None:
    """V-9.1: by SQLite's result code, the extended ones too."""
    error = sqlcipher.OperationalError("some words")
    error.sqlite_errorcode = code

    def work() -> None:
        with database.known_errors():
            raise error

    assert failure_of(work) == name


MISTAKES = ("SELECT * FROM trail WHERE absent = 1", "INSERT INTO draft (account) VALUES ('x')", "SELEKT 1")


@pytest.mark.parametrize("statement", MISTAKES)
def test_a_mistake_of_ours_is_not_told_as_damage(practice: Practice, statement: str) -> None:
    """V-9.1: nobody is sent to restore a backup because of a bug."""
    with practice.open() as signin:
        with pytest.raises(sqlcipher.Error), database.Transaction(signin._vault.connection):
            signin._vault.connection.execute(statement)
        with pytest.raises(sqlcipher.Error):
            database.one(signin._vault.connection, statement)
        assert signin.read(practice.notes[0]).body


def test_a_row_in_the_place_of_the_next_entry_is_damage(practice: Practice) -> None:
    """V-9.1: somebody writes beside the program."""
    with practice.open() as signin:
        with raw(practice) as connection:
            forger = forged_session(practice, connection, practice.keys.signer, practice.account)
            forger.append(Event(action="view"))
        assert failure_of(lambda: signin.read(practice.notes[0])) == "damaged"


@pytest.mark.parametrize("number", [errno.EIO, errno.ENXIO, errno.ENODEV])
def test_a_stick_that_fails_is_told_as_that(number: int) -> None:
    """V-9.1: not as a question of rights."""
    assert files.as_known(OSError(number, "x")).name == "disk_error"
    assert files.as_known(OSError(errno.EACCES, "x")).name == "not_writable"


def test_a_new_folder_is_durable_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V-2.1: else a power cut takes it away, with what was written into it and synced."""
    synced: list[Path] = []
    monkeypatch.setattr(files, "sync_folder", synced.append)
    files.make_private_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path / "a", tmp_path]


def test_a_disk_that_is_full_at_unlock_is_told_as_full(practice: Practice, small_disk: Path) -> None:
    """V-9.1: SQLite says that it cannot open a file; what a person can do is make room."""
    moved = copy_of(practice, small_disk / "practice.clientsafe")
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as stream:
        for size in (1 << 16, 4096, 1):
            with contextlib.suppress(OSError):
                while stream.write(bytes(size)):
                    pass
    assert failure_of(moved.unlock) == "no_space"
    with SecretBytes.from_text(PASSPHRASE) as secret:
        path = small_disk / "new.clientsafe"
        policy = CHEAPEST_FOR_TESTS
        work = lambda: create(path, login=LOGIN, passphrase=secret, describe=describe, policy=policy)  # noqa: E731
        assert failure_of(work) == "no_space"
    assert sorted(each.name for each in small_disk.iterdir()) == ["filler", "practice.clientsafe"]
    filler.unlink()
    with moved.open() as signin:
        assert signin.read(moved.notes[0]).body


def test_only_a_full_disk_is_told_as_full(practice: Practice) -> None:
    """V-9.1: a file that cannot be opened while there is room is told as that."""
    assert not files.is_full(practice.path)
    practice.database.unlink()
    practice.database.mkdir()
    with pytest.raises(Exception, match="CS-702"):
        database.connect(practice.database, practice.database_key, salt=bytes(16))


# What it costs to come in.


def test_making_and_restoring_derive_the_key_once(
    practice: Practice,
    destination: Path,
    tmp_path: Path,
    derivations: list[Cost],  # noqa: F811
) -> None:
    """V-3.3: a second of waiting once, although what was written is opened again from the disk."""
    source = Path(back_up(practice, destination).file)
    derivations.clear()
    with SecretBytes.from_text(PASSPHRASE) as secret:
        path, policy = tmp_path / "new.clientsafe", CHEAPEST_FOR_TESTS
        create(path, login=LOGIN, passphrase=secret, describe=describe, policy=policy).signin.lock("test")
        assert derivations == [kdf.CHEAPEST_FOR_TESTS.cost]
        derivations.clear()
        back = tmp_path / "back.clientsafe"
        restore(source, back, secret=secret, login=LOGIN, describe=describe, allow_cheap=True)[0].lock("test")
        assert derivations == [kdf.CHEAPEST_FOR_TESTS.cost]


# The list of people.


def test_a_shorter_list_of_people_is_told_by_the_anchors(practice: Practice) -> None:
    """V-6.5: as the account saw the roster, it must still be; with its own finding, until acknowledged."""
    add_colleague(practice)
    with practice.open() as signin:
        assert "people_missing" not in [notice.name for notice in signin.notices]
    with raw(practice) as connection:
        connection.execute("DELETE FROM roster WHERE n = 2")
    for _ in range(2):
        with practice.open() as signin:
            told = {notice.name: notice.values for notice in signin.notices}
            assert told["people_missing"]["known"] == "2"
            assert told["people_missing"]["found"] == "1"
            assert "history_missing" not in told
            assert entries_of(signin, "damage_found")[-1].outcome == "people_missing"
    with practice.open() as signin:
        signin.acknowledge_history()
    with practice.open() as signin:
        assert "people_missing" not in [notice.name for notice in signin.notices]


def test_a_replaced_row_of_the_same_number_is_told(practice: Practice) -> None:
    """V-6.5: as many people, but another one."""
    add_colleague(practice)
    practice.unlock().lock("test")
    people = practice.unlock()
    head = people._vault.roster.head_at(2)
    assert head != people._vault.roster.head_at(1)
    assert people._vault.roster.head_at(3) is None
    assert people._vault.roster.head_at(0) is None
    assert people._vault.roster.head_at(-1) is None
    people.lock("test")
    copy = copy_of(practice, practice.path.with_name("copy.clientsafe"))
    with raw(copy) as connection:
        connection.execute("DELETE FROM roster WHERE n = 2")
    put_row(copy, roster_event(copy, copy.account, copy.keys.signer), copy.account, copy.keys.signer)
    with copy.open() as signin:
        assert "people_missing" in [notice.name for notice in signin.notices]


# Records.


def long_text(size: int) -> dict[str, str]:
    return note("long", "x" * size)


def test_a_draft_has_the_limit_of_the_record_it_becomes(practice: Practice) -> None:
    """V-1.5, V-5.8: told while it is typed, not at signing; the draft before it stays; what is kept can be signed."""
    with practice.open() as signin:
        record = signin.new_id()
        kept = Draft(record, practice.clinical, "session_note", 1, long_text(MOST_PLAIN_BYTES - 4096))
        signin.save_draft(kept)
        with pytest.raises(Exception, match="CS-205") as caught:
            signin.save_draft(replace(kept, body=long_text(9 << 20)))
        assert caught.value.values == {"found": "9438", "most": "8388"}  # type: ignore[attr-defined]
        found = signin.draft(record)
        assert found is not None
        assert found.body == kept.body
        write = Write(record, practice.clinical, "session_note", 1, kept.body, "signed")
        assert failure_of(lambda: signin.write([replace(write, body=long_text(9 << 20))])) == "too_long"
        signin.write([write], drop_drafts=[record])
        assert signin.read(record).state == "signed"


@pytest.mark.parametrize("size", range(MOST_PLAIN_BYTES - 120, MOST_PLAIN_BYTES - 80, 3))
def test_what_is_kept_as_a_draft_can_be_signed(practice: Practice, size: int) -> None:
    """V-5.8: the two limits are the same to the byte."""
    with practice.open() as signin:
        record, body = signin.new_id(), {"t": "x" * size}
        drafted = failure_of(lambda: signin.save_draft(Draft(record, practice.clinical, "note", 1, body)))
        signed = failure_of(lambda: signin.write([Write(record, practice.clinical, "note", 1, body, "signed")]))
        assert drafted == signed
        assert drafted in {"none", "too_long"}


def test_a_record_entered_in_error_takes_no_more_versions(practice: Practice) -> None:
    """V-5.4: and is told as marked, not as signed; a write elsewhere is told as that."""
    with practice.open() as signin:
        second = Write(practice.notes[1], practice.clinical, "session_note", 1, note("x"), parent=practice.revisions[2])
        assert failure_of(lambda: signin.write([replace(second, compartment=practice.identity)])) == "other_file"
        head = signin.write([replace(second, state="entered_in_error")])[0]
        for state in ("saved", "signed", "entered_in_error"):
            again = replace(second, parent=head, state=state)
            assert failure_of(lambda w=again: signin.write([w])) == "marked_in_error"
        assert signin.read(practice.notes[1]).state == "entered_in_error"


# The trail.


def with_the_clock_put_back(practice: Practice, signin: SignIn) -> int:
    """Three views, the one in the middle under a clock that stood a year earlier; its number."""
    trail = signin._vault.trail
    signin.read(practice.notes[0])
    with trail.transaction():
        event = Event(action="view", record=practice.notes[1], compartment=practice.clinical, purpose="treatment")
        trail._store(trail._entry(event, "2020-01-01T00:00:00.000Z"), trail._signer)
    early = trail.seq
    signin.read(practice.notes[2])
    return early


def test_a_clock_that_was_put_back_hides_no_entry(practice: Practice) -> None:
    """V-5.6, V-6: pages are in trail order; a time limit leaves out single entries, not all before them."""
    with practice.open() as signin:
        early = with_the_clock_put_back(practice, signin)
        page = signin.trail(TrailFilter(actions=["view"], since="2026-01-01T00:00:00.000Z"))
        assert [entry.record for entry in page.entries] == [practice.notes[2], practice.notes[0]]
        whole = [entry.seq for entry in signin.trail(TrailFilter()).entries]
        assert whole == sorted(whole, reverse=True)
        assert early in whole
        page = signin.trail(TrailFilter(until="2021-01-01T00:00:00.000Z"))
        assert [entry.seq for entry in page.entries] == [early]


WORDS = ("Zofia was here", "Zofia", "view-1", "", "x" * 41, "view\n", "żal")


@pytest.mark.parametrize("words", WORDS)
def test_no_word_of_a_person_gets_into_purpose_or_outcome(practice: Practice, words: str) -> None:
    """V-6.1: codes only; the try leaves no entry, and its words are in no message."""
    with practice.open() as signin:
        seen = len(entries_of(signin))
        if words:
            with pytest.raises(ValueError, match=r"^purpose and outcome are codes$"):
                signin.read(practice.notes[0], purpose=words)
        with pytest.raises(ValueError, match=r"^purpose and outcome are codes$"):
            signin.note_event(Event(action="print", outcome=words))
        assert len(entries_of(signin)) == seen
        assert signin.read(practice.notes[0], purpose="cover").body


def test_words_that_another_tool_put_there_are_found(practice: Practice) -> None:
    """V-6.7: `not_a_code`, also for an entry that is well signed."""
    with practice.open() as signin:
        trail = signin._vault.trail
        with trail.transaction():
            trail._store(trail._entry(Event(action="view", purpose="Zofia"), "2026-01-01T00:00:00.000Z"), trail._signer)
        assert findings(verify(signin)) == {"not_a_code"}


def test_codes_are_the_names_of_all_failures_and_notices() -> None:
    """V-6.1: what the program itself writes as an outcome always fits."""
    assert [name for name in FAILURES if not entries.is_code(name)] == []
