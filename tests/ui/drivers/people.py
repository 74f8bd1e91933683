"""Several people at one window: the lock page with its buttons, adding somebody, the Practice page's people."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton, QTabWidget, QWidget

from tests.ui.drivers.base import WAIT_MS, Driver, Table
from tests.ui.drivers.window import Window
from ui.entrance.people_buttons import PeopleButtons
from ui.workspace import Workspace


class LockPage(Driver):
    """`lock_page.enter("tw", passphrase)`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window

    def names(self) -> list[str]:
        """What the buttons say, in their order."""
        people = self.find(PeopleButtons, "people")
        return [each.text().replace("&&", "&") for each in people.findChildren(QPushButton) if each.isCheckable()]

    def chosen(self) -> str:
        """Who is chosen; empty for nobody."""
        return self.find(PeopleButtons, "people").name

    def has_buttons(self) -> bool:
        """Whether there are buttons with names."""
        return any(each.isVisible() for each in self._root().findChildren(PeopleButtons))

    def choose_person(self, name: str) -> None:
        """Press the button of a person."""
        self.press(f"person:{name}")

    def key(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        self._window.activate()
        QTest.keyClick(self._focus(), key)

    def letters(self, text: str) -> None:
        """Type where the focus is."""
        self._window.activate()
        QTest.keyClicks(self._focus(), text)

    def enter(self, name: str, passphrase: str) -> None:
        """Press the button, type, and wait for the workspace."""
        self.choose_person(name)
        self.type_secret("passphrase", passphrase)
        self.press("unlock")
        self.wait_for_workspace()

    def wait_for_workspace(self) -> None:
        """Wait until somebody has signed in."""
        self.qtbot.waitUntil(lambda: bool(self._root().findChildren(Workspace)), timeout=WAIT_MS)

    def typed_name(self) -> QLineEdit:
        """The field for a sign-in name."""
        return self.find(QLineEdit, "login")

    def _focus(self) -> QWidget:
        found = self._root().focusWidget()
        assert found is not None
        return found


class InvitingDriver(Driver):
    """The steps in which somebody is added."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window

    def say_who(self, name: str, role: str) -> None:
        """Step 1: the owner's part, and the keyboard goes over."""
        self.type_into("person_name", name)
        self.find(QRadioButton, f"role:{role}").click()
        self.press("hand_over_desk")

    def choose_own(self, login: str, passphrase: str) -> None:
        """Step 2: the person's own part."""
        if login:
            self.type_into("own_login", login)
        self.type_secret("own_passphrase", passphrase)
        self.type_secret("again", passphrase)

    def make(self) -> None:
        """Make the account and wait for the recovery sheet."""
        self.press("make_account")
        self.find(QLabel, "recovery_code")
        self._window.settle()

    def recovery_code(self) -> str:
        """The code that is shown."""
        return "-".join(self.find(QLabel, "recovery_code").text().split())


class PeopleDriver(Driver):
    """The tab *People* of the Practice page."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        window.shell.workspace.context.navigator.go_to("practice", None, tab="people")
        window.settle()

    @property
    def table(self) -> Table:
        """Everybody."""
        return Table(self._root, self.qtbot, "people_table")

    def part(self, name: str) -> None:
        """Turn to one of the three pages."""
        self.press(f"switch:{name}")
        self._window.settle()

    def open(self, name: str) -> None:
        """Open the page of a person."""
        self.table.open(name)
        self.find(QWidget, "person_view")
        self._window.settle()

    def set_role(self, role: str) -> None:
        """Choose another role and press *Change the role*."""
        combo = self.find(QComboBox, "role")
        combo.setCurrentIndex(combo.findData(role))
        self.press("change_role")
        self._window.settle()

    def pick(self, name: str, value: object) -> None:
        """Choose an entry of a list as a person does."""
        combo = self.find(QComboBox, name)
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())
        self._window.settle()

    def tick(self, name: str) -> None:
        """Press a box."""
        self.find(QCheckBox, name).click()
        self._window.settle()

    def invite(self) -> InvitingDriver:
        """Begin to add somebody."""
        self.press("invite_person")
        return InvitingDriver(self._window)

    def accepted_losses(self) -> list[QCheckBox]:
        """The boxes for what nobody else can open."""
        boxes = self._root().findChildren(QCheckBox)
        return [each for each in boxes if each.isVisible() and each.objectName().startswith("accept:")]

    def tabs(self) -> list[str]:
        """The tabs of the Practice page."""
        tabs = self.find(QTabWidget, "practice_tabs")
        return [tabs.tabText(place) for place in range(tabs.count())]
