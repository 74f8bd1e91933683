"""Opening the window, which is a process of its own: at once, with nothing loaded that only a command needs."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from types import FrameType

_PARTS = ("PySide6", "ui")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_PASSED_ON = ("SIGINT", "SIGTERM", "SIGHUP")
_STOPPED_BY = 128  # plus the number of the signal, as shells say it


class WindowError(Exception):
    """The window cannot be opened, or did not end by itself; `name` is the failure's (app.cli.failures)."""

    def __init__(self, name: str, **values: str) -> None:
        super().__init__(name)
        self.name = name
        self.values = values


def open_window() -> int:
    """Start the window, and wait for its end; returns its exit code.

    Being stopped is passed on to the window, which signs off first.

    Raises:
        WindowError: `no_window`, `no_screen` or `window_died`.
    """
    _check()
    import signal
    import subprocess

    window: subprocess.Popen[bytes] | None = None
    stopped_by: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        stopped_by.append(number)
        if window is not None:
            window.send_signal(number)

    for name in _PASSED_ON:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), pass_on)
    window = subprocess.Popen([sys.executable, "-P", "-m", "ui"], env=_environment())
    for number in stopped_by:  # while it was being started
        window.send_signal(number)
    code = window.wait()
    if code >= 0:
        return code
    if stopped_by:
        return _STOPPED_BY + stopped_by[-1]
    raise WindowError("window_died")


def _check() -> None:
    missing = next((name for name in _PARTS if not _is_installed(name)), None)
    if missing is not None:
        raise WindowError("no_window", missing=missing)
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _SCREENS):
        raise WindowError("no_screen")


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ImportError:
        return False


def _environment() -> dict[str, str]:
    """Started from any folder, the window finds the program it belongs to, and nothing that lies in that folder."""
    root = os.path.realpath(__file__).rsplit(os.sep, 3)[0]  # to load pathlib takes longer than all of this module
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))}
