"""Hands and eyes of the tour: finds what is in sight by its name, presses, types, and takes pictures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from ui.known import KnownError
from ui.prompts import Prompts
from ui.shell import Shell
from ui.widgets import SecretField

TICK_MS = 25
PATIENCE_TICKS = 1200  # half a minute
SETTLED_TICKS = 4  # answers in turn ask new questions

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
        busy = self._shell.ops.busy or self._shell.ops.jobs_running
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
