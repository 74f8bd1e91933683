"""When backups are due, what happens to the older ones, and what is told of a folder that is not there (V-8.4)."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.desk import Desk
from app.records.practice_profile import BackupDestination
from app.services.clients import ClientRef
from app.services.practice import practices
from app.services.vault import backup_plan, backups
from app.services.vault.backup_plan import Health, Moment
from tests.app.conftest import make, sign_in
from tests.app.helpers import entries, fails, last_seq, write_note


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def here(desk: Desk, stick: Path) -> BackupDestination:
    """A destination that keeps the two newest."""
    wanted = BackupDestination(folder=str(stick), keep_last=2, keep_daily=0, keep_weekly=0, keep_monthly=0)
    backup_plan.save(desk, [wanted])
    return wanted


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def later(**passed: int) -> datetime:
    return datetime.now(UTC) + timedelta(**passed)


def health(desk: Desk, now: datetime | None = None) -> Health:
    (state,) = backup_plan.looked_at(backup_plan.states(desk, now))
    return state.health


def test_destinations_are_kept_in_the_practice(desk: Desk, stick: Path, vault: Path) -> None:
    added = backup_plan.add(desk, stick)
    assert backup_plan.add(desk, stick) == added
    practices.lock(desk, "test")
    again = sign_in(vault)
    assert [each.folder for each in backup_plan.destinations(again)] == [str(stick)]
    practices.lock(again, "test")


def test_older_ones_go_after_a_newer_one_was_read_back(desk: Desk, here: BackupDestination, stick: Path) -> None:
    made = [Path(backup_plan.run(desk, here)[0].file).name for _ in range(4)]
    assert files(stick) == sorted(made[2:])
    removed = [entry for entry in entries(desk) if entry.action == "maintenance" and "backups" in entry.facts]
    assert [entry.facts["backups"] for entry in removed] == [1, 1]


def test_a_backup_that_fails_removes_nothing(desk: Desk, here: BackupDestination, stick: Path) -> None:
    for _ in range(2):
        backup_plan.run(desk, here)
    before = files(stick)
    with fails("stopped"):
        backup_plan.run(desk, here, cancelled=lambda: True)
    assert files(stick) == before
    assert health(desk) is Health.GOOD  # a person stopped it


def test_nothing_that_is_not_ours_is_removed(desk: Desk, here: BackupDestination, stick: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other.clientsafe").desk
    theirs = Path(backups.now(other, stick)[0].file)
    practices.lock(other, "test")
    first = Path(backup_plan.run(desk, here)[0].file)
    content = first.read_bytes()
    named = shutil.copy(first, stick / "before the audit.clientsafe-backup")
    plain = stick / "clientsafe-01234567-20260101T000000Z.clientsafe-backup"
    plain.write_bytes(b"something else under such a name")
    link = stick / "clientsafe-01234567-20260101T000001Z.clientsafe-backup"
    link.symlink_to(first)
    for _ in range(3):
        backup_plan.run(desk, here)
    # Another backup of the same second may have its name by now.
    whole = [path for path in stick.iterdir() if not path.is_symlink()]
    assert [path for path in whole if path.read_bytes() == content] == [Path(named)]
    assert theirs.exists()
    assert plain.exists()
    assert link.is_symlink()


def test_what_somebody_named_does_not_count_as_one_that_is_kept(
    desk: Desk, here: BackupDestination, stick: Path
) -> None:
    backup_plan.run(desk, here)
    second = Path(backup_plan.run(desk, here)[0].file)
    content = second.read_bytes()
    shutil.copy(second, stick / "mine.clientsafe-backup")
    backup_plan.run(desk, here)
    assert sum(path.read_bytes() == content for path in stick.iterdir()) == 2


def test_a_copy_that_went_its_own_way_keeps_its_backups(
    desk: Desk, here: BackupDestination, stick: Path, vault: Path, tmp_path: Path
) -> None:
    practices.lock(desk, "test")
    twin_path = tmp_path / "twin.clientsafe"
    shutil.copytree(vault, twin_path)
    twin = sign_in(twin_path)
    twins = Path(backups.now(twin, stick)[0].file)
    practices.lock(twin, "test")
    again = sign_in(vault)
    for _ in range(4):
        backup_plan.run(again, here)
    assert twins.exists()
    assert len(files(stick)) == 3
    practices.lock(again, "test")


def test_what_cannot_be_removed_is_told_and_the_backup_counts(
    desk: Desk, here: BackupDestination, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        backup_plan.run(desk, here)

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "read-only", str(self))

    job = backups.begin(desk, stick)
    report = backups.run(job)
    backups.finish(desk, job, report)
    monkeypatch.setattr(Path, "unlink", refuse)
    kept = backup_plan.clear_out(desk, here, report)
    assert kept.removed == 0
    assert kept.problem is not None
    assert kept.problem.name == "not_writable"


def test_a_folder_that_is_not_there_is_told_and_is_no_entry(desk: Desk, here: BackupDestination, stick: Path) -> None:
    stick.rmdir()
    assert health(desk) is Health.MISSING
    before = last_seq(desk)
    with fails("destination_missing"):
        backup_plan.begin(desk, here)
    with fails("destination_missing"):
        backup_plan.run(desk, here)
    assert last_seq(desk) == before


def test_a_destination_is_due_until_a_backup_is_made_and_again_after_its_hours(
    desk: Desk, here: BackupDestination
) -> None:
    for moment in Moment:
        assert backup_plan.due(desk, moment) == [here]
    assert health(desk) is Health.NEVER
    backup_plan.run(desk, here)
    assert health(desk) is Health.GOOD
    for moment in Moment:
        assert backup_plan.due(desk, moment) == []
    assert backup_plan.due(desk, Moment.IDLE, later(hours=25)) == [here]
    assert health(desk, later(hours=25)) is Health.DUE
    assert health(desk, later(days=8)) is Health.LATE
    assert backup_plan.due(desk, Moment.IDLE, later(hours=-2)) == [here]


def test_at_quit_what_was_written_since_decides(desk: Desk, here: BackupDestination, anna: ClientRef) -> None:
    backup_plan.run(desk, here)
    assert backup_plan.due(desk, Moment.QUIT) == []
    write_note(desk, anna.id)
    assert backup_plan.due(desk, Moment.QUIT) == [here]


def test_what_a_destination_does_not_want_is_not_due(desk: Desk, stick: Path) -> None:
    by_hand = BackupDestination(folder=str(stick), every_hours=0, at_quit=False)
    backup_plan.save(desk, [by_hand])
    assert [backup_plan.due(desk, moment) for moment in Moment] == [[], [], []]
    backup_plan.save(desk, [BackupDestination(folder=str(stick), after_sign_in=False)])
    assert backup_plan.due(desk, Moment.SIGN_IN) == []
    assert len(backup_plan.due(desk, Moment.IDLE)) == 1


def test_each_folder_has_its_own_age(desk: Desk, here: BackupDestination, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    disk = BackupDestination(folder=str(tmp_path / "disk"))
    backup_plan.save(desk, [here, disk])
    backup_plan.run(desk, here)
    assert [state.health for state in backup_plan.states(desk)] == [Health.GOOD, Health.NEVER]
    assert backup_plan.due(desk, Moment.IDLE) == [disk]


def test_a_failure_stays_until_a_backup_was_made(desk: Desk, here: BackupDestination, stick: Path) -> None:
    job = backup_plan.begin(desk, here)
    backups.finish(desk, job, None, "no_space")
    (state,) = backup_plan.states(desk)
    assert state.health is Health.FAILED
    assert state.failed is not None
    assert state.failed.outcome == "no_space"
    backup_plan.run(desk, here)
    assert health(desk) is Health.GOOD


def test_a_backup_that_a_lock_cut_off_is_told_at_the_next_sign_in(
    desk: Desk, here: BackupDestination, vault: Path
) -> None:
    backup_plan.run(desk, here)
    assert backup_plan.interrupted(desk) is None
    backup_plan.begin(desk, here)
    practices.lock(desk, "idle")
    again = sign_in(vault)
    cut = backup_plan.interrupted(again)
    assert cut is not None
    assert cut.folder == Path(here.folder)
    backup_plan.run(again, here)
    assert backup_plan.interrupted(again) is None
    practices.lock(again, "test")
