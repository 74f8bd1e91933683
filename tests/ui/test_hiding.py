"""Hide: covered at once, nothing beneath reacts, back exactly as it was, locked after some minutes."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QPushButton

from app.services.practice import practices
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.window import Window
from tests.ui.fakes import FakePrompts
from ui.platform import clocks
from ui.prompts import Prompts
from ui.triggers import HIDDEN, IDLE

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Hiding:
    """Presses keys and buttons as the system hands them to the window."""

    def __init__(self, window: Window) -> None:
        window.settle()
        window.activate()
        self.window = window
        self.shell = window.shell
        self.handle = window.shell.windowHandle()
        self.field = QLineEdit(window.shell.workspace)
        self.field.setGeometry(300, 300, 200, 30)
        self.field.show()
        self.field.setFocus()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.handle, key, modifiers)

    def hide(self) -> None:
        self.press(Qt.Key.Key_H, CONTROL | SHIFT)
        assert self.shell.cover.is_down

    def is_hidden(self) -> bool:
        return self.shell.cover.is_down


@pytest.fixture
def hiding(window: Window) -> Hiding:
    """A window with a field that has the focus."""
    return Hiding(window)


class Clock:
    """The clocks of the program, put forward by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._late = 0.0
        now, awake = clocks.elapsed_s(), clocks.awake_s()
        monkeypatch.setattr(clocks, "elapsed_s", lambda: now + self._late)
        monkeypatch.setattr(clocks, "awake_s", lambda: awake + self._late)

    def forward(self, seconds: float) -> None:
        self._late += seconds


