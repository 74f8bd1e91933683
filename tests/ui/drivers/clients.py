"""The Clients page: finding somebody, adding somebody."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QTableView

from tests.ui.drivers.base import WAIT_MS, Table
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window


class ClientsDriver(Table):
    """`clients.add("Maria Kowalska")`, `clients.open("K-0001")`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot, "clients_table")
        self._window = window
        window.go_to("clients")

    def add(self, name: str, *, anyway: bool = False) -> FileDriver:
        """Add a client by the one field; the file opens."""
        self.begin_adding(name)
        if anyway:
            self.press("add_anyway")
        return self._opened()

    def add_for(self, name: str, lead: str) -> FileDriver:
        """Add a client whose file somebody else leads; the file opens."""
        self.press("new_client_button")
        type_keys(self.find(QLineEdit, "new_client_name"), name)
        combo = self.find(QComboBox, "new_client_lead")
        combo.setCurrentIndex(next(place for place in range(combo.count()) if combo.itemText(place).endswith(lead)))
        combo.activated.emit(combo.currentIndex())
        self.press("add_client")
        return self._opened()

    def begin_adding(self, name: str) -> None:
        """Type a name into the field and press Enter."""
        self.press("new_client_button")
        edit = self.find(QLineEdit, "new_client_name")
        type_keys(edit, name)
        QTest.keyClick(edit, Qt.Key.Key_Return)

    def duplicate_warning(self) -> str:
        """What is said about somebody alike."""
        return self.wait_for_strip("K-")

    def open_duplicate(self) -> FileDriver:
        """Open the file that is there already."""
        self.press("open_duplicate")
        return self._opened()

    def filter(self, text: str) -> list[str]:
        """Type a few letters; the names that are left."""
        self._type_filter(text)
        QTest.keyClick(self.find(QLineEdit, "clients_filter"), Qt.Key.Key_Return)
        return self.names()

    def _type_filter(self, text: str) -> None:
        edit = self.find(QLineEdit, "clients_filter")
        edit.setFocus()
        edit.clear()
        type_keys(edit, text)

    def show_status(self, code: str) -> list[str]:
        """Only clients of one status; their names."""
        combo = self.find(QComboBox, "clients_status")
        combo.setCurrentIndex(combo.findData(code))
        combo.activated.emit(combo.currentIndex())
        return self.names()

    def names(self) -> list[str]:
        """The names in the list, when all have arrived."""
        self._window.settle()
        if not self.is_listed():
            return []

        def arrived() -> bool:
            return "…" not in self.column(0)

        self.qtbot.waitUntil(arrived, timeout=WAIT_MS)
        return self.column(1)

    def is_listed(self) -> bool:
        """Whether the list has any line."""
        found = [each for each in self._root().findChildren(QLineEdit, "clients_filter") if each.isVisible()]
        return bool(found) and "clients_table" in self.tables()

    def tables(self) -> list[str]:
        """The names of the tables in sight."""
        return [each.objectName() for each in self._root().findChildren(QTableView) if each.isVisible()]

    def press_head(self, column: int) -> None:
        """Press the head of a column."""
        self._window.settle()
        self.find(QTableView, "clients_table").horizontalHeader().sectionClicked.emit(column)

    def open_client(self, words: str) -> FileDriver:
        """Open the file of the line that says `words`."""
        self.open(words)
        return self._opened()

    def _opened(self) -> FileDriver:
        return FileDriver(self._window)
