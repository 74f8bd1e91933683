"""While there is time: new keys for files that somebody could open who left, or whose access has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.workspace import Workspace

AFTER_MS = 3000  # arriving has other work
EVERY_MS = 150  # others want the engine too


class KeyRenewals(QObject):
    """Asks for a few keys at a time until none is left; what a lock interrupts, the next sign-in takes up."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._ops = workspace.context.ops
        QTimer.singleShot(AFTER_MS, self, self._go_on)

    def _go_on(self) -> None:
        self._ops.query(self, _renew, self._on_left, lambda _error: None)

    def _on_left(self, left: int) -> None:
        if left:
            QTimer.singleShot(EVERY_MS, self, self._go_on)


def _renew(desk: Desk) -> int:
    from app.services.people import sharing

    return sharing.renew_keys(desk)
