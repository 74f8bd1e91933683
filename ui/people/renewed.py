"""After an account got new keys: its new recovery sheet over the whole window, then the window locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from app.texts import _
from ui.entrance.create_recovery import RecoveryStep
from ui.overlay import Overlay
from ui.theme import Space
from ui.triggers import RENEWED
from ui.widgets import label

if TYPE_CHECKING:
    from ui.context import Context
    from ui.entrance.sheet_panel import SheetFacts


class Renewed(Overlay):
    """The session is over, so there is no way back from here: every way ends with the lock page."""

    def __init__(self, context: Context, facts: SheetFacts) -> None:
        super().__init__()
        self.setAccessibleName(_("Your new recovery sheet"))
        self._context = context
        self._step = RecoveryStep(context.ops, context.prompts, facts, _("Your account has new keys"))
        self._step.finished.connect(lambda _saved: self.close_overlay())
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.addWidget(label("ClientSafe", size="lead", tone="accent"))
        column.addWidget(self._step, 1)

    def focus_first(self) -> None:
        self._step.begin()

    def close_overlay(self) -> None:
        """What lies under it belongs to a session that is over."""
        self._context.announcer.lock_wanted.emit(RENEWED)
