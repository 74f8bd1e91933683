"""Saves what is being typed, at most a second behind the keys, and has it ready when the window locks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import clock
from app.records.fields import specs
from app.services import records
from ui.known import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from app.services.records import Editing
    from ui.context import Context

BEHIND_MS = 1000  # a draft is at most this far behind; the design allows two seconds
_TEXTS = frozenset({"line", "text"})


class DraftKeeper(QObject):
    """Keeps the draft of one record while it is on the screen.

    Signals:
        kept(time): the draft has reached the vault, at this time of day.
        failed(error): it could not be saved; the next key tries again.
    """

    kept = Signal(str)
    failed = Signal(object)

    def __init__(
        self, context: Context, owner: QWidget, editing: Editing, values: Callable[[], Mapping[str, Any]]
    ) -> None:
        """`values` gives what the form holds now."""
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self._editing = editing
        self._values = values
        self._changed = False
        self.was_touched = False  # the person typed something since this view was opened
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BEHIND_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def record(self) -> str:
        """The record that is being written."""
        return self._editing.record

    def editing(self) -> Editing:
        """The record as the form has it now.

        Raises:
            KnownError: two values contradict each other.
        """
        return self._editing.with_values(self._values())

    def touch(self) -> None:
        """Something was typed."""
        self._changed = self.was_touched = True
        if not self._timer.isActive():  # not begun anew at each key: who never pauses is saved too
            self._timer.start()

    def flush(self) -> None:
        """Save now what was typed."""
        work = self.take()
        if work is not None:
            self._context.ops.query(self._owner, work, self._on_kept, self._on_failed)

    def take(self) -> Callable[[Desk], Editing] | None:
        """What the engine has still to do, for somebody else to do it; None if there is nothing."""
        self._timer.stop()
        if not self._changed:
            return None
        self._changed = False
        editing = self._editing = self.keepable()
        return lambda desk: records.keep(desk, editing)

    def forget(self) -> None:
        """What was typed is signed, saved or thrown away: there is nothing left to keep."""
        self._timer.stop()
        self._changed = False

    def keepable(self) -> Editing:
        """The record as the form has it; while values contradict each other, the new texts with the older rest."""
        values = self._values()
        try:
            return self._editing.with_values(values)
        except KnownError:
            texts = {spec.name for spec in specs(type(self._editing.body)) if spec.shape in _TEXTS}
            return self._editing.with_values({name: value for name, value in values.items() if name in texts})

    def _on_kept(self, kept: Editing) -> None:
        # The first draft of a private note makes the place where it lives.
        self._editing = replace(self._editing, compartment=kept.compartment)
        self._context.announcer.note_saved()
        self.kept.emit(clock.now().at[11:])

    def _on_failed(self, error: KnownError) -> None:
        self._changed = True
        self.failed.emit(error)
