"""Backups: make one, verify one, restore one, and what was made so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app import worker
from app.desk import Action, Desk
from app.records import describe
from app.rules import permissions
from app.rules.permissions import VAULT
from app.vaults import KnownError
from storage import vault
from storage.vault import (
    BackupJob,
    BackupReport,
    EntryView,
    How,
    RestoreReport,
    SecretBytes,
    TrailFilter,
)

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
_MOST_RECEIPTS = 100


@dataclass(frozen=True, slots=True)
class Receipt:
    """A backup that was made and read back, or (in `history(…, all_tries=True)`) one that was not."""

    at: str
    file: str
    bytes: int
    records: int
    entries: int
    outcome: str
    seq: int
    to: str = ""

    @property
    def folder(self) -> Path:
        """Where it lies, or was to lie."""
        return Path(self.file).parent if self.file else Path(self.to)

    @property
    def is_done(self) -> bool:
        """Whether the backup was written and read back."""
        return self.outcome == "done"


@dataclass(frozen=True, slots=True)
class Restored:
    """A new vault made from a backup, signed in."""

    desk: Desk
    report: RestoreReport


def begin(desk: Desk, destination: Path) -> BackupJob:
    """The quick first step: bring the database file up to date and keep it still. End it with `finish`."""
    desk.require(Action.BACK_UP, VAULT)
    job = desk.signin.begin_backup(destination)
    _remember(desk, "begun", destination)
    return job


def run(job: BackupJob, progress: Progress | None = None, cancelled: Cancelled | None = None) -> BackupReport:
    """The slow middle, in a worker process: copy, seal, read back, restore on trial.

    Raises:
        KnownError: `destination_missing`, `no_space`, `not_writable`, `stopped`, `backup_damaged`.
    """
    return worker.run_backup(job, progress=progress, cancelled=cancelled)


def finish(desk: Desk, job: BackupJob, report: BackupReport | None, outcome: str = "failed") -> Receipt | None:
    """The quick last step: the receipt, or without a report that it failed (`outcome`)."""
    desk.require(Action.BACK_UP, VAULT)
    desk.signin.end_backup(report, outcome)
    _remember(desk, outcome if report is None else "done", Path(job.destination), report)
    if report is None:
        return None
    return Receipt(job.header.at, report.file, report.bytes, report.records, report.entries, "done", report.entries)


def now(
    desk: Desk, destination: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> tuple[Receipt, BackupReport]:
    """All three steps in one call, for the command line."""
    job = begin(desk, destination)
    try:
        report = run(job, progress, cancelled)
    except KnownError as error:
        finish(desk, job, None, error.name)
        raise
    except BaseException:
        finish(desk, job, None)
        raise
    receipt = finish(desk, job, report)
    assert receipt is not None  # noqa: S101 - there is a report
    return receipt, report


def history(desk: Desk, *, all_tries: bool = False) -> list[Receipt]:
    """Backups that were made, newest first; with `all_tries` also those that failed or were cut off.

    They stand in the trail, and looking at the trail is an entry: it is looked at once a sign-in.
    """
    desk.require(Action.BACK_UP, VAULT)
    if desk.receipts is None:
        page = desk.signin.trail(TrailFilter(limit=2 * _MOST_RECEIPTS, actions=("backup",)))
        desk.receipts = [_receipt(entry) for entry in page.entries]
    found = _without_answered_beginnings(desk.receipts)
    return [receipt for receipt in found if all_tries or receipt.is_done]


def last(desk: Desk) -> Receipt | None:
    """The newest backup that was made and read back; None if there is none yet."""
    desk.require(Action.BACK_UP, VAULT)
    return next(iter(history(desk)), None)


def verify(  # noqa: PLR0913 - one way in, all of it by keyword
    backup: Path,
    *,
    secret: SecretBytes,
    login: str | None = None,
    how: How = "passphrase",
    allow_cheap: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BackupReport:
    """Read a backup as a restore would, in a worker process; needs a secret that opens it."""
    return worker.verify_backup(
        backup,
        secret=secret,
        login=login,
        how=how,
        allow_cheap=allow_cheap,
        progress=progress,
        cancelled=cancelled,
    )


def restore(  # noqa: PLR0913 - one way in, all of it by keyword
    backup: Path,
    path: Path,
    *,
    secret: SecretBytes,
    login: str | None = None,
    how: How = "passphrase",
    allow_cheap: bool = False,
    progress: Progress | None = None,
) -> Restored:
    """Make a new vault folder from a backup, never over an old one, and sign in there."""
    signin, report = vault.restore(
        backup,
        path,
        secret=secret,
        login=login,
        how=how,
        describe=describe,
        allow_cheap=allow_cheap,
        progress=progress,
    )
    return Restored(Desk(signin, permissions.role_of(signin.role)), report)


def _remember(desk: Desk, outcome: str, to: Path, report: BackupReport | None = None) -> None:
    """Add to what was read from the trail what has just been written there."""
    if desk.receipts is None:
        return
    written = desk.signin.checkpoint()
    made = Receipt(written["at"], "", 0, 0, 0, outcome, written["entries"], str(to))
    if report is not None:
        made = replace(made, file=report.file, bytes=report.bytes, records=report.records, entries=report.entries)
    desk.receipts.insert(0, made)


def _receipt(entry: EntryView) -> Receipt:
    facts, detail = entry.facts, entry.detail or {}
    return Receipt(
        entry.at,
        str(detail.get("file", "")),
        int(facts.get("bytes", 0)),
        int(facts.get("records", 0)),
        int(facts.get("entries", 0)),
        entry.outcome,
        entry.seq,
        str(detail.get("to", "")),
    )


def _without_answered_beginnings(newest_first: list[Receipt]) -> list[Receipt]:
    """A *begun* that has its end says nothing more; one alone means that it was cut off."""
    found: list[Receipt] = []
    ended = 0
    for receipt in newest_first:
        if receipt.outcome != "begun":
            ended += 1
            found.append(receipt)
        elif ended:
            ended -= 1
        else:
            found.append(receipt)
    return found
