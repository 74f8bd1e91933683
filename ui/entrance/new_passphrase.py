"""Choosing a passphrase: typed twice, with its strength and a suggestion of six words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _, language
from ui.entrance.frame import field
from ui.entrance.strength import StrengthMeter
from ui.operations import Operations
from ui.theme import Space
from ui.widgets import SecretField, button, label, row


class NewPassphrase(QWidget):
    """The two fields; they keep what was typed until `forget`.

    Signals:
        changed(): it may be good enough now, or no longer.
        submitted(): Enter was pressed in the second field.
        suggested(): six words were filled in; they have to be written down and typed once more.
    """

    changed = Signal()
    submitted = Signal()
    suggested = Signal()

    def __init__(self, ops: Operations, name: str, caption: str = "") -> None:
        """`name`: what the first field is called for drivers; `caption`: what stands over it."""
        super().__init__()
        self._ops = ops
        self._names: Sequence[str] = ()
        self._problem = ""
        caption = caption or _("Passphrase")
        self._first = SecretField(caption)
        self._first.setObjectName(name)
        self._again = SecretField(_("The same once more"))
        self._again.setObjectName("again")
        self._differs = label(_("The two are not the same."), size="small", tone="due")
        self._differs.hide()
        self._meter = StrengthMeter(ops, self._on_judged)
        self._suggest = button(_("Suggest six words"), self._on_suggest, kind="link", glyph="dices", name="suggest")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(field(caption, self._first))
        column.addWidget(self._meter)
        column.addLayout(row(self._suggest, None))
        column.addSpacing(Space.XS)
        column.addLayout(field(_("The same once more"), self._again))
        column.addWidget(self._differs)
        self._first.changed.connect(self._on_changed)
        self._again.changed.connect(self._show_state)
        self._first.submitted.connect(self._again.setFocus)
        self._again.submitted.connect(self.submitted)
        self.setFocusProxy(self._first)

    @property
    def is_good(self) -> bool:
        """Whether it is strong enough and was typed twice alike."""
        return not self._first.is_empty() and not self._problem and self._is_same

    def use_names(self, names: Sequence[str]) -> None:
        """Names that make a passphrase easy to guess."""
        self._names = names

    def typed(self) -> str:
        """What was typed; it stays, because what is made of it may fail."""
        return self._first.text()

    def forget(self) -> None:
        """Empty both fields."""
        self._first.forget()
        self._again.forget()

    @property
    def _is_same(self) -> bool:
        return self._first.text() == self._again.text()

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
        self._first.put(words)
        self._again.forget()
        self._again.setFocus()
        self.suggested.emit()

    def _show_state(self) -> None:
        self._differs.setVisible(not self._is_same and len(self._again.text()) >= len(self._first.text()))
        self.changed.emit()
