"""Making a backup: begun on the engine, written and read back by a worker process, receipt on the engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.texts import _
from ui.operations import Operations, Progress
from ui.widgets import ProgressStrip

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.backups import Receipt
    from app.vaults import BackupJob, BackupReport
    from ui.known import KnownError


class BackupRun(QObject):
    """One backup at a time; used by the last step of *create* and by the Backups page.

    Signals:
        made(receipt): it was written, read back and proved itself.
        failed(error): a KnownError; earlier backups are untouched.
        stopped(): the person cancelled it; what was written is gone.
    """

    made = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, ops: Operations, strip: ProgressStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._strip = strip
        self._job: BackupJob | None = None

    @property
    def is_running(self) -> bool:
        """Whether a backup is being made."""
        return not self._strip.isHidden()

    def start(self, folder: Path) -> None:
        """Write a backup into `folder`."""
        self._strip.begin(_("Preparing the backup…"))

        def begin(desk: Desk) -> BackupJob:
            from app.services import backups
            from app.vaults import failure

            if not folder.is_dir():
                # A stick that is not plugged in; its path would else be taken for the name of a file.
                raise failure("destination_missing", path=str(folder))
            return backups.begin(desk, folder)

        self._ops.query(self, begin, self._on_begun, self._on_failed)

    def _on_begun(self, job: BackupJob) -> None:
        self._job = job

        def run(progress: Progress) -> BackupReport:
            from app.services import backups

            return backups.run(job, progress, progress.cancelled)

        work = self._ops.job(self, run, self._on_written, self._on_not_written)
        work.stopped.connect(self._on_stopped)
        self._strip.follow(work, _("Writing the backup and reading it back…"))

    def _on_written(self, report: BackupReport) -> None:
        self._strip.begin(_("Writing the receipt…"))
        job = self._job
        assert job is not None

        def finish(desk: Desk) -> Receipt | None:
            from app.services import backups

            return backups.finish(desk, job, report)

        self._ops.command(self, finish, self._on_made, self._on_failed, changes={"backup"})

    def _on_made(self, receipt: Receipt | None) -> None:
        self._strip.end()
        self.made.emit(receipt)

    def _on_not_written(self, error: KnownError) -> None:
        self._give_up(error.name)
        self._on_failed(error)

    def _on_stopped(self) -> None:
        self._give_up("stopped")
        self._strip.end()
        self.stopped.emit()

    def _give_up(self, outcome: str) -> None:
        """The trail says *begun*; now it also says that nothing came of it."""
        job = self._job
        assert job is not None

        def finish(desk: Desk) -> None:
            from app.services import backups

            backups.finish(desk, job, None, outcome)

        self._ops.command(self, finish, lambda _result: None, changes={"backup"})

    def _on_failed(self, error: KnownError) -> None:
        self._strip.end()
        self.failed.emit(error)
