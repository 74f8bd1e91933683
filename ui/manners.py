"""When the window covers itself and when it locks: hidden by hand, left alone, locked or suspended by the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.texts import _
from ui.idle import IdleWatch
from ui.platform import clocks
from ui.platform.desktop import Desktop, desktop
from ui.triggers import HIDDEN, IDLE, PERSON

if TYPE_CHECKING:
    from ui.curtain import Cover
    from ui.operations import Operations

TICK_MS = 1_000


class Limits(NamedTuple):
    """The practice's rules for the window, in minutes."""

    idle_minutes: int = 10
    hide_minutes: int = 3


class Manners(QObject):
    """Watches while somebody is signed in, and says when it is time.

    Work that a person started is not cut off by being idle or hidden: the window is covered until it is done.

    Signals:
        due(trigger): lock now.
        ticked(left): every second; seconds until the idle lock.
    """

    due = Signal(str)
    ticked = Signal(int)

    def __init__(self, window: QWidget, ops: Operations, cover: Cover, limits: Limits) -> None:
        super().__init__(window)
        self.limits = limits
        self._window = window
        self._ops = ops
        self._cover = cover
        self._waits_with = ""  # the trigger of a lock that waits for work to end
        self._hidden_at: float | None = None
        self._desktop: Desktop | None = None
        self.idle = IdleWatch(lambda: self.limits.idle_minutes, self)
        self.idle.ticked.connect(self.ticked)
        self.idle.expired.connect(self._on_expired)
        self._hide_timer = QTimer(self)
        self._hide_timer.setInterval(TICK_MS)
        self._hide_timer.timeout.connect(self.check_hidden)
        cover.lift_wanted.connect(self._on_lift_wanted)
        cover.lock_wanted.connect(lambda: self.due.emit(PERSON))
        ops.jobs_ended.connect(self._lock_if_waiting)
        ops.busy_changed.connect(self._lock_if_waiting)

    def start(self) -> None:
        """Begin to watch: our windows now, the desktop in the next turn of the event loop."""
        self.idle.start(self._window.windowHandle())
        QTimer.singleShot(0, self, self._watch_desktop)

    def stop(self) -> None:
        """Watch no more; a lock has begun."""
        self.idle.stop()
        self._hide_timer.stop()
        if self._desktop is not None:
            self._desktop.left.disconnect(self.due)

    def listen_to(self, told: Desktop) -> None:
        """Take lock, sleep and idle time from `told`."""
        self._desktop = told
        told.left.connect(self.due)
        told.idle_known.connect(self.idle.seen)
        self.idle.running_out.connect(told.ask_idle)
        told.watch()

    def hide_window(self) -> None:
        """Cover the window without locking; it locks after some minutes."""
        if self._cover.is_down:
            return
        self._hidden_at = clocks.elapsed_s()
        self._cover.drop(_("Hidden. Press any key to show it again."), way_back=True)
        self._hide_timer.start()
        self.check_hidden()

    def check_hidden(self) -> None:
        """Count down on the curtain; lock at the end. The timer calls it every second."""
        if self._hidden_at is None:
            return
        left = max(0, round(self.limits.hide_minutes * 60 - (clocks.elapsed_s() - self._hidden_at)))
        self._cover.say(_("locks in {time}").format(time=f"{left // 60}:{left % 60:02}"))
        if left == 0:
            self._hide_timer.stop()
            self._on_expired(HIDDEN)

    def _watch_desktop(self) -> None:
        if self._desktop is None:
            self.listen_to(desktop(self))

    def _on_lift_wanted(self) -> None:
        self._hidden_at = None
        self._hide_timer.stop()
        self._cover.lift()
        self.idle.touch()

    def _on_expired(self, trigger: str) -> None:
        if trigger not in {IDLE, HIDDEN} or not self._ops.jobs_running:
            self.due.emit(trigger)
        elif not self._waits_with:
            self._waits_with = trigger
            self._hide_timer.stop()
            self._cover.drop(_("Covered. It locks when the work that you started is done."))

    def _lock_if_waiting(self) -> None:
        if self._waits_with and not self._ops.jobs_running and not self._ops.busy:
            self.due.emit(self._waits_with)
