"""Create, step 2: the passphrase, with its strength and a suggestion of six words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from app.texts import _
from ui.entrance.frame import Screen
from ui.entrance.new_passphrase import NewPassphrase
from ui.operations import Operations
from ui.widgets import button

if TYPE_CHECKING:
    from ui.known import KnownError


class PassphraseStep(Screen):
    """Signals: chosen(passphrase): it is good enough and was typed twice alike."""

    chosen = Signal(str)

    def __init__(self, ops: Operations) -> None:
        super().__init__(
            _("Your passphrase"),
            _("It is the only key to the vault. Nobody can look it up for you."),
            step=_("Step {n} of {of}").format(n=2, of=4),
        )
        self._form = NewPassphrase(ops, "passphrase")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(_("Making the vault"))
        self._busy.hide()
        self._create = button(_("Create the practice"), self._on_create, kind="primary", name="make")
        self.content.addWidget(self._form)
        self.content.addWidget(self._busy)
        self.add_back()
        self.buttons.addWidget(self._create)
        self._form.changed.connect(self._show_state)
        self._form.submitted.connect(self._on_create)
        self._form.suggested.connect(self._on_suggested)
        self._show_state()

    def begin(self) -> None:
        self._form.setFocus()

    def use_names(self, names: Sequence[str]) -> None:
        """Names that make a passphrase easy to guess."""
        self._form.use_names(names)

    def say_failure(self, error: KnownError) -> None:
        """The vault could not be made."""
        self._set_busy(busy=False)
        self.strip.say_error(error)

    def _on_suggested(self) -> None:
        self.strip.say(_("Write these words down before you go on; type them once more below."), "info")

    def _show_state(self) -> None:
        self._create.setEnabled(self._form.is_good and self._busy.isHidden())

    def _on_create(self) -> None:
        if not self._create.isEnabled():
            return
        self.strip.hush()
        self._set_busy(busy=True)
        self.chosen.emit(self._form.typed())

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        self._form.setEnabled(not busy)
        self._create.setText(_("Making the vault…") if busy else _("Create the practice"))
        self._show_state()
