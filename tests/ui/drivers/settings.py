"""The Settings page: its sections, and what is changed in them."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from tests.ui.drivers.base import WAIT_MS, Driver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from ui.forms.choices import Segments
from ui.forms.text import NoteEdit


class SettingsDriver(Driver):
    """`settings.change_passphrase(old, new)`, `settings.new_sheet(proof)`, `settings.try_sheet(code)`."""

    def __init__(self, window: Window, section: str = "security") -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        window.shell.workspace.context.navigator.go_to("settings", None, section=section)
        window.settle()

    def go_to(self, section: str) -> SettingsDriver:
        """Press a section in the list."""
        self.press(f"section:{section}")
        self._window.settle()
        return self

    def choose_data(self, name: str, value: object) -> None:
        """Choose an entry of a list by what it stands for, as a person does."""
        combo = self.find(QComboBox, name)
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())
        self._window.settle()

    def chosen(self, name: str) -> object:
        """What a list stands at."""
        return self.find(QComboBox, name).currentData()

    def pick(self, name: str, value: object) -> None:
        """Press one of a few buttons."""
        segments = self.find(Segments, name)
        next(each for each in segments.buttons() if each is segments.buttons()[segments._values.index(value)]).click()
        self._window.settle()

    def fill_passphrase(self, old: str, new: str, again: str | None = None) -> None:
        """Open the panel and type all three."""
        self.press("change_passphrase")
        self.type_secret("passphrase", old)
        self.type_secret("new_passphrase", new)
        self.type_secret("again", new if again is None else again)
        self._window.settle()

    def change_passphrase(self, old: str, new: str) -> None:
        """All of it, and wait for what came of it."""
        self.fill_passphrase(old, new)
        self.press("change_passphrase_now")
        self._window.settle()

    def new_sheet(self, proof: str) -> str:
        """Make a new sheet; the code that is shown."""
        self.press("new_sheet")
        self.type_secret("passphrase", proof)
        self.press("make_sheet_now")
        self._window.settle()
        return "-".join(self.find(QLabel, "recovery_code").text().split())

    def try_sheet(self, code: str) -> None:
        """Try a sheet from here."""
        self.press("try_sheet")
        self.type_code(code)

    def type_code(self, code: str) -> None:
        """Type the code of a sheet, and press *Try it*."""
        self.type_secret("sheet_code", code)
        self.press("try_sheet_now")
        self._window.settle()

    def sheet_state(self) -> str:
        """What stands about the sheet."""
        return self.find(QLabel, "sheet_state").text()

    def close_panel(self) -> None:
        """Close what is open."""
        self.press("close_panel")
        self._window.settle()

    def write_text(self, name: str, text: str) -> None:
        """Type into a text of a snippet or a template."""
        edit = self.find(NoteEdit, name)
        edit.setFocus()
        type_keys(edit, text)

    def shows(self, name: str) -> bool:
        """Whether something of that name is in sight."""
        return any(each.isVisible() for each in self._root().findChildren(QWidget, name))

    def wait_for(self, name: str) -> None:
        """Wait until something of that name is in sight."""
        self.qtbot.waitUntil(lambda: self.shows(name), timeout=WAIT_MS)
