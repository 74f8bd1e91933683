"""The bar under what is being written: safety in three buttons, the state of the draft, and *sign* in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.texts import _
from ui.forms.choices import Segments, options_of
from ui.forms.fields import FieldSet
from ui.theme import Space
from ui.widgets import IconLabel, button, divider, label, row, set_shown, set_tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.records.fields import FieldSpec
    from ui.forms.fields import MakeControl


class SignBar(QFrame):
    """Always in sight below the form.

    Signals:
        finished(): *Sign* or *Save* was pressed.
    """

    finished = Signal()

    def __init__(self, action: str, explanation: str, *, risk: RiskPanel | None = None) -> None:
        super().__init__()
        self.setObjectName("sign_bar")
        self.risk = risk
        self._state = label(size="small", tone="muted")
        self._state.setObjectName("draft_state")
        self._icon = IconLabel("save", "muted", 16)
        self._explanation = label(explanation, size="small", tone="muted", wrap=True)
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._button = button(action, self.finished.emit, kind="primary", name="finish")
        self._button.setToolTip(_("Ctrl+Enter"))
        self._button.setAccessibleDescription(explanation)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, 0, Space.XL, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(divider())
        if risk is not None:
            column.addWidget(risk)
        line = row(self._icon, self._state, self._explanation, self._button, spacing=Space.S)
        line.setStretch(2, 1)
        column.addLayout(line)
        self.show_state("")

    def show_state(self, text: str, *, failed: bool = False) -> None:
        """Say how the draft is: *draft saved 14:02*, or that it could not be saved."""
        self._state.setText(text)
        set_shown(self._icon, bool(text))
        self._icon.show_icon("circle-alert" if failed else "save", "due" if failed else "muted")
        set_tone(self._state, "due" if failed else "muted")

    @property
    def state(self) -> str:
        """What it says about the draft."""
        return self._state.text()

    def set_ready(self, ready: bool) -> None:  # noqa: FBT001
        """Whether the button can be pressed now."""
        self._button.setEnabled(ready)


class RiskPanel(QWidget):
    """What was said about safety: never a level, one of three statements, with a word where one is needed.

    Signals:
        changed(): another statement, or another word about it.
        answered(): a statement was chosen after `ask`.
    """

    changed = Signal()
    answered = Signal()

    def __init__(self, specs: Sequence[FieldSpec], make: MakeControl, values: Mapping[str, Any]) -> None:
        """`specs`: the statement first, then the fields that depend on it."""
        super().__init__()
        self._statement, *rest = specs
        self._asking = False
        self._segments = Segments(options_of(self._statement))
        self._segments.speak(_(self._statement.label), "")
        self._segments.set_value(values.get(self._statement.name))
        self._segments.picked.connect(self._on_picked)
        self._words = FieldSet(rest, make)
        self._words.set_values(values)
        self._words.changed.connect(self.changed)
        self._hint = label(size="small", tone="due")
        name = label(_(self._statement.label))
        name.setProperty("strong", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row(name, self._segments, self._hint, None, spacing=Space.M))
        column.addWidget(self._words)
        self._refresh()

    def values(self) -> dict[str, Any]:
        """The statement and the words about it."""
        return {self._statement.name: self._segments.value(), **self._words.values()}

    @property
    def names(self) -> set[str]:
        """The fields that stand here."""
        return {self._statement.name, *(spec.name for spec in self._words.specs)}

    def ask(self) -> None:
        """The statement is still missing: the next press of a button answers and goes on."""
        self._asking = True
        self._hint.setText(_("Choose one, then it is signed."))
        self._segments.handle().setFocus(Qt.FocusReason.OtherFocusReason)

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside one of the fields."""
        self._words.point_out({name: text for name, text in texts.items() if name != self._statement.name})

    def _refresh(self) -> None:
        self._words.set_outside({self._statement.name: self._segments.value()})
        set_shown(self._words, self._segments.value() is not None and self._words.has_boxes_in_sight())

    def _on_picked(self) -> None:
        self._refresh()
        self._hint.setText("")
        self.changed.emit()
        if self._asking and self._segments.value() is not None:
            self._asking = False
            self.answered.emit()
