"""Backups: an exact moment, proven by reading back; nothing lost, nothing overwritten, nothing readable."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from storage import canonical, sealing
from storage.vault import (
    BackupJob,
    BackupReport,
    RestoreReport,
    SecretBytes,
    SignIn,
    TrailFilter,
    Write,
    restore,
    run_backup,
    verify_backup,
)
from tests.storage.attack import raw
from tests.storage.kit import (
    LOGIN,
    NEEDLES,
    PASSPHRASE,
    Practice,
    describe,
    entries_of,
    failure_of,
    findings,
    note,
    verify,
    words_in,
)


def back_up(practice: Practice, destination: Path) -> BackupReport:
    """One backup from begin to end."""
    with practice.open() as signin:
        report = run_backup(signin.begin_backup(destination))
        signin.end_backup(report)
    return report


def check(path: Path, passphrase: str = PASSPHRASE) -> BackupReport:
    with SecretBytes.from_text(passphrase) as secret:
        return verify_backup(path, secret=secret, login=LOGIN, allow_cheap=True)


def bring_back(source: Path, path: Path, passphrase: str = PASSPHRASE) -> tuple[SignIn, RestoreReport]:
    with SecretBytes.from_text(passphrase) as secret:
        return restore(source, path, secret=secret, login=LOGIN, describe=describe, allow_cheap=True)


def test_a_backup_is_read_back_and_its_receipt_is_an_entry(practice: Practice, destination: Path) -> None:
    """V-8.3, V-6.10: begun and done; the report says what was read; the file is private and named for nobody."""
    report = back_up(practice, destination)
    path = Path(report.file)
    assert report.ok
    assert report.findings == []
    assert report.records == 4
    assert path.stat().st_size == report.bytes
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in destination.iterdir()] == [path.name]
    assert path.name.startswith(f"clientsafe-{practice.vault_id[:8]}-")
    with practice.open() as signin:
        entries = entries_of(signin, "backup")
        assert [entry.outcome for entry in entries] == ["begun", "done"]
        assert report.entries == entries[0].seq
        shown = signin.trail(TrailFilter(actions=["backup"])).entries[0]
        assert shown.detail == {"file": str(path), "to": str(destination)}
        assert path.name.encode() not in entries[1].to_bytes()
    assert check(path).ok


def test_the_container_is_what_the_format_says(practice: Practice, destination: Path) -> None:
    """V-8.1: magic line, header line, database as it is, HMAC; read here with nothing of ours."""
    import hashlib
    import hmac

    data = Path(back_up(practice, destination).file).read_bytes()
    magic, line, rest = data.split(b"\n", 2)
    assert magic == b"clientsafe-backup/1"
    value = json.loads(line)
    assert canonical.encode(value) == line
    assert set(value) == {"app", "at", "payload", "records", "schema", "trail", "vault"}
    assert value["vault"] == json.loads((practice.path / "vault.json").read_bytes())
    payload, tag = rest[: value["payload"]], rest[value["payload"] :]
    key = sealing.derive(practice.database_key, practice.vault_id, "backup")
    assert tag == hmac.new(key, data[:-32], hashlib.sha256).digest()
    assert payload[:16] == practice.database.read_bytes()[:16]


def test_a_backup_holds_no_word_and_no_name(practice: Practice, destination: Path) -> None:
    """V-8.1, invariant 2: neither in the container nor in its file name."""
    path = Path(back_up(practice, destination).file)
    words = (*NEEDLES, LOGIN, PASSPHRASE, practice.path.stem, "Sitzung")
    assert words_in(path.read_bytes() + path.name.encode(), words) == []


def test_the_payload_is_the_moment_of_begin_while_work_goes_on(practice: Practice, destination: Path) -> None:
    """V-8.2: writes between begin and copy are not in it, and nothing of the file is half old, half new."""
    with practice.open() as signin:
        job = signin.begin_backup(destination)
        frozen = practice.database.read_bytes()
        seen = len(entries_of(signin))
        late = signin.new_id()
        for number in range(40):
            text = note(f"Spät {number}", "x" * 200_000)
            signin.write([Write(late if not number else signin.new_id(), practice.clinical, "note", 1, text)])
        assert practice.database.with_name("records-1.db-wal").stat().st_size > 5 << 20
        report = run_backup(job)
        assert practice.database.read_bytes() == frozen
        signin.end_backup(report)
        assert report.entries == seen
        signin.write([Write(signin.new_id(), practice.clinical, "note", 1, note("danach"))])
        assert findings(verify(signin)) == set()
    data = Path(report.file).read_bytes()
    assert data[-32 - len(frozen) : -32] == frozen
    signin, _ = bring_back(Path(report.file), destination.parent / "back.clientsafe")
    assert failure_of(lambda: signin.read(late)) == "not_found"
    assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
    signin.lock("test")


@contextlib.contextmanager
def reader(practice: Practice) -> Iterator[None]:
    """Somebody who reads the database, as a verification does, and keeps every checkpoint busy."""
    with raw(practice, without_triggers=False) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM trail").fetchone()
        yield
        connection.execute("ROLLBACK")


def test_a_reader_in_the_way_keeps_nobody_from_a_backup(practice: Practice, destination: Path) -> None:
    """V-8.2: then SQLite copies one moment in one step; what is written after begin may be in it; it is a backup."""
    with practice.open() as signin:
        signin.read(practice.notes[0])
        with reader(practice):
            job = signin.begin_backup(destination)
            late = signin.new_id()
            signin.write([Write(late, practice.clinical, "note", 1, note("spät"))])
            report = run_backup(BackupJob.from_json(job.to_json()))
            assert failure_of(lambda: signin.begin_backup(destination)) == "database_busy"
            signin.write([Write(signin.new_id(), practice.clinical, "note", 1, note("danach"))])
            signin.end_backup(report)
        assert report.ok
        assert report.records == 5
        assert entries_of(signin, "backup")[-1].outcome == "done"
        again = run_backup(signin.begin_backup(destination))
        signin.end_backup(again)
        assert again.records == 6
    assert check(Path(report.file)).records == 5
    restored, _ = bring_back(Path(report.file), destination.parent / "back.clientsafe")
    assert restored.read(late).body["title"] == "spät"
    assert findings(verify(restored, full=True)) <= {"session_without_end", "history_missing", "history_rewritten"}
    restored.lock("test")


def test_a_snapshot_is_made_by_another_process_without_a_word_in_the_clear(
    practice: Practice, destination: Path
) -> None:
    """V-8.2: under the same key and salt from its first byte on, and nothing of it stays but the backup."""
    with practice.open() as signin, reader(practice):
        signin.write([Write(signin.new_id(), practice.clinical, "note", 1, note("x"))])
        job = signin.begin_backup(destination)
        seen: list[bytes] = []

        def look(_done: int, _total: int) -> None:
            seen.extend(path.read_bytes() for path in destination.rglob("*") if path.is_file())

        run_backup(job, progress=look)
        signin.end_backup(None)
    assert [data for data in seen if words_in(data) or b"CREATE TABLE" in data or b"SQLite format" in data] == []
    salt = practice.database.read_bytes()[:16]
    assert any(data.startswith(salt) for data in seen)
    assert [path.suffix for path in destination.iterdir()] == [".clientsafe-backup"]


def test_a_job_travels_to_another_process(practice: Practice, destination: Path) -> None:
    """V-8.2: the copy is made by a worker process, which gets the key through a pipe."""
    code = (
        "import sys; from storage.vault import BackupJob, run_backup; "
        "sys.stdout.write(run_backup(BackupJob.from_json(sys.stdin.buffer.read())).file)"
    )
    with practice.open() as signin:
        job = signin.begin_backup(destination)
        assert BackupJob.from_json(job.to_json()) == job
        done = subprocess.run([sys.executable, "-c", code], input=job.to_json(), capture_output=True, check=True)
        signin.read(practice.notes[0])
        signin.end_backup(None)
    assert check(Path(done.stdout.decode())).ok


# What goes wrong on the way.


def test_a_missing_destination_or_an_existing_file_is_told(practice: Practice, destination: Path) -> None:
    """V-8.4, V-9.1: nothing is made, nothing overwritten."""
    taken = destination / "taken.clientsafe-backup"
    taken.write_bytes(b"mine")
    with practice.open() as signin:
        for path, expected in (
            (destination / "none" / "x", "destination_missing"),
            (taken, "already_exists"),
            (taken / "x", "destination_missing"),
        ):
            job = signin.begin_backup(path)
            assert failure_of(lambda job=job: run_backup(job)) == expected
            signin.end_backup(None, expected)
            assert entries_of(signin)[-1].outcome == expected
    assert taken.read_bytes() == b"mine"
    assert [path.name for path in destination.iterdir()] == [taken.name]


def test_two_backups_of_one_second_have_two_names(practice: Practice, destination: Path) -> None:
    """V-8.3: an earlier backup is never replaced."""
    names = {Path(back_up(practice, destination).file).name for _ in range(3)}
    assert len(names) == 3
    assert len(list(destination.iterdir())) == 3


def test_a_full_destination_is_told_and_left_as_it_was(practice: Practice, small_disk: Path) -> None:
    """V-8.3, R3: 701 before or while writing; earlier backups stay, no partial file."""
    earlier = small_disk / "earlier.clientsafe-backup"
    earlier.write_bytes(Path(back_up(practice, small_disk).file).read_bytes())
    before = {path.name: path.read_bytes() for path in small_disk.iterdir()}
    with practice.open() as signin:
        text = note("groß", os.urandom(1).hex() + "x" * 900_000)
        signin.write([Write(signin.new_id(), practice.clinical, "note", 1, text)])
        job = signin.begin_backup(small_disk)
        assert failure_of(lambda: run_backup(job)) == "no_space"
        assert failure_of(lambda: run_backup(shrunk(job))) in {"no_space", "backup_damaged"}
        signin.end_backup(None, "no_space")
    assert {path.name: path.read_bytes() for path in small_disk.iterdir()} == before


def shrunk(job: BackupJob) -> BackupJob:
    """A job that promises less than it writes, so that the disk fills while writing."""
    value = json.loads(job.to_json())
    value["header"]["payload"] = 1_300_000
    return BackupJob.from_json(canonical.encode(value))


def test_a_cancelled_backup_leaves_nothing(practice: Practice, destination: Path) -> None:
    """V-8.4: an interrupted backup is discarded and said, at whatever step it was."""
    with practice.open() as signin:
        for text in range(3):
            body = note("n", str(text) + "x" * 700_000)
            signin.write([Write(signin.new_id(), practice.clinical, "note", 1, body)])
        steps: list[tuple[int, int]] = []
        job = signin.begin_backup(destination)
        report = run_backup(job, progress=lambda done, total: steps.append((done, total)))
        assert steps[-1][0] == steps[-1][1]
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        Path(report.file).unlink()
        for stop_at in range(len(steps)):
            countdown = iter([False] * stop_at + [True])
            assert failure_of(lambda c=countdown: run_backup(job, cancelled=lambda: next(c))) == "stopped"
            assert list(destination.iterdir()) == []
        signin.end_backup(None, "stopped")
        assert entries_of(signin)[-1].outcome == "stopped"


def test_a_failed_trial_keeps_earlier_backups_and_no_part(practice: Practice, destination: Path) -> None:
    """V-8.3: what does not open again is no backup."""
    earlier = Path(back_up(practice, destination).file)
    good = earlier.read_bytes()
    with practice.open() as signin:
        job = signin.begin_backup(destination)
        data = bytearray(practice.database.read_bytes())
        data[9 * 4096 + 77] ^= 1
        broken = destination.parent / "broken.db"
        broken.write_bytes(data)
        value = json.loads(job.to_json()) | {"database": str(broken)}
        assert failure_of(lambda: run_backup(BackupJob.from_json(canonical.encode(value)))) == "backup_damaged"
        for change in ({"records": 99}, {"trail": {"head": "x" * 43, "seq": 3}}):
            value = json.loads(job.to_json())
            value["header"] |= change
            assert failure_of(lambda v=value: run_backup(BackupJob.from_json(canonical.encode(v)))) == "backup_damaged"
        signin.end_backup(None, "backup_damaged")
    assert [path.name for path in destination.iterdir()] == [earlier.name]
    assert earlier.read_bytes() == good
