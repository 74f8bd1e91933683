"""The real program with a vault of the benchmark, signed in without anybody typing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.bench.building import PASSPHRASE
from ui.application import Asked, leave, make_application, show
from ui.entrance import Rules
from ui.entrance.secret_form import Typed
from ui.entrance.unlock import unlock
from ui.language import speak
from ui.measure.patience import LONGEST_S, Patience, fail, fail_at_bugs
from ui.platform.successor import Ending
from ui.preferences import Preferences
from ui.prompts import Prompts
from ui.shell import Shell, Start
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.arrival import Arrival
    from ui.known import KnownError

FILLING_S = 1_800.0  # a large index, on a busy machine; nobody is signed in who could be locked out
CLOSING_S = 60.0


class Aloud(Prompts):
    """Nobody is there to read a message: it goes to standard error, and the measurement ends."""

    def known(self, error: KnownError, done: Callable[[], None] | None = None) -> None:  # noqa: ARG002
        fail(str(error))

    def bug(self, report: str) -> None:
        fail(report)


class UnkeptPreferences(Preferences):
    """The settings of this computer, which a measurement leaves as they are."""

    def _store(self, name: str, value: str) -> None:
        self._settings[name] = value


class Program:
    """Application, theme and window, put together as `ui.application.main` does."""

    def __init__(self, vault: Path) -> None:
        self._vault = vault
        self._app = make_application()
        self._patience = Patience()
        preferences = UnkeptPreferences()
        speak(preferences)
        theme = Theme(self._app, preferences.look, preferences.text_percent)
        theme.apply()
        self.shell = Shell(theme, preferences, Start(vault), ending=Ending(leave), prompts=Aloud)
        fail_at_bugs()
        self.waits_for("the first frame")
        show(self.shell, Asked(vault))

    def waits_for(self, what: str, seconds: float = LONGEST_S) -> None:
        """What has to come next, and when it is given up. Somebody is there, as far as the idle lock is concerned."""
        self._patience.waits_for(what, seconds)
        if self.shell.is_signed_in:
            self.shell.idle.touch()

    def sign_in(self, answered: Callable[[], None] = lambda: None) -> None:
        """As the unlock page does once the passphrase was typed.

        `answered` is called when the vault is open and the window has still all to do; `shell.entered` follows.
        """
        self.waits_for("the sign-in, with the index being filled", FILLING_S)
        typed = Typed(PASSPHRASE, None, "passphrase")

        def enter(arrival: Arrival) -> None:
            answered()
            self.shell.entrance.entered.emit(arrival)

        self.shell.ops.enter(self.shell, lambda: unlock(self._vault, typed, Rules()), enter)

    def run(self) -> int:
        """Until `end`."""
        return self._app.exec()

    def end(self) -> None:
        """Sign off and end, as closing the window does."""
        self.waits_for("the window to close", CLOSING_S)
        self.shell.close()
