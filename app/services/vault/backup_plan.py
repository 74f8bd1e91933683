"""Where backups go and when: what is due, what is missing, what is kept of the older ones (V-8.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from app import formats
from app.desk import Action, Desk
from app.records.practice_profile import BackupDestination
from app.rules import keep
from app.rules.keep import KeepRule
from app.rules.permissions import VAULT
from app.services.practice import practices
from app.services.vault import backups
from app.services.vault.backups import Cancelled, Progress, Receipt
from app.vaults import BackupJob, BackupReport, KnownError, failure
from storage import vault
from storage.vault import Event, FoundBackup

LATE_AFTER = timedelta(days=7)
_TIMES_LATE = 2


class Moment(StrEnum):
    """When it is asked whether a backup is due."""

    SIGN_IN = "sign_in"
    IDLE = "idle"
    QUIT = "quit"


class Health(StrEnum):
    """How a destination stands."""

    GOOD = "good"
    DUE = "due"
    LATE = "late"
    FAILED = "failed"
    MISSING = "missing"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class State:
    """A destination: the last backup there that was read back, a failed try after it, and how it stands."""

    destination: BackupDestination
    last: Receipt | None
    failed: Receipt | None
    health: Health

    @property
    def folder(self) -> Path:
        """Where it is."""
        return Path(self.destination.folder)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the older backups of a folder."""

    removed: int = 0
    problem: KnownError | None = None


def destinations(desk: Desk) -> list[BackupDestination]:
    """Every folder that was named for backups."""
    desk.require(Action.BACK_UP, VAULT)
    return [each for each in practices.profile(desk).backup_destinations if each.folder]


def save(desk: Desk, wanted: Sequence[BackupDestination]) -> None:
    """Keep another list of destinations; a folder stands in it once."""
    desk.require(Action.SETTING, "practice")
    profile = practices.profile(desk)
    by_folder = {str(Path(each.folder)): each for each in wanted if each.folder.strip()}
    changed = type(profile)(**{name: getattr(profile, name) for name in profile.__struct_fields__})
    changed.backup_destinations = list(by_folder.values())
    practices.save_profile(desk, changed)


def add(desk: Desk, folder: Path) -> BackupDestination:
    """One more destination, with the usual rule; the one that is there already stays as it is."""
    desk.require(Action.SETTING, "practice")
    known = destinations(desk)
    for each in known:
        if Path(each.folder) == folder:
            return each
    added = BackupDestination(folder=str(folder))
    save(desk, [*known, added])
    return added


def states(desk: Desk, now: datetime | None = None) -> list[State]:
    """How each destination stands, as far as the trail tells; `looked_at` sees which are there."""
    desk.require(Action.BACK_UP, VAULT)
    tries = backups.history(desk, all_tries=True)
    return [_state(each, tries, now or datetime.now(UTC)) for each in destinations(desk)]


def unknown(destination: BackupDestination) -> State:
    """A destination of which nothing is known yet."""
    return State(destination, None, None, Health.NEVER)


def looked_at(found: Sequence[State]) -> list[State]:
    """The same, with those marked that are not there. A drive may take long to answer: not for the engine."""
    return [each if _is_there(each.folder) else replace(each, health=Health.MISSING) for each in found]


def due(desk: Desk, moment: Moment, now: datetime | None = None) -> list[BackupDestination]:
    """Where a backup is to be made now, whether or not the folder is there."""
    desk.require(Action.BACK_UP, VAULT)
    now = now or datetime.now(UTC)
    return [state.destination for state in states(desk, now) if _is_due(desk, state, moment, now)]


def begin(desk: Desk, where: BackupDestination) -> BackupJob:
    """`backups.begin` for a destination; raises `destination_missing` before anything is written into the trail."""
    desk.require(Action.BACK_UP, VAULT)
    folder = Path(where.folder)
    if not _is_there(folder):
        # A stick that is not plugged in; its path would else be taken for the name of a file.
        raise failure("destination_missing", path=str(folder))
    return backups.begin(desk, folder)


