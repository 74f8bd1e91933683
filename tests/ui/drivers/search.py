"""The search panel of Ctrl+K."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from tests.ui.drivers.base import WAIT_MS, Driver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from ui.pages.search.panel import NAME, SearchPanel
from ui.pages.search.results import FOUND, ResultList


class SearchDriver(Driver):
    """`search.look_for("diary")`, `search.open_first()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        QTest.keyClick(window.shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        self.panel = self.find(SearchPanel, NAME)

    def look_for(self, words: str) -> list[str]:
        """Type words and press Enter; heads and hits from top to bottom."""
        self._type(words)
        self.press_key(Qt.Key.Key_Return)
        self._window.settle()
        return self.lines()

    def type_only(self, words: str) -> None:
        """Type words and press nothing."""
        self._type(words)

    def wait_for_hits(self) -> list[str]:
        """Wait for the search that begins by itself."""
        self.qtbot.waitUntil(lambda: bool(self.lines()), timeout=WAIT_MS)
        return self.lines()

    def lines(self) -> list[str]:
        """Heads and hits."""
        found = [each for each in self._root().findChildren(ResultList) if each.isVisible()]
        return [found[0].item(row).text() for row in range(found[0].count())] if found else []

    def excerpts(self) -> list[str]:
        """The excerpts of the hits, found words between ⟨ and ⟩."""
        shown = self.find(ResultList, "search_results")
        hits = [shown.item(row).data(FOUND) for row in range(shown.count())]
        return [hit.excerpt.replace("\x02", "⟨").replace("\x03", "⟩") for hit in hits if hit is not None]

    def hint(self) -> str:
        """What the panel says when there is no list."""
        return next((each.text() for each in self.panel.findChildren(QLabel) if each.isVisible()), "")

    def press_key(self, key: Qt.Key) -> None:
        """Press a key in the field."""
        QTest.keyClick(self.find(QLineEdit, "search_field"), key)

    def open_chosen(self) -> None:
        """Enter opens what is chosen."""
        self.press_key(Qt.Key.Key_Return)
        self._window.settle()

    def _type(self, words: str) -> None:
        field = self.find(QLineEdit, "search_field")
        field.selectAll()
        type_keys(field, words)

    def is_open(self) -> bool:
        """Whether the panel is there."""
        return self.panel.isVisible()
