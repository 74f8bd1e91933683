"""Another database key: the copy, its commit, and what a crash or a full disk leaves (V-3.5)."""

from __future__ import annotations

import errno
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest

from storage import canonical, database, header
from storage.vault import Write, failure, run_backup
from tests.storage.attack import edit_header, raw
from tests.storage.kit import Practice, copy_of, entries_of, failure_of, findings, note, verify
from tests.storage.people import add, moments, other, told, watch_files

UNDONE = {"session_without_end", "history_missing", "history_rewritten"}


def databases(practice: Practice) -> list[str]:
    """The database files in the folder."""
    return sorted(path.name for path in practice.path.glob("records-*"))


def test_everything_is_there_under_another_key_and_the_old_file_is_gone(practice: Practice) -> None:
    """V-3.5: the session ends; records, drafts, attachments and the trail are as before."""
    signin = practice.unlock()
    file = signin.attach(practice.clinical, BytesIO(b"scan"), 4)
    record = signin.new_id()
    signin.write([Write(record, practice.clinical, "session_note", 1, note("with a file"), attachments=(file,))])
    steps: list[str] = []
    signin.accounts.rekey("test", steps.append)
    assert (signin.is_locked, steps) == (True, ["copy", "check", "header"])
    assert databases(practice) == ["records-2.db"]
    now = practice.rekeyed()
    assert now.database_key != practice.database_key
    assert failure_of(lambda: database.connect(now.database, practice.database_key)) == "damaged"
    with practice.open() as signin:
        assert told(signin).keys() == {"last_sign_in"}
        assert [signin.read(each).body["title"] for each in practice.notes] == [
            "Sitzung eins", "Sitzung zwei", "Sitzung drei",
        ]  # fmt: skip
        assert signin.read_attachment(record, file.id) == b"scan"
        assert len(signin.drafts()) == 1
        assert findings(verify(signin, full=True)) == set()
        assert [entry.outcome for entry in entries_of(signin, "rekeyed")] == ["begun", "done"]
    with raw(now, without_triggers=False) as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    with practice.open() as signin:
        signin.accounts.rekey("test")
    assert databases(practice) == ["records-3.db"]


def test_after_a_crash_at_any_step_the_old_or_the_new_database_opens(practice: Practice, tmp_path: Path) -> None:
    """V-3.5, invariant 4: for everybody; then one database is left, and the trail says how it came out."""
    with practice.open() as signin:
        add(signin)
    seen = []
    signin = practice.unlock()
    for number, moment in enumerate(moments(practice, tmp_path, signin, lambda each: each.accounts.rekey("test"))):
        with other(copy_of(moment, tmp_path / f"{number}-other")) as signin:
            assert findings(verify(signin, full=True)) <= UNDONE, number
        with moment.open() as signin:
            assert signin.read(practice.notes[1]).body["title"] == "Sitzung zwei"
            assert findings(verify(signin, full=True)) <= UNDONE, number
            outcomes = [entry.outcome for entry in entries_of(signin, "rekeyed")]
            used = signin._vault.header.database.file
            assert ("rekeying_failed" in told(signin)) == (outcomes == ["begun", "failed"])
        assert databases(moment) == [used]
        assert len({(moment.path / name).read_bytes() for name in header.NAMES}) == 1
        seen.append((used, tuple(outcomes)))
        with moment.open() as signin:
            assert "rekeying_failed" not in told(signin)
            assert findings(verify(signin, full=True)) <= UNDONE
    assert list(dict.fromkeys(seen)) == [
        ("records-1.db", ()), ("records-1.db", ("begun", "failed")), ("records-2.db", ("begun", "done")),
    ]  # fmt: skip


