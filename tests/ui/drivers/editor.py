"""The editor page: writing, signing, reading, amending."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from ui.forms.choices import Segments
from ui.pages.editor.page import EditorPage
from ui.pages.editor.reading import ReadingView
from ui.pages.editor.writing import WritingView
from ui.writing.sign_bar import RiskPanel


class EditorDriver(FormDriver):
    """What every record in the editor has."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.qtbot.waitUntil(self._is_ready, timeout=WAIT_MS)
        window.settle()

    @property
    def page(self) -> EditorPage:
        """The page."""
        page = self._window.shell.workspace.current_page()
        assert isinstance(page, EditorPage)
        return page

    def record(self) -> str:
        """The id of the record that is shown."""
        return str(self.page.place()["at"])

    def draft_state(self) -> str:
        """What stands about the draft."""
        return self.find(QLabel, "draft_state").text()

    def wait_until_kept(self) -> None:
        """Wait until the draft has reached the vault."""
        self.qtbot.waitUntil(lambda: any(char.isdigit() for char in self.draft_state()), timeout=WAIT_MS)

    def sign(self) -> SignedDriver:
        """Sign, and wait for the signed record."""
        self.press("finish")
        return SignedDriver(self._window)

    def press_keys(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifiers)

    def _is_ready(self) -> bool:
        return any(each.isVisible() for each in self._root().findChildren(WritingView))


class NoteDriver(EditorDriver):
    """`note.write("…").safety("no_current_concern_expressed").sign()`."""

    def write(self, text: str, section: str = "text") -> NoteDriver:
        """Type into a section."""
        self.type(section, text)
        return self

    def use_format(self, code: str) -> NoteDriver:
        """Divide the note by another format."""
        self.choose_value("format", code)
        return self

    def safety(self, code: str) -> NoteDriver:
        """Choose one of the three statements."""
        panel = self._root().findChildren(RiskPanel)[-1]
        self.press_segment(panel.findChildren(Segments)[0], code)
        return self

    def save(self) -> None:
        """Save a private note; its file comes back."""
        self.press("finish")
        self.find(QWidget, "file_head")
        self._window.settle()

    def kept(self) -> list[str]:
        """The sections whose text the format has no place for."""
        self._window.settle()
        buttons = self._root().findChildren(QPushButton)
        return [one.objectName().removeprefix("put:") for one in buttons if _is_put_button(one)]

    def put(self, section: str, into: str) -> NoteDriver:
        """Put what is kept of a section into another one."""
        menu = self.find(QPushButton, f"put:{section}").menu()
        next(action for action in menu.actions() if action.data() == into).trigger()
        self._window.settle()
        return self

    def insert(self, words: str) -> NoteDriver:
        """Choose an entry of the *Insert* menu."""
        self._entry(words).trigger()
        self._window.settle()
        return self

    def expand(self) -> NoteDriver:
        """Tab where the focus is, after the shortcut of a snippet."""
        self.press_keys(Qt.Key.Key_Tab)
        self._window.settle()
        return self

    def can_insert(self, words: str) -> bool:
        """Whether such an entry of the menu can be chosen."""
        return self._entry(words).isEnabled()

    def mark(self, kind: str) -> NoteDriver:
        """Press a button of the row over the text."""
        self.press(f"mark:{kind}")
        return self

    def undo(self) -> NoteDriver:
        """Ctrl+Z where the focus is."""
        self.press_keys(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        self._window.settle()
        return self

    def keep_as(self, name: str, shortcut: str = "") -> NoteDriver:
        """Answer the card that asks under which name something is kept."""
        self.type("name", name)
        if shortcut:
            self.type("shortcut", shortcut)
        self.press("save_card_save")
        self._window.settle()
        return self

    def _entry(self, words: str) -> QAction:
        menu = self.find(QPushButton, "insert").menu()
        menu.aboutToShow.emit()
        return next(action for action in menu.actions() if action.text().split("\t")[0] == words)

    def show_last_note(self) -> str:
        """The text of the last note, which stands beside; opened if it is not."""
        if not self.shows_last_note():
            self.press("show_last_note")
        beside = self.find(QWidget, "last_note")

        def texts() -> list[str]:
            return [each.toPlainText() for each in beside.findChildren(QTextBrowser) if each.isVisible()]

        self.qtbot.waitUntil(lambda: bool(texts()), timeout=WAIT_MS)
        return "\n".join(texts())

    def shows_last_note(self) -> bool:
        """Whether the last note stands beside."""
        return any(each.isVisible() for each in self._root().findChildren(QWidget, "last_note"))


class ConsentDriver(EditorDriver):
    """Going through the text, and the decision."""

    def explain(self, *elements: str) -> ConsentDriver:
        """Tick paragraphs as explained."""
        for element in elements:
            tick = self.find(QCheckBox, f"explained:{element}")
            if not tick.isChecked():
                tick.click()
        return self

    def explain_all(self) -> ConsentDriver:
        """Tick the whole text."""
        self.press("tick_all")
        return self

    def decide(self, decision: str, how: str) -> ConsentDriver:
        """What was decided, and how."""
        self.choose_value("decision", decision)
        self.choose_value("method", how)
        return self


class SignedDriver(EditorDriver):
    """A signed record."""

    def texts(self) -> str:
        """Every long text in sight."""
        found = self._root().findChildren(QTextBrowser)
        return "\n".join(each.toPlainText() for each in found if each.isVisible())

    def amend(self, kind: str, text: str, reason: str) -> SignedDriver:
        """Sign an amendment; the record is shown again with it."""
        before = self.page._view
        self.press("amend")
        self.choose_value("kind", kind)
        if text:
            self.type("text", text)
        self.type("reason", reason)
        self.press("sign_amendment")
        self.qtbot.waitUntil(lambda: self.page._view is not before and self._is_ready(), timeout=WAIT_MS)
        return SignedDriver(self._window)

    def write_in_file_of(self, words: str, reason: str) -> NoteDriver:
        """Entered in error: write it in the right file; the draft there."""
        self.find(QToolButton, "record_more").menu().actions()[0].trigger()
        type_keys(self.find(QLineEdit, "which_client"), words)
        self.qtbot.waitUntil(lambda: self._clients_shown() == 1, timeout=WAIT_MS)
        self.find(QListWidget, "which_client_list").setCurrentRow(0)
        type_keys(self.find(QLineEdit, "move_reason"), reason)
        self.press("move_record")
        return NoteDriver(self._window)

    def _clients_shown(self) -> int:
        self._window.settle()
        return self.find(QListWidget, "which_client_list").count()

    def amendments(self) -> int:
        """How many amendments stand under the record."""
        return len([each for each in self._root().findChildren(QWidget, "amendment") if each.isVisible()])

    def history(self) -> list[str]:
        """Open the history; its headings and lines."""
        self.press("show_history")
        self._window.settle()
        view = self.find(QWidget, "history")
        return [each.text() for each in view.findChildren(QLabel)]

    def _is_ready(self) -> bool:
        return any(each.isVisible() for each in self._root().findChildren(ReadingView))


def _is_put_button(found: QPushButton) -> bool:
    return found.isVisible() and found.objectName().startswith("put:")
