"""Who can open a file: the tab *Access*, the panels over it, and those of the list of clients."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QPushButton, QWidget

from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.window import Window
from ui.sharing.controls import ListControl, PersonControl, WaysControl


class TermsDriver(FormDriver):
    """A panel in which something about access is agreed."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.find(QWidget, "terms")
        window.settle()

    def people(self) -> list[str]:
        """Who can be chosen."""
        combo = self._person().combo
        return [combo.itemText(place) for place in range(1, combo.count())]

    def choose_person(self, name: str) -> TermsDriver:
        """Choose somebody by the beginning of the name."""
        combo = self._person().combo
        place = next(place for place in range(combo.count()) if combo.itemText(place).startswith(name))
        combo.setCurrentIndex(place)
        combo.activated.emit(place)
        self._window.settle()
        return self

    def choose_way(self, name: str, value: str) -> TermsDriver:
        """Choose one of the ways, side by side or out of a list."""
        control = self.control(name)
        if isinstance(control, WaysControl):
            self.press_segment(control._segments, value)
        else:
            assert isinstance(control, ListControl)
            control.combo.setCurrentIndex(control.combo.findData(value))
            control.combo.activated.emit(control.combo.currentIndex())
        return self

    def suggest(self, place: int) -> TermsDriver:
        """Press one of the reasons that are offered."""
        self.press(f"reason:{place}")
        return self

    def give_reason(self, words: str) -> TermsDriver:
        """Type a reason."""
        self.replace("reason", words)
        return self

    def done(self) -> None:
        """Press the button and wait."""
        self.press("sharing_done")
        self._window.settle()

    def tick_clients(self, *names: str) -> TermsDriver:
        """Tick these clients, and no others."""
        found = self.find(QListWidget, "client_ticks")
        self.qtbot.waitUntil(lambda: found.count() > 0, timeout=WAIT_MS)
        for place in range(found.count()):
            item = found.item(place)
            is_wanted = any(name in item.text() for name in names)
            item.setCheckState(Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)
        return self

    def listed(self) -> list[str]:
        """The clients in the list."""
        found = self.find(QListWidget, "client_ticks")
        self.qtbot.waitUntil(lambda: found.count() > 0, timeout=WAIT_MS)
        return [found.item(place).text() for place in range(found.count())]

    def _person(self) -> PersonControl:
        found = self.control("account")
        assert isinstance(found, PersonControl)
        return found


class AccessDriver(FormDriver):
    """The tab *Access* of a file."""

    def __init__(self, window: Window, file: FileDriver) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        file.tab("access")
        self.find(QWidget, "holders")
        window.settle()

    def holders(self) -> list[str]:
        """Each person with what they may do, since when and why, in one line."""
        found = [one for one in self._root().findChildren(QFrame) if one.objectName().startswith("holder:")]
        lines = [one for one in found if one.isVisible()]
        return [" | ".join(each.text() for each in one.findChildren(QLabel) if each.text()) for one in lines]

    def line_of(self, name: str) -> str:
        """What is said of one person."""
        return next(line for line in self.holders() if line.startswith(name))

    def share(self) -> TermsDriver:
        """Begin to share it."""
        self.press("share_file")
        return TermsDriver(self._window)

    def stop(self, account: str) -> TermsDriver:
        """Begin to take it back from somebody."""
        self.press(f"stop:{account}")
        return TermsDriver(self._window)

    def hand_over(self) -> TermsDriver:
        """Begin to hand it over."""
        self.press("hand_over_file")
        return TermsDriver(self._window)

    def offers(self, name: str) -> bool:
        """Whether a button is in sight."""
        return any(each.isVisible() for each in self._root().findChildren(QPushButton, name))


def several_clients(window: Window, place: int) -> TermsDriver:
    """*Holiday cover…* (0) or *Hand over…* (1) of several clients."""
    page = ClientsDriver(window)
    menu = page.find(QPushButton, "several_clients").menu()
    menu.actions()[place].trigger()
    window.settle()
    return TermsDriver(window)
