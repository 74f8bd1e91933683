"""A signature on the screen: the box it is drawn in with mouse, pen or finger, and its picture to be looked at.

What is drawn lives in the widget and in the record alone: it is never a picture in the clipboard or in a file.
"""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.records.signature import LONGEST_MS, MOST_POINTS, MOST_STROKES
from app.texts import _
from ui.theme import Radius, current

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent, QTabletEvent, QTouchEvent

Line = list[tuple[float, float]]

# Paper and ink in every look of the window: a signature is shown as it will be printed.
PAPER, INK, RULE = "#ffffff", "#14213d", "#7d8a85"
RATIO = 3.0  # width for height
LEAST, MOST = QSize(300, 100), QSize(720, 240)
INK_WIDTH = 2.2
LINE_AT = 0.74  # where one signs, of the height
_NEAR = 0.0015  # of the width: a pen that shakes in its place adds nothing


class SignaturePad(QWidget):
    """Light ground with a line to sign on; pressure plays no part.

    Signals:
        changed(): a stroke was begun, taken back, or all of them.
    """

    changed = Signal()

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.setObjectName("signature_pad")
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("Signature"))
        self.setAccessibleDescription(
            _("Drawn with mouse, pen or finger. Who cannot draw here signs on paper, or speaks before a witness.")
        )
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(LEAST)
        self.setMaximumSize(MOST)
        self._now = now
        self._began: float | None = None
        self._strokes: list[list[tuple[float, float, float]]] = []
        self._is_drawing = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn."""
        return not self._strokes

    @property
    def ratio(self) -> float:
        """Width of the box for its height."""
        return self.width() / max(1, self.height())

    def strokes(self) -> list[list[tuple[float, float, float]]]:
        """What is drawn: points `(x, y, seconds)`, x and y from 0 to 1 of the box."""
        return [list(stroke) for stroke in self._strokes]

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
            self._tell()

    def clear(self) -> None:
        """Take everything back."""
        self._strokes, self._began, self._is_drawing = [], None, False
        self._tell()

    def press(self, at: QPointF) -> None:
        """The pen touches the ground."""
        if len(self._strokes) < MOST_STROKES and self._has_room():
            self._is_drawing = True
            self._strokes.append([self._point(at)])
            self._tell()

    def move_to(self, at: QPointF) -> None:
        """The pen goes on."""
        if not self._is_drawing or not self._has_room():
            return
        point, last = self._point(at), self._strokes[-1][-1]
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= _NEAR:
            self._strokes[-1].append(point)
            self.update()

    def lift(self) -> None:
        """The pen leaves the ground."""
        self._is_drawing = False

    def _point(self, at: QPointF) -> tuple[float, float, float]:
        now = self._now()
        self._began = now if self._began is None else self._began
        x, y = at.x() / max(1, self.width()), at.y() / max(1, self.height())
        return (min(1.0, max(0.0, x)), min(1.0, max(0.0, y)), min(now - self._began, LONGEST_MS / 1000))

    def _has_room(self) -> bool:
        return sum(map(len, self._strokes)) < MOST_POINTS

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(540, 180)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(min(width, MOST.width()) / RATIO)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.move_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self.lift()

    def tabletEvent(self, event: QTabletEvent) -> None:
        acts = {QEvent.Type.TabletPress: self.press, QEvent.Type.TabletMove: self.move_to}
        act = acts.get(event.type())
        if act is not None:
            act(event.position())
        else:
            self.lift()
        event.accept()  # else Qt makes mouse events of it, and every stroke would be drawn twice

    def event(self, event: QEvent) -> bool:
        touch = {
            QEvent.Type.TouchBegin: self.press,
            QEvent.Type.TouchUpdate: self.move_to,
            QEvent.Type.TouchEnd: lambda _at: self.lift(),
            QEvent.Type.TouchCancel: lambda _at: self.lift(),
        }
        act = touch.get(event.type())
        if act is None:
            return super().event(event)
        self._touched(event, act)
        return True

    def _touched(self, event: QEvent, act: Callable[[QPointF], None]) -> None:
        """Only the first finger draws: the ball of the hand may lie on the screen."""
        touch: QTouchEvent = event  # type: ignore[assignment]
        points = touch.points()
        act(points[0].position() if points else QPointF())
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = current().accent if self.hasFocus() else current().edge
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(PAPER))
        painter.drawRoundedRect(ground, Radius.MEDIUM, Radius.MEDIUM)
        height = self.height() * LINE_AT
        painter.setPen(QPen(QColor(RULE), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(self.width() * 0.06, height), QPointF(self.width() * 0.94, height))
        paint_lines(painter, QRectF(self.rect()), [[(x, y) for x, y, _t in stroke] for stroke in self._strokes])
        painter.end()


class SignaturePicture(QWidget):
    """A signature as it was drawn; nothing can be done with it but look."""

    def __init__(self, lines: Sequence[Line], ratio: float, who: str) -> None:
        """`ratio`: width for height; `who`: whose it is, in words."""
        super().__init__()
        self.setObjectName("signature")
        self.setAccessibleName(who)
        self._lines = [list(line) for line in lines]
        height = 84
        self.setFixedSize(QSize(round(min(360.0, max(120.0, height * ratio))), height))

    @property
    def lines(self) -> list[Line]:
        """What is drawn."""
        return [list(line) for line in self._lines]

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current().line), 1))
        painter.setBrush(QColor(PAPER))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius.SMALL, Radius.SMALL)
        paint_lines(painter, QRectF(self.rect()), self._lines)
        painter.end()


def paint_lines(painter: QPainter, box: QRectF, lines: Sequence[Line]) -> None:
    """Draw strokes, whose points are parts of the box, as ink; round, for it goes through the middle of each two."""
    pen = QPen(QColor(INK), INK_WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in lines:
        points = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in line]
        if len(points) == 1:
            painter.drawPoint(points[0])
        elif points:
            painter.drawPath(_path(points))


def _path(points: Sequence[QPointF]) -> QPainterPath:
    path = QPainterPath(points[0])
    for here, after in itertools.pairwise(points[1:]):
        path.quadTo(here, (here + after) / 2)
    path.lineTo(points[-1])
    return path
