"""The control for a field that names another record or a person of the practice: type a few letters, choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.texts import _
from ui.forms.control import Control, row_of
from ui.theme import icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.records.fields import FieldSpec

SETTLE_MS = 150
MOST_SHOWN = 12


class References(Protocol):
    """Finds what a reference may name; answers later, on the GUI thread."""

    def find(self, kinds: tuple[str, ...], words: str, done: Callable[[list[tuple[str, str]]], None]) -> None:
        """Call `done` with up to a dozen (id, label) that fit `words`; all that there are, if few, for no words."""

    def name(self, kinds: tuple[str, ...], record: str, done: Callable[[str], None]) -> None:
        """Call `done` with the label of `record`, or an empty text if this person cannot open it."""


class ReferenceControl(Control):
    """Shows the label of what is chosen; typing looks for another, clearing chooses nothing."""

    def __init__(self, spec: FieldSpec, references: References) -> None:
        super().__init__(spec)
        self._references = references
        self._chosen = ""
        self._label = ""
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(_("Type to choose"))
        self.edit.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.editingFinished.connect(self._on_editing_finished)
        self.edit.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setWindowFlags(Qt.WindowType.ToolTip)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._choose)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._look)
        row_of(self, self.edit)

    def value(self) -> Any:
        return self._chosen or self.nothing

    def set_value(self, value: Any) -> None:
        self._chosen = value or ""
        self._show_label("")
        if self._chosen:
            wanted = self._chosen
            self._references.name(self.spec.to, wanted, lambda label: self._on_named(wanted, label))

    def problem(self) -> str:
        if self.edit.text().strip() and not self._chosen:
            return _("Choose one from the list, or leave it empty.")
        return ""

    def handle(self) -> QWidget:
        return self.edit

    def _show_label(self, label: str) -> None:
        self._label = label
        self.edit.setText(label)

    def _look(self) -> None:
        words = self.edit.text().strip()
        self._references.find(self.spec.to, words, lambda found: self._on_found(words, found))

    def _choose(self, item: QListWidgetItem) -> None:
        self._chosen = item.data(Qt.ItemDataRole.UserRole)
        self._show_label(item.text())
        self._list.hide()
        self.changed.emit()
        self.left.emit()

    def _on_edited(self, text: str) -> None:
        if self._chosen:
            self._chosen = ""
            self.changed.emit()
        if text.strip():
            self._timer.start()
        else:
            self._list.hide()

    def _on_found(self, words: str, found: list[tuple[str, str]]) -> None:
        if words != self.edit.text().strip() or not self.edit.hasFocus():
            return
        self._list.clear()
        for record, label in found[:MOST_SHOWN]:
            item = QListWidgetItem(label, self._list)
            item.setData(Qt.ItemDataRole.UserRole, record)
        if not found:
            self._list.hide()
            return
        self._list.setCurrentRow(0)
        rows = self._list.count() * self._list.sizeHintForRow(0) + 2 * self._list.frameWidth() + 4
        self._list.resize(self.edit.width(), rows)
        self._list.move(self.edit.mapToGlobal(QPoint(0, self.edit.height())))
        self._list.show()

    def _on_named(self, record: str, label: str) -> None:
        if record == self._chosen:
            self._show_label(label or _("A record you cannot open"))

    def _on_editing_finished(self) -> None:
        self._list.hide()
        self.left.emit()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._on_key(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, key: int) -> bool:
        """Keys of the open list; Down on a closed one looks for everything."""
        if not self._list.isVisible():
            if key == Qt.Key.Key_Down:
                self._look()
                return True
            return False
        row = self._list.currentRow()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((row + step) % self._list.count())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self._list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            return False
        return True
