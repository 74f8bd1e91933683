"""The clipboard: marked whoever copies, cleared soon after the window was left, pasteable here until the lock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.drivers.window import Window
from ui.clipboard import CLEAR_AFTER_MS, Clipboard, sensitive
from ui.platform.clipboard_marks import MARKS

AWAY, BACK = Qt.ApplicationState.ApplicationInactive, Qt.ApplicationState.ApplicationActive
PLANTED = "Zefirynaplanted"


@pytest.fixture
def system(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QClipboard]:
    """The system's clipboard, empty. Off the screen nobody tells whose it is; what these tests copy is ours."""
    found = qapp.clipboard()
    monkeypatch.setattr(found, "ownsClipboard", lambda: True)
    found.clear()
    yield found
    found.clear()


@pytest.fixture
def ours(system: QClipboard) -> Iterator[Clipboard]:
    """What watches it."""
    made = Clipboard()
    yield made
    made.clear()
    made.deleteLater()


def is_marked(system: QClipboard) -> bool:
    return all(system.mimeData().hasFormat(name) for name in MARKS)


def go_away(ours: Clipboard) -> None:
    """Another program for longer than half a minute."""
    ours._on_state_changed(AWAY)
    assert ours._timer.isActive()
    assert ours._timer.interval() == CLEAR_AFTER_MS == 30_000
    ours._timer.stop()
    ours._timer.timeout.emit()


def test_what_any_field_copies_is_marked(ours: Clipboard, system: QClipboard, qtbot: QtBot) -> None:
    field = QLineEdit(PLANTED)
    qtbot.addWidget(field)
    field.show()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert system.text() == PLANTED
    assert is_marked(system)


def test_marking_keeps_what_else_was_copied(ours: Clipboard, system: QClipboard) -> None:
    data = QMimeData()
    data.setText(PLANTED)
    data.setHtml(f"<b>{PLANTED}</b>")
    system.setMimeData(data)
    assert is_marked(system)
    assert PLANTED in system.mimeData().html()


def test_it_is_cleared_after_the_window_was_left_and_is_there_again_on_coming_back(
    ours: Clipboard, system: QClipboard
) -> None:
    ours.copy(PLANTED)
    go_away(ours)
    assert system.text() == ""
    ours._on_state_changed(BACK)
    assert system.text() == PLANTED
    assert is_marked(system)
    go_away(ours)
    assert system.text() == ""


def test_who_comes_back_in_time_finds_it_untouched(ours: Clipboard, system: QClipboard) -> None:
    ours.copy(PLANTED)
    ours._on_state_changed(AWAY)
    ours._on_state_changed(BACK)
    assert not ours._timer.isActive()
    assert system.text() == PLANTED


def test_a_clipboard_manager_that_took_it_over_is_cleared_too(
    ours: Clipboard, system: QClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours.copy(PLANTED)
    monkeypatch.setattr(system, "ownsClipboard", lambda: False)
    go_away(ours)
    assert system.text() == ""


def test_what_was_copied_elsewhere_meanwhile_stays_and_is_what_is_pasted(
    ours: Clipboard, system: QClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours.copy(PLANTED)
    monkeypatch.setattr(system, "ownsClipboard", lambda: False)
    system.setText("theirs")
    go_away(ours)
    assert system.text() == "theirs"
    ours._on_state_changed(BACK)
    assert system.text() == "theirs"


def test_what_was_copied_elsewhere_after_it_was_cleared_is_what_is_pasted(
    ours: Clipboard, system: QClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours.copy(PLANTED)
    go_away(ours)
    monkeypatch.setattr(system, "ownsClipboard", lambda: False)
    system.setText("theirs")
    ours._on_state_changed(BACK)
    assert system.text() == "theirs"


def test_after_a_lock_nothing_of_it_is_left(window: Window, system: QClipboard) -> None:
    clipboard = window.shell.clipboard
    clipboard.copy(PLANTED)
    go_away(clipboard)
    window.shell.lock()
    assert clipboard._ours is None
    assert clipboard._digest == b""
    clipboard._on_state_changed(BACK)
    assert system.text() == ""


def test_a_lock_clears_also_what_others_copied(window: Window) -> None:
    QGuiApplication.clipboard().setText("theirs")
    window.shell.lock()
    assert QGuiApplication.clipboard().text() == ""


def test_here_only_the_marks_of_this_system_are_set() -> None:
    data = sensitive("x")
    assert set(data.formats()) == {"text/plain", *MARKS}
