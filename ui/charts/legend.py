"""The legend over a chart: a sample of each series in the colours of the picture, and its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.charts.look import bar_brush, draw_dot, line_pen, tone
from ui.theme import Space
from ui.widgets import label, row
from ui.widgets.flow import Flow

_SAMPLE = QSize(22, 12)


class Sample(QWidget):
    """One series as the picture draws it; read aloud is its name alone."""

    def __init__(self, number: int, *, is_line: bool) -> None:
        super().__init__()
        self._number = number
        self._is_line = is_line
        self.setFixedSize(_SAMPLE)

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if not self._is_line:
            painter.setPen(QColor(tone(self._number)))
            painter.setBrush(bar_brush(self._number))
            painter.drawRect(box)
            return
        painter.setPen(line_pen(self._number))
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
        draw_dot(painter, box.center(), self._number)


def legend(names: Sequence[str], *, is_line: bool, title: str = "") -> QWidget | None:
    """`title` says what is counted; names of a single series are not said. None where there is nothing to say."""
    parts: list[QWidget] = [label(title, tone="muted", size="small")] if title else []
    for number, name in enumerate(names if len(names) > 1 else ()):
        one = QWidget()
        one.setLayout(row(Sample(number, is_line=is_line), label(name, tone="muted", size="small"), spacing=Space.XS))
        parts.append(one)
    return Flow(parts) if parts else None
