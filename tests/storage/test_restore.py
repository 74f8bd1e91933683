"""Reading backups: every change has one code; restore makes a new vault, overwrites nothing and is explained."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from storage import backup, canonical, database
from storage.errors import failure
from storage.vault import (
    BackupJob,
    Event,
    SecretBytes,
    Write,
    restore,
    run_backup,
    unlock,
    verify_backup,
)
from tests.storage.attack import add_colleague, tamper
from tests.storage.kit import (
    LOGIN,
    PASSPHRASE,
    Practice,
    copy_of,
    describe,
    entries_of,
    failure_of,
    findings,
    make_practice,
    note,
    verify,
)
from tests.storage.test_backup import back_up, bring_back, check

# Reading: a changed container.

Change = Callable[[bytes], bytes]


def at(position: int) -> Change:
    return lambda data: data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]


def in_header(name: str, value: object) -> Change:
    def change(data: bytes) -> bytes:
        magic, line, rest = data.split(b"\n", 2)
        return b"\n".join([magic, canonical.encode(json.loads(line) | {name: value}), rest])

    return change


def in_vault(name: str, value: object) -> Change:
    def change(data: bytes) -> bytes:
        header = json.loads(data.split(b"\n", 2)[1])
        return in_header("vault", header["vault"] | {name: value})(data)

    return change


def line_end(data: bytes) -> int:
    return data.index(b"\n", 20)


VECTORS: dict[str, tuple[Change, str]] = {
    "empty": (lambda _: b"", "backup_damaged"),
    "magic cut": (lambda data: data[:10], "backup_damaged"),
    "magic only": (lambda data: data[:20], "backup_damaged"),
    "another magic": (lambda data: b"PK\x03\x04" + data, "backup_damaged"),
    "another version": (lambda data: data.replace(b"backup/1\n", b"backup/2\n", 1), "unsupported_version"),
    "header cut": (lambda data: data[:300], "backup_damaged"),
    "header line end gone": (lambda data: data[: line_end(data)], "backup_damaged"),
    "payload cut": (lambda data: data[:-5000], "backup_damaged"),
    "payload gone": (lambda data: data[: line_end(data) + 1], "backup_damaged"),
    "mac cut": (lambda data: data[:-1], "backup_damaged"),
    "mac gone": (lambda data: data[:-32], "backup_damaged"),
    "a byte more": (lambda data: data + b"\0", "backup_damaged"),
    "doubled": (lambda data: data * 2, "backup_damaged"),
    "mac flipped": (at(-2), "backup_damaged"),
    "payload flipped": (at(-9000), "backup_damaged"),
    "salt flipped": (lambda data: at(line_end(data) + 1)(data), "backup_damaged"),
    "header not json": (lambda data: data.replace(b'"app"', b'"app', 1), "backup_damaged"),
    "header flipped": (in_header("at", "2020-01-01T00:00:00.000Z"), "backup_damaged"),
    "header with more": (in_header("owner", "x"), "backup_damaged"),
    "records": (in_header("records", 5), "backup_damaged"),
    "records no number": (in_header("records", "5"), "backup_damaged"),
    "length bigger": (in_header("payload", 1 << 50), "backup_damaged"),
    "length smaller": (in_header("payload", 4096), "backup_damaged"),
    "length negative": (in_header("payload", -1), "backup_damaged"),
    "length huge": (in_header("payload", 1 << 80), "backup_damaged"),
    "schema newer": (in_header("schema", 2), "unsupported_version"),
    "trail": (in_header("trail", {"head": "x", "seq": 1}), "backup_damaged"),
    "vault header gone": (in_header("vault", {}), "backup_damaged"),
    "vault header a list": (in_header("vault", []), "backup_damaged"),
    "vault header format": (in_vault("format", "x"), "backup_damaged"),
    "vault header version": (in_vault("version", 2), "unsupported_version"),
    "vault header mac": (in_vault("mac", "AAAA"), "header_forged"),
    "vault header id": (in_vault("vault", "01920000-0000-7000-8000-000000000001"), "wrong_secret"),
    "vault header without accounts": (in_vault("accounts", []), "backup_damaged"),
    "database file outside": (in_vault("database", {"file": "../../x.db", "salt": "A" * 22}), "backup_damaged"),
    "nested without end": (lambda data: data[:20] + b"[" * 500_000 + data[20:], "backup_damaged"),
    "a header line without end": (lambda data: data[:20] + b"x" * (3 << 20), "backup_damaged"),
    "zeros": (lambda data: bytes(len(data)), "backup_damaged"),
}


@pytest.mark.parametrize(("change", "expected"), VECTORS.values(), ids=VECTORS.keys())
def test_a_changed_backup_is_refused_with_one_code(
    practice: Practice, destination: Path, change: Change, expected: str
) -> None:
    """V-9.2, V-8.1: nothing is used before the MAC is checked; verify and restore agree and leave nothing."""
    path = Path(back_up(practice, destination).file)
    path.write_bytes(change(path.read_bytes()))
    assert failure_of(lambda: check(path)) == expected
    assert failure_of(lambda: bring_back(path, destination / "back.clientsafe")) == expected
    assert [each.name for each in destination.iterdir()] == [path.name]


def test_the_payload_of_another_moment_or_vault_does_not_fit(practice: Practice, destination: Path) -> None:
    """V-9.2: header of one backup, payload of another."""
    one = Path(back_up(practice, destination).file).read_bytes()
    with practice.open() as signin:
        signin.write([Write(signin.new_id(), practice.clinical, "note", 1, note("mehr"))])
    two = Path(back_up(practice, destination).file).read_bytes()
    other = Path(back_up(make_practice(destination.parent / "other.clientsafe"), destination).file).read_bytes()
    mixed = destination / "mixed"
    for head, tail in ((one, two), (two, one), (one, other)):
        mixed.write_bytes(head[: line_end(head) + 1] + tail[line_end(tail) + 1 :])
        assert failure_of(lambda: check(mixed)) == "backup_damaged"


def test_what_is_no_backup_is_told(practice: Practice, destination: Path) -> None:
    """V-9.1: a folder, a missing file, a vault, another passphrase, an unknown login."""
    assert failure_of(lambda: check(destination)) == "no_backup"
    assert failure_of(lambda: check(destination / "none")) == "no_backup"
    assert failure_of(lambda: check(practice.database)) == "backup_damaged"
    path = Path(back_up(practice, destination).file)
    assert failure_of(lambda: check(path, "some other passphrase")) == "wrong_secret"
    with SecretBytes.from_text(PASSPHRASE) as secret:
        work = lambda: verify_backup(path, secret=secret, login="nobody", allow_cheap=True)  # noqa: E731
        assert failure_of(work) == "wrong_secret"
        assert failure_of(lambda: verify_backup(path, secret=secret, login=LOGIN)) == "cost_too_low"


# Restoring.


def test_restore_makes_a_new_vault_that_goes_on(practice: Practice, destination: Path) -> None:
    """V-8.5: same id, the chain continues with a restore entry, records are there; the backup is untouched."""
    path = Path(back_up(practice, destination).file)
    before = path.read_bytes()
    signin, report = bring_back(path, destination / "back.clientsafe")
    assert signin.vault_id == practice.vault_id
    assert (report.entries, report.records) == (entries_of(signin, "backup")[0].seq, 4)
    assert entries_of(signin, "restore")[0].facts["head"] == report.trail_head
    assert signin.read(practice.notes[0]).body["text"] == "Zofia przepłakała kwarantanna"
    assert [hit.row.record for hit in signin.search("Herbstlaub")] == [practice.notes[1]]
    signin.write([Write(signin.new_id(), practice.clinical, "note", 1, note("weiter"))])
    expected = {"session_without_end", "history_missing", "history_rewritten"}
    assert findings(verify(signin, full=True)) <= expected
    signin.acknowledge_history()
    signin.lock("test")
    assert path.read_bytes() == before
    assert sorted(each.name for each in (destination / "back.clientsafe").iterdir()) == [
        "anchors", "ballast", "index", "lock", "records-1.db", "vault.json", "vault.json.1",
    ]  # fmt: skip


def test_restore_never_overwrites(practice: Practice, destination: Path) -> None:
    """V-8.5: not a vault, not a file, not an empty folder, and not where no folder is."""
    path = Path(back_up(practice, destination).file)
    (destination / "empty").mkdir()
    (destination / "file").write_bytes(b"mine")
    for target in (practice.path, destination / "empty", destination / "file"):
        assert failure_of(lambda target=target: bring_back(path, target)) == "already_exists"
    assert failure_of(lambda: bring_back(path, destination / "none" / "x")) == "not_writable"
    assert (destination / "file").read_bytes() == b"mine"
    assert list((destination / "empty").iterdir()) == []
    with practice.open() as signin:
        assert findings(verify(signin)) == set()


def test_restore_opens_with_any_slot_the_backup_carries(practice: Practice, destination: Path) -> None:
    """V-8.1: also with the recovery code; a colleague added later is not in it."""
    path = Path(back_up(practice, destination).file)
    add_colleague(practice)
    with SecretBytes.from_text(practice.recovery_code) as secret:
        signin, _ = restore(
            path, destination / "back.clientsafe", secret=secret, how="recovery", describe=describe, allow_cheap=True
        )
    assert len(signin.people()) == 1
    assert signin.read(practice.notes[2]).state == "signed"
    signin.lock("test")


def test_a_restore_that_fails_late_leaves_nothing(practice: Practice, destination: Path) -> None:
    """V-8.5, V-9.1: a backup of a vault that was tampered with: its code, and no half vault."""
    tamper(practice, "UPDATE roster SET signature = zeroblob(64)")
    good = practice.database.read_bytes()
    untouched = destination.parent / "u.clientsafe"
    job = _job(practice, good, destination, untouched)
    path = Path(run_backup(job).file)
    assert failure_of(lambda: bring_back(path, destination / "back.clientsafe")) == "roster_damaged"
    assert not (destination / "back.clientsafe").exists()


def _job(practice: Practice, payload: bytes, destination: Path, folder: Path) -> BackupJob:
    """A job as somebody with the database key makes it for a database that no longer unlocks."""
    connection = database.connect(practice.database, practice.database_key)
    records, seq, head = backup.counts(connection)
    connection.close()
    file = folder.with_suffix(".db")
    file.write_bytes(payload)
    header = __import__("storage.header").header.load(practice.path).header
    point = backup.TrailPoint(seq, canonical.to_text(head))
    made = backup.BackupHeader("0.1.0", "2026-11-22T00:00:00.000Z", len(payload), records, 1, point, header)
    return BackupJob(str(file), canonical.to_text(practice.database_key), str(destination), made)


def test_a_backup_opens_from_a_medium_that_cannot_be_written(
    practice: Practice, small_disk: Path, tmp_path: Path
) -> None:
    """V-8.3, V-8.5: a read-only drive is the best place for a backup; verify and restore need no room on it."""
    path = Path(back_up(practice, small_disk).file)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)  # noqa: S607
    assert check(path).ok
    signin, _ = bring_back(path, tmp_path / "back.clientsafe")
    assert signin.read(practice.notes[0]).body
    signin.lock("test")


def test_a_restored_older_state_is_told_and_explained(practice: Practice, destination: Path) -> None:
    """V-6.5, V-8.5: the anchor in the settings is newer; the restore entry says why."""
    path = Path(back_up(practice, destination).file)
    with practice.open() as signin:
        signin.write([Write(signin.new_id(), practice.clinical, "note", 1, note("nach dem Backup"))])
    signin, _ = bring_back(path, destination / "back.clientsafe")
    assert "history_missing" in [notice.name for notice in signin.notices]
    actions = [entry.action for entry in entries_of(signin)]
    told = actions.index("restore")
    assert actions[told + 1] == "damage_found"
    assert actions[-2:] == ["unlock", "damage_found"]
    signin.lock("test")


def test_a_restored_folder_has_its_entry_before_its_name(
    practice: Practice, destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-8.5: cut right after the folder got its name, it still says where it comes from."""
    path = Path(back_up(practice, destination).file)
    cut = destination / "cut.clientsafe"
    rename = Path.rename

    def renamed(self: Path, target: Path) -> Path:
        done = rename(self, target)
        shutil.copytree(target, cut)
        return done

    monkeypatch.setattr(Path, "rename", renamed)
    bring_back(path, destination / "back.clientsafe")[0].lock("test")
    monkeypatch.undo()
    with replace(practice, path=cut).open() as signin:
        assert len(entries_of(signin, "restore")) == 1
        assert findings(verify(signin, full=True)) <= {"session_without_end", "history_missing", "history_rewritten"}


