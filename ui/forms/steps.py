"""Work of the GUI thread in small steps: what has no time left in this turn of the event loop goes on in the next."""

from __future__ import annotations

import time
from collections import deque
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable

SLICE_S = 0.006  # of one turn; laying out and painting what was made takes about as long again


class Steps(QObject):
    """Steps in the order in which they were asked for; those that a step asks for come right after it.

    Between two turns keys, mouse and painting have their say, so a long form neither stops the window nor loses a
    letter. A step whose owner is gone is dropped.
    """

    def __init__(self) -> None:
        super().__init__()
        self.slice_s = SLICE_S
        self._waiting: deque[tuple[QObject, Callable[[], None]]] = deque()
        self._inside: list[tuple[QObject, Callable[[], None]]] | None = None  # what the running step asked for
        self._began: float | None = None  # when the first step of this turn began
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_next_turn)

    def do(self, owner: QObject, step: Callable[[], None]) -> None:
        """Call `step` now if this turn has time left and nothing waits before it, else later while `owner` lives."""
        if self._inside is not None:
            self._inside.append((owner, step))
            return
        self._waiting.append((owner, step))
        self._go_on()

    @property
    def is_idle(self) -> bool:
        """Whether no step waits."""
        return not self._waiting

    def _go_on(self) -> None:
        if self._began is None:
            self._began = time.perf_counter()
            self._timer.start()
        while self._waiting and time.perf_counter() - self._began < self.slice_s:
            self._take(*self._waiting.popleft())

    def _take(self, owner: QObject, step: Callable[[], None]) -> None:
        if not isValid(owner):
            return
        self._inside = []
        try:
            step()
        finally:
            self._waiting.extendleft(reversed(self._inside))
            self._inside = None

    def _on_next_turn(self) -> None:
        self._began = None
        if self._waiting:
            self._go_on()


@cache
def steps() -> Steps:
    """The one queue of the GUI thread."""
    return Steps()
