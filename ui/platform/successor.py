"""The fresh process that takes over at a lock, and how it says that its lock page is shown.

The child writes one word to its standard output, which is a pipe to the parent. Its arguments hold the path of the
vault, the reason of the lock and where the window stood: nothing of who was at the desk.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QRect, Signal

if TYPE_CHECKING:
    from subprocess import Popen

WORD = b"shown\n"


def command(vault: Path, why: str, place: QRect) -> list[str]:
    """How the fresh process is started."""
    # -P: no module is taken from the folder that the program happens to be started in.
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "ui"]
    window = ",".join(str(n) for n in (place.x(), place.y(), place.width(), place.height()))
    return [*program, "--locked", str(vault), "--why", why, "--window", window, "--handshake"]


class Successor(QObject):
    """Starts the fresh process.

    Signals:
        is_shown(): its lock page can be seen.
        failed(): it could not be started, or ended before it showed anything.
    """

    is_shown = Signal()
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.process: Popen[bytes] | None = None

    def start(self, arguments: list[str]) -> None:
        """Start it; one of the signals follows."""
        import subprocess

        try:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                start_new_session=True,  # it outlives us
                env=_environment(),
            )
        except OSError:
            self.failed.emit()
            return
        self.process = process
        threading.Thread(target=self._listen, args=(process,), name="successor", daemon=True).start()

    def _listen(self, process: Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout:
            heard = process.stdout.read(len(WORD))
        if heard != WORD:
            process.wait()
        (self.is_shown if heard == WORD else self.failed).emit()


class Ending(NamedTuple):
    """How this process ends: `leave` without any clean-up by Qt or Python, and what makes its successor."""

    leave: Callable[[], None]
    successor: Callable[[QObject], Successor] = Successor


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    known = [path for path in (root, os.environ.get("PYTHONPATH", "")) if path]
    return os.environ | {"PYTHONPATH": os.pathsep.join(dict.fromkeys(known))}


def tell_parent() -> None:
    """In the fresh process: say that the lock page is shown, and let go of the pipe."""
    with contextlib.suppress(OSError):  # the parent did not wait any longer
        os.write(1, WORD)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
