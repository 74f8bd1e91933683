"""A run of the real program for test_lock: signs in, shows the clients, and locks when it is told to.

Reads from standard input: the passphrase, then one line to go on to the lock. Writes what it has reached.
Arguments: the vault, and the sign-in name where there are several.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from ui.application import catch_bugs, end_calmly, leave, make_application
from ui.known import KnownError
from ui.language import speak
from ui.platform.hardening import harden, refuse_debuggers
from ui.platform.successor import Ending
from ui.preferences import Preferences
from ui.prompts import Prompts
from ui.shell import Shell, Start
from ui.theme import Theme
from ui.widgets import SecretField


class LoudPrompts(Prompts):
    """Ends the run where a person would have to read something."""

    def known(self, error: KnownError, done: object = None) -> None:  # noqa: ARG002
        print(f"CS-{error.code} {error.name}", flush=True)  # noqa: T201
        os._exit(3)

    def bug(self, report: str) -> None:
        print(report, flush=True)  # noqa: T201
        os._exit(4)


class Story(QObject):
    """Presses the buttons; `told` is sent for every line of standard input."""

    told = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._signed_in = False
        self.told.connect(self._on_told)
        shell.entered.connect(lambda _arrival: self._settled("shown"))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.told.emit(line.rstrip("\n"))

    def _on_told(self, line: str) -> None:
        if self._signed_in:
            self._shell.lock("person")
            return
        self._signed_in = True
        if len(sys.argv) > 2:
            person = self._shell.findChild(QPushButton, f"person:{sys.argv[2]}")
            assert isinstance(person, QPushButton)
            person.click()
        field = self._shell.findChild(SecretField, "passphrase")
        edit = field.findChild(QLineEdit, "secret") if isinstance(field, SecretField) else None
        unlock = self._shell.findChild(QPushButton, "unlock")
        assert isinstance(edit, QLineEdit)
        assert isinstance(unlock, QPushButton)
        edit.setText(line)
        unlock.click()

    def _settled(self, word: str) -> None:
        if self._shell.ops.busy:
            QTimer.singleShot(20, lambda: self._settled(word))
            return
        self._shell.grab()  # paints what is shown, as a screen would
        print(word, flush=True)  # noqa: T201


def main() -> int:
    harden()
    refuse_debuggers()
    app = make_application()
    preferences = Preferences()
    speak(preferences)
    theme = Theme(app, "light")
    theme.apply()
    shell = Shell(theme, preferences, Start(Path(sys.argv[1])), ending=Ending(leave), prompts=LoudPrompts)
    catch_bugs(shell)
    end_calmly(shell)
    story = Story(shell)
    shell.show()
    faulthandler.dump_traceback_later(60, exit=True)
    print("started", flush=True)  # noqa: T201
    assert story.parent() is shell
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