def older_ones(desk: Desk, where: BackupDestination, report: BackupReport) -> list[FoundBackup]:
    """What the keep rule no longer wants in a folder where a backup was just made and read back.

    Only files under a name that the program gave, of this vault, whose end is part of this very trail, and older than
    the new one: a copy of the vault that went its own way may share the folder.
    """
    desk.require(Action.BACK_UP, VAULT)
    found = [
        each
        for each in vault.backups_in(Path(where.folder), desk.signin.vault_id)
        if each.is_own_name and each.trail.seq <= report.entries and desk.signin.knows(each.trail)
    ]
    ours = sorted(found, key=lambda each: each.trail.seq)
    if not report.ok or report.file not in {each.file for each in ours}:
        return []
    wanted = keep.kept([(formats.local(each.at), each.file) for each in ours], rule_of(where)) | {report.file}
    return [each for each in ours if each.file not in wanted]


def clear_out(desk: Desk, where: BackupDestination, report: BackupReport) -> Kept:
    """Remove what the keep rule no longer wants; that and how many is an entry. Never raises for the disk."""
    desk.require(Action.BACK_UP, VAULT)
    problem: KnownError | None = None
    removed = 0
    try:
        for each in older_ones(desk, where, report):
            removed += vault.remove_backup(each, desk.signin.vault_id)
    except KnownError as error:
        problem = error
    if removed:
        facts = {"backups": removed, "what": "backups"}
        desk.signin.note_event(Event(action="maintenance", facts=facts), {"folder": where.folder})
    return Kept(removed, problem)


def run(
    desk: Desk, where: BackupDestination, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> tuple[Receipt, Kept]:
    """A backup there, read back, and the older ones cleared out: for the command line.

    Raises:
        KnownError: `destination_missing`, `no_space`, `not_writable`, `stopped`, `backup_damaged` …
    """
    desk.require(Action.BACK_UP, VAULT)
    if not _is_there(Path(where.folder)):
        raise failure("destination_missing", path=where.folder)
    receipt, report = backups.now(desk, Path(where.folder), progress, cancelled)
    return receipt, clear_out(desk, where, report)


def interrupted(desk: Desk) -> Receipt | None:
    """The backup that was cut off, if nothing came after it; what was written of it is gone."""
    desk.require(Action.BACK_UP, VAULT)
    tries = backups.history(desk, all_tries=True)
    return tries[0] if tries and tries[0].outcome == "begun" else None


def rule_of(destination: BackupDestination) -> KeepRule:
    """How many backups a folder keeps."""
    return KeepRule(destination.keep_last, destination.keep_daily, destination.keep_weekly, destination.keep_monthly)


def _state(destination: BackupDestination, tries: Sequence[Receipt], now: datetime) -> State:
    """`tries` newest first."""
    here = [each for each in tries if each.folder == Path(destination.folder)]
    last = next((each for each in here if each.is_done), None)
    failed = here[0] if here and not here[0].is_done and here[0].outcome != "begun" else None
    return State(destination, last, failed, _health(destination, last, failed, now))


def _health(destination: BackupDestination, last: Receipt | None, failed: Receipt | None, now: datetime) -> Health:
    if failed is not None and failed.outcome != "stopped":
        return Health.FAILED
    if last is None:
        return Health.NEVER
    age = now - formats.local(last.at)
    every = timedelta(hours=destination.every_hours)
    if age >= max(LATE_AFTER, _TIMES_LATE * every):
        return Health.LATE
    return Health.DUE if every and age >= every else Health.GOOD


def _is_due(desk: Desk, state: State, moment: Moment, now: datetime) -> bool:
    wanted, last = state.destination, state.last
    if moment is Moment.QUIT:
        return wanted.at_quit and (last is None or desk.signin.last_change > last.entries)
    if not wanted.every_hours or (moment is Moment.SIGN_IN and not wanted.after_sign_in):
        return False
    age = now - formats.local(last.at) if last else None
    # A clock that was put back must not keep the next backup from being made.
    return age is None or age >= timedelta(hours=wanted.every_hours) or age < timedelta(0)


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False
