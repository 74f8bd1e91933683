"""The ground on which a chart is drawn: axes and room between them, in the theme's colours, without mouse tricks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPen
from PySide6.QtWidgets import QWidget

from ui.charts import library
from ui.theme import TextSize, current, scaled_font

Ticks = Sequence[tuple[float, str]]
Span = tuple[float, float]

_FILLS = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense5Pattern)
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
_LABEL_GAP = 6


class Plot:
    """Wraps the objects of pyqtgraph; `widget` is what is put into a layout.

    Its ready-made plot would build menus and buttons that nobody sees, three times as slowly.
    """

    def __init__(self) -> None:
        self._pg = library.loaded()
        self.view: Any = self._pg.GraphicsView(background=current().surface)
        self._box: Any = self._pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
        self._left: Any = self._pg.AxisItem("left", linkView=self._box)
        self._foot: Any = self._pg.AxisItem("bottom", linkView=self._box)
        inside = self._pg.GraphicsLayout()
        self.view.setCentralItem(inside)
        inside.addItem(self._left, 0, 0)
        inside.addItem(self._box, 0, 1)
        inside.addItem(self._foot, 1, 1)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the chart around it has the keys
        for axis in (self._left, self._foot):
            axis.setPen(current().line)
            axis.setTextPen(current().muted)
            axis.setStyle(tickFont=scaled_font(TextSize.SMALL), tickTextOffset=_LABEL_GAP, hideOverlappingLabels=False)

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        assert isinstance(self.view, QWidget)
        return self.view

    def frame(self, across: Span, up: Span, x_ticks: Ticks, y_ticks: Ticks, *, is_down: bool = False) -> None:
        """Show this part of the plane, with these words at the axes; `is_down`: the first row is the uppermost."""
        self._box.setRange(xRange=across, yRange=up, padding=0, update=True)
        self._box.invertY(is_down)
        self._foot.setTicks([list(x_ticks)])
        self._left.setTicks([list(y_ticks)])
        metrics = QFontMetrics(scaled_font(TextSize.SMALL))
        widest = max([metrics.horizontalAdvance(words) for _at, words in y_ticks] + [metrics.height()])
        self._left.setWidth(widest + 3 * _LABEL_GAP)
        self._foot.setHeight(metrics.height() + 3 * _LABEL_GAP if x_ticks else _LABEL_GAP)

    def line(self, points: Sequence[tuple[float, float]], number: int) -> None:
        """One series as a line with a dot at each point; its dashes tell it from the others, not its colour alone."""
        pen = QPen(QColor(_tone(number)), 2.0, _DASHES[number % len(_DASHES)])
        pen.setCosmetic(True)
        lefts, heights = [x for x, _y in points], [y for _x, y in points]
        self._box.addItem(self._pg.PlotCurveItem(lefts, heights, pen=pen))
        dots = {"symbol": "ost"[number % 3], "size": 8, "brush": _tone(number), "pen": current().surface}
        self._box.addItem(self._pg.ScatterPlotItem(lefts, heights, **dots))

    def bars(self, rectangles: Sequence[tuple[float, float, float, float]], number: int) -> None:
        """One series as bars: left, bottom, width and height each; patterns tell series apart, not colours alone."""
        tone = QColor(_tone(number))
        brush, ground = QBrush(tone, _FILLS[number % len(_FILLS)]), tone
        lefts, bottoms, widths, heights = (list(part) for part in zip(*rectangles, strict=True))
        self._box.addItem(
            self._pg.BarGraphItem(x0=lefts, y0=bottoms, width=widths, height=heights, brush=brush, pen=ground)
        )

    def band(self, least: float, most: float, across: Span, *, is_darker: bool) -> None:
        """A range of values in grey across the whole width."""
        left, right = across
        ground = current().hover if is_darker else current().sunken
        item = self._pg.BarGraphItem(
            x0=[left], y0=[least], width=[right - left], height=[most - least], brush=ground, pen=current().line
        )
        item.setZValue(-10)
        self._box.addItem(item)

    def upright(self, x: float, up: Span) -> None:
        """A thin upright line: an event."""
        pen = QPen(QColor(current().edge), 1.0, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self._box.addItem(self._pg.PlotCurveItem([x, x], list(up), pen=pen))

    def text(self, words: str, x: float, y: float, *, anchor: tuple[float, float], tone: str = "text") -> None:
        """Words at a place; `anchor` is the part of them that stands there, (0, 0) their upper left."""
        item = self._pg.TextItem(words, color=getattr(current(), tone), anchor=anchor)
        item.setFont(scaled_font(TextSize.SMALL))
        self._box.addItem(item, ignoreBounds=True)
        item.setPos(x, y)

    def mark(self) -> Any:
        """A ring for the point that the keys stand on; move it with `setData`."""
        pen = QPen(QColor(current().text), 2.0)
        pen.setCosmetic(True)
        ring = self._pg.ScatterPlotItem(size=16, pen=pen, brush=None)
        ring.setZValue(20)
        self._box.addItem(ring)
        return ring

    def place_of(self, scene_position: Any) -> tuple[float, float] | None:
        """The place in the plane under the pointer, None outside of it."""
        if not self._box.sceneBoundingRect().contains(scene_position):
            return None
        point = self._box.mapSceneToView(scene_position)
        return point.x(), point.y()


def _tone(number: int) -> str:
    colours = current()
    return (colours.accent, colours.muted, colours.text)[number % 3]
