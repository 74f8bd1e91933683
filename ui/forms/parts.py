"""Controls for parts of a record: one group of fields, and rows of them that can be repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.texts import _
from ui.forms.control import Control, column_of, settle
from ui.forms.field_box import marked_label
from ui.forms.fields import FieldSet, is_blank
from ui.forms.steps import steps
from ui.theme import Space
from ui.widgets import button, card, icon_button, label, row

if TYPE_CHECKING:
    from app.records.fields import FieldSpec
    from ui.forms.fields import MakeControl


class GroupControl(Control):
    """One part: its fields in a frame."""

    wide = True

    def __init__(self, spec: FieldSpec, make_control: MakeControl) -> None:
        super().__init__(spec)
        self.fields = FieldSet(spec.item or (), make_control)
        self.fields.changed.connect(self.changed)
        column_of(self, card(self.fields))

    @property
    def is_complete(self) -> bool:
        return self.fields.is_complete

    def value(self) -> Any:
        values = self.fields.values()
        empty = self.spec.default is None and is_blank(self.fields.specs, values)
        return None if empty else values

    def set_value(self, value: Any) -> None:
        self.fields.set_values(value or {})

    def problem(self) -> str:
        found = self.fields.problems()
        return found[0].text if found else ""

    def handle(self) -> QWidget:
        first = self.fields.specs[0].name
        return self.fields.box(first).control.handle()

    def speak(self, label: str, description: str) -> None:
        self.fields.setAccessibleName(label)
        self.fields.setAccessibleDescription(description)


class RowsControl(Control):
    """Parts of one kind, as many as there are; a row left blank is not kept.

    Rows come step by step; until one is there its value is the one that was loaded.
    """

    wide = True
    names_itself = True  # the button that adds a row stands beside the label

    def __init__(self, spec: FieldSpec, make_control: MakeControl) -> None:
        super().__init__(spec)
        self._make_control = make_control
        self._label = _(spec.label)
        self._rows: list[_Row] = []
        self._coming: list[dict[str, Any]] = []  # rows that a later step makes
        self._rows_layout = QVBoxLayout()
        self._rows_layout.setSpacing(Space.S)
        self._add = button(_("Add"), self._on_add, kind="link", glyph="plus", name=f"add:{spec.name}")
        self._name = label(marked_label(spec))
        self._name.setProperty("strong", "true")
        self._name.setBuddy(self._add)
        outer = column_of(self, spacing=Space.XS)
        outer.addLayout(row(self._name, self._add, None, spacing=Space.M))
        outer.addLayout(self._rows_layout)

    @property
    def is_complete(self) -> bool:
        return not self._coming and all(one.fields.is_complete for one in self._rows)

    def value(self) -> Any:
        kept = []
        for one in self._rows:
            values = one.fields.values()
            if not is_blank(one.fields.specs, values):
                kept.append(values)
        return [*kept, *self._coming]

    def set_value(self, value: Any) -> None:
        for one in list(self._rows):
            self._drop(one)
        self._coming = list(value or [])
        for _row in self._coming:
            steps().do(self, self._make_next)

    def problem(self) -> str:
        texts = [found.text for one in self._rows for found in one.fields.problems()]
        return texts[0] if texts else ""

    def handle(self) -> QWidget:
        return self._add

    def speak(self, label: str, description: str) -> None:
        self._add.setAccessibleName(_("Add: {field}").format(field=label))
        self._add.setAccessibleDescription(description)

    def rows(self) -> list[FieldSet]:
        """The fields of each row, in order."""
        self._make_all()
        return [one.fields for one in self._rows]

    def add(self) -> FieldSet:
        """Begin a new row and give its fields."""
        self._make_all()
        return self._append({}).fields

    def _make_next(self) -> None:
        if self._coming:  # else somebody asked for all of them, or for others
            self._append(self._coming.pop(0))

    def _make_all(self) -> None:
        while self._coming:
            self._make_next()

    def _append(self, values: dict[str, Any]) -> _Row:
        made = _Row(FieldSet(self.spec.item or (), self._make_control), self._label)
        made.fields.set_values(values)
        made.fields.changed.connect(self.changed)
        made.removed.connect(lambda: self._on_removed(made))
        self._rows.append(made)
        self._rows_layout.addWidget(made)
        made.show()
        return made

    def _drop(self, old: _Row) -> None:
        self._rows.remove(old)
        self._rows_layout.removeWidget(old)
        old.hide()
        old.deleteLater()

    def _on_add(self) -> None:
        self._make_all()
        fields = self._append({}).fields
        settle(self)
        fields.focus_first()
        self.changed.emit()

    def _on_removed(self, old: _Row) -> None:
        self._drop(old)
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


class _Row(QWidget):
    """One row in its frame, with a button that takes it away."""

    removed = Signal()

    def __init__(self, fields: FieldSet, name: str) -> None:
        super().__init__()
        self.fields = fields
        remove = icon_button("x", _("Remove: {field}").format(field=name), self.removed.emit)
        inside = QHBoxLayout()
        inside.setSpacing(Space.S)
        inside.addWidget(fields, 1)
        inside.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        column_of(self, card(inside))
