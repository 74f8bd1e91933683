"""Making a backup: begun on the engine, written and read back by a worker process, receipt on the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.texts import _
from ui.operations import Job, Operations, Progress

if TYPE_CHECKING:
    from app.desk import Desk
    from app.records.practice_profile import BackupDestination
    from app.services.vault.backup_plan import Kept
    from app.services.vault.backups import Receipt
    from app.vaults import BackupJob, BackupReport
    from ui.known import KnownError
    from ui.widgets import ProgressStrip


class Made(NamedTuple):
    """A backup that proved itself, and what became of the older ones there."""

    receipt: Receipt
    kept: Kept


class BackupRun(QObject):
    """One backup at a time. Without a strip it is made quietly: no lock waits for it.

    It lives as long as the operations, not as the page that shows it: a backup that was begun must also be ended.

    Signals:
        made(made): it was written, read back and proved itself; `Made`.
        failed(error): a KnownError; earlier backups are untouched.
        stopped(): somebody cancelled it; what was written is gone.
        ended(): in whatever way.
    """

    made = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, ops: Operations, strip: ProgressStrip | None = None) -> None:
        super().__init__(ops)
        self._ops = ops
        self._strip = strip
        self._where: BackupDestination | None = None
        self._job: BackupJob | None = None
        self._work: Job | None = None
        self._is_running = False

    @property
    def is_running(self) -> bool:
        """Whether a backup is being made."""
        return self._is_running

    @property
    def where(self) -> BackupDestination | None:
        """Where the backup is made, or was made last."""
        return self._where

    def start(self, where: BackupDestination) -> None:
        """Write a backup there, read it back, and clear out older ones."""
        self._is_running = True
        self._where = where
        self._say(_("Preparing the backup…"))

        def begin(desk: Desk) -> BackupJob:
            from app.services.vault import backup_plan

            return backup_plan.begin(desk, where)

        self._ops.query(self, begin, self._on_begun, self._on_failed)

    def cancel(self) -> None:
        """Ask the running one to stop."""
        if self._work is not None:
            self._work.cancel()

    def _on_begun(self, job: BackupJob) -> None:
        self._job = job

        def run(progress: Progress) -> BackupReport:
            from app.services.vault import backups

            return backups.run(job, progress, progress.cancelled)

        quietly = self._strip is None
        self._work = work = self._ops.job(self, run, self._on_written, self._on_not_written, quietly=quietly)
        work.stopped.connect(self._on_stopped)
        if self._strip is not None and isValid(self._strip):
            self._strip.follow(work, _("Writing the backup and reading it back…"))

    def _on_written(self, report: BackupReport) -> None:
        self._work = None
        self._say(_("Writing the receipt…"))
        job, where = self._job, self._where
        assert job is not None
        assert where is not None

        def finish(desk: Desk) -> Made:
            from app.services.vault import backup_plan, backups

            receipt = backups.finish(desk, job, report)
            assert receipt is not None
            return Made(receipt, backup_plan.clear_out(desk, where, report))

        self._ops.command(self, finish, self._on_made, self._on_failed, changes={"backup"})

    def _on_made(self, made: Made) -> None:
        self._end()
        self.made.emit(made)
        self.ended.emit()

    def _on_not_written(self, error: KnownError) -> None:
        self._give_up(error.name)
        self._on_failed(error)

    def _on_stopped(self) -> None:
        self._give_up("stopped")
        self._end()
        self.stopped.emit()
        self.ended.emit()

    def _give_up(self, outcome: str) -> None:
        """The trail says *begun*; now it also says that nothing came of it."""
        self._work = None
        job = self._job
        assert job is not None

        def finish(desk: Desk) -> None:
            from app.services.vault import backups

            backups.finish(desk, job, None, outcome)

        self._ops.command(self, finish, lambda _result: None, changes={"backup"})

    def _on_failed(self, error: KnownError) -> None:
        self._end()
        self.failed.emit(error)
        self.ended.emit()

    def _say(self, text: str) -> None:
        if self._strip is not None and isValid(self._strip):
            self._strip.begin(text)

    def _end(self) -> None:
        self._is_running = False
        if self._strip is not None and isValid(self._strip):
            self._strip.end()
