"""Charts on paper: drawn in greys that any printer shows, told apart by dashes, patterns and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from reportlab.lib.colors import Color, black, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from app import formats
from app.reports import fonts
from app.reports.charts import BarData, LineData, MatrixData, words_of

Clean = Callable[[str], str]

_SIZE = 7.5
_GAP = 1.5 * mm
_FOOT = 6 * mm
_THIN, _THICK = 0.4, 1.3
_DASHES: tuple[tuple[int, ...], ...] = ((), (5, 2), (1, 2))
_FILLS = (0.45, 0.8, 0.65)  # how light a series is, 1 is white; beside that the second one is striped
_SHADES = (1.0, 0.93, 0.84, 0.72)  # of the matrix: a word in each cell says the same
_ROW = 7 * mm
_TALL, _TALL_MATRIX = 55 * mm, 62 * mm
_LEAST_HEADROOM = 1.12
_WIDE = 0.7


def drawn(data: LineData | BarData | MatrixData, clean: Clean) -> Flowable:
    """The chart, as wide as the page; `clean` makes texts printable."""
    if isinstance(data, LineData):
        return _Lines(data, clean)
    if isinstance(data, BarData):
        return _Across(data, clean) if data.is_across else _Upright(data, clean)
    return _Matrix(data, clean)


class _Chart(Flowable):
    """What the drawings share: their size, and texts in small letters."""

    TALL = _TALL

    def __init__(self, clean: Clean) -> None:
        super().__init__()
        self._clean = clean

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As wide as there is room."""
        self.width, self.height = width, self.TALL
        return self.width, self.height

    def _text(self, words: str, x: float, y: float, align: str = "left", *, is_bold: bool = False) -> None:
        canvas = self.canv
        canvas.setFillColor(black)
        canvas.setFont(fonts.BOLD if is_bold else fonts.REGULAR, _SIZE)
        draw = {"left": canvas.drawString, "right": canvas.drawRightString, "middle": canvas.drawCentredString}
        draw[align](x, y, self._clean(words))

    def _rule(self, *ends: float, width: float = _THIN, dash: Sequence[int] = ()) -> None:
        self.canv.setStrokeColor(black)
        self.canv.setLineWidth(width)
        self.canv.setDash(list(dash))
        self.canv.line(*ends)
        self.canv.setDash([])

    def _box(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        self.canv.setStrokeColor(black)
        self.canv.setLineWidth(_THIN)
        self.canv.setFillColor(Color(grey, grey, grey))
        self.canv.rect(x, y, width, height, stroke=1, fill=1)

    def _bar(self, box: tuple[float, float, float, float], number: int) -> None:
        x, y, width, height = box
        self._box(x, y, width, height, _FILLS[number % len(_FILLS)])
        if number % len(_FILLS) == 1 and width > 0 and height > 0:
            self.canv.saveState()
            path = self.canv.beginPath()
            path.rect(x, y, width, height)
            self.canv.clipPath(path, stroke=0)
            for step in range(int((width + height) / _GAP) + 1):
                self._rule(x + step * _GAP - height, y, x + step * _GAP, y + height)
            self.canv.restoreState()

    def _legend(self, names: Sequence[str]) -> None:
        """At the upper edge, where there are several series."""
        left = 0.0
        for number, name in enumerate(names if len(names) > 1 else ()):
            self._sample(left, self.height - 3 * mm, number)
            self._text(name, left + 8 * mm, self.height - 3 * mm)
            left += 12 * mm + _width(self._clean(name))

    def _sample(self, x: float, y: float, number: int) -> None:
        self._bar((x, y - 0.3 * mm, 6 * mm, 2.5 * mm), number)


class _Lines(_Chart):
    def __init__(self, data: LineData, clean: Clean) -> None:
        super().__init__(clean)
        self._data = data

    def draw(self) -> None:
        """Bands, axes, events, lines."""
        data, (first, last), (low, high) = self._data, self._data.span(), self._data.y_range
        left, floor, top = 14 * mm, _FOOT, self.height - 6 * mm
        right = self.width - 10 * mm

        def x(day: str) -> float:
            return left + 6 * mm + (date.fromisoformat(day).toordinal() - first) / (last - first) * (right - left)

        def y(value: float) -> float:
            return floor + (value - low) / ((high - low) or 1.0) * (top - floor)

        end = right + 8 * mm
        for number, band in enumerate(data.grounds()):
            grey = 0.96 if number % 2 else 0.9
            self.canv.setFillColor(Color(grey, grey, grey))
            self.canv.rect(left, y(band.least), end - left, y(band.most) - y(band.least), stroke=0, fill=1)
            self._text(band.caption, left + _GAP, (y(band.least) + y(band.most)) / 2 - 1 * mm)
        self._rule(left, floor, end, floor)
        self._rule(left, floor, left, top)
        for value in data.y_ticks():
            self._text(words_of(value), left - _GAP, y(value) - 1 * mm, "right")
        for day in data.ticks():
            self._text(formats.short_date(day), x(day), floor - 4 * mm, "middle")
        for event, line in data.events_in_lines():
            self._rule(x(event.day), floor, x(event.day), top, dash=[2, 2])
            self._text(event.caption, x(event.day) + 1 * mm, top - (line + 1) * 3 * mm)
        for number, series in enumerate(data.series):
            self._series([(x(day), y(value)) for day, value in series.points], number)
        self._legend([series.name for series in data.series])
        self._text(data.y_title if len(data.series) == 1 else "", left, self.height - 3 * mm)

    def _series(self, points: Sequence[tuple[float, float]], number: int) -> None:
        for (x0, y0), (x1, y1) in pairwise(points):
            self._rule(x0, y0, x1, y1, width=_THICK, dash=_DASHES[number % len(_DASHES)])
        self.canv.setFillColor(black if number % 2 == 0 else white)
        for x, y in points:
            self.canv.circle(x, y, 1.8, stroke=1, fill=1)

    def _sample(self, x: float, y: float, number: int) -> None:
        self._series([(x, y + 1 * mm), (x + 6 * mm, y + 1 * mm)], number)


class _Upright(_Chart):
    def __init__(self, data: BarData, clean: Clean) -> None:
        super().__init__(clean)
        self._data = data

    def draw(self) -> None:
        """The axis, then each bar with its number over it."""
        data, floor = self._data, _FOOT
        names = [series.name for series in data.series]
        top = self.height - (8 * mm if len(names) > 1 else 2 * mm)
        room = self.width / max(1, len(data.categories))
        unit = (top - floor) / (data.most() * _LEAST_HEADROOM)
        wide = room * _WIDE / max(1, len(names))
        for number, series in enumerate(data.series):
            for place, value in enumerate(series.values):
                x = (place + (1 - _WIDE) / 2) * room + number * wide
                self._bar((x, floor, wide, value * unit), number)
                if value:
                    self._text(words_of(value), x + wide / 2, floor + value * unit + 1 * mm, "middle")
        for place, category in enumerate(data.categories):
            self._text(category, (place + 0.5) * room, floor - 4 * mm, "middle")
        self._rule(0, floor, self.width, floor)
        self._legend(names)


class _Across(_Chart):
    def __init__(self, data: BarData, clean: Clean) -> None:
        super().__init__(clean)
        self._data = data
        self.TALL = len(data.categories) * _ROW + (6 * mm if len(data.series) > 1 else 0) + 2 * mm

    def draw(self) -> None:
        """One row a category: its words, its bars, their numbers."""
        data = self._data
        left = max([_width(self._clean(category)) for category in data.categories], default=0) + 3 * mm
        unit = (self.width - left - 12 * mm) / data.most()
        tall = _ROW * _WIDE / max(1, len(data.series))
        top = self.TALL - (6 * mm if len(data.series) > 1 else 0)
        for place, category in enumerate(data.categories):
            floor = top - (place + 1) * _ROW
            self._text(category, left - 2 * mm, floor + _ROW / 2 - 1 * mm, "right")
            for number, series in enumerate(data.series):
                y = floor + _ROW * (1 + _WIDE) / 2 - (number + 1) * tall
                value = series.values[place]
                self._bar((left, y, value * unit, tall), number)
                if value:
                    self._text(words_of(value), left + value * unit + 1 * mm, y + tall / 2 - 1 * mm)
        self._rule(left, top - len(data.categories) * _ROW, left, top)
        self._legend([series.name for series in data.series])


class _Matrix(_Chart):
    TALL = _TALL_MATRIX

    def __init__(self, data: MatrixData, clean: Clean) -> None:
        super().__init__(clean)
        self._data = data

    def draw(self) -> None:
        """Likelihood upwards, severity to the right; the words of a cell under each other."""
        data, left = self._data, 34 * mm
        wide, tall = (self.width - left) / len(data.severities), (self.height - _FOOT) / len(data.likelihoods)
        for up, row in enumerate(data.cells):
            floor = _FOOT + up * tall
            self._text(data.likelihoods[up], left - 2 * mm, floor + tall / 2 - 1 * mm, "right")
            for across, words in enumerate(row):
                x = left + across * wide
                self._box(x, floor, wide, tall, _SHADES[data.shades[up][across]])
                for number, line in enumerate(words.splitlines()):
                    self._text(line, x + wide / 2, floor + tall - (4 + 4 * number) * mm, "middle", is_bold=not number)
        for across, word in enumerate(data.severities):
            self._text(word, left + (across + 0.5) * wide, 1 * mm, "middle")


def _width(words: str) -> float:
    width: Any = stringWidth(words, fonts.REGULAR, _SIZE)
    return float(width)
