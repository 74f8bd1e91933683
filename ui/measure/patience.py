"""A measurement always ends: what went wrong, or what it waited for in vain, goes to standard error."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from types import TracebackType

LONGEST_S = 540.0  # less than the ten minutes without input after which the window locks itself


class Patience:
    """One limit at a time: each new wait takes the place of the one before.

    It runs on a thread of its own, so that it also ends a window whose own thread is stuck.
    """

    def __init__(self) -> None:
        self._timer: threading.Timer | None = None

    def waits_for(self, what: str, seconds: float = LONGEST_S) -> None:
        """End the process, saying what it waited for, unless another wait begins or it ends within `seconds`."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(seconds, lambda: fail(f"waited {seconds:g} s for {what}"))
        self._timer.daemon = True
        self._timer.start()


def fail_at_bugs() -> None:
    """What nobody expected ends the process; Qt would go on, and the measurement would wait for ever."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        fail("".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = hook


def fail(words: str) -> None:
    """Say why there is no figure, and end at once."""
    os.write(2, f"{words.rstrip()}\n".encode())
    os._exit(1)
