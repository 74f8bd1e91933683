"""Keeps the words of a pack while they are changed, at most a second behind the keys, until the pack went out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.supervision import pack_drafts
from ui.forms.draft_keeper import BEHIND_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from app.services.supervision.pseudonymous import Pack
    from ui.context import Context
    from ui.known import KnownError


class PackKeeper(QObject):
    """Of one pack at a time.

    Signals:
        failed(error): the words could not be kept, or not forgotten; the next key tries again.
    """

    failed = Signal(object)

    def __init__(self, context: Context, owner: QWidget, words: Callable[[], str]) -> None:
        """`words` gives what the person reads and changes now."""
        super().__init__(owner)
        self._context, self._owner, self._words = context, owner, words
        self._pack: Pack | None = None
        self._changed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BEHIND_MS)
        self._timer.timeout.connect(self.flush)

    def begin(self, pack: Pack) -> None:
        """Other words are shown, just as they were made or kept."""
        self._timer.stop()
        self._pack, self._changed = pack, False

    def touch(self) -> None:
        """Something was typed."""
        self._changed = True
        if not self._timer.isActive():  # not begun anew at each key: who never pauses is kept too
            self._timer.start()

    def take(self) -> Callable[[Desk], None] | None:
        """What the engine has still to do, for somebody else to do it; None if there is nothing."""
        self._timer.stop()
        if self._pack is None or not self._changed:
            return None
        self._changed = False
        return partial(pack_drafts.keep, pack=self._pack, words=self._words())

    def flush(self) -> None:
        """Keep the words now."""
        work = self.take()
        if work is not None:
            kept = lambda _nothing: self._context.announcer.note_saved()  # noqa: E731
            self._context.ops.query(self._owner, work, kept, self._on_failed)

    def gone(self) -> None:
        """What went out stands in the register; the kept words have done their work."""
        if self._pack is not None:
            work = partial(pack_drafts.drop, client_id=self._pack.client)
            self._context.ops.query(self._owner, work, lambda _nothing: None, self.failed.emit)

    def _on_failed(self, error: KnownError) -> None:
        self._changed = True
        self.failed.emit(error)
