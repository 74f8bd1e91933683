"""The start of the window, step by step."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QApplication

from ui.language import speak
from ui.platform.hardening import harden
from ui.platform.successor import Ending, tell_parent
from ui.preferences import Preferences
from ui.reports import bug_report
from ui.shell import Shell, Start
from ui.theme import Theme


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the program; returns when the window is closed."""
    harden()
    asked = parse(sys.argv[1:] if arguments is None else arguments)
    app = make_application()
    preferences = Preferences()
    speak(preferences)
    theme = Theme(app, preferences.look)
    theme.apply()
    shell = Shell(theme, preferences, Start(asked.vault, asked.why), ending=Ending(leave))
    catch_bugs(shell)
    end_calmly(shell)
    show(shell, asked)
    return app.exec()


@dataclass(slots=True)
class Asked:
    """What the program was started with. All but the vault is written by the program itself, at a lock."""

    vault: Path | None = None
    why: str = ""
    window: str = ""
    handshake: bool = False


def parse(arguments: Sequence[str]) -> Asked:
    """`[VAULT] [--locked VAULT] [--why TRIGGER] [--window X,Y,W,H] [--handshake]`; anything else ends the program.

    By hand, because argparse takes longer to load than the rest of the start.
    """
    asked, left = Asked(), list(arguments)
    while left:
        word = left.pop(0)
        if word == "--handshake":
            asked.handshake = True
        elif word == "--why" and left:
            asked.why = left.pop(0)
        elif word == "--window" and left:
            asked.window = left.pop(0)
        elif word == "--locked" and left:
            asked.vault = Path(left.pop(0))
        elif word.startswith("-") or asked.vault is not None:
            sys.exit(f"clientsafe: {word!r} is not understood. The window takes one vault, and nothing else.")
        else:
            asked.vault = Path(word)
    return asked


def make_application() -> QApplication:
    """The application object. It keeps no state of its own and joins no session management."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["clientsafe"])
    app.setApplicationName("ClientSafe")
    app.setDesktopFileName("clientsafe")
    app.setStyle("Fusion")
    return app


def catch_bugs(shell: Shell) -> None:
    """What nobody expected is shown as such, with a report that holds nothing from the records."""

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if not isinstance(error, KeyboardInterrupt):
            shell.prompts.bug(bug_report(error))

    sys.excepthook = hook


def end_calmly(shell: Shell) -> None:
    """When the system ends us while somebody is signed in, drafts are kept and the session is signed off first.

    Python hears a signal only while it runs; signed in, the idle watch wakes it every second. The handler may
    interrupt anything, also work that holds a lock: so it only asks for the close, which comes in its turn.
    """

    def on_entered() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: QTimer.singleShot(0, shell, shell.close))

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    shell.entered.connect(lambda _arrival: on_entered())


def show(shell: Shell, asked: Asked) -> None:
    """Show the window, where the process before this one had it, and tell that process."""
    numbers = [int(part) for part in asked.window.split(",") if part.lstrip("-").isdigit()]
    if len(numbers) == 4:
        shell.setGeometry(QRect(*numbers))
    if asked.handshake:
        # One turn of the event loop later the frame is on the screen.
        shell.painted.connect(lambda: QTimer.singleShot(0, tell_parent))
    shell.show()


def leave() -> None:
    """End this process now: no destructors, nothing written, nothing waited for."""
    os._exit(0)
