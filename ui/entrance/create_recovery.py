"""Create, step 3: the recovery sheet."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.texts import _
from ui.context import Who
from ui.entrance.frame import Screen
from ui.entrance.sheet_panel import SheetFacts, SheetPanel
from ui.operations import Operations
from ui.prompts import Prompts
from ui.widgets import button, row


class RecoveryStep(Screen):
    """Signals: finished(saved): the person goes on; `saved` tells whether the sheet was printed or saved."""

    finished = Signal(bool)

    def __init__(self, ops: Operations, prompts: Prompts, who: Who, code: str, vault_id: str) -> None:
        super().__init__(
            _("Your recovery sheet"),
            _("If you forget the passphrase, this code opens the vault. Print it and keep it away from this computer."),
            step=_("Step {n} of {of}").format(n=3, of=4),
        )
        self._panel = SheetPanel(ops, prompts, SheetFacts(who.practice, who.login, code, vault_id))
        self._later = button(_("Later"), lambda: self.finished.emit(False), kind="quiet", name="later")
        self._continue = button(_("Continue"), lambda: self.finished.emit(True), kind="primary", name="continue")
        self._continue.hide()
        self.content.addWidget(self._panel)
        self.buttons.addLayout(row(self._later, None, self._continue))
        self._panel.kept.connect(self._on_kept)

    def begin(self) -> None:
        self._panel.begin()

    def _on_kept(self) -> None:
        self._later.hide()
        self._continue.show()
        self._continue.setFocus()
