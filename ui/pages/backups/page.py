"""Backups: where they go, *back up now* with progress, what was made so far, checking and restoring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget

from app import formats
from app.services import backups
from app.texts import _
from ui.backing_up import BackupRun
from ui.context import Context
from ui.navigation import Page
from ui.pages.backups.file_panel import FilePanel
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    PageHeader,
    PathLabel,
    ProgressStrip,
    RowsModel,
    Strip,
    button,
    card,
    page_column,
    row,
)

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.backups import Receipt
    from ui.known import KnownError

KINDS = "(*.clientsafe-backup)"


class BackupsPage(Page):
    """One destination is remembered on this computer; backups lie there under names that say nothing of anybody."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._folder = context.preferences.backup_folder
        self._strip = Strip()
        self._progress = ProgressStrip()
        self._run = BackupRun(context.ops, self._progress, self)
        self._run.made.connect(self._on_made)
        self._run.failed.connect(self._on_failed)
        self._run.stopped.connect(self._on_stopped)
        self._panel = FilePanel(context, self._progress, self._strip)
        self._now = button(_("Back up now"), self.back_up, kind="primary", glyph="archive", name="back_up")
        self._choose = button(_("Choose a folder…"), self.choose_folder, glyph="folder", name="choose_folder")
        self._where = PathLabel(tone="")
        self._model: RowsModel[Receipt] = RowsModel(_columns())
        self._table = DataTable(self._model, "receipts", _("Backups made so far"), context.preferences)
        self._stack = QStackedWidget()
        self._lay_out()
        self._show_folder()

    def back_up(self) -> None:
        """Make a backup now; asks for a folder when none is known."""
        if self._folder is None:
            self.choose_folder()
        elif not self._run.is_running:
            self._strip.hush()
            self._now.setEnabled(False)
            self._run.start(self._folder)

    def choose_folder(self) -> None:
        """Choose where backups go, and make one there."""
        self.context.prompts.folder(_("Choose a folder for backups"), self._on_chosen)

    def refresh(self) -> None:
        """Show the receipts."""
        self.context.ops.query(self, _history, self._on_history, self._strip.say_error)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:  # noqa: ARG002
        self.refresh()

    def focus_first(self) -> None:
        self._now.setFocus()

    def _lay_out(self) -> None:
        header = PageHeader(_("Backups"), _("Encrypted like the vault. A backup counts only after it was read back."))
        header.add_action(button(_("Check a backup…"), self._on_check, glyph="shield-check", name="check_backup"))
        header.add_action(button(_("Restore a backup…"), self._on_restore, glyph="archive-restore", name="restore"))
        empty = EmptyState(
            "archive", _("No backup yet"), _("Choose a folder on another disk. The first backup is made at once.")
        )
        self._stack.addWidget(self._table)
        self._stack.addWidget(empty)
        down = page_column(self)
        down.addWidget(header)
        target = row(self._where, self._choose, self._now)
        down.addWidget(card(target))
        for part in (self._progress, self._strip, self._panel):
            down.addWidget(part)
        down.addWidget(self._stack, 1)

    def _show_folder(self) -> None:
        if self._folder is None:
            self._where.show_path(_("No folder chosen yet."))
        else:
            self._where.show_path(_("Backups go to {folder}").format(folder=self._folder))
        self._now.setVisible(self._folder is not None)

    def _on_chosen(self, folder: Path) -> None:
        self._folder = folder
        self.context.preferences.backup_folder = folder
        self._show_folder()
        self.back_up()

    def _on_made(self, receipt: Receipt) -> None:
        self._now.setEnabled(True)
        self._strip.say(_("Backed up to {name} and read back.").format(name=Path(receipt.file).name), "good")
        self.context.announcer.note_backed_up(receipt.at)
        self.refresh()

    def _on_failed(self, error: KnownError) -> None:
        self._now.setEnabled(True)
        self._strip.say_error(error)
        self.refresh()

    def _on_stopped(self) -> None:
        self._now.setEnabled(True)
        self._strip.say(
            _("The backup was stopped and what was written of it is gone. Earlier ones are untouched."), "due"
        )
        self.refresh()

    def _on_history(self, receipts: list[Receipt]) -> None:
        self._model.set_rows({receipt.seq: receipt for receipt in receipts})
        self._stack.setCurrentIndex(0 if receipts else 1)

    def _on_check(self) -> None:
        self.context.prompts.open_file(_("Choose the backup"), self._panel.check, kinds=f"{_('Backups')} {KINDS}")

    def _on_restore(self) -> None:
        self.context.prompts.open_file(_("Choose the backup"), self._panel.restore, kinds=f"{_('Backups')} {KINDS}")


def _history(desk: Desk) -> list[Receipt]:
    return backups.history(desk, all_tries=True)


def _columns() -> list[Column[Receipt]]:
    return [
        Column(_("Made"), lambda made: formats.moment(made.at), 170),
        Column(_("Result"), _result, 220, glyph=_glyph, tone=_tone),
        Column(_("File"), lambda made: Path(made.file).name, 0, tip=lambda made: made.file),
        Column(_("Records"), lambda made: formats.number(made.records) if made.is_done else "", 100, right=True),
        Column(_("Size"), lambda made: formats.size(made.bytes) if made.is_done else "", 110, right=True),
    ]


def _result(made: Receipt) -> str:
    if made.is_done:
        return _("Written and read back")
    return {"begun": _("Cut off"), "stopped": _("Stopped")}.get(made.outcome, _("Failed"))


def _glyph(made: Receipt) -> str:
    return "circle-check" if made.is_done else "circle-alert"


def _tone(made: Receipt) -> str:
    return "" if made.is_done else "due"
