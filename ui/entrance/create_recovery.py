"""The recovery sheet of a new account: printed, saved, or copied by hand and typed back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.texts import _
from ui.entrance.frame import Screen, field
from ui.entrance.sheet_panel import SheetFacts, SheetPanel
from ui.operations import Operations
from ui.prompts import Prompts
from ui.widgets import SecretField, button, row


class RecoveryStep(Screen):
    """Signals: finished(saved): the person goes on; `saved` tells whether the code is on paper or in a file."""

    finished = Signal(bool)

    def __init__(self, ops: Operations, prompts: Prompts, facts: SheetFacts, step: str) -> None:
        """`step`: which one it is of how many, in words."""
        super().__init__(
            _("Your recovery sheet"),
            _("If you forget the passphrase, this code opens the vault. Print it and keep it away from this computer."),
            step=step,
        )
        self._code = facts.code
        self._panel = SheetPanel(ops, prompts, facts)
        self._later = button(_("Later"), lambda: self.finished.emit(False), kind="quiet", name="later")
        self._by_hand = button(_("I copied it by hand"), self._on_by_hand, kind="quiet", name="copied_by_hand")
        self._continue = button(_("Continue"), lambda: self.finished.emit(True), kind="primary", name="continue")
        self._continue.hide()
        self._typed_back = SecretField(_("Your copy"))
        self._typed_back.setObjectName("typed_back")
        self._typed_back.changed.connect(self._on_typed)
        self._proof = QWidget()
        hint = _("Type it from your paper: so you know that it can be read. Spaces and dashes do not matter.")
        inside = field(_("Your copy"), self._typed_back, hint)
        inside.setContentsMargins(0, 0, 0, 0)
        self._proof.setLayout(inside)
        self._proof.hide()
        self.content.addWidget(self._panel)
        self.content.addWidget(self._proof)
        self.buttons.addLayout(row(self._later, self._by_hand, None, self._continue))
        self._panel.kept.connect(self._on_kept)

    def begin(self) -> None:
        self._panel.begin()

    def _on_by_hand(self) -> None:
        self._by_hand.hide()
        self._proof.show()
        self._typed_back.setFocus()

    def _on_typed(self) -> None:
        if letters(self._typed_back.text()) == letters(self._code):
            self._proof.hide()
            self.strip.say(_("Your copy is right."), "good")
            self._on_kept()

    def _on_kept(self) -> None:
        self._later.hide()
        self._by_hand.hide()
        self._continue.show()
        self._continue.setFocus()


def letters(code: str) -> str:
    """A code as it counts: without what only makes it easier to read."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
