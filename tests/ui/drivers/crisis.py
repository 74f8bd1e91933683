"""The crisis card of F1."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTextBrowser

from tests.ui.drivers.base import WAIT_MS, Driver
from tests.ui.drivers.window import Window
from ui.crisis.card import CrisisCard


def press_key(window: Window, key: Qt.Key) -> None:
    """Press a key where the focus is, in whichever window of the program is active."""
    window.activate()
    # Keys are added once the first frame can be seen.
    window.qtbot.waitUntil(lambda: bool(window.shell.findChildren(QShortcut)), timeout=WAIT_MS)
    focus = QApplication.focusWidget() or window.shell
    QTest.keyClick(focus, key)


class CrisisDriver(Driver):
    """`CrisisDriver(window)` presses F1 where the focus is, and waits for the whole card."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        press_key(window, Qt.Key.Key_F1)
        assert self.is_open(), "one key is enough"
        window.settle()

    @property
    def card(self) -> CrisisCard:
        """The card."""
        card = self._window.shell.crisis.card
        assert card is not None
        return card

    def is_open(self) -> bool:
        """Whether the card can be seen."""
        card = self._window.shell.crisis.card
        return card is not None and card.isVisible()

    def emergency(self) -> list[str]:
        """The large numbers, from left to right."""
        return [each.text() for each in self.card.findChildren(QLabel, "emergency_number") if each.isVisible()]

    def numbers(self) -> list[str]:
        """The other numbers, from top to bottom."""
        return [each.text() for each in self.card.findChildren(QLabel, "crisis_number") if each.isVisible()]

    def client(self) -> str:
        """Whose card it is."""
        return "".join(each.text() for each in self.card.findChildren(QLabel, "crisis_client") if each.isVisible())

    def protocol(self) -> str:
        """The emergency protocol."""
        return "\n".join(each.toPlainText() for each in self.card.findChildren(QTextBrowser) if each.isVisible())

    def close(self) -> None:
        """Esc leads back."""
        QTest.keyClick(self.card, Qt.Key.Key_Escape)
        self.qtbot.waitUntil(lambda: not self.is_open(), timeout=WAIT_MS)
