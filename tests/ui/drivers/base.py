"""The ground of all drivers: finding visible widgets by object name, and using them as a person would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from ui.forms.steps import steps
from ui.widgets import SecretField, Strip

PASSPHRASE = "seven herons above a quiet pond"
WAIT_MS = 20_000

Found = TypeVar("Found", bound=QWidget)


class Driver:
    """Finds visible widgets by name and uses them as a person would."""

    def __init__(self, root: Callable[[], QWidget], qtbot: QtBot) -> None:
        self._root = root
        self.qtbot = qtbot

    def find(self, kind: type[Found], name: str) -> Found:
        """The visible widget of that name; waits for it."""

        def there() -> bool:
            return any(each.isVisible() for each in self._root().findChildren(kind, name))

        self.qtbot.waitUntil(there, timeout=WAIT_MS)
        return next(each for each in self._root().findChildren(kind, name) if each.isVisible())

    def press(self, name: str) -> None:
        """Press a button once it can be pressed; a person is slower than the steps in which a form is made."""
        button = self.find(QAbstractButton, name)

        def can_be_hit() -> bool:
            return button.isEnabled() and not button.size().isEmpty() and steps().is_idle

        self.qtbot.waitUntil(can_be_hit, timeout=WAIT_MS)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def can_press(self, name: str) -> bool:
        """Whether the button is enabled now."""
        return self.find(QAbstractButton, name).isEnabled()

    def type_into(self, name: str, text: str) -> None:
        """Type into a line, replacing what is there."""
        edit = self.find(QLineEdit, name)
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, text)

    def type_secret(self, name: str, text: str) -> None:
        """Type into a field for a passphrase or code."""
        inner = self.find(SecretField, name).findChild(QLineEdit, "secret")
        assert inner is not None
        inner.setFocus()
        inner.selectAll()
        QTest.keyClicks(inner, text)

    def choose(self, name: str, text: str) -> None:
        """Choose an entry of a list by its words."""
        combo = self.find(QComboBox, name)
        combo.setCurrentIndex(combo.findText(text))

    def strips(self) -> list[str]:
        """What the strips in sight say."""
        return [each.text for each in self._root().findChildren(Strip) if each.isVisible()]

    def wait_for_strip(self, words: str) -> str:
        """Wait until a strip says `words`; all of what it says."""
        self.qtbot.waitUntil(lambda: any(words in text for text in self.strips()), timeout=WAIT_MS)
        return next(text for text in self.strips() if words in text)

    def labels(self) -> list[str]:
        """Every text in sight."""
        return [each.text() for each in self._root().findChildren(QLabel) if each.isVisible() and each.text()]


class Table(Driver):
    """A table of rows."""

    def __init__(self, root: Callable[[], QWidget], qtbot: QtBot, name: str) -> None:
        super().__init__(root, qtbot)
        self._name = name

    def cells(self) -> list[list[str]]:
        """The texts of all rows that have arrived."""
        model = self.find(QTableView, self._name).model()
        return [
            [str(model.index(line, place).data() or "") for place in range(model.columnCount())]
            for line in range(model.rowCount())
        ]

    def column(self, place: int) -> list[str]:
        """The texts of one column."""
        return [cells[place] for cells in self.cells()]

    def wait_for(self, words: str) -> list[str]:
        """Wait for a row in which a cell says `words`."""
        self.qtbot.waitUntil(lambda: any(words in cells for cells in self.cells()), timeout=WAIT_MS)
        return next(cells for cells in self.cells() if words in cells)

    def open(self, words: str) -> None:
        """Open the row in which a cell says `words`."""
        self.wait_for(words)
        table = self.find(QTableView, self._name)
        line = next(i for i, cells in enumerate(self.cells()) if words in cells)
        table.setCurrentIndex(table.model().index(line, 0))
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Return)


def folder(path: Path) -> Path:
    """Make a folder and return it."""
    path.mkdir(parents=True, exist_ok=True)
    return path
