"""A database of an older program takes the steps it lacks on a copy, which is proven first (V-4.4)."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from storage import backup, database, files, newer_schema, schema_steps
from storage.backup import run_backup
from storage.errors import failure
from storage.vault import SecretBytes, restore
from tests.storage.kit import PASSPHRASE, Practice, describe, entries_of, failure_of, findings, sign_in, verify
from tests.storage.stepped import STEP, planted_step

# The first vault went on after the copy was made, and its anchor says so.
OF_THE_COPY = {"session_without_end", "history_rewritten"}


def version_of(practice: Practice) -> int:
    connection = database.connect(practice.database, practice.database_key)
    try:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()
    return found


def leftovers(practice: Practice) -> list[str]:
    return [path.name for path in practice.path.iterdir() if path.name.endswith((".tmp", "-wal", "-shm"))]


def test_the_steps_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in schema_steps.FOLDER.iterdir())
    assert names == [f"{number:04d}.sql" for number in range(1, len(names) + 1)]
    assert schema_steps.newest() == len(names)


def test_a_newer_program_takes_the_step_and_reads_everything(practice: Practice) -> None:
    with planted_step():
        with practice.open() as signin:
            (entry,) = [one for one in entries_of(signin, "maintenance") if one.facts.get("what") == "schema"]
            assert (entry.facts["from"], entry.facts["to"]) == (1, 2)
            assert [signin.read(record).body["title"] for record in practice.notes] == [
                "Sitzung eins", "Sitzung zwei", "Sitzung drei",
            ]  # fmt: skip
            assert len(signin.drafts()) == 1
            assert signin._vault.connection.execute("SELECT count(*) FROM planted").fetchone() == (5,)
            assert not findings(verify(signin, full=True))
        assert version_of(practice) == 2
        with practice.open() as again:
            assert [one.facts.get("what") for one in entries_of(again, "maintenance")].count("schema") == 1
            assert [notice.name for notice in again.notices] == ["last_sign_in"]
    assert not leftovers(practice)


def test_an_older_program_refuses_what_a_newer_one_left(practice: Practice) -> None:
    with planted_step():
        practice.unlock().lock("test")
    refused = failure_of(practice.unlock)
    assert refused == "unsupported_version"


@pytest.mark.parametrize("broken", ["DELETE FROM body", "DELETE FROM grant_key", "DELETE FROM named"])
def test_a_step_that_loses_something_leaves_the_vault_as_it_was(practice: Practice, broken: str) -> None:
    """The step itself is wrong. The pages are whole then, so only the trail can tell."""
    before = practice.database.read_bytes()
    with planted_step(f"{STEP}\n{broken};"):
        assert failure_of(practice.unlock) == "damaged"
    assert practice.database.read_bytes() == before
    assert not leftovers(practice)
    practice.unlock().lock("test")


@pytest.mark.parametrize("place", ["_copy", "_prove"])
def test_a_full_disk_on_the_way_leaves_the_vault_as_it_was(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def full(*_: object) -> None:
        raise failure("no_space")

    before = practice.database.read_bytes()
    with planted_step():
        monkeypatch.setattr(newer_schema.OlderDatabase, place, full)
        assert failure_of(practice.unlock) == "no_space"
        assert practice.database.read_bytes() == before
        assert not leftovers(practice)
        monkeypatch.undo()
        monkeypatch.setenv("XDG_CONFIG_HOME", str(practice.path.parent / "config"))
        practice.unlock().lock("test")
    assert version_of(practice) == 2


def test_while_somebody_reads_nothing_is_begun(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the log holds must be in the file first: else it would be left out of the copy, and thrown away."""
    with planted_step(), monkeypatch.context() as patched:
        patched.setattr(database, "checkpoint", lambda _: False)
        assert failure_of(practice.unlock) == "database_busy"
    assert version_of(practice) == 1


def test_there_must_be_room_for_the_copy(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(practice.path)._replace(free=practice.database.stat().st_size)
    monkeypatch.setattr("storage.newer_schema.shutil.disk_usage", lambda _: usage)
    with planted_step():
        assert failure_of(practice.unlock) == "no_space"
    monkeypatch.undo()
    assert version_of(practice) == 1


def test_a_rename_that_fails_is_told_and_changes_nothing(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, target: Path) -> Path:
        raise OSError(errno.EIO, "no", str(self), None, str(target))

    with planted_step(), monkeypatch.context() as patched:
        patched.setattr("storage.newer_schema.Path.replace", refused)
        assert failure_of(practice.unlock) == "disk_error"
    assert version_of(practice) == 1
    practice.unlock().lock("test")


def test_work_that_only_the_log_has_is_in_the_new_file(practice: Practice) -> None:
    """After a crash the log holds what was saved last: it is brought in first, and then durably away."""
    crashed = practice.path.with_name("crashed.clientsafe")
    signin = practice.unlock()
    signin.remember("place", {"page": "clients"})
    shutil.copytree(practice.path, crashed)
    signin.lock("test")
    assert (crashed / f"{practice.database.name}-wal").stat().st_size > 0
    with planted_step():
        found = sign_in(crashed)
        assert found.recall("place") == {"page": "clients"}
        assert not findings(verify(found, full=True)) - OF_THE_COPY
        found.lock("test")


def test_an_older_damage_keeps_nobody_from_the_step(practice: Practice) -> None:
    """What the trail of the old file already told of is no reason to stay behind."""
    connection = database.connect(practice.database, practice.database_key)
    connection.execute("DELETE FROM body WHERE revision = ?", (practice.revisions[0],))
    connection.close()
    with planted_step(), practice.open() as signin:
        assert "body_deleted" in findings(verify(signin))


def test_an_older_backup_is_restored_and_taken_on(practice: Practice, destination: Path) -> None:
    signin = practice.unlock()
    report = run_backup(signin.begin_backup(destination))
    signin.end_backup(report)
    signin.lock("test")
    with planted_step(), SecretBytes.from_text(PASSPHRASE) as secret:
        target = destination / "there.clientsafe"
        found, _ = restore(Path(report.file), target, secret=secret, describe=describe, allow_cheap=True)
        assert found.read(practice.notes[0]).body
        assert not findings(verify(found, full=True)) - OF_THE_COPY
        found.lock("test")


def test_a_newer_backup_is_refused_by_name(practice: Practice, destination: Path) -> None:
    with planted_step():
        signin = practice.unlock()
        report = run_backup(signin.begin_backup(destination))
        signin.end_backup(report)
        signin.lock("test")
    assert failure_of(lambda: backup.open_container(Path(report.file))) == "unsupported_version"


def test_what_a_killed_step_left_goes_at_the_next_sign_in(practice: Practice) -> None:
    for name in (".records-1.db.4711.tmp", ".records-1.db.4711.tmp-wal"):
        (practice.path / name).write_bytes(b"half")
    practice.unlock().lock("test")
    assert not leftovers(practice)


def test_a_version_below_one_is_damage(practice: Practice) -> None:
    connection = database.connect(practice.database, practice.database_key)
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    assert failure_of(practice.unlock) == "damaged"


def test_the_new_file_is_as_private_as_the_old_one(practice: Practice) -> None:
    with planted_step():
        practice.unlock().lock("test")
    assert practice.database.stat().st_mode & 0o777 == files.PRIVATE_FILE