@pytest.fixture
def clock(hiding: Hiding, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clocks, from the moment that the window stands."""
    made = Clock(monkeypatch)
    hiding.shell.idle.touch()
    return made


def test_the_key_covers_the_whole_window_at_once_and_says_so(hiding: Hiding) -> None:
    hiding.hide()
    picture = hiding.shell.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, 400, 5) for y in range(0, 300, 5)}
    assert len(colours) == 1
    assert hiding.window.find(QPushButton, "show_again").text() == "Show again"


def test_a_covered_window_has_no_code_in_its_title(hiding: Hiding) -> None:
    hiding.shell.workspace.title_changed.emit("K-0007")
    assert hiding.shell.windowTitle() == "ClientSafe · K-0007"
    hiding.hide()
    hiding.shell.workspace.title_changed.emit("K-0008")
    assert hiding.shell.windowTitle() == "ClientSafe"
    hiding.press(Qt.Key.Key_A)
    assert hiding.shell.windowTitle() == "ClientSafe · K-0008"


def test_the_button_hides_too(hiding: Hiding) -> None:
    hiding.window.press("hide")
    assert hiding.is_hidden()


def test_any_key_shows_it_again_and_is_typed_nowhere(hiding: Hiding) -> None:
    hiding.field.setText("before")
    hiding.hide()
    hiding.press(Qt.Key.Key_A)
    assert not hiding.is_hidden()
    assert hiding.field.text() == "before"
    assert hiding.field.hasFocus()
    hiding.press(Qt.Key.Key_A)
    assert hiding.field.text() == "beforea"


def test_a_key_that_is_held_down_types_nothing_when_the_window_comes_back(hiding: Hiding) -> None:
    hiding.hide()
    QTest.keyPress(hiding.handle, Qt.Key.Key_B)
    assert hiding.is_hidden(), "it comes back when the key is let go"
    QTest.keyRelease(hiding.handle, Qt.Key.Key_B)
    assert not hiding.is_hidden()
    assert hiding.field.text() == ""


def test_the_key_that_hides_does_not_show_it_again_when_it_is_let_go(hiding: Hiding) -> None:
    QTest.keyPress(hiding.handle, Qt.Key.Key_H, CONTROL | SHIFT)
    assert hiding.is_hidden()
    QTest.keyRelease(hiding.handle, Qt.Key.Key_H, CONTROL | SHIFT)
    QTest.keyClick(hiding.handle, Qt.Key.Key_Shift)
    assert hiding.is_hidden()


@pytest.mark.parametrize(("key", "modifiers"), [
    (Qt.Key.Key_K, CONTROL), (Qt.Key.Key_2, CONTROL), (Qt.Key.Key_Question, SHIFT), (Qt.Key.Key_F1, SHIFT),
    (Qt.Key.Key_D, CONTROL | SHIFT), (Qt.Key.Key_Q, CONTROL),
])  # fmt: skip
def test_no_key_of_the_window_does_anything_beneath(
    hiding: Hiding, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    before = hiding.shell.workspace.place()
    shown = [each for each in hiding.window.labels() if each != "Names are hidden"]
    hiding.hide()
    hiding.press(key, modifiers)
    assert not hiding.is_hidden()
    assert not hiding.shell.locker.has_begun
    assert hiding.shell.workspace.place() == before
    assert set(shown) - set(hiding.window.labels()) == set()
    assert "Names are hidden" not in hiding.window.labels()


def test_a_click_shows_it_again_and_presses_nothing(hiding: Hiding) -> None:
    pressed: list[str] = []
    button = QPushButton("dangerous", hiding.shell.workspace)
    button.setGeometry(300, 400, 200, 60)
    button.clicked.connect(lambda: pressed.append("pressed"))
    button.show()
    where = button.mapTo(hiding.shell, QPoint(20, 20))
    hiding.hide()
    QTest.mouseClick(hiding.handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert not hiding.is_hidden()
    assert pressed == []
    QTest.mouseClick(hiding.handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert pressed == ["pressed"]


def test_nothing_can_be_dropped_on_a_hidden_window(hiding: Hiding) -> None:
    data = QMimeData()
    data.setText("from elsewhere")
    hiding.hide()
    dropped = QDropEvent(
        QPointF(310, 310), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QGuiApplication.sendEvent(hiding.handle, dropped)
    assert hiding.is_hidden()
    assert hiding.field.text() == ""


def test_control_l_locks_a_hidden_window(hiding: Hiding) -> None:
    hiding.hide()
    hiding.press(Qt.Key.Key_L, CONTROL)
    assert hiding.shell.locker.has_begun


def test_a_screen_reader_presses_the_button(hiding: Hiding) -> None:
    hiding.hide()
    hiding.window.find(QPushButton, "show_again").click()
    assert not hiding.is_hidden()


def test_dialogs_go_away_and_come_back_and_menus_only_go(hiding: Hiding) -> None:
    dialog, menu = QDialog(hiding.shell), QMenu(hiding.shell)
    menu.addAction("one")
    dialog.open()
    menu.popup(QPoint(10, 10))
    hiding.shell.manners.hide_window()
    assert not dialog.isVisible()
    assert not menu.isVisible()
    hiding.press(Qt.Key.Key_A)
    assert dialog.isVisible()
    assert not menu.isVisible()
    dialog.close()


def test_a_message_that_comes_meanwhile_waits(hiding: Hiding) -> None:
    prompts = Prompts(hiding.shell)
    cover = type(hiding.shell.cover)(hiding.shell, prompts)
    cover.drop("covered")
    prompts.tell("The backup of Zefiryna is done.")
    boxes = hiding.shell.findChildren(QDialog)
    assert len(boxes) == 1
    assert not boxes[0].isVisible()
    cover.lift()
    assert boxes[0].isVisible()
    boxes[0].close()


def test_a_hidden_window_counts_down_and_locks(hiding: Hiding, clock: Clock) -> None:
    hiding.hide()
    clock.forward(179)
    hiding.shell.manners.check_hidden()
    assert hiding.shell.cover._curtain._note == "locks in 0:01"
    assert hiding.shell.locker._trigger == ""
    clock.forward(2)
    hiding.shell.manners.check_hidden()
    assert hiding.shell.locker._trigger == HIDDEN


def test_the_practice_says_after_how_many_minutes(hiding: Hiding, clock: Clock) -> None:
    def shorter(desk: object) -> None:
        profile = practices.profile(desk)  # type: ignore[arg-type]
        profile.hide_minutes = 1
        practices.save_profile(desk, profile)  # type: ignore[arg-type]

    hiding.shell.ops.command(hiding.shell, shorter, lambda _none: None, changes={"practice_profile"})
    hiding.window.settle()
    assert hiding.shell.manners.limits == (10, 1)
    hiding.hide()
    clock.forward(61)
    hiding.shell.manners.check_hidden()
    assert hiding.shell.locker.has_begun


def test_a_window_that_was_shown_again_counts_no_more(hiding: Hiding, clock: Clock) -> None:
    hiding.hide()
    hiding.press(Qt.Key.Key_A)
    clock.forward(400)
    hiding.shell.manners.check_hidden()
    assert not hiding.shell.locker.has_begun


def test_the_menu_sets_the_minutes_of_the_practice(hiding: Hiding) -> None:
    hiding.shell.chosen.set_idle_minutes(2)
    hiding.window.settle()
    assert hiding.shell.manners.limits.idle_minutes == 2
    assert any(text in {"locks in 2:00", "locks in 1:59"} for text in hiding.window.labels())


@pytest.mark.parametrize("trigger", [IDLE, HIDDEN])
def test_work_under_way_is_finished_first_and_no_key_gets_through_meanwhile(hiding: Hiding, trigger: str) -> None:
    go_on, results = threading.Event(), list[bool]()
    hiding.shell.ops.job(hiding.shell, lambda _progress: go_on.wait(20), results.append)
    if trigger == HIDDEN:
        hiding.hide()
    hiding.shell.manners._on_expired(trigger)
    hiding.press(Qt.Key.Key_A)
    hiding.press(Qt.Key.Key_K, CONTROL)
    assert hiding.is_hidden()
    assert not hiding.shell.locker.has_begun
    assert hiding.field.text() == ""
    go_on.set()
    hiding.window.qtbot.waitUntil(lambda: hiding.shell.locker.has_begun, timeout=WAIT_MS)
    assert results == [True]
    assert hiding.shell.locker._trigger == trigger


def test_while_it_locks_no_key_gets_through(hiding: Hiding) -> None:
    hiding.shell.lock()
    hiding.press(Qt.Key.Key_A)
    assert hiding.is_hidden()
    assert hiding.field.text() == ""


def test_the_end_of_the_desktops_session_signs_off_before_the_call_returns(hiding: Hiding) -> None:
    hiding.shell.log_out()
    assert hiding.shell.ops._closing is not None
    assert hiding.shell.ops._closing.done()
    assert hiding.shell.locker._trigger == "logout"
    hiding.window.qtbot.waitUntil(lambda: bool(hiding.window.left), timeout=WAIT_MS)
    assert isinstance(hiding.shell.prompts, FakePrompts)
