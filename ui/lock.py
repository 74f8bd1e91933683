"""Locking: the window is covered at once, the session ends, and a fresh process takes this one's place (V-6.9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QWindow
from PySide6.QtWidgets import QWidget

from app.texts import _
from ui.platform import clocks
from ui.platform.successor import Ending, Successor, command
from ui.theme import TextSize, current, icon, scaled_font

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.clipboard import Clipboard
    from ui.operations import Operations
    from ui.prompts import Prompts

PATIENCE_MS = 2_000  # longer than this a lock never takes
TICK_MS = 1_000
ASLEEP_S = 5.0  # a gap this long between the clocks means that the computer slept
INPUT = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.InputMethod,
    }
)  # fmt: skip

PERSON, IDLE, SUSPEND, QUIT = "person", "idle", "suspend", "quit"


class IdleWatch(QObject):
    """Counts the seconds without a key or a move in our windows.

    It watches the windows themselves, not every event of the program, which would cost time at each paint.

    Signals:
        ticked(left): every second; seconds until the lock.
        expired(trigger): "idle", or "suspend" when the computer slept.
    """

    ticked = Signal(int)
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

    @property
    def left_s(self) -> int:
        """Seconds until the lock."""
        return max(0, round(self._minutes() * 60 - (clocks.elapsed_s() - self._last)))

    def check(self) -> None:
        """Look at the clocks. The timer calls it every second."""
        asleep = self._sleep_so_far()
        slept, self._asleep = asleep - self._asleep > ASLEEP_S, asleep
        self.ticked.emit(self.left_s)
        if slept:
            self.expired.emit(SUSPEND)
        elif self.left_s == 0:
            self.expired.emit(IDLE)

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


class Curtain(QWidget):
    """Covers the whole window, opaque, in one synchronous paint."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("curtain")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._text = ""
        self.hide()

    def drop(self, text: str) -> None:
        """Cover the window now, not at the next turn of the event loop."""
        self._text = text
        self.setAccessibleName(text)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self.setFocus()
        self.repaint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().canvas))
        middle = self.rect().center()
        picture = icon("lock", "muted").pixmap(48, 48)
        painter.drawPixmap(middle.x() - 24, middle.y() - 64, picture)
        painter.setFont(scaled_font(TextSize.LEAD))
        painter.setPen(QColor(current().muted))
        painter.drawText(self.rect().adjusted(0, 24, 0, 24), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()


class Locker(QObject):
    """Carries out a lock, or the end of the program, in the order of V-6.9. It asks nothing."""

    def __init__(
        self, window: QWidget, ops: Operations, prompts: Prompts, clipboard: Clipboard, ending: Ending,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window = window
        self._ops = ops
        self._prompts = prompts
        self._clipboard = clipboard
        self._ending = ending
        self._curtain = Curtain(window)
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
    def covers(self) -> bool:
        """Whether the curtain is down."""
        return self._curtain.isVisible()

    @property
    def is_over(self) -> bool:
        """Whether the session has ended, so that nothing is left but this process."""
        return self._is_over

    def cover(self, text: str) -> None:
        """Cover the window without locking; a lock follows."""
        self._curtain.drop(text)

    def fit(self) -> None:
        """Keep the whole window covered when its size changes."""
        self._curtain.setGeometry(self._window.rect())

    def lock(self, trigger: str, vault: Path, last_words: Callable[[], Callable[[Desk], None]]) -> None:
        """Cover, keep drafts, sign off, close, start the fresh process, end.

        Args:
            trigger: "person", "idle", "suspend" or "quit" (which starts no fresh process).
            vault: what the fresh process offers to unlock.
            last_words: called on the GUI thread once the window is covered; gives the engine's last work with the desk
                (drafts, place, sign-off).
        """
        if self._trigger:
            return
        self._trigger, self._vault = trigger, vault
        self._curtain.drop(_("Closing…") if trigger == QUIT else _("Locking…"))
        self._patience.start()
        self._prompts.close_all()
        self._clipboard.clear()
        self._ops.close(self, last_words(), lambda _went_well: self._succeed())

    def _succeed(self) -> None:
        self._is_over = True
        if self._trigger == QUIT or self._vault is None:
            self._ending.leave()
        elif self._successor is None:
            self._successor = self._ending.successor(self)
            self._successor.is_shown.connect(self._ending.leave)
            self._successor.failed.connect(self._ending.leave)
            self._successor.start(command(self._vault, self._trigger, self._window.geometry()))

    def _on_patience_over(self) -> None:
        self._succeed()
        self._ending.leave()
