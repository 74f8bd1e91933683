"""A signature as it was drawn on the screen, set as lines: sharp at every size, and no picture of its own."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from app.reports.styles import INK

_THICK = 1.1
_DOT = 0.7


class Signature(Flowable):
    """Lines of points `(x, y)` from 0 to 1, y downwards, in a box that keeps its shape."""

    WIDTH = 55 * mm
    _TALLEST = 22 * mm

    def __init__(self, lines: Sequence[Sequence[tuple[float, float]]], ratio: float) -> None:
        super().__init__()
        self._lines = lines
        self.height = min(self.WIDTH / ratio, self._TALLEST)
        self.width = self.height * ratio

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """How much room it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Every line; a single point as a dot."""
        canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setFillColor(INK)
        canvas.setLineWidth(_THICK)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for line in self._lines:
            points = [(x * self.width, (1 - y) * self.height) for x, y in line]
            if len(points) == 1:
                canvas.circle(*points[0], _DOT, stroke=0, fill=1)
                continue
            path = canvas.beginPath()
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
            canvas.drawPath(path)
