"""The Today page: sessions, what is due, unfinished work, and signing what was reviewed."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QToolButton,
    QWidget,
)

from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.editor import NoteDriver, SignedDriver
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from ui.pages.today.review import Review
from ui.pages.today.sessions import Sessions


class TodayDriver(FormDriver):
    """`today.write_note("K-0001")`, `today.review().tick_all().sign()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        window.go_to("today")

    def sessions(self) -> list[str]:
        """The codes of the sessions in sight, in their order."""
        found = self._sessions().findChildren(QPushButton)
        names = [one.objectName() for one in found if one.isVisible()]
        return [name.removeprefix("session:") for name in names if name.startswith("session:")]

    def says(self, code: str) -> list[str]:
        """The words on the line of a session."""
        line = self._line(code)
        texts = [one.text() for one in line.findChildren(QLabel) if one.isVisible()]
        return texts + [one.text() for one in line.findChildren(QAbstractButton) if one.isVisible() and one.text()]

    def write_note(self, code: str) -> NoteDriver:
        """Press *Write note* on the line of a session."""
        self._press(code, "write_note")
        return NoteDriver(self._window)

    def go_on(self, code: str) -> NoteDriver:
        """Go on with the draft of a session."""
        self._press(code, "go_on")
        return NoteDriver(self._window)

    def open_note(self, code: str) -> SignedDriver:
        """Open the signed note of a session."""
        self._press(code, "open_note")
        return SignedDriver(self._window)

    def missed(self, code: str) -> NoteDriver:
        """It did not take place."""
        self._more(code, 0)
        return NoteDriver(self._window)

    def skip(self, code: str) -> None:
        """Not expected on this day after all."""
        self._more(code, 1)
        self._window.settle()

    def open_file(self, code: str) -> FileDriver:
        """Open the client's file."""
        self.press(f"session:{code}")
        return FileDriver(self._window)

    def add(self, words: str) -> None:
        """Expect somebody today."""
        self.press("add_session")
        edit = next(one for one in self._sessions().findChildren(QLineEdit) if one.isVisible())
        type_keys(edit, words)

        def shown() -> list[QListWidget]:
            return [one for one in self._sessions().findChildren(QListWidget) if one.isVisible() and one.count()]

        self.qtbot.waitUntil(lambda: bool(shown()), timeout=WAIT_MS)
        shown()[0].itemClicked.emit(shown()[0].item(0))
        self._window.settle()

    def show_earlier(self) -> None:
        """The sessions of the days before that have no note."""
        self.press("not_written")

    def due(self) -> list[str]:
        """What is due: the words to press."""
        return [one.text() for one in self._named("due:")]

    def put_off(self) -> None:
        """Put off the first reminder that can wait."""
        self.press("put_off")
        self._window.settle()

    def drafts(self) -> list[str]:
        """Unfinished work: the words to press."""
        return [one.text() for one in self._named("draft:")]

    def open_draft(self) -> None:
        """Go on with the newest of them, wherever that leads."""
        self._named("draft:")[0].click()
        self._window.settle()

    def closed_drafts(self) -> list[str]:
        """Unfinished work in files that are closed by now: the words on each line."""
        found = [one for one in self._root().findChildren(QFrame) if one.isVisible() and one.property("line")]
        return [
            " ".join(each.text() for each in one.findChildren(QLabel) if each.text())
            for one in found
            if any(each.objectName().startswith("closed_draft:") for each in one.findChildren(QLabel))
        ]

    def throw_away(self, answer: str | None) -> None:
        """Press the bin on the first of them, and answer what is asked."""
        self._window.prompts.answer(answer)
        found = self._root().findChildren(QToolButton)
        next(one for one in found if one.isVisible() and one.objectName().startswith("throw_away:")).click()
        self._window.settle()

    def recent(self) -> list[str]:
        """Recent clients: their codes."""
        return [one.objectName().removeprefix("recent:") for one in self._named("recent:")]

    def can_review(self) -> bool:
        """Whether there is anything that can be signed."""
        return any(one.isVisible() for one in self._root().findChildren(QPushButton, "review"))

    def review(self) -> ReviewDriver:
        """Review and sign."""
        self.press("review")
        return ReviewDriver(self._window)

    def _sessions(self) -> Sessions:
        return next(one for one in self._root().findChildren(Sessions) if one.isVisible())

    def _named(self, start: str) -> list[QPushButton]:
        found = self._root().findChildren(QPushButton)
        return [one for one in found if one.isVisible() and one.objectName().startswith(start)]

    def _line(self, code: str) -> QWidget:
        line = self.find(QPushButton, f"session:{code}").parentWidget()
        assert line is not None
        return line

    def _press(self, code: str, name: str) -> None:
        made = self._line(code).findChild(QPushButton, name)
        assert made is not None, f"no {name} for {code}"
        made.click()
        self._window.settle()

    def _more(self, code: str, place: int) -> None:
        made = self._line(code).findChild(QToolButton, "session_more")
        assert isinstance(made, QToolButton)
        made.menu().actions()[place].trigger()


class ReviewDriver(FormDriver):
    """What is unsigned, one under the other."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.qtbot.waitUntil(lambda: bool(self._views()), timeout=WAIT_MS)
        window.settle()

    def ticks(self) -> list[QCheckBox]:
        """The boxes *Reviewed*."""
        return [one for one in self._views()[0].findChildren(QCheckBox) if one.isVisible()]

    def tick_all(self) -> ReviewDriver:
        """Everything was read."""
        for tick in self.ticks():
            tick.click()
        return self

    def sign(self) -> None:
        """Sign what is ticked."""
        self.press("sign_reviewed")
        self._window.settle()

    def _views(self) -> list[Review]:
        return [one for one in self._root().findChildren(Review) if one.isVisible()]
