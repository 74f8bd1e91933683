"""Backups: where they go and how each place stands, what was made so far, checking, restoring, moving."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.services.vault import backup_plan, backups
from app.texts import _, ngettext
from ui.backing_up import BackupRun, Made
from ui.context import Context
from ui.navigation import Page
from ui.operations import Progress
from ui.pages.backups.destinations import Destinations
from ui.pages.backups.file_panel import FilePanel
from ui.pages.backups.moving import MoveRun
from ui.pages.backups.rule_panel import RulePanel
from ui.theme import Space
from ui.triggers import MOVED
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    PageHeader,
    ProgressStrip,
    RowsModel,
    Strip,
    button,
    card,
    label,
    page_column,
    row,
    scrolling,
)

if TYPE_CHECKING:
    from app.desk import Desk
    from app.records.practice_profile import BackupDestination
    from app.services.vault.backup_plan import State
    from app.services.vault.backups import Receipt
    from ui.known import KnownError

LEAST_TABLE = 220
KINDS = "(*.clientsafe-backup)"


class _Known(NamedTuple):
    receipts: list[Receipt]
    states: list[State]


class BackupsPage(Page):
    """The destinations are the practice's; backups lie there under names that say nothing of anybody."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._states: list[State] = []
        self._strip = Strip()
        self._progress = ProgressStrip()
        self._run = BackupRun(context.ops, self._progress)
        self._run.made.connect(self._on_made)
        self._run.failed.connect(self._on_failed)
        self._run.stopped.connect(self._on_stopped)
        self._may_change = context.who.role == "owner"
        self._destinations = Destinations(may_change=self._may_change)
        self._destinations.wanted.connect(self.back_up)
        self._panel = FilePanel(context, self._progress, self._strip)
        self._rule = RulePanel()
        self._move = MoveRun(context.ops, context.prompts, self._progress)
        self._add = button(_("Add a folder…"), self.choose_folder, glyph="folder-plus", name="choose_folder")
        self._model: RowsModel[Receipt] = RowsModel(_columns())
        self._table = DataTable(self._model, "receipts", _("Backups made so far"), context.preferences)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def back_up(self, where: BackupDestination) -> None:
        """Make a backup there now."""
        if not self._run.is_running:
            self._strip.hush()
            self._run.start(where)
            self._show_states()

    def choose_folder(self) -> None:
        """Choose one more folder, and make a backup there."""
        self.context.prompts.folder(_("Choose a folder for backups"), self._on_chosen)

    def refresh(self) -> None:
        """Show how the places stand and what was made."""
        self.context.ops.query(self, _known, self._on_known, self._strip.say_error)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:  # noqa: ARG002
        self.refresh()

    def focus_first(self) -> None:
        if not self._destinations.take_focus():
            self._add.setFocus()

    def _lay_out(self) -> None:
        header = PageHeader(_("Backups"), _("Encrypted like the vault. A backup counts only after it was read back."))
        header.add_action(button(_("Check a backup…"), self._on_check, glyph="shield-check", name="check_backup"))
        header.add_action(button(_("Restore a backup…"), self._on_restore, glyph="archive-restore", name="restore"))
        empty = EmptyState(
            "archive", _("No backup yet"), _("Choose a folder on another disk. The first backup is made at once.")
        )
        self._stack.addWidget(self._table)
        self._stack.addWidget(empty)
        doctor = button(
            _("Check-up of everything…"), lambda: self.context.navigator.go_to("doctor"), kind="link",
            glyph="heart-pulse", name="doctor",
        )  # fmt: skip
        self._to_move = button(
            _("Move to another computer…"), self._move.ask, kind="link", glyph="move-right", name="move"
        )
        self._places = card(
            row(label(_("Where backups go"), size="lead"), None, self._add),
            self._destinations,
            row(doctor, self._to_move, None),
        )
        self._add.setVisible(self._may_change)
        self._to_move.setVisible(self._may_change)
        self._stack.setMinimumHeight(LEAST_TABLE)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, Space.XS, 0)
        inside.setSpacing(Space.M)
        for panel in (self._rule, self._panel, self._places):
            inside.addWidget(panel)
        inside.addWidget(self._stack, 1)
        down = page_column(self)
        for part in (header, self._progress, self._strip):
            down.addWidget(part)
        down.addWidget(scrolling(body), 1)

    def _connect(self) -> None:
        self._destinations.rule_wanted.connect(self._rule.open_for)
        self._destinations.removed.connect(self._on_removed)
        self._rule.changed.connect(self._on_rule)
        self._move.begun.connect(lambda: self._hold(on=True))
        self._move.moved.connect(lambda _file: self.context.announcer.lock_wanted.emit(MOVED))
        self._move.failed.connect(self._on_not_moved)
        self._move.stopped.connect(self._on_move_stopped)

    def _on_known(self, known: _Known) -> None:
        self._model.set_rows({receipt.seq: receipt for receipt in known.receipts})
        self._stack.setCurrentIndex(0 if known.receipts else 1)
        self._states = known.states
        self._show_states()

        def look(_progress: Progress) -> list[State]:
            return backup_plan.looked_at(known.states)

        if known.states:
            self.context.ops.job(self, look, partial(self._on_looked, known.states), quietly=True)

    def _on_looked(self, asked: list[State], states: list[State]) -> None:
        if asked is not self._states:  # what was kept since is newer than what this look began with
            return
        self._states = states
        self._show_states()

    def _show_states(self) -> None:
        self._destinations.show_states(self._states, busy=self._run.is_running)

    def _on_chosen(self, folder: Path) -> None:
        def add(desk: Desk) -> BackupDestination:
            return backup_plan.add(desk, folder)

        self.context.ops.command(self, add, self.back_up, self._strip.say_error, changes={"practice_profile"})

    def _on_rule(self, before: BackupDestination, after: BackupDestination) -> None:
        self._keep([after if each.folder == before.folder else each for each in self._wanted()])

    def _on_removed(self, where: BackupDestination) -> None:
        self._keep([each for each in self._wanted() if each.folder != where.folder])
        self._strip.say(_("No more backups are made there. Those that lie there stay."), "info")

    def _wanted(self) -> list[BackupDestination]:
        return [state.destination for state in self._states]

    def _keep(self, wanted: list[BackupDestination]) -> None:
        def keep(desk: Desk) -> None:
            backup_plan.save(desk, wanted)

        self.context.ops.command(
            self, keep, lambda _none: self.refresh(), self._strip.say_error, changes={"practice_profile"}
        )

    def _on_made(self, made: Made) -> None:
        text = _("Backed up to {name} and read back.").format(name=Path(made.receipt.file).name)
        if made.kept.removed:
            gone = ngettext(
                "{n} older backup was removed by the rule.", "{n} older backups were removed by the rule.",
                made.kept.removed,
            )  # fmt: skip
            text = f"{text} {gone.format(n=made.kept.removed)}"
        self._strip.say(text, "good")
        if made.kept.problem is not None:
            self._strip.say_error(made.kept.problem)
        self.context.announcer.note_backed_up(made.receipt.at)
        self.refresh()

    def _on_failed(self, error: KnownError) -> None:
        self._strip.say_error(error)
        self.refresh()

    def _on_stopped(self) -> None:
        self._strip.say(
            _("The backup was stopped and what was written of it is gone. Earlier ones are untouched."), "due"
        )
        self.refresh()

    def _hold(self, *, on: bool) -> None:
        self.context.announcer.held.emit(on)
        for part in (self._places, self._table, self._rule, self._panel):
            part.setEnabled(not on)

    def _on_not_moved(self, error: KnownError) -> None:
        self._hold(on=False)
        self._strip.say_error(error)
        self.refresh()

    def _on_move_stopped(self) -> None:
        self._hold(on=False)
        self._strip.say(_("The move was stopped. The practice stays here, and nothing was lost."), "info")
        self.refresh()

    def _on_check(self) -> None:
        self.context.prompts.open_file(_("Choose the backup"), self._panel.check, kinds=_kinds())

    def _on_restore(self) -> None:
        self.context.prompts.open_file(_("Choose the backup"), self._panel.restore, kinds=_kinds())


def _known(desk: Desk) -> _Known:
    return _Known(backups.history(desk, all_tries=True), backup_plan.states(desk))


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


def _kinds() -> str:
    return " ".join((_("Backups"), KINDS))
