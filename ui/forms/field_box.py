"""One field on a form: its label, its control, its help, and what is wrong with it, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.texts import _
from ui.forms.control import Control
from ui.theme import Space
from ui.widgets.labels import IconLabel, label

if TYPE_CHECKING:
    from app.records.fields import FieldSpec

NEEDED_MARK = "\u00a0*"


def marked_label(spec: FieldSpec) -> str:
    """The label of a field, with the mark of what is needed."""
    return _(spec.label) + (NEEDED_MARK if spec.needed else "")


class FieldBox(QWidget):
    """A control with its words.

    Signals:
        changed(): the person changed the value.
    """

    changed = Signal()

    def __init__(self, control: Control) -> None:
        super().__init__()
        self.spec = control.spec
        self.control = control
        self.setObjectName(f"box:{self.spec.name}")
        # Ignored: columns of a form are equally wide, whatever stands in them.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        if not control.names_itself:
            column.addWidget(self._label())
        column.addWidget(control)
        if self.spec.help:
            column.addWidget(label(_(self.spec.help), size="small", tone="muted", wrap=True))
        self._problem = _Problem()
        column.addWidget(self._problem)
        control.changed.connect(self._on_changed)
        control.left.connect(self._on_left)
        self._speak()

    @property
    def wide(self) -> bool:
        """Whether it wants the whole width of the form."""
        return self.control.wide

    @property
    def problem(self) -> str:
        """The problem shown now."""
        return self._problem.text

    def point_out(self, text: str) -> None:
        """Show a problem beside the field; empty takes it away."""
        self._problem.say(text)
        self._speak()

    def check(self) -> bool:
        """Show what is wrong with what was typed. True if nothing is."""
        text = self.control.problem()
        self.point_out(text)
        return not text

    def _label(self) -> QWidget:
        made = label(marked_label(self.spec), wrap=True)
        made.setProperty("strong", "true")
        made.setBuddy(self.control.handle())
        return made

    def _speak(self) -> None:
        name = _(self.spec.label)
        if self.spec.needed:
            name = _("{field}, needed to complete").format(field=name)
        parts = [part for part in (self._problem.text, _(self.spec.help)) if part]
        self.control.speak(name, " ".join(parts))

    def _on_changed(self) -> None:
        if self._problem.text and not self.control.problem():
            self.point_out("")
        self.changed.emit()

    def _on_left(self) -> None:
        self.check()


class _Problem(QWidget):
    """An icon and a sentence; takes no room while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._label = label(size="small", tone="due", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(IconLabel("circle-alert", "due", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, text: str) -> None:
        self._label.setText(text)
        self.setVisible(bool(text))
