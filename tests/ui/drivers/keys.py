"""Typing as a keyboard does, every letter of every alphabet: QTest knows ASCII only and aborts at *Ł*."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def type_keys(widget: QWidget, text: str) -> None:
    """Type `text` into a widget, key by key."""
    for letter in text:
        if letter.isascii() and letter != "\n":
            QTest.keyClicks(widget, letter)
        elif letter == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(widget, event)
