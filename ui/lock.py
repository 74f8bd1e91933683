"""Locking: the window is covered at once, the session ends, and a fresh process takes this one's place (V-6.9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.texts import _
from ui.platform.successor import Ending, Successor, command
from ui.triggers import ENDINGS

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.clipboard import Clipboard
    from ui.curtain import Cover
    from ui.operations import Operations
    from ui.prompts import Prompts

PATIENCE_MS = 2_000  # longer than this a lock never takes


class Locker(QObject):
    """Carries out a lock, or the end of the program, in the order of V-6.9. It asks nothing."""

    def __init__(
        self, window: QWidget, cover: Cover, ops: Operations, prompts: Prompts, clipboard: Clipboard, ending: Ending,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window = window
        self._ops = ops
        self._prompts = prompts
        self._clipboard = clipboard
        self._ending = ending
        self._cover = cover
        self._trigger = ""
        self._is_over = False
        self._vault: Path | None = None
        self._successor: Successor | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_over)

    @property
    def has_begun(self) -> bool:
        """Whether a lock is under way; nothing else matters then."""
        return bool(self._trigger)

    @property
    def is_over(self) -> bool:
        """Whether the session has ended, so that nothing is left but this process."""
        return self._is_over

    def lock(self, trigger: str, vault: Path, last_words: Callable[[], Callable[[Desk], None]]) -> None:
        """Cover, keep drafts, sign off, close, start the fresh process, end.

        Args:
            trigger: one of ui.triggers; "quit" and "logout" start no fresh process.
            vault: what the fresh process offers to unlock.
            last_words: called on the GUI thread once the window is covered; gives the engine's last work with the desk
                (drafts, place, sign-off).
        """
        if self._trigger:
            return
        self._trigger, self._vault = trigger, vault
        self._cover.drop(_("Closing…") if trigger in ENDINGS else _("Locking…"))
        self._patience.start()
        self._prompts.close_all()
        self._clipboard.clear()
        self._ops.close(self, last_words(), lambda _went_well: self._succeed())

    def _succeed(self) -> None:
        self._is_over = True
        if self._trigger in ENDINGS or self._vault is None:
            self._ending.leave()
        elif self._successor is None:
            self._successor = self._ending.successor(self)
            self._successor.is_shown.connect(self._ending.leave)
            self._successor.failed.connect(self._ending.leave)
            self._successor.start(command(self._vault, self._trigger, self._window.geometry()))

    def _on_patience_over(self) -> None:
        self._succeed()
        self._ending.leave()
