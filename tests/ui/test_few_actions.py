"""How many actions the everyday things take, counted with the real mouse and the real keyboard.

An action is a click, a double click, or a key with its modifiers. What is typed into a text is none: the text is what
somebody came for.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QTableView, QTabWidget, QWidget

from app import clock
from app.desk import Desk
from app.records.client import Client, EmergencyContact
from app.records.episode import Weekday
from app.services import clients, records
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.client_file import TABS, FileDriver
from tests.ui.drivers.editor import NoteDriver, SignedDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from ui.forms.choices import Segments
from ui.shell import Shell
from ui.writing.sign_bar import RiskPanel

NAME, PHONE = "Ewa Lis", "600 100 200"
CONTROL = Qt.KeyboardModifier.ControlModifier
INPUTS = (QLineEdit, Segments)


class Hands:
    """One mouse and one keyboard; `count` is how often they were used."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.count = 0
        window.activate()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget that can be seen, where somebody would."""
        assert widget.isVisible()
        assert widget.isEnabled()
        self.count += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at if at is not None else widget.rect().center())
        self._window.settle()

    def double_click(self, widget: QWidget, at: QPoint) -> None:
        """Two quick clicks on one place."""
        self.count += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=at)
        self._window.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.count += 1
        QTest.keyClick(self._focus(), key, modifiers)
        self._window.settle()

    def type(self, text: str) -> None:
        """Type where the focus is; no action."""
        QTest.keyClicks(self._focus(), text)
        self._window.settle()

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window.shell


@pytest.fixture
def expected(window: Window) -> str:
    """A client whom today expects, with somebody to call; the id."""

    def write(desk: Desk) -> str:
        contact = EmergencyContact(name="Ola Lis", relationship="sister", phone=PHONE)
        made = clients.register(desk, Client(name=NAME, emergency_contacts=[contact])).id
        day = clock.today() - timedelta(days=7)
        slot = {"weekday": tuple(Weekday)[day.weekday()].value, "time": "10:00", "since": day.isoformat()}
        started = {"presenting_problem": "…", "started_on": day.isoformat(), "usual_slots": [slot]}
        records.save(desk, records.start(desk, "episode", made, **started))
        return made

    made: list[str] = []
    window.shell.ops.command(window.shell, write, made.append, changes={"client"})
    window.settle()
    return made[0]


def button(window: Window, name: str) -> QAbstractButton:
    """A button in sight."""
    return window.find(QAbstractButton, name)


def test_u1_two_actions_to_the_first_letter_and_two_from_the_text_to_signed(window: Window, expected: str) -> None:
    assert expected
    TodayDriver(window)
    hands = Hands(window)
    hands.click(window.find(QPushButton, "write_note"))
    hands.type("S")
    assert hands.count <= 2
    note = NoteDriver(window)
    assert note.text("text") == "S", "the first letter is there, with nothing pressed in between"
    hands.type("he slept six nights of seven.")

    hands.count = 0
    hands.press(Qt.Key.Key_Return, CONTROL)
    panel = next(one for one in window.shell.findChildren(RiskPanel) if one.isVisible())
    statement = panel.findChildren(Segments)[0].findChildren(QAbstractButton)[0]
    hands.click(statement)
    assert hands.count <= 2
    assert "She slept six nights of seven." in SignedDriver(window).texts()
    window.prompts.check()


@pytest.mark.parametrize("place", ["today", "clients", "client", "editor", "trail", "settings"])
def test_u2_one_key_to_the_crisis_card(window: Window, expected: str, place: str) -> None:
    is_of_client = place in {"client", "editor"}
    window.go_to("client" if is_of_client else place, expected if is_of_client else None)
    if place == "editor":
        FileDriver(window).write_note().write("Half a word")
    hands = Hands(window)
    hands.press(Qt.Key.Key_F1)
    assert hands.count == 1
    card = shown_card(window.shell)
    assert "112" in card
    assert (PHONE in card) is is_of_client, "the emergency contact of the client whose file is open"


def shown_card(shell: Shell) -> list[str]:
    """What stands on the card that is in sight."""
    card = shell.crisis.card
    assert card is not None
    assert card.isVisible()
    return [each.text() for each in card.findChildren(QWidget) if each.isVisible() and hasattr(each, "text")]


def test_u3_two_actions_from_the_list_to_who_opened_the_file(window: Window, expected: str) -> None:
    assert expected
    window.go_to("clients")
    table = window.find(QTableView, "clients_table")
    window.qtbot.waitUntil(lambda: NAME in str(table.model().index(0, 1).data()), timeout=WAIT_MS)
    hands = Hands(window)
    hands.double_click(table.viewport(), table.visualRect(table.model().index(0, 1)).center())
    FileDriver(window)
    tabs = window.find(QTabWidget, "file_tabs").tabBar()
    hands.click(tabs, tabs.tabRect(TABS.index("access")).center())
    assert hands.count <= 2
    access = window.find(QTableView, "access_table")
    window.qtbot.waitUntil(lambda: access.model().rowCount() > 0, timeout=WAIT_MS)
    assert "Anna Nowak" in str([access.model().index(0, place).data() for place in range(access.model().columnCount())])


def test_u8_a_new_client_is_one_field(window: Window) -> None:
    window.go_to("clients")
    hands = Hands(window)
    before = fields(window)
    hands.click(button(window, "new_client_button"))
    assert len(fields(window) - before) == 1, "one field, and the caret stands in it"
    hands.type("Zofia Maj")
    hands.press(Qt.Key.Key_Return)
    assert hands.count <= 2
    assert FileDriver(window).name == "Zofia Maj"
    window.prompts.check()


def fields(window: Window) -> set[QWidget]:
    """What can be filled in, in sight."""
    return {one for kind in INPUTS for one in window.shell.findChildren(kind) if one.isVisible()}
