"""Controls for a choice and for several choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QGridLayout, QPushButton, QWidget

from app.records.fields import OpenChoice
from app.texts import _
from ui.forms.control import Control, row_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from app.records.fields import FieldSpec

MOST_SEGMENTS = 4
MOST_LETTERS_IN_SEGMENTS = 44
MOST_COLUMNS = 4
TICK_COLUMN_WIDTH = 180  # least width of a column of tick boxes, px

Option = tuple[Any, str]  # value, and its label in the person's language


class Segments(QWidget):
    """A few buttons in a row, of which at most one is down. Pressing it again lifts it where nothing is an answer.

    Signals:
        picked(): the person pressed one.
    """

    picked = Signal()

    def __init__(self, options: Sequence[Option], *, liftable: bool = True) -> None:
        super().__init__()
        self._liftable = liftable
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._values = [value for value, _label in options]
        layout = row_of(self, spacing=4)
        for number, (_value, label) in enumerate(options):
            button = QPushButton(label)
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._group.addButton(button, number)
            layout.addWidget(button)
        self._group.idClicked.connect(self._on_clicked)

    def value(self) -> Any:
        """The value of the button that is down, or None."""
        down = [number for number in range(len(self._values)) if self._group.button(number).isChecked()]
        return self._values[down[0]] if down else None

    def set_value(self, value: Any) -> None:
        for number, one in enumerate(self._values):
            self._group.button(number).setChecked(value is not None and one == value)

    def handle(self) -> QWidget:
        return self._group.button(0)

    def buttons(self) -> list[QPushButton]:
        """The buttons in the order of their options."""
        return [button for button in self._group.buttons() if isinstance(button, QPushButton)]

    def speak(self, label: str, description: str) -> None:
        for button in self.buttons():
            button.setAccessibleName(_("{label}: {choice}").format(label=label, choice=button.text()))
            button.setAccessibleDescription(description)

    def _on_clicked(self, number: int) -> None:
        pressed = self._group.button(number)
        for button in self._group.buttons():
            if button is not pressed:
                button.setChecked(False)
        if not pressed.isChecked() and not self._liftable:
            pressed.setChecked(True)
        self.picked.emit()


def fits_segments(labels: Sequence[str]) -> bool:
    """Whether these labels are few and short enough to be buttons in a row."""
    return len(labels) <= MOST_SEGMENTS and sum(map(len, labels)) <= MOST_LETTERS_IN_SEGMENTS


def options_of(spec: FieldSpec) -> list[Option]:
    """The options of a field with choices, in their order."""
    return [(member.value, _(member.label)) for member in spec.choices or ()]


def has_own_values(spec: FieldSpec) -> bool:
    """Whether a practice may change this list: then a record may hold a value that is offered no more."""
    return spec.choices is not None and isinstance(spec.choices[0], OpenChoice)


def words_of(spec: FieldSpec, value: str) -> str:
    """What stands for a value that a record has although it is not offered (any more)."""
    return _(type(spec.choices[0]).label_of(value)) if spec.choices else value


class SegmentsControl(Control):
    """One choice out of a few."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.segments = Segments(options_of(spec), liftable=spec.default is None)
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


class ComboControl(Control):
    """One choice out of many, or out of long ones."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.combo = QuietCombo()
        if spec.default is None or spec.default == "":
            self.combo.addItem(_("Not chosen"), None)
        for value, label in options_of(spec):
            self.combo.addItem(label, value)
        self.combo.activated.connect(self.changed)
        row_of(self, self.combo)

    def value(self) -> Any:
        chosen = self.combo.currentData()
        return self.nothing if chosen is None else chosen

    def set_value(self, value: Any) -> None:
        if value and self.combo.findData(value) < 0:
            self.combo.addItem(words_of(self.spec, value), value)
        self.combo.setCurrentIndex(max(0, self.combo.findData(value or None)))

    def handle(self) -> QWidget:
        return self.combo


class QuietCombo(QComboBox):
    """A combo box that the wheel does not change while a page is scrolled past it, and that may be narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMaxVisibleItems(16)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TicksControl(Control):
    """Any number of choices: tick boxes in as many columns as there is room for."""

    wide = True

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._columns = 0
        self._values = [value for value, _label in options_of(spec)]
        self._boxes = [QCheckBox(label) for _value, label in options_of(spec)]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        for box in self._boxes:
            box.clicked.connect(self.changed)
        self._arrange(1)

    def value(self) -> Any:
        return [value for value, box in zip(self._values, self._boxes, strict=True) if box.isChecked()]

    def set_value(self, value: Any) -> None:
        for one in value or ():
            if one not in self._values:
                self._add(one)
        for one, box in zip(self._values, self._boxes, strict=True):
            box.setChecked(one in (value or ()))

    def handle(self) -> QWidget:
        return self._boxes[0]

    def speak(self, label: str, description: str) -> None:
        for box in self._boxes:
            box.setAccessibleName(_("{label}: {choice}").format(label=label, choice=box.text()))
            box.setAccessibleDescription(description)

    def _columns_in(self, width: int) -> int:
        """The most columns that fit beside each other, each as wide as its longest label."""
        widths = [max(TICK_COLUMN_WIDTH, box.sizeHint().width()) for box in self._boxes]
        for columns in range(min(MOST_COLUMNS, len(widths)), 1, -1):
            rows = -(-len(widths) // columns)
            between = (columns - 1) * self._grid.horizontalSpacing()
            if sum(max(widths[at : at + rows]) for at in range(0, len(widths), rows)) + between <= width:
                return columns
        return 1

    def _add(self, value: str) -> None:
        """A box for what the record has although the list does not offer it."""
        box = QCheckBox(words_of(self.spec, value))
        box.clicked.connect(self.changed)
        self._values.append(value)
        self._boxes.append(box)
        columns, self._columns = max(1, self._columns), 0
        self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        rows = -(-len(self._boxes) // columns)
        for number, box in enumerate(self._boxes):
            self._grid.addWidget(box, number % rows, number // rows)
        for column in range(MOST_COLUMNS):
            self._grid.setColumnStretch(column, int(column < columns))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._columns_in(event.size().width()))
