"""The registers of data breaches and complaints: their lists, the questions about a lost device, one entry."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from tests.ui.drivers.base import WAIT_MS, Table
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.window import Window
from ui.registers.entry_view import EntryView


class RegisterDriver(FormDriver):
    """`RegisterDriver(window, "breaches", "breach")`."""

    def __init__(self, window: Window, page: str, name: str) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self._name = name
        window.go_to(page)
        window.settle()

    @property
    def table(self) -> Table:
        """The list."""
        return Table(self._root, self.qtbot, f"{self._name}_table")

    def begin(self) -> EntryDriver:
        """Begin an entry."""
        self.press(f"new_{self._name}")
        return EntryDriver(self._window)

    def lost_device(self) -> DeviceDriver:
        """Begin the questions about a lost device."""
        self.press("lost_device_wanted")
        return DeviceDriver(self._window)


class DeviceDriver(FormDriver):
    """The questions, one step after the other."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.find(QWidget, "lost_device")
        window.settle()

    def answer(self, **answers: str) -> DeviceDriver:
        """Answer the questions in sight, and go on."""
        for name, value in answers.items():
            self.choose_value(name, value)
            self._window.settle()
        self.press("step_next")
        self._window.settle()
        return self

    def words(self, part: str) -> str:
        """What a card of the result says: `facts`, `judged` or `to_do`."""
        card = self.find(QWidget, f"device_{part}")
        return "\n".join(each.text() for each in card.findChildren(QLabel))

    def begin_entry(self) -> EntryDriver:
        """Begin the entry with what was answered."""
        self.press("step_next")
        return EntryDriver(self._window)


class EntryDriver(FormDriver):
    """One entry."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self._view = next(one for one in self._views() if one.isVisible())
        window.settle()

    @property
    def record(self) -> str:
        """The record that is written."""
        return self._view.record

    def section(self, name: str) -> FormDriver:
        """The fields of one section: some have the same name in several."""
        frame = self.find(QWidget, f"form_section:{name}")
        return FormDriver(lambda: frame, self.qtbot)

    def clock(self, tells: str) -> str:
        """What a clock says."""
        line = self.find(QWidget, f"clock:{tells}")
        return "\n".join(each.text() for each in line.findChildren(QLabel))

    def missing(self) -> str:
        """What is still missing to close."""
        found = [each for each in self._view.findChildren(QLabel, "still_missing") if each.isVisible()]
        return found[0].text() if found else ""

    def finish(self, button: str = "finish") -> EntryDriver:
        """Register, save or close, and wait for the entry to be shown again."""
        before = self._view
        self.press(button)
        self.qtbot.waitUntil(
            lambda: any(one is not before and one.isVisible() for one in self._views()), timeout=WAIT_MS
        )
        return EntryDriver(self._window)

    def _views(self) -> list[EntryView]:
        self.qtbot.waitUntil(
            lambda: any(one.isVisible() for one in self._root().findChildren(EntryView)), timeout=WAIT_MS
        )
        return self._root().findChildren(EntryView)
