"""Create, step 4: where backups go, and the first one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.texts import _
from ui.backing_up import BackupRun
from ui.entrance.frame import Screen
from ui.operations import Operations
from ui.preferences import Preferences
from ui.prompts import Prompts
from ui.widgets import PathLabel, ProgressStrip, button, row

if TYPE_CHECKING:
    from app.desk import Desk
    from app.records.practice_profile import BackupDestination
    from ui.backing_up import Made
    from ui.known import KnownError


class BackupStep(Screen):
    """Signals: finished(): with or without a backup."""

    finished = Signal()

    def __init__(self, ops: Operations, prompts: Prompts, preferences: Preferences) -> None:
        super().__init__(
            _("Where backups go"),
            _("Choose a folder on another disk, such as a USB stick in a locked drawer. Backups are encrypted."),
            step=_("Step {n} of {of}").format(n=4, of=4),
        )
        self._prompts = prompts
        self._preferences = preferences
        self._folder: Path | None = None
        self._where = PathLabel(_("No folder chosen"))
        progress = ProgressStrip()
        self._ops = ops
        self._run = BackupRun(ops, progress)
        self._run.made.connect(self._on_made)
        self._run.failed.connect(self._on_failed)
        self._run.stopped.connect(self._show_state)
        self._choose = button(
            _("Choose a folder…"), self._on_choose, kind="primary", glyph="folder", name="choose_folder"
        )
        self._skip = button(_("Skip"), self.finished.emit, kind="quiet", name="skip")
        self._finish = button(_("Begin to work"), self.finished.emit, kind="primary", name="finish")
        self._finish.hide()
        self.content.addWidget(self._where)
        self.content.addWidget(progress)
        self.buttons.addLayout(row(self._skip, None, self._choose, self._finish))

    def begin(self) -> None:
        self._choose.setFocus()

    def _on_choose(self) -> None:
        self._prompts.folder(_("Choose a folder for backups"), self._on_chosen)

    def _on_chosen(self, folder: Path) -> None:
        self._folder = folder
        self._where.show_path(str(folder))
        self.strip.hush()

        def add(desk: Desk) -> BackupDestination:
            from app.services.vault import backup_plan

            return backup_plan.add(desk, folder)

        self._ops.command(self, add, self._on_added, self._on_failed)

    def _on_added(self, where: BackupDestination) -> None:
        self._run.start(where)
        self._show_state()

    def _on_made(self, _made: Made) -> None:
        self._preferences.backup_folder = self._folder
        self.strip.say(_("The first backup is made and was read back."), "good")
        self._choose.hide()
        self._skip.hide()
        self._finish.show()
        self._finish.setFocus()

    def _on_failed(self, error: KnownError) -> None:
        self._show_state()
        self.strip.say_error(error)

    def _show_state(self) -> None:
        running = self._run.is_running
        self._choose.setEnabled(not running)
        self._skip.setEnabled(not running)
