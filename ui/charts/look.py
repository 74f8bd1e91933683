"""How each series of a chart looks, in the picture and in its legend: told apart by patterns, not by colours alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ui.theme import current

_FILLS = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense5Pattern)
_DOT = 4.0  # half of its width
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)


def tone(number: int) -> str:
    """The colour of a series in the present look."""
    colours = current()
    return (colours.accent, colours.muted, colours.text)[number % 3]


def bar_brush(number: int) -> QBrush:
    """What the bars of a series are filled with."""
    return QBrush(QColor(tone(number)), _FILLS[number % len(_FILLS)])


def line_pen(number: int) -> QPen:
    """What the line of a series is drawn with."""
    return QPen(QColor(tone(number)), 2.0, _DASHES[number % len(_DASHES)])


def draw_dot(painter: QPainter, at: QPointF, number: int) -> None:
    """The dot of a series: a circle, a square or a triangle."""
    painter.setPen(QPen(QColor(current().surface), 1.0))
    painter.setBrush(QColor(tone(number)))
    box = QRectF(at.x() - _DOT, at.y() - _DOT, 2 * _DOT, 2 * _DOT)
    if number % 3 == 0:
        painter.drawEllipse(box)
    elif number % 3 == 1:
        painter.drawRect(box)
    else:
        painter.drawPolygon(QPolygonF([box.topLeft(), box.topRight(), QPointF(at.x(), box.bottom())]))
