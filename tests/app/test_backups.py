"""Backups: made and read back in a process of its own, verified, restored beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.practice import practices
from app.services.vault import backups
from app.vaults import SecretBytes
from tests.app.conftest import secret
from tests.app.helpers import entries, fails, last_seq, write_note


def file_of(folder: Path) -> Path:
    (found,) = folder.glob("*.clientsafe-backup")
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def test_a_backup_is_made_read_back_and_receipted(desk: Desk, anna: ClientRef, folder: Path) -> None:
    heard: list[tuple[int, int]] = []
    receipt, report = backups.now(desk, folder, lambda done, total: heard.append((done, total)))
    assert report.ok
    assert Path(receipt.file) == file_of(folder)
    assert receipt.bytes == file_of(folder).stat().st_size
    assert heard[-1][0] == heard[-1][1]
    (known,) = backups.history(desk)
    assert (known.file, known.bytes, known.is_done) == (receipt.file, receipt.bytes, True)
    assert [entry.outcome for entry in entries(desk) if entry.action == "backup"] == ["begun", "done"]


def test_work_goes_on_while_a_backup_is_written(desk: Desk, anna: ClientRef, folder: Path) -> None:
    job = backups.begin(desk, folder)
    write_note(desk, anna.id)
    report = backups.run(job)
    write_note(desk, anna.id)
    assert backups.finish(desk, job, report) is not None
    assert report.ok


def test_a_missing_folder_is_said_and_the_failure_is_an_entry(desk: Desk, folder: Path) -> None:
    with fails("destination_missing"):
        backups.now(desk, folder / "gone" / "deeper")
    assert backups.history(desk) == []
    (failed,) = backups.history(desk, all_tries=True)
    assert failed.outcome == "destination_missing"
    assert backups.now(desk, folder)[1].ok


def test_a_cancelled_backup_leaves_nothing_behind(desk: Desk, anna: ClientRef, folder: Path) -> None:
    with fails("stopped"):
        backups.now(desk, folder, cancelled=lambda: True)
    assert list(folder.iterdir()) == []
    assert backups.history(desk) == []
    assert backups.now(desk, folder)[1].ok


def test_a_backup_that_was_begun_and_never_ended_is_shown(desk: Desk, folder: Path) -> None:
    backups.now(desk, folder)
    backups.begin(desk, folder)
    newest = backups.history(desk, all_tries=True)[0]
    assert (newest.outcome, newest.is_done) == ("begun", False)
    assert len(backups.history(desk)) == 1


def test_looking_at_backups_is_one_entry_a_sign_in_and_what_comes_later_is_shown(desk: Desk, folder: Path) -> None:
    backups.now(desk, folder)
    before = last_seq(desk)
    first = backups.history(desk, all_tries=True)
    assert last_seq(desk) == before + 1
    backups.now(desk, folder)
    with fails("destination_missing"):
        backups.now(desk, folder / "gone" / "deeper")
    before = last_seq(desk)
    shown = backups.history(desk, all_tries=True)
    assert last_seq(desk) == before
    desk.receipts = None
    read_again = backups.history(desk, all_tries=True)
    assert [(one.outcome, one.seq, one.file, one.bytes) for one in shown] == [
        (one.outcome, one.seq, one.file, one.bytes) for one in read_again
    ]
    assert [one.outcome for one in shown] == ["destination_missing", "done", "done"]
    assert shown[2:] == first


def test_a_backup_is_verified_with_what_opens_it(desk: Desk, folder: Path) -> None:
    backups.now(desk, folder)
    assert backups.verify(file_of(folder), secret=secret(), allow_cheap=True).ok
    with fails("wrong_secret"):
        wrong = SecretBytes.from_text("otter lantern violet seven harbour mossy")
        backups.verify(file_of(folder), secret=wrong, allow_cheap=True)
    with fails("no_backup"):
        backups.verify(folder / "gone", secret=secret(), allow_cheap=True)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.99])
def test_a_flipped_bit_in_a_backup_is_found(desk: Desk, folder: Path, place: float) -> None:
    backups.now(desk, folder)
    data = bytearray(file_of(folder).read_bytes())
    data[int(len(data) * place)] ^= 1
    file_of(folder).write_bytes(data)
    with fails("backup_damaged"):
        backups.verify(file_of(folder), secret=secret(), allow_cheap=True)


def test_a_backup_is_restored_beside_and_holds_everything(
    desk: Desk, anna: ClientRef, folder: Path, tmp_path: Path
) -> None:
    saved = write_note(desk, anna.id, text="Before the backup.")
    backups.now(desk, folder)
    write_note(desk, anna.id, text="After the backup.")
    practices.lock(desk, "test")
    restored = backups.restore(file_of(folder), tmp_path / "restored.clientsafe", secret=secret(), allow_cheap=True)
    again = restored.desk
    try:
        assert clients.by_code(again, "K-0001") == anna.id
        assert [row.id for row in records.listing(again, "session_note")] == [saved.record]
        assert restored.report.entries < len(entries(again))
        assert [entry.outcome for entry in entries(again) if entry.action == "restore"] == ["done"]
    finally:
        practices.lock(again, "test")


def test_a_restore_overwrites_nothing(desk: Desk, vault: Path, folder: Path) -> None:
    backups.now(desk, folder)
    with fails("already_exists"):
        backups.restore(file_of(folder), vault, secret=secret(), allow_cheap=True)
