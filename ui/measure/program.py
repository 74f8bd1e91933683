"""The real program with a vault of the benchmark, signed in without anybody typing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.bench.building import PASSPHRASE
from ui.application import leave, make_application
from ui.entrance import Rules
from ui.entrance.secret_form import Typed
from ui.entrance.unlock import unlock
from ui.platform.successor import Ending
from ui.preferences import Preferences
from ui.prompts import Prompts
from ui.shell import Shell, Start
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.known import KnownError


class Aloud(Prompts):
    """Nobody is there to read a message: it goes to standard error, and the measurement ends."""

    def known(self, error: KnownError, done: Callable[[], None] | None = None) -> None:  # noqa: ARG002
        _fail(str(error))

    def bug(self, report: str) -> None:
        _fail(report)


class Program:
    """Application, theme and window, put together as `ui.application.main` does."""

    def __init__(self, vault: Path) -> None:
        self._vault = vault
        self._app = make_application()
        preferences = Preferences()
        theme = Theme(self._app, preferences.look)
        theme.apply()
        self.shell = Shell(theme, preferences, Start(vault), ending=Ending(leave), prompts=Aloud)
        self.shell.show()

    def sign_in(self) -> None:
        """As the unlock page does once the passphrase was typed; `shell.entered` follows."""
        typed = Typed(PASSPHRASE, None, "passphrase")
        self.shell.ops.enter(self.shell, lambda: unlock(self._vault, typed, Rules()), self.shell.entrance.entered.emit)

    def run(self) -> int:
        """Until `end`."""
        return self._app.exec()

    def end(self) -> None:
        """Sign off and end, as closing the window does."""
        self.shell.close()


def _fail(words: str) -> None:
    os.write(2, f"{words}\n".encode())
    os._exit(1)
