"""The start of the window, step by step."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from ui.language import speak
from ui.platform.hardening import harden, refuse_debuggers
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
    theme = Theme(app, preferences.look, preferences.text_percent)
    theme.apply()
    shell = Shell(theme, preferences, Start(asked.vault, asked.why), ending=Ending(leave))
    catch_bugs(shell)
    show(shell, asked)
    return app.exec()


class Asked(NamedTuple):
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
            asked = asked._replace(handshake=True)
        elif word == "--why" and left:
            asked = asked._replace(why=left.pop(0))
        elif word == "--window" and left:
            asked = asked._replace(window=left.pop(0))
        elif word == "--locked" and left:
            asked = asked._replace(vault=Path(left.pop(0)))
        elif word.startswith("-") or asked.vault is not None:
            sys.exit(f"clientsafe: {word!r} is not understood. The window takes one vault, and nothing else.")
        else:
            asked = asked._replace(vault=Path(word))
    return asked


def make_application() -> QApplication:
    """The application object. It keeps no state of its own for the desktop to start again with."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # The style by name: setStyle() would make Python's whole picture of QStyle, for nobody.
        app = QApplication(["clientsafe", "-style", "Fusion"])
    app.setApplicationName("ClientSafe")
    app.setDesktopFileName("clientsafe")
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
    import signal

    def on_session_ends(manager: QSessionManager) -> None:
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
        shell.log_out()

    def on_entered() -> None:
        for name, end in (("SIGINT", shell.close), ("SIGTERM", shell.log_out), ("SIGHUP", shell.log_out)):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), partial(_in_its_turn, shell, end))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.commitDataRequest.connect(on_session_ends, Qt.ConnectionType.DirectConnection)

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    shell.entered.connect(lambda _arrival: on_entered())


def _in_its_turn(shell: Shell, end: Callable[[], object], _number: int, _frame: FrameType | None) -> None:
    QTimer.singleShot(0, shell, end)


def show(shell: Shell, asked: Asked) -> None:
    """Show the window, where the process before this one had it, and tell that process."""
    numbers = [int(part) for part in asked.window.split(",") if part.lstrip("-").isdigit()]
    if len(numbers) == 4:
        shell.setGeometry(QRect(*numbers))
    # One turn of the event loop later the frame is on the screen.
    shell.painted.connect(lambda: QTimer.singleShot(0, shell, lambda: settle(shell, handshake=asked.handshake)))
    shell.show()


def settle(shell: Shell, *, handshake: bool) -> None:
    """What could wait until the first frame was seen, and must be done before the first key is pressed."""
    if handshake:
        tell_parent()
    refuse_debuggers()
    end_calmly(shell)
    gc.freeze()  # all that is loaded by now stays to the end
    from ui.collecting import Collector
    from ui.warming import Warming

    Collector(shell)

    # The same of what is loaded then; a full collection would look at all of it, and every thread would wait.
    Warming(shell.ops, shell).finished.connect(gc.freeze)


def leave() -> None:
    """End this process now: no destructors, nothing written, nothing waited for."""
    os._exit(0)
