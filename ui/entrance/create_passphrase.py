"""Create, step 2: the passphrase, with its strength and a suggestion of six words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from app.texts import _, language
from ui.entrance.frame import Screen, field
from ui.entrance.strength import StrengthMeter
from ui.operations import Operations
from ui.theme import Space
from ui.widgets import SecretField, button, label, row

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
        self._ops = ops
        self._names: Sequence[str] = ()
        self._problem = ""
        self._first = SecretField(_("Passphrase"))
        self._first.setObjectName("passphrase")
        self._again = SecretField(_("The same once more"))
        self._again.setObjectName("again")
        self._differs = label(_("The two are not the same."), size="small", tone="due")
        self._differs.hide()
        self._meter = StrengthMeter(ops, self._on_judged)
        self._suggest = button(_("Suggest six words"), self._on_suggest, kind="link", glyph="dices", name="suggest")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(_("Making the vault"))
        self._busy.hide()
        self._create = button(_("Create the practice"), self._on_create, kind="primary", name="make")
        self._lay_out()
        self._first.changed.connect(self._on_changed)
        self._again.changed.connect(self._show_state)
        self._first.submitted.connect(self._again.setFocus)
        self._again.submitted.connect(self._on_create)
        self._show_state()

    def begin(self) -> None:
        self._first.setFocus()

    def use_names(self, names: Sequence[str]) -> None:
        """Names that make a passphrase easy to guess."""
        self._names = names

    def say_failure(self, error: KnownError) -> None:
        """The vault could not be made."""
        self._set_busy(busy=False)
        self.strip.say_error(error)

    def _lay_out(self) -> None:
        self.content.addLayout(field(_("Passphrase"), self._first))
        self.content.addWidget(self._meter)
        self.content.addLayout(row(self._suggest, None))
        self.content.addSpacing(Space.XS)
        self.content.addLayout(field(_("The same once more"), self._again))
        self.content.addWidget(self._differs)
        self.content.addWidget(self._busy)
        self.add_back()
        self.buttons.addWidget(self._create)

    def _on_changed(self) -> None:
        self._problem = _("Not judged yet.")
        self._meter.judge(self._first.text(), self._names)
        self._show_state()

    def _on_judged(self, problem: str) -> None:
        self._problem = problem
        self._show_state()

    def _on_suggest(self) -> None:
        def suggest() -> str:
            from app import vaults

            return vaults.suggest_passphrase(language())

        self._ops.outside(self, suggest, self._on_suggested)

    def _on_suggested(self, words: str) -> None:
        self.strip.say(_("Write these words down before you go on; type them once more below."), "info")
        self._first.put(words)
        self._again.forget()
        self._again.setFocus()

    def _show_state(self) -> None:
        same = self._first.text() == self._again.text()
        self._differs.setVisible(not same and len(self._again.text()) >= len(self._first.text()))
        good = not self._first.is_empty() and not self._problem and same
        self._create.setEnabled(good and self._busy.isHidden())

    def _on_create(self) -> None:
        if not self._create.isEnabled():
            return
        self.strip.hush()
        self._set_busy(busy=True)
        passphrase = self._first.text()
        self.chosen.emit(passphrase)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        for part in (self._first, self._again, self._suggest):
            part.setEnabled(not busy)
        self._create.setText(_("Making the vault…") if busy else _("Create the practice"))
        self._show_state()

    def forget(self) -> None:
        """Empty the fields; the vault is made."""
        self._first.forget()
        self._again.forget()
