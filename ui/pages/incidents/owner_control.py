"""Who is responsible for a step: a colleague from the list, or anybody by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.forms.choices import QuietCombo
from ui.forms.control import Control, row_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records.fields import FieldSpec


class OwnerControl(Control):
    """A line with a list; the value is the name. `picked` is the name that was chosen from the list, not typed."""

    def __init__(self, spec: FieldSpec, names: Sequence[str]) -> None:
        super().__init__(spec)
        self.picked = ""
        self.combo = QuietCombo()
        self._edit = QLineEdit()
        self.combo.setEditable(True)
        self.combo.setLineEdit(self._edit)
        self.combo.setInsertPolicy(QuietCombo.InsertPolicy.NoInsert)
        self.combo.addItems(list(names))
        self.combo.setCurrentText("")
        self.combo.activated.connect(self._on_picked)
        self._edit.textEdited.connect(self._on_typed)
        self._edit.editingFinished.connect(self.left)
        row_of(self, self.combo)

    def value(self) -> Any:
        return self.combo.currentText().strip()

    def set_value(self, value: Any) -> None:
        self.combo.setCurrentText(value or "")

    def handle(self) -> QWidget:
        return self._edit

    def speak(self, label: str, description: str) -> None:
        super().speak(label, description)
        self.combo.setAccessibleName(label)

    def _on_picked(self) -> None:
        self.picked = self.combo.currentText()
        self.changed.emit()

    def _on_typed(self) -> None:
        self.picked = ""
        self.changed.emit()