@pytest.mark.parametrize("name", ["no_space", "not_writable", "disk_error", "database_busy"])
def test_a_failing_disk_is_not_told_as_a_damaged_backup(
    practice: Practice, destination: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """V-8.3: nobody throws a good backup away because there was no room to try it."""
    path = Path(back_up(practice, destination).file)

    def refused(*_: object) -> list[str]:
        raise failure(name)

    monkeypatch.setattr(database, "integrity_problems", refused)
    assert failure_of(lambda: check(path)) == name
    with practice.open() as signin:
        job = signin.begin_backup(destination)
        assert failure_of(lambda: run_backup(job)) == name
        signin.end_backup(None, name)
    assert failure_of(lambda: bring_back(path, destination / "back.clientsafe")) == name


def test_a_work_folder_that_cannot_be_emptied_hides_no_result(
    practice: Practice, destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-2.4, V-9.1: the backup has its name and is told as made; the next one removes what stayed."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with practice.open() as signin:
        job = signin.begin_backup(destination)
        with monkeypatch.context() as within:
            within.setattr(Path, "unlink", refuse)
            within.setattr(Path, "rmdir", refuse)
            report = run_backup(job)
        signin.end_backup(report)
    assert len(list(destination.iterdir())) == 2
    assert check(Path(report.file)).ok
    assert [each.name for each in destination.iterdir()] == [Path(report.file).name]


def test_two_copies_that_both_went_on_are_told(practice: Practice, destination: Path) -> None:
    """V-8.5: detected by their anchors, in whichever copy is opened next, also when they went equally far."""
    copied = copy_of(practice, destination / "copy.clientsafe")
    with practice.open() as signin:
        signin.note_event(Event(action="print"))
    with copied.open() as signin:
        assert {"history_missing"} <= {notice.name for notice in signin.notices}
        signin.acknowledge_history()
        signin.note_event(Event(action="print"))
    with practice.open() as signin:
        assert {"history_missing"} <= {notice.name for notice in signin.notices}
        assert findings(verify(signin)) & {"history_missing", "history_rewritten"}


def test_the_index_and_anchors_are_in_no_backup(practice: Practice, destination: Path) -> None:
    """V-2, V-8.1: what a restore brings back is header and database alone."""
    path = Path(back_up(practice, destination).file)
    with SecretBytes.from_text(PASSPHRASE) as secret:
        signin, _ = restore(
            path, destination / "b.clientsafe", secret=secret, login=LOGIN, describe=describe, allow_cheap=True
        )
        signin.lock("test")
        shutil.rmtree(destination / "b.clientsafe" / "index")
        again = unlock(destination / "b.clientsafe", secret=secret, login=LOGIN, describe=describe, allow_cheap=True)
    assert [row.title for row in again.rows(practice.notes)] == ["Sitzung eins", "Sitzung zwei", "Sitzung drei"]
    again.lock("test")
