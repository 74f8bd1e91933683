"""Hands and eyes of the tour: finds what is in sight by its name, presses, types, and takes pictures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton, QToolButton, QWidget

from ui.forms.steps import steps
from ui.known import KnownError
from ui.prompts import Prompts
from ui.shell import Shell
from ui.widgets import SecretField

TICK_MS = 5
PATIENCE_TICKS = 6000  # half a minute
SETTLED_TICKS = 4  # answers in turn ask new questions

# Each stroke a list of points, parts of the box.
SIGNATURE = (
    ((0.12, 0.35), (0.14, 0.7), (0.16, 0.4), (0.22, 0.28), (0.27, 0.45), (0.2, 0.52), (0.28, 0.7)),
    ((0.34, 0.62), (0.38, 0.5), (0.43, 0.66), (0.47, 0.48), (0.53, 0.68), (0.58, 0.5), (0.66, 0.66), (0.88, 0.42)),
)

Found = TypeVar("Found", bound=QWidget)
Steps = Iterator[Callable[[], bool] | None]


class TourPrompts(Prompts):
    """Answers file choosers with paths that the story has put in; any message of an error ends the tour."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.paths: deque[Path] = deque()
        self.problem = ""

    def known(self, error: KnownError, done: Callable[[], None] | None = None) -> None:  # noqa: ARG002
        self.problem = f"CS-{error.code} {error.name}"

    def bug(self, report: str) -> None:
        self.problem = report

    def open_file(self, title: str, chosen: Callable[[Path], None], *, kinds: str = "") -> None:  # noqa: ARG002
        chosen(self.paths.popleft())

    def save_file(self, title: str, name: str, chosen: Callable[[Path], None], *, kinds: str = "") -> None:  # noqa: ARG002
        chosen(self.paths.popleft())

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None:  # noqa: ARG002
        chosen(self.paths.popleft())


class Hands:
    """Uses one window as a person would."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def answer(self, *paths: Path) -> None:
        """What the next file choosers give back."""
        prompts = self.shell.prompts
        if isinstance(prompts, TourPrompts):
            prompts.paths.extend(paths)

    def find(self, kind: type[Found], name: str) -> Found:
        """What is in sight under that name.

        Raises:
            LookupError: it is not.
        """
        for each in self.shell.findChildren(kind, name):
            if each.isVisible():
                return each
        raise LookupError(f"nothing called {name} is in sight")

    def sees(self, name: str) -> bool:
        """Whether something of that name is in sight."""
        return any(each.isVisible() for each in self.shell.findChildren(QWidget, name))

    def names_in_sight(self) -> list[str]:
        """The names of all buttons that can be pressed now, from top to bottom."""
        found = [each for each in self.shell.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled()]
        found.sort(key=lambda each: each.mapTo(self.shell, each.rect().topLeft()).y())
        return [each.objectName() for each in found]

    def can_press(self, name: str) -> bool:
        """Whether a button is in sight and enabled."""
        return name in self.names_in_sight()

    def press(self, name: str) -> None:
        """Press a button."""
        self.find(QAbstractButton, name).click()

    def type_into(self, name: str, text: str) -> None:
        """Type into a line."""
        edit = self.find(QLineEdit, name)
        edit.selectAll()
        edit.insert(text)  # unlike setText this counts as typed

    def type_secret(self, name: str, text: str) -> None:
        """Type into a field for a passphrase or code."""
        edit = self.find(SecretField, name).findChild(QLineEdit, "secret")
        if isinstance(edit, QLineEdit):
            edit.insert(text)

    def fill(self, field: str, value: object) -> None:
        """Fill in a field of a record's form; `value` as the record holds it."""
        from ui.forms.control import Control

        control: Any = self.find(Control, f"field:{field}")
        control.set_value(value)
        control.changed.emit()

    def fill_row(self, field: str, line: int, **values: object) -> None:
        """Fill in one line of a list, such as one recipient; it is added when it is not there."""
        from ui.forms.parts import RowsControl

        rows = self.find(RowsControl, f"field:{field}")
        while len(rows.rows()) <= line:
            rows.add()
        for name, value in values.items():
            rows.rows()[line].set_value(name, value)
        rows.changed.emit()

    def choose_new(self, kind: str) -> None:
        """Choose a kind in the *New…* menu of a file."""
        menu = self.find(QPushButton, "new_record").menu()
        next(action for action in menu.actions() if action.data() == kind).trigger()

    def choose_in_file_menu(self, words: str) -> None:
        """Choose an entry of the menu of a file."""
        menu = self.find(QToolButton, "file_menu").menu()
        next(action for action in menu.actions() if action.text() == words).trigger()

    def draw_signature(self) -> None:
        """A few strokes in the box for signatures."""
        from ui.taking.signature_pad import SignaturePad

        pad = self.find(SignaturePad, "signature_pad")
        for stroke in SIGNATURE:
            for number, (x, y) in enumerate(stroke):
                at = QPointF(x * pad.width(), y * pad.height())
                pad.move_to(at) if number else pad.press(at)
            pad.lift()

    def say_safe(self, statement: str) -> None:
        """Answer what a note asks before it is signed: one of the three statements about safety."""
        from ui.forms.choices import Segments
        from ui.writing.sign_bar import RiskPanel

        panel = next(each for each in self.shell.findChildren(RiskPanel) if each.isVisible())
        segments = panel.findChildren(Segments)[0]
        segments.set_value(statement)
        segments.picked.emit()

    def go_to(self, kind: str, record: str | None = None, **details: Any) -> None:
        """Go to a page."""
        self.shell.workspace.context.navigator.go_to(kind, record, **details)

    def picture(self, file: Path) -> None:
        """Save what the window shows."""
        self.shell.grab().save(str(file))


class Runner(QObject):
    """Takes the steps of a story, each when the one before has settled.

    A step may yield a condition; the next one waits until it holds.
    """

    def __init__(self, shell: Shell, steps: Steps, ended: Callable[[BaseException | None], None]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._steps = steps
        self._ended = ended
        self._condition: Callable[[], bool] | None = None
        self._quiet = 0
        self._waited = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def _on_tick(self) -> None:
        self._waited += 1
        if self._waited > PATIENCE_TICKS:
            self._end(TimeoutError("a step did not come to its end"))
            return
        if isinstance(self._shell.prompts, TourPrompts) and self._shell.prompts.problem:
            self._end(RuntimeError(self._shell.prompts.problem))
            return
        busy = self._shell.ops.busy or self._shell.ops.jobs_running or not steps().is_idle
        self._quiet = 0 if busy else self._quiet + 1
        if self._quiet < SETTLED_TICKS or (self._condition is not None and not self._condition()):
            return
        self._quiet = self._waited = 0
        try:
            self._condition = next(self._steps)
        except StopIteration:
            self._end(None)
        except (LookupError, RuntimeError, AssertionError, TypeError, ValueError) as error:
            self._end(error)

    def _end(self, error: BaseException | None) -> None:
        self._timer.stop()
        self._ended(error)
