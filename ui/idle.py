"""Counts the seconds in which nobody did anything."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from ui.platform import clocks
from ui.triggers import IDLE, SUSPEND

TICK_MS = 1_000
ASLEEP_S = 5.0  # a gap this long between the clocks means that the computer slept
LAST_SECONDS = 60
ASK_EVERY_S = 5
INPUT = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.InputMethod,
    }
)  # fmt: skip


class IdleWatch(QObject):
    """Counts the seconds without a key or a move, in our windows or, where the system tells it, in all of them.

    It watches the windows themselves, not every event of the program, which would cost time at each paint. The
    system is asked in the last minute alone: before, its answer would change nothing.

    Signals:
        ticked(left): every second; seconds until the lock.
        running_out(idle_s): the last minute runs; our windows saw nothing for so long. Does the system know better?
        expired(trigger): "idle", or "suspend" when the computer slept.
    """

    ticked = Signal(int)
    running_out = Signal(float)
    expired = Signal(str)

    def __init__(self, minutes: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._last = clocks.elapsed_s()
        self._asleep = self._sleep_so_far()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.check)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_window)

    def start(self, window: QWindow | None) -> None:
        """Begin to count, watching `window` and every window that gets the focus."""
        self._on_window(window)
        self.touch()
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._last = clocks.elapsed_s()

    def seen(self, idle_s: float) -> None:
        """The system says that nobody did anything, in whatever window, for so many seconds."""
        self._last = max(self._last, clocks.elapsed_s() - idle_s)

    @property
    def idle_s(self) -> float:
        """Seconds since somebody was there."""
        return clocks.elapsed_s() - self._last

    @property
    def left_s(self) -> int:
        """Seconds until the lock."""
        return max(0, round(self._minutes() * 60 - self.idle_s))

    def check(self) -> None:
        """Look at the clocks. The timer calls it every second."""
        asleep = self._sleep_so_far()
        slept, self._asleep = asleep - self._asleep > ASLEEP_S, asleep
        left = self.left_s
        self.ticked.emit(left)
        if slept:
            self.expired.emit(SUSPEND)
        elif left == 0:
            self.expired.emit(IDLE)
        elif left <= LAST_SECONDS and left % ASK_EVERY_S == 0:
            self.running_out.emit(self.idle_s)

    def _sleep_so_far(self) -> float:
        return clocks.elapsed_s() - clocks.awake_s()

    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in INPUT:
            self.touch()
        return False
