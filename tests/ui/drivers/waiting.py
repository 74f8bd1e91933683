"""Waits of a test that end as soon as they can."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, Qt, QTimer
from pytestqt.exceptions import TimeoutError as WaitedTooLong
from pytestqt.qtbot import QtBot

LOOK_EVERY_MS = 40  # for what comes without an event: a file, another process


class Bot(QtBot):
    """A `qtbot` whose `waitUntil` looks whenever the event loop has nothing to do for the moment."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None:  # noqa: N802 - its name
        """Wait until `callback` returns True, or returns None and asserts nothing wrong any more.

        Raises:
            pytestqt.exceptions.TimeoutError: it does not, for `timeout` ms.
            Exception: whatever else `callback` raises.
        """
        __tracebackhide__ = True
        look = _Look(callback)
        if not look.is_over():
            _turn_until(look, timeout)
        look.check(f"waited in vain for {timeout} ms")


class _Look:
    """Looks whether a condition holds, and keeps how that went: Qt passes no exception on."""

    def __init__(self, condition: Callable[[], bool | None]) -> None:
        self._condition = condition
        self._is_looking = False
        self._holds = False
        self._unmet: AssertionError | None = None
        self._error: Exception | None = None

    def is_over(self) -> bool:
        """Whether it holds, or cannot be asked."""
        if self._is_looking:
            return False  # the condition waits for something itself, and the event loop turns meanwhile
        self._is_looking, self._unmet = True, None
        try:
            found = self._condition()
            self._holds = found is None or found
        except AssertionError as unmet:
            self._unmet = unmet
        except Exception as error:  # noqa: BLE001 - raised again by `check`, where the test can see it
            self._error = error
        finally:
            self._is_looking = False
        return self._holds or self._error is not None

    def check(self, message: str) -> None:
        """Raise what has to be raised, unless it holds."""
        if self._error is not None:
            raise self._error
        if not self._holds:
            raise WaitedTooLong(message) from self._unmet


def _turn_until(look: _Look, timeout: int) -> None:
    """Let the event loop turn until the look is over, or for `timeout` ms."""
    loop = QEventLoop()
    until = time.monotonic() + timeout / 1000

    def step() -> None:
        if loop.isRunning() and (look.is_over() or time.monotonic() > until):
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(step)
    timer.start(LOOK_EVERY_MS)
    idle = QAbstractEventDispatcher.instance().aboutToBlock
    idle.connect(step, Qt.ConnectionType.DirectConnection)
    try:
        loop.exec()
    finally:
        idle.disconnect(step)
        timer.stop()