@pytest.mark.parametrize("step", range(12))
def test_a_full_disk_leaves_the_old_database_and_work_goes_on(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """V-3.5: in another session, without a copy left over; a second try works."""
    numbers = count()

    def full() -> None:
        if next(numbers) == step:
            raise OSError(errno.ENOSPC, "No space left on device")

    with practice.open() as signin:
        with monkeypatch.context() as patched:
            watch_files(patched, full)
            outcome = failure_of(lambda: signin.accounts.rekey("test"))
        if outcome == "none":  # the steps after the commit
            assert signin.is_locked
            return
        assert outcome == "no_space"
        assert not signin.is_locked
        assert [name for name in databases(practice) if not name.startswith("records-1.db")] == []
        assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
        write = Write(signin.new_id(), practice.clinical, "session_note", 1, note("after"))
        signin.write([write])
        assert findings(verify(signin, full=True)) == set()
        signin.accounts.rekey("test")
    with practice.open() as signin:
        assert signin.read(write.record).body["title"] == "after"
        assert [entry.outcome for entry in entries_of(signin, "rekeyed")] == ["begun", "no_space", "begun", "done"]
        assert findings(verify(signin, full=True)) == set()


def test_where_no_header_can_be_put_back_the_session_ends(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """V-2.2: nothing more is written that the next sign-in might not find; either database opens then."""
    written = header.write

    def half(folder: Path, found: header.Header) -> None:
        if found.database.file == "records-2.db":
            (folder / header.NAMES[0]).write_bytes(found.to_bytes())
        raise failure("no_space")

    signin = practice.unlock()
    monkeypatch.setattr(header, "write", half)
    assert failure_of(lambda: signin.accounts.rekey("test")) == "change_unclear"
    monkeypatch.setattr(header, "write", written)
    assert signin.is_locked
    with practice.open() as signin:
        assert signin._vault.header.database.file == "records-2.db"
        assert findings(verify(signin, full=True)) == set()
    assert databases(practice) == ["records-2.db"]


def test_it_waits_for_a_backup(practice: Practice, destination: Path) -> None:
    """V-8.2: the main file is being copied."""
    with practice.open() as signin:
        job = signin.begin_backup(destination)
        assert failure_of(lambda: signin.accounts.rekey("test")) == "database_busy"
        assert not signin.is_locked
        signin.end_backup(run_backup(job))
        signin.accounts.rekey("test")


def test_a_database_that_no_header_names_goes(practice: Practice) -> None:
    """V-3.5, V-2.4: and nothing that only looks like one."""
    for name in ("records-7.db", "records-7.db-wal", "records-x.db", "records-8.db.bak", "my records-1.db"):
        (practice.path / name).write_bytes(b"old")
    practice.unlock().lock("test")
    assert databases(practice) == ["records-1.db", "records-8.db.bak", "records-x.db"]
    assert (practice.path / "my records-1.db").exists()


def test_a_copy_that_is_not_the_same_is_never_used(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """V-3.5: read back before the header names it."""
    monkeypatch.setattr("storage.backup.problems_of", lambda *_: ["page 7"])
    with practice.open() as signin:
        assert failure_of(lambda: signin.accounts.rekey("test")) == "damaged"
        assert not signin.is_locked
        assert databases(practice)[0] == "records-1.db"
        assert findings(verify(signin, full=True)) == set()


def test_the_header_of_before_opens_nothing_any_more(practice: Practice) -> None:
    """V-2.2: neither as it was, nor naming the new file: its key is the old one."""
    before = [(practice.path / name, (practice.path / name).read_bytes()) for name in header.NAMES]
    practice.unlock().accounts.rekey("test")
    salt = header.load(practice.path).header.database.salt
    for path, data in before:
        path.write_bytes(data)
    assert failure_of(practice.unlock) == "damaged"

    def names_the_new(value: dict[str, object]) -> None:
        value["database"] = {"file": "records-2.db", "salt": salt}

    edit_header(practice, names_the_new, key=practice.database_key)
    assert failure_of(practice.unlock) == "database_key_damaged"
    assert canonical.from_text(salt) == (practice.path / "records-2.db").read_bytes()[:16]
