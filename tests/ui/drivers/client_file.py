"""The client file page: its head, its tabs, and what one begins from it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QTabWidget, QWidget

from tests.ui.drivers.base import Table
from tests.ui.drivers.editor import ConsentDriver, NoteDriver
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.window import Window

TABS = ("overview", "timeline", "notes", "consents", "access")


class FileDriver(FormDriver):
    """`file.write_note()`, `file.take_consent()`, `file.access()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.find(QWidget, "file_head")
        window.settle()

    @property
    def name(self) -> str:
        """The name in the head."""
        return self.find(QLabel, "client_name").text()

    @property
    def facts(self) -> str:
        """The line under the name."""
        return self.find(QLabel, "client_facts").text()

    @property
    def code(self) -> str:
        """The client's code."""
        return self.facts.split(" · ")[0]

    @property
    def consent(self) -> str:
        """What the head says about consent."""
        return self.find(QLabel, "consent_state").text()

    @property
    def safe_contact(self) -> str:
        """How the client must not be reached."""
        return self.find(QLabel, "safe_contact").text()

    def write_note(self) -> NoteDriver:
        """Begin a session note."""
        self.press("write_note")
        return NoteDriver(self._window)

    def take_consent(self) -> ConsentDriver:
        """Begin to take a consent."""
        self.press("take_consent")
        return ConsentDriver(self._window)

    def write_private_note(self) -> NoteDriver:
        """Begin a private note."""
        self.press("private_note")
        return NoteDriver(self._window)

    def tab(self, name: str) -> None:
        """Go to a tab."""
        self.find(QTabWidget, "file_tabs").setCurrentIndex(TABS.index(name))
        self._window.settle()

    def timeline(self) -> Table:
        """The timeline, in sight."""
        self.tab("timeline")
        return Table(self._root, self.qtbot, "timeline_table")

    def notes(self) -> Table:
        """The notes, in sight."""
        self.tab("notes")
        return Table(self._root, self.qtbot, "notes_table")

    def consents(self) -> Table:
        """The consents, in sight."""
        self.tab("consents")
        return Table(self._root, self.qtbot, "consents_table")

    def access(self) -> Table:
        """Who has looked, in sight."""
        self.tab("access")
        return Table(self._root, self.qtbot, "access_table")

    def change(self, kind: str) -> None:
        """Begin to change "client" or "client_profile"."""
        self.tab("overview")
        self.press(f"edit:{kind}")
        self.find(QWidget, "record_form")

    def save(self) -> None:
        """Save what was changed, and wait for the file."""
        self.press("save")
        self.find(QWidget, "file_head")
        self._window.settle()
