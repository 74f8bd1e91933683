"""The one sheet for printing and saving."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QToolButton, QWidget

from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.window import Window
from ui.releasing.grounds import Grounds
from ui.releasing.handing_over import HandingOver
from ui.releasing.sheet import ReleaseSheet


class SomebodyDriver(FormDriver):
    """The form for somebody else: `to_somebody_else().on_release("City Clinic").type("…")`."""

    _window: Window

    def to_somebody_else(self) -> Self:
        """Choose that answer, and wait for what the vault knows."""
        self.press("where:somebody_else")
        self.find(QWidget, "somebody")
        self._window.settle()
        return self

    def grounds(self) -> dict[str, bool]:
        """The words of each ground with the reasons, and whether it can be chosen."""
        return {self._words(radio): radio.isEnabled() for radio in self._radios()}

    def on_release(self, words: str) -> Self:
        """Choose the release whose title says `words`."""
        next(radio for radio in self._radios() if words in radio.accessibleName()).click()
        self.wait()
        return self

    def on_basis(self, words: str) -> Self:
        """Choose a ground of the law by its label."""
        self.press("ground:another")
        super().choose("basis", words)
        combo = self.find(QWidget, "basis")
        combo.activated.emit(0)  # type: ignore[attr-defined]
        self.wait()
        return self

    def say(self, **values: str) -> Self:
        """Type into fields, or choose their values."""
        for name, value in values.items():
            choose = name in {"method", "encrypted"}
            self.choose_value(name, value) if choose else self.replace(name, value)
        self.wait()
        return self

    def known(self) -> list[str]:
        """Who is offered as a recipient."""
        menu = self.find(QToolButton, "known_recipients").menu()
        return [action.text() for action in menu.actions()]

    def pick(self, words: str) -> Self:
        """Take somebody who is offered."""
        menu = self.find(QToolButton, "known_recipients").menu()
        assert menu is not None
        next(action for action in menu.actions() if words in action.text()).trigger()
        self.wait()
        return self

    def missing(self) -> list[str]:
        """The fields that are still missing."""
        found = [each for each in self._root().findChildren(QPushButton) if each.isVisible()]
        names = [each.objectName() for each in found]
        return [name.removeprefix("missing:") for name in names if name.startswith("missing:")]

    def wait(self) -> None:
        """A person pauses; the form asks the vault."""
        self.qtbot.wait(0)
        self.qtbot.waitUntil(lambda: not self._is_asking(), timeout=WAIT_MS)
        self._window.settle()

    def _is_asking(self) -> bool:
        from ui.releasing.somebody import SomebodyForm

        found = [each for each in self._root().findChildren(SomebodyForm) if each.isVisible()]
        return any(each._timer.isActive() for each in found)

    def _radios(self) -> list[QRadioButton]:
        grounds = next(each for each in self._root().findChildren(Grounds) if each.isVisible())
        found = [each for each in grounds.findChildren(QRadioButton) if each.isVisible()]
        return sorted(found, key=lambda radio: radio.mapTo(grounds, radio.pos()).y())

    def _words(self, radio: QRadioButton) -> str:
        line = radio.parentWidget()
        assert line is not None
        return " ".join(each.text() for each in line.findChildren(QLabel) if each.isVisible())


class HandOverDriver(SomebodyDriver):
    """The same question for an attached file."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.qtbot.waitUntil(self.is_open, timeout=WAIT_MS)
        window.settle()

    def is_open(self) -> bool:
        """Whether it is still there."""
        return any(each.isVisible() for each in self._root().findChildren(HandingOver))

    def go_on(self, path: Path | None = None) -> None:
        """Press the button; with `path`, save it there."""
        if path is not None:
            self._window.prompts.answer(path)
        self.press("continue")
        self._window.settle()


class SheetDriver(SomebodyDriver):
    """Waits until the pages are drawn: `sheet.save(path)`, `sheet.print()`."""

    def __init__(self, window: Window, opener: str = "release") -> None:
        """`opener`: the button that opens it; empty: it is open already."""
        super().__init__(window._root, window.qtbot)
        self._window = window
        if opener:
            self.press(opener)
        self.find(QWidget, "pages_view")
        window.settle()

    @property
    def sheet(self) -> ReleaseSheet:
        """The sheet in sight."""
        return next(each for each in self._root().findChildren(ReleaseSheet) if each.isVisible())

    def is_open(self) -> bool:
        """Whether it is still there."""
        return any(each.isVisible() for each in self._root().findChildren(ReleaseSheet))

    def button_text(self) -> str:
        """What the button that saves says."""
        return self.find(QPushButton, "save_pdf").text()

    def answers(self) -> dict[str, bool]:
        """The answers to *where does it go*, and whether each can be chosen."""
        found = [each for each in self.sheet.findChildren(QRadioButton) if each.isVisible()]
        where = [each for each in found if each.objectName().startswith("where:")]
        return {each.objectName().removeprefix("where:"): each.isEnabled() for each in where}

    def chosen(self) -> str:
        """The answer that is chosen."""
        radios = [each for each in self.sheet.findChildren(QRadioButton) if each.objectName().startswith("where:")]
        found = [each for each in radios if each.isChecked()]
        return found[0].objectName().removeprefix("where:") if found else ""

    def choose(self, name: str, text: str = "") -> None:
        """Choose an answer; with `text`, an entry of a list."""
        if text:
            super().choose(name, text)
        else:
            self.press(f"where:{name}")

    def save(self, path: Path) -> None:
        """Save there, and wait for the end."""
        self._window.prompts.answer(path)
        self.press("save_pdf")
        self._window.settle()

    def print(self) -> None:
        """Enter prints."""
        self.press_key(Qt.Key.Key_Return)
        self._window.settle()

    def press_key(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        self._window.activate()
        QTest.keyClick(self._window.shell.focusWidget(), key)

    def close(self) -> None:
        """Esc leads back."""
        self.press_key(Qt.Key.Key_Escape)
        self.qtbot.waitUntil(lambda: not self.is_open(), timeout=WAIT_MS)
