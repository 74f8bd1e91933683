"""The ground on which a chart is painted: axes and room between them, in the theme's colours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.charts.look import bar_brush, draw_dot, line_pen, tone
from ui.theme import TextSize, current, scaled_font

Ticks = Sequence[tuple[float, str]]
Span = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, width and height in the plane

_GAP = 6.0  # around words
_TICK = 4.0
_RING = 16.0
_MOST_OF_WIDTH = 0.6  # for the words beside the plane


class _Frame(NamedTuple):
    across: Span = (0.0, 1.0)
    up: Span = (0.0, 1.0)
    x_ticks: Ticks = ()
    y_ticks: Ticks = ()
    is_down: bool = False


class Plot(QWidget):
    """What is put on it is painted in the order in which it came, bands behind all else.

    Signals:
        clicked(x, y): this place of the plane.
    """

    clicked = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plot")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the chart around it has the keys
        self.frame_shown = _Frame()
        self.written: list[str] = []  # the words in the plane
        self._behind: list[Callable[[QPainter], None]] = []
        self._before: list[Callable[[QPainter], None]] = []
        self._ring: tuple[float, float] | None = None

    def frame(self, across: Span, up: Span, x_ticks: Ticks, y_ticks: Ticks, *, is_down: bool = False) -> None:
        """Show this part of the plane, with these words at the axes; `is_down`: the first row is the uppermost."""
        self.frame_shown = _Frame(across, up, x_ticks, y_ticks, is_down)

    def line(self, points: Sequence[tuple[float, float]], number: int) -> None:
        """One series as a line with a dot at each point; its dashes tell it from the others, not its colour alone."""

        def paint(painter: QPainter) -> None:
            places = [self.seen(x, y) for x, y in points]
            painter.setPen(line_pen(number))
            painter.drawPolyline(QPolygonF(places))
            for place in places:
                draw_dot(painter, place, number)

        self._before.append(paint)

    def bars(self, boxes: Sequence[Box], number: int) -> None:
        """One series as bars; patterns tell series apart, not colours alone."""

        def paint(painter: QPainter) -> None:
            painter.setPen(QColor(tone(number)))
            painter.setBrush(bar_brush(number))
            for box in boxes:
                painter.drawRect(self._seen_box(box))

        self._before.append(paint)

    def band(self, least: float, most: float, across: Span, *, is_darker: bool) -> None:
        """A range of values in grey across the whole width."""

        def paint(painter: QPainter) -> None:
            painter.setPen(QColor(current().line))
            painter.setBrush(QColor(current().hover if is_darker else current().sunken))
            painter.drawRect(self._seen_box((across[0], least, across[1] - across[0], most - least)))

        self._behind.append(paint)

    def upright(self, x: float, up: Span) -> None:
        """A thin upright line: an event."""

        def paint(painter: QPainter) -> None:
            painter.setPen(QPen(QColor(current().edge), 1.0, Qt.PenStyle.DashLine))
            painter.drawLine(self.seen(x, up[0]), self.seen(x, up[1]))

        self._before.append(paint)

    def text(self, words: str, x: float, y: float, *, anchor: Span, colour: str = "text") -> None:
        """Words at a place; `anchor` is the part of them that stands there, (0, 0) their upper left."""

        def paint(painter: QPainter) -> None:
            metrics, at = QFontMetricsF(scaled_font(TextSize.SMALL)), self.seen(x, y)
            wide, tall = metrics.horizontalAdvance(words) + _GAP, metrics.height() + _GAP / 2
            painter.setPen(QColor(getattr(current(), colour)))
            box = QRectF(at.x() - anchor[0] * wide, at.y() - anchor[1] * tall, wide, tall)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

        self.written.append(words)
        self._before.append(paint)

    def ring_at(self, place: tuple[float, float] | None) -> None:
        """Mark the point that the keys stand on; None marks none."""
        self._ring = place
        self.update()

    def seen(self, x: float, y: float) -> QPointF:
        """Where a place of the plane stands in this widget."""
        room, (left, right), (low, high) = self._room(), self.frame_shown.across, self.frame_shown.up
        share = (y - low) / ((high - low) or 1.0)
        down = share if self.frame_shown.is_down else 1.0 - share
        return QPointF(
            room.left() + (x - left) / ((right - left) or 1.0) * room.width(), room.top() + down * room.height()
        )

    def place_of(self, point: QPointF) -> tuple[float, float] | None:
        """The place in the plane under the pointer, None outside of it."""
        room, (left, right), (low, high) = self._room(), self.frame_shown.across, self.frame_shown.up
        if room.isEmpty() or not room.contains(point):
            return None
        down = (point.y() - room.top()) / room.height()
        share = down if self.frame_shown.is_down else 1.0 - down
        return left + (point.x() - room.left()) / room.width() * (right - left), low + share * (high - low)

    def _room(self) -> QRectF:
        """The part between the axes."""
        metrics = QFontMetricsF(scaled_font(TextSize.SMALL))
        widest = max([metrics.horizontalAdvance(words) for _at, words in self.frame_shown.y_ticks], default=0.0)
        left = min(widest + _TICK + _GAP, self.width() * _MOST_OF_WIDTH) if self.frame_shown.y_ticks else _GAP
        foot = metrics.height() + _TICK + _GAP if self.frame_shown.x_ticks else _GAP
        return QRectF(self.rect()).adjusted(left, _GAP, -_GAP, -foot)

    def _seen_box(self, box: Box) -> QRectF:
        x, y, wide, tall = box
        return QRectF(self.seen(x, y), self.seen(x + wide, y + tall)).normalized()

    def _paint_axes(self, painter: QPainter) -> None:
        room, metrics = self._room(), painter.fontMetrics()
        line, muted = QColor(current().line), QColor(current().muted)
        painter.setPen(line)
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.drawLine(room.bottomLeft(), room.topLeft())
        taken = room.left() - self.width()
        for x, words in self.frame_shown.x_ticks:
            at, wide = self.seen(x, 0.0).x(), metrics.horizontalAdvance(words)
            painter.setPen(line)
            painter.drawLine(QPointF(at, room.bottom()), QPointF(at, room.bottom() + _TICK))
            if at - wide / 2 >= taken:  # words that would touch the ones before are left out
                painter.setPen(muted)
                box = QRectF(at - wide / 2 - 1, room.bottom() + _TICK, wide + 2, metrics.height() + _GAP)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
                taken = at + wide / 2 + _GAP / 2
        for y, words in self.frame_shown.y_ticks:
            at = self.seen(0.0, y).y()
            painter.setPen(line)
            painter.drawLine(QPointF(room.left() - _TICK, at), QPointF(room.left(), at))
            painter.setPen(muted)
            box = QRectF(0.0, at - metrics.height(), room.left() - _TICK - _GAP / 2, 2.0 * metrics.height())
            told = metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()) + 1)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), told)

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scaled_font(TextSize.SMALL))
        for paint in self._behind:
            paint(painter)
        self._paint_axes(painter)
        for paint in self._before:
            paint(painter)
        if self._ring is not None:
            painter.setPen(QPen(QColor(current().text), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.seen(*self._ring), _RING / 2, _RING / 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.place_of(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if place is not None:
            self.clicked.emit(*place)
