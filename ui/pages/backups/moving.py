"""Moving the practice to another computer: a backup to restore there, and this vault is closed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.texts import _
from ui.operations import Operations, Progress
from ui.prompts import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.vaults import BackupJob, BackupReport
    from ui.known import KnownError
    from ui.prompts import Prompts
    from ui.widgets import ProgressStrip


class MoveRun(QObject):
    """Asks where to and whether, then does it. While it is done nothing else can be.

    Signals:
        begun(): from now on nobody may work.
        moved(file): the vault is closed; the practice is in that file now.
        failed(error): it stays here; work goes on.
        stopped(): somebody cancelled it; it stays here.
    """

    begun = Signal()
    moved = Signal(str)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, ops: Operations, prompts: Prompts, strip: ProgressStrip) -> None:
        super().__init__(strip)
        self._ops = ops
        self._prompts = prompts
        self._strip = strip

    def ask(self) -> None:
        """Where to, and whether really."""
        self._prompts.folder(_("Choose where to write the backup that moves"), self._on_folder)

    def _on_folder(self, folder: Path) -> None:
        question = _("Move the practice to another computer?")
        explanation = _(
            "A backup is written to {folder} and read back. Then this vault is closed: work goes on where that backup "
            "is restored. You can move it back in the same way."
        ).format(folder=folder)
        answers = [Answer("move", _("Move it"))]
        self._prompts.ask(question, explanation, answers, lambda key: self._begin(folder) if key == "move" else None)

    def _begin(self, folder: Path) -> None:
        self._strip.begin(_("Signing off for the move…"))
        self.begun.emit()

        def begin(desk: Desk) -> BackupJob:
            from app.services.vault import moving

            return moving.begin(desk, folder)

        self._ops.query(self, begin, self._on_begun, self._on_failed)

    def _on_begun(self, job: BackupJob) -> None:
        def run(progress: Progress) -> BackupReport:
            from app.services.vault import backups

            return backups.run(job, progress, progress.cancelled)

        work = self._ops.job(self, run, self._on_written, self._on_not_written)
        work.stopped.connect(self._on_stopped)
        self._strip.follow(work, _("Writing the backup and reading it back…"))

    def _on_written(self, report: BackupReport) -> None:
        self._finish(report, "", lambda: self.moved.emit(report.file))

    def _on_not_written(self, error: KnownError) -> None:
        self._finish(None, error.name, lambda: self._on_failed(error))

    def _on_stopped(self) -> None:
        self._finish(None, "stopped", self.stopped.emit)

    def _finish(self, report: BackupReport | None, outcome: str, then: Callable[[], None]) -> None:
        self._strip.end()

        def finish(desk: Desk) -> None:
            from app.services.vault import moving

            moving.finish(desk, report, outcome)

        self._ops.query(self, finish, lambda _none: then(), self._on_failed)

    def _on_failed(self, error: KnownError) -> None:
        self._strip.end()
        self.failed.emit(error)
