"""Controls for a line, a whole number, yes or no, and a short list of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.texts import _
from ui.forms.choices import Segments
from ui.forms.control import Control, column_of, row_of
from ui.theme import icon

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.records.fields import FieldSpec

NUMBER_WIDTH = 120
LONGEST_LINE = 1000


class LineControl(Control):
    """One line of text."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.edit = QLineEdit()
        self.edit.setMaxLength(LONGEST_LINE)
        self.edit.textEdited.connect(self.changed)
        self.edit.editingFinished.connect(self.left)
        row_of(self, self.edit)

    def value(self) -> Any:
        return self.edit.text().strip() or self.nothing

    def set_value(self, value: Any) -> None:
        self.edit.setText(value or "")
        self.edit.setCursorPosition(0)

    def handle(self) -> QWidget:
        return self.edit


class NumberControl(Control):
    """A whole number, typed; records hold no others."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.edit = QLineEdit()
        self.edit.setMaximumWidth(NUMBER_WIDTH)
        self.edit.textEdited.connect(self.changed)
        self.edit.editingFinished.connect(self.left)
        row_of(self, self.edit).addStretch(1)

    def value(self) -> Any:
        typed = self.edit.text().strip()
        return int(typed) if _is_whole_number(typed) else None

    def set_value(self, value: Any) -> None:
        self.edit.setText("" if value is None else str(value))

    def problem(self) -> str:
        typed = self.edit.text().strip()
        return "" if not typed or _is_whole_number(typed) else _("Write a whole number, such as 50.")

    def handle(self) -> QWidget:
        return self.edit


def _is_whole_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 12


class TickControl(Control):
    """Yes or no, where no is a fair start: a tick box that carries its own label."""

    names_itself = True

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.box = QCheckBox(_(spec.label))
        self.box.clicked.connect(self.changed)
        row_of(self, self.box).addStretch(1)

    def value(self) -> Any:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    def handle(self) -> QWidget:
        return self.box


class YesNoControl(Control):
    """Yes or no, where the question has to be answered: nothing is chosen to begin with."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.segments = Segments([(True, _("Yes")), (False, _("No"))])
        self.segments.picked.connect(self.changed)
        row_of(self, self.segments).addStretch(1)

    def value(self) -> Any:
        return self.segments.value()

    def set_value(self, value: Any) -> None:
        self.segments.set_value(value)

    def handle(self) -> QWidget:
        return self.segments.handle()

    def speak(self, label: str, description: str) -> None:
        self.segments.speak(label, description)


class LinesControl(Control):
    """A list of short texts: Return adds the next, clearing one removes it."""

    wide = True

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._label = ""
        self._shown: list[_LineOfMany] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._add_button = QPushButton(_("Add a line"))
        self._add_button.setProperty("kind", "link")
        self._add_button.setIcon(icon("plus", "accent"))
        self._add_button.clicked.connect(self._on_add_clicked)
        outer = column_of(self, spacing=4)
        outer.addLayout(self._lines)
        outer.addWidget(self._add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_value([])

    def value(self) -> Any:
        return [text for text in (edit.text().strip() for edit in self._edits()) if text]

    def set_value(self, value: Any) -> None:
        for edit in self._edits():
            self._drop(edit)
        for text in value or [""]:
            self._add(text)

    def handle(self) -> QWidget:
        return self._edits()[0]

    def speak(self, label: str, description: str) -> None:
        self._label = label
        for number, edit in enumerate(self._edits(), start=1):
            edit.setAccessibleName(_("{label}, line {number}").format(label=label, number=number))
            edit.setAccessibleDescription(description)

    def _edits(self) -> list[_LineOfMany]:
        return list(self._shown)

    def _add(self, text: str) -> _LineOfMany:
        edit = _LineOfMany(text)
        edit.setMaxLength(LONGEST_LINE)
        edit.textEdited.connect(self.changed)
        edit.editingFinished.connect(self.left)
        edit.next_wanted = self._on_add_clicked
        self._shown.append(edit)
        self._lines.addWidget(edit)
        if self._label:
            self.speak(self._label, "")
        return edit

    def _drop(self, edit: _LineOfMany) -> None:
        self._shown.remove(edit)
        self._lines.removeWidget(edit)
        edit.setParent(None)
        edit.deleteLater()

    def _on_add_clicked(self) -> None:
        empty = [edit for edit in self._edits() if not edit.text().strip()]
        (empty[0] if empty else self._add("")).setFocus(Qt.FocusReason.TabFocusReason)


class _LineOfMany(QLineEdit):
    """A line that asks for the next one on Return, instead of pressing the form's main button."""

    next_wanted: Any = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and self.next_wanted:
            self.next_wanted()
            event.accept()
            return
        super().keyPressEvent(event)
