"""Backups by themselves: after signing in, every few hours while nobody types, and before the window closes (V-8.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from app import formats
from app.texts import _
from ui.backing_up import BackupRun, Made
from ui.operations import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from app.records.practice_profile import BackupDestination
    from app.services.vault.backup_plan import Moment, State
    from app.services.vault.backups import Receipt
    from ui.known import KnownError
    from ui.operations import Operations

LOOK_MS = 60_000
SETTLED_MS = 3_000  # after signing in: first the page that is wanted
QUIET_S = 60  # seconds without input in which a backup may begin
PATIENCE_LOOKS = 60  # after a failure: an hour until the next try there


class BackupWatch(QObject):
    """Lives as long as somebody is signed in.

    Signals:
        working(on): a backup is being made by itself, or is over.
        made(at): one was made and proved itself; `at` is its envelope time.
        told(text, kind): something to be seen, once.
        disk_full(): the disk was full, and the room kept back was given free.
        room_again(): there is room again, and it is kept back again.
    """

    working = Signal(bool)
    made = Signal(str)
    told = Signal(str, str)
    disk_full = Signal()
    room_again = Signal()

    def __init__(self, ops: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._run = BackupRun(ops)
        self._run.made.connect(self._on_made)
        self._run.failed.connect(self._on_failed)
        self._run.ended.connect(self._next)
        self._waiting: list[BackupDestination] = []
        self._resting: dict[str, int] = {}  # folder: looks until the next try
        self._told_of: set[str] = set()
        self._left, self._quiet_s = 0, 0
        self._is_full = False
        self._at_quit = False
        self._then: Callable[[], None] | None = None
        self._asked: Moment | None = None  # while a backup was being made
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._on_look)
        self.disk_full.connect(self._on_disk_full)

    def start(self, ticked: SignalInstance) -> None:
        """Begin to watch; the first look follows when the first page stands. `ticked` as `Manners.ticked`."""
        from app.keeping import reserve

        ticked.connect(self._on_tick)
        self._ops.query(self, lambda desk: reserve.tell_when_taken(desk, self.disk_full.emit), lambda _none: None)
        QTimer.singleShot(SETTLED_MS, self, self._on_settled)
        self._timer.start()

    def _on_tick(self, seconds: int) -> None:
        """How long it is until the idle lock: while that gets less, nobody does anything."""
        self._quiet_s = self._quiet_s + 1 if seconds < self._left else 0
        self._left = seconds

    def look(self, moment: Moment, then: Callable[[], None] | None = None) -> None:
        """Make the backups that are due now, one after the other; `then` follows in any case."""
        self._then = then
        if self._run.is_running:
            self._asked = moment
            return
        self._asked = None

        def due(desk: Desk) -> tuple[list[BackupDestination], list[BackupDestination]]:
            from app.services.vault import backup_plan

            return backup_plan.due(desk, moment), backup_plan.destinations(desk)

        self._ops.query(self, due, self._on_due, lambda _error: self._next())

    def before_leaving(self, window: QWidget, done: Callable[[], None]) -> None:
        """Make a last backup where one is wanted, then `done`; whoever closes the window again has waited enough."""
        from ui.leaving import Leaving

        if self._at_quit and window.findChild(Leaving) is None:
            Leaving(window, self, done).begin()
        else:
            done()

    def _on_settled(self) -> None:
        from app.services.vault.backup_plan import Moment, interrupted

        self._ops.query(self, interrupted, self._on_interrupted, lambda _error: None)
        self.look(Moment.SIGN_IN)

    def _on_look(self) -> None:
        from app.services.vault.backup_plan import Moment

        self._resting = {folder: looks - 1 for folder, looks in self._resting.items() if looks > 1}
        if self._is_full:
            self._ask_for_room()
        if self._quiet_s >= QUIET_S and not self._ops.busy and not self._ops.jobs_running:
            self.look(Moment.IDLE)

    def _on_due(self, found: tuple[list[BackupDestination], list[BackupDestination]]) -> None:
        due, known = found
        self._at_quit = any(each.at_quit for each in known)
        wanted = [each for each in due if self._then is not None or each.folder not in self._resting]
        if not wanted:
            self._next()
            return

        def there(_progress: Progress) -> list[State]:
            from app.services.vault import backup_plan

            return backup_plan.looked_at([backup_plan.unknown(each) for each in wanted])

        self._ops.job(self, there, self._on_looked, lambda _error: self._next(), quietly=True)

    def _on_looked(self, states: list[State]) -> None:
        from app.services.vault.backup_plan import Health

        for state in states:
            if state.health is Health.MISSING:
                self._tell_missing(state.destination)
            else:
                self._waiting.append(state.destination)
        self._next()

    def _next(self) -> None:
        if self._run.is_running:
            return
        if self._waiting:
            self.working.emit(True)
            self._run.start(self._waiting.pop(0))
            return
        self.working.emit(False)
        if self._asked is not None:
            self.look(self._asked, self._then)
            return
        then, self._then = self._then, None
        if then is not None:
            then()

    def _on_made(self, made: Made) -> None:
        self.made.emit(made.receipt.at)

    def _on_failed(self, error: KnownError) -> None:
        where = self._run.where
        assert where is not None
        self._resting[where.folder] = PATIENCE_LOOKS
        if error.name == "destination_missing":
            self._tell_missing(where)
            return
        from app.texts import explain

        told = explain(error)
        text = _("No backup could be made in {folder}.").format(folder=where.folder)
        self.told.emit(f"{text} {told.sentence} {told.advice} ({told.code})", "due")

    def _tell_missing(self, where: BackupDestination) -> None:
        """Once a sign-in: the drive may stay away for a day, and that is no reason to say it every minute."""
        if where.folder not in self._told_of:
            self._told_of.add(where.folder)
            text = _(
                "A backup is due, but the folder {folder} is not there. Connect the drive, or name another folder."
            )
            self.told.emit(text.format(folder=where.folder), "due")

    def _on_interrupted(self, cut: Receipt | None) -> None:
        if cut is not None:
            text = _("The backup of {moment} was cut off by the lock. What was written of it is gone.")
            self.told.emit(text.format(moment=formats.moment(cut.at)), "due")

    def _on_disk_full(self) -> None:
        self._is_full = True
        text = _("The disk is full. Your text is kept, and you can lock; free some space before you go on.")
        self.told.emit(text, "danger")

    def _ask_for_room(self) -> None:
        from app.keeping import reserve

        self._ops.query(self, reserve.is_whole, self._on_room, lambda _error: None)

    def _on_room(self, is_whole: bool) -> None:  # noqa: FBT001 - an answer of the engine
        if is_whole:
            self._is_full = False
            self.room_again.emit()
