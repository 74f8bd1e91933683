"""The one sheet for printing and saving."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton, QWidget

from tests.ui.drivers.base import WAIT_MS, Driver
from tests.ui.drivers.window import Window
from ui.releasing.sheet import ReleaseSheet


class SheetDriver(Driver):
    """Waits until the pages are drawn: `sheet.save(path)`, `sheet.print()`."""

    def __init__(self, window: Window, opener: str = "release") -> None:
        """`opener`: the button that opens it; empty: it is open already."""
        super().__init__(window._root, window.qtbot)
        self._window = window
        if opener:
            self.press(opener)
        self.find(QWidget, "pages_view")
        window.settle()

    @property
    def sheet(self) -> ReleaseSheet:
        """The sheet in sight."""
        return next(each for each in self._root().findChildren(ReleaseSheet) if each.isVisible())

    def is_open(self) -> bool:
        """Whether it is still there."""
        return any(each.isVisible() for each in self._root().findChildren(ReleaseSheet))

    def answers(self) -> dict[str, bool]:
        """The answers to *where does it go*, and whether each can be chosen."""
        found = [each for each in self.sheet.findChildren(QRadioButton) if each.isVisible()]
        return {each.objectName().removeprefix("where:"): each.isEnabled() for each in found}

    def chosen(self) -> str:
        """The answer that is chosen."""
        found = [each for each in self.sheet.findChildren(QRadioButton) if each.isChecked()]
        return found[0].objectName().removeprefix("where:") if found else ""

    def choose(self, name: str, text: str = "") -> None:
        """Choose an answer; with `text`, an entry of a list."""
        if text:
            super().choose(name, text)
        else:
            self.press(f"where:{name}")

    def save(self, path: Path) -> None:
        """Save there, and wait for the end."""
        self._window.prompts.answer(path)
        self.press("save_pdf")
        self._window.settle()

    def print(self) -> None:
        """Enter prints."""
        self.press_key(Qt.Key.Key_Return)
        self._window.settle()

    def press_key(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        self._window.activate()
        QTest.keyClick(self._window.shell.focusWidget(), key)

    def close(self) -> None:
        """Esc leads back."""
        self.press_key(Qt.Key.Key_Escape)
        self.qtbot.waitUntil(lambda: not self.is_open(), timeout=WAIT_MS)
