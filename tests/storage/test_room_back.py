"""What was removed makes the file shorter again, a slice at a time, and the backups with it (V-4.3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import database, opened
from storage.backup import run_backup
from storage.vault import NewCompartment, SignIn, Write
from tests.storage.attached import attach, content, keep, keep_draft
from tests.storage.kit import Practice, entries_of, findings, note, verify

LARGE = 12 << 20
_NEARLY = 1 << 20


def size(practice: Practice) -> int:
    """Of the file, after what is in the log was brought in."""
    return practice.database.stat().st_size


def settled(signin: SignIn) -> None:
    assert database.checkpoint(signin._vault.connection)


def left(practice: Practice) -> int:
    """The most that may be kept for what comes next."""
    return opened._PAGES_KEPT * 4096


def test_a_file_of_a_draft_that_is_thrown_away_gives_its_room_back(practice: Practice) -> None:
    with practice.open() as signin:
        settled(signin)
        before = size(practice)
        draft = keep_draft(signin, practice, attach(signin, practice, content(LARGE)))
        kept = keep(signin, practice, attach(signin, practice, content(50_000, "b")))  # lies behind it, and moves
        settled(signin)
        assert size(practice) > before + LARGE
        signin.drop_draft(draft.record)
        settled(signin)
        assert size(practice) < before + left(practice) + _NEARLY
        assert signin.read(kept).body
        assert not findings(verify(signin, full=True))


def test_what_nothing_names_is_given_back_at_the_next_start(practice: Practice) -> None:
    signin = practice.unlock()
    attach(signin, practice, content(LARGE))
    signin.lock("test")
    assert size(practice) > LARGE
    practice.unlock().lock("test")
    assert size(practice) < left(practice) + _NEARLY
    with practice.open() as again:
        assert database.free_pages(again._vault.connection) <= opened._PAGES_KEPT


def test_destroying_a_file_gives_its_room_back(practice: Practice) -> None:
    with practice.open() as signin:
        clinical, record = signin.new_id(), signin.new_id()
        attached = attach(signin, practice, content(LARGE))
        new = NewCompartment(clinical, "clinical", {"client": signin.new_id()})
        signin.write(
            [Write(record, clinical, "document", 1, note("a scan"), attachments=(attached,))], compartments=[new]
        )
        signin.destroy([clinical])
        assert size(practice) < left(practice) + _NEARLY
        assert "destroy" in {entry.action for entry in entries_of(signin)}
        assert not findings(verify(signin, full=True))


def test_nothing_is_moved_while_a_backup_copies_the_file(practice: Practice, destination: Path) -> None:
    with practice.open() as signin:
        draft = keep_draft(signin, practice, attach(signin, practice, content(LARGE)))
        job = signin.begin_backup(destination)
        before = size(practice)
        signin.drop_draft(draft.record)
        assert size(practice) == before
        assert database.free_pages(signin._vault.connection) > opened._PAGES_KEPT
        signin.end_backup(run_backup(job))
    practice.unlock().lock("test")
    assert size(practice) < left(practice) + _NEARLY


def test_it_stops_when_its_time_is_over_and_goes_on_later(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    with practice.open() as signin:
        vault = signin._vault
        draft = keep_draft(signin, practice, attach(signin, practice, content(LARGE)))
        with monkeypatch.context() as patched:
            patched.setattr(type(vault), "give_room_back", lambda *_: None)
            signin.drop_draft(draft.record)
        free = database.free_pages(vault.connection)
        assert free > LARGE // 4096 - opened._PAGES_A_SLICE
        vault.give_room_back(0.0)
        assert database.free_pages(vault.connection) == free
        vault.give_room_back()
        assert database.free_pages(vault.connection) <= opened._PAGES_KEPT


def test_a_little_is_kept_for_what_comes_next(practice: Practice) -> None:
    with practice.open() as signin:
        draft = keep_draft(signin, practice, attach(signin, practice, content(2 << 20)))
        settled(signin)
        before = size(practice)
        signin.drop_draft(draft.record)
        settled(signin)
        assert size(practice) == before
