"""A few pages behind each other and a button for each above them; a page is made when it is first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.theme import Space
from ui.widgets.buttons import button
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Switch(QWidget):
    """What nobody looks at is not made, so that nothing of it is read or logged.

    Signals:
        turned(name): another page is in sight.
    """

    turned = Signal(str)

    def __init__(self, pages: Mapping[str, tuple[str, Callable[[], QWidget]]], title: str, start: str = "") -> None:
        """`pages`: by name their words and what makes them; `start`: the first in sight, else the first of all."""
        super().__init__()
        self.setAccessibleName(title)
        self._makes = {name: make for name, (_words, make) in pages.items()}
        self._made: dict[str, QWidget] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for name, (words, _make) in pages.items():
            made = button(words, name=f"switch:{name}")
            made.setCheckable(True)
            made.clicked.connect(lambda _checked=False, name=name: self.turn_to(name))
            self._group.addButton(made)
            self._buttons[name] = made
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(Flow(list(self._buttons.values()), Space.XS))
        column.addWidget(self._stack, 1)
        self.turn_to(start if start in self._makes else next(iter(self._makes)))

    @property
    def name(self) -> str:
        """The page in sight."""
        return next(name for name, made in self._buttons.items() if made.isChecked())

    def page(self, name: str) -> QWidget | None:
        """A page that was made."""
        return self._made.get(name)

    def turn_to(self, name: str) -> None:
        """Show a page."""
        if name not in self._made:
            self._made[name] = self._makes[name]()
            self._stack.addWidget(self._made[name])
        self._buttons[name].setChecked(True)
        self._stack.setCurrentWidget(self._made[name])
        self.turned.emit(name)
