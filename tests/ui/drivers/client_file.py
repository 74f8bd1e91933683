"""The client file page: its head, its tabs, and what one begins from it."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QTabWidget, QToolButton, QWidget

from tests.ui.drivers.base import Table
from tests.ui.drivers.editor import ConsentDriver, NoteDriver
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.taking import BeginDriver
from tests.ui.drivers.window import Window

TABS = (
    "overview",
    "timeline",
    "notes",
    "safety",
    "measures",
    "consents",
    "disclosures",
    "documents",
    "contacts",
    "access",
)


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

    @property
    def must_not_know(self) -> str:
        """Who must not learn that this person is a client."""
        return self.find(QLabel, "must_not_know").text()

    @property
    def completeness(self) -> str:
        """How complete the file is."""
        return self.find(QLabel, "completeness_words").text()

    @staticmethod
    def forms(window: Window) -> FormDriver:
        """The form of a part of a file that was opened by itself."""
        form = FormDriver(window._root, window.qtbot)
        form.find(QWidget, "record_form")
        window.settle()
        return form

    def links(self) -> list[QPushButton]:
        """The links of the overview."""
        found = self._root().findChildren(QPushButton)
        return [each for each in found if each.isVisible() and each.property("kind") == "link"]

    def menu_entries(self) -> list[QAction]:
        """What the menu of the file offers."""
        menu = self.find(QToolButton, "file_menu").menu()
        return [each for each in menu.actions() if not each.isSeparator()]

    def menu_entry(self, words: str) -> QAction:
        """An entry of the menu by how it begins."""
        return next(each for each in self.menu_entries() if each.text().startswith(words))

    def from_menu(self, words: str) -> None:
        """Choose an entry of the menu of the file."""
        action = self.menu_entry(words)
        assert action.isEnabled(), words
        action.trigger()
        self._window.settle()

    def write_note(self) -> NoteDriver:
        """Begin a session note."""
        self.press("write_note")
        return NoteDriver(self._window)

    def take_consent(self) -> ConsentDriver:
        """Begin to take a consent."""
        self.press("take_consent")
        self.press("all_at_once")
        return ConsentDriver(self._window)

    def talk_about_consent(self) -> BeginDriver:
        """Begin a conversation about consent: first what it is about."""
        self.press("take_consent")
        return BeginDriver(self._window)

    def write_private_note(self) -> NoteDriver:
        """Begin a private note."""
        self.begin("process_note")
        return NoteDriver(self._window)

    def begin(self, kind: str) -> None:
        """Choose a kind in the *New…* menu."""
        menu = self.find(QPushButton, "new_record").menu()
        next(action for action in menu.actions() if action.data() == kind).trigger()
        self._window.settle()

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

    def documents(self) -> Table:
        """The documents, in sight."""
        self.tab("documents")
        return Table(self._root, self.qtbot, "documents_table")

    def contacts(self) -> Table:
        """Contacts and referrals, in sight."""
        self.tab("contacts")
        return Table(self._root, self.qtbot, "contacts_table")

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
