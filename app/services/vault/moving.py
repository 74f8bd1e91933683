"""Moving the practice to another computer (V-8.6); it is taken back with `practices.unlock(…, take_back=True)`."""

from __future__ import annotations

from pathlib import Path

from app.desk import Action, Desk
from app.rules.permissions import VAULT
from app.services.vault import backups
from app.services.vault.backups import Cancelled, Progress
from app.vaults import BackupJob, BackupReport, KnownError


def begin(desk: Desk, destination: Path) -> BackupJob:
    """Sign off, and keep the vault still. End it with `finish`; in between the desk can do nothing.

    Raises:
        KnownError: `database_busy` while a backup is made or the trail is verified.
    """
    desk.require(Action.MOVE, VAULT)
    return desk.signin.begin_move(destination)


def finish(desk: Desk, report: BackupReport | None, outcome: str = "failed") -> None:
    """With a report the vault is moved and closed: the desk is of no more use. Without one work goes on."""
    desk.require(Action.MOVE, VAULT)
    desk.signin.end_move(report, outcome)


def now(
    desk: Desk, destination: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> BackupReport:
    """Write the backup, read it back, and close the vault here; restoring the backup goes on there.

    Raises:
        KnownError: what a backup raises; then the vault stays here and the person signed in.
    """
    job = begin(desk, destination)
    try:
        report = backups.run(job, progress, cancelled)
    except KnownError as error:
        finish(desk, None, error.name)
        raise
    except BaseException:
        finish(desk, None)
        raise
    finish(desk, report)
    return report
