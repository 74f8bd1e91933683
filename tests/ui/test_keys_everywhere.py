"""Search, lock, hide and the crisis card answer their keys from whatever somebody is writing in, on every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tests.ui.accessibility import controls, describe
from tests.ui.drivers.window import Window
from tests.ui.walk import views
from ui.search.panel import SearchPanel

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
EDITORS = frozenset({"NoteEdit", "QLineEdit", "QuietCombo", "QCheckBox", "QPushButton", "DataTable", "SearchField"})


class Greedy(QObject):
    """Has every widget want every key with Ctrl for itself, as some want some of them on each system."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        is_wanted = isinstance(watched, QWidget) and bool(event.modifiers() & CONTROL)
        if is_wanted:
            event.accept()
        return is_wanted


@pytest.fixture
def greedy(qapp: QApplication) -> Iterator[None]:
    """While a test runs."""
    made = Greedy()
    qapp.installEventFilter(made)
    yield
    qapp.removeEventFilter(made)


def one_of_each(window: Window) -> dict[str, QWidget]:
    """Of each kind of control in sight that takes the focus, the first."""
    found: dict[str, QWidget] = {}
    for each in controls(window.shell.workspace):
        if each.isEnabled() and each.focusPolicy() != Qt.FocusPolicy.NoFocus:
            found.setdefault(type(each).__name__, each)
    return found


class Keys:
    """Presses the keys as the system hands them to the window, and says which of them did nothing."""

    def __init__(self, window: Window) -> None:
        self._shell = window.shell
        self._locks = 0
        self._shell.workspace.lock_wanted.disconnect(self._shell.lock)
        self._shell.workspace.lock_wanted.connect(self._on_lock)
        self._cards = 0
        crisis = next(each for each in self._shell.findChildren(QShortcut) if each.key() == QKeySequence("F1"))
        crisis.activated.disconnect(self._shell.open_crisis_card)  # that the card opens: test_crisis_card
        crisis.activated.connect(self._on_crisis)

    def dead_in(self, widget: QWidget) -> list[str]:
        """The names of the keys that are not heard while this widget has the focus."""
        keys = {"Ctrl+K": self._search, "Ctrl+L": self._lock, "Ctrl+Shift+H": self._hide, "F1": self._crisis}
        dead = []
        for name, is_heard in keys.items():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            if not is_heard():
                dead.append(f"{name} in {describe(widget)}")
        return dead

    def _on_lock(self) -> None:
        self._locks += 1

    def _on_crisis(self) -> None:
        self._cards += 1

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._shell.windowHandle(), key, modifiers)

    def _search(self) -> bool:
        self._press(Qt.Key.Key_K, CONTROL)
        panel = self._shell.workspace.findChild(SearchPanel)
        if not isinstance(panel, SearchPanel) or not panel.isVisible():
            return False
        panel.close_panel()
        return True

    def _lock(self) -> bool:
        before = self._locks
        self._press(Qt.Key.Key_L, CONTROL)
        return self._locks == before + 1

    def _hide(self) -> bool:
        self._press(Qt.Key.Key_H, CONTROL | SHIFT)
        is_hidden = self._shell.cover.is_down
        if is_hidden:
            self._press(Qt.Key.Key_Space)
        return is_hidden and not self._shell.cover.is_down

    def _crisis(self) -> bool:
        before = self._cards
        self._press(Qt.Key.Key_F1)
        return self._cards == before + 1


@pytest.mark.usefixtures("greedy")
def test_the_keys_of_the_window_are_heard_in_every_kind_of_field_on_every_page(window: Window, tmp_path: Path) -> None:
    keys = Keys(window)
    dead: list[str] = []
    tried: set[tuple[str, str]] = set()
    for view in views(window, tmp_path):
        page = view.partition(".")[0]
        window.activate()  # a menu was in front, perhaps
        for kind, each in one_of_each(window).items():
            if (page, kind) not in tried and isValid(each):  # what stood on a page may have been shown anew
                tried.add((page, kind))
                dead += [f"{view}: {words}" for words in keys.dead_in(each)]
    assert dead == []
    assert {kind for _page, kind in tried} >= EDITORS
