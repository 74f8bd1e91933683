"""A view is made in one turn of the event loop and shown in the next, so that neither takes both times at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from ui.forms.steps import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

View = TypeVar("View", bound=QWidget)


class InTurns(Generic[View]):
    """The view that is on its way to one page. The newest replaces one that was not shown yet."""

    def __init__(self, owner: QObject, show: Callable[[View], object]) -> None:
        """`show` takes the view and puts it in sight; nothing is made or shown once `owner` is gone."""
        self._owner = owner
        self._show = show
        self._number = 0

    def begin(self, make: Callable[[], View]) -> None:
        """Call `make`, then show what it made."""
        self.forget()
        number = self._number
        made: list[View] = []

        def build() -> None:
            if number == self._number:
                steps().do(self._owner, arrive)  # before the parts that the view itself makes in steps
                made.append(make())

        def arrive() -> None:
            if made and number == self._number:
                self._show(made.pop())

        steps().do(self._owner, build)

    def forget(self) -> None:
        """Something else is shown: what is on its way never arrives."""
        self._number += 1
