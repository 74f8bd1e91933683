"""Counts by category as bars: upright, or across where categories have long names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reports.charts import BarData, words_of
from app.texts import _
from ui.charts.legend import legend
from ui.charts.picture import Picture, Point

if TYPE_CHECKING:
    from ui.charts.plot import Plot

_WIDE = 0.7  # of a category's room that its bars take together
_HEADROOM = 1.15  # above the longest bar, for its number
_ROW_HEIGHT = 30  # of a bar across, in device-independent pixels


class BarChart(Picture):
    """One group of bars for each category; `number` in `chosen` is category × number of series + series."""

    def __init__(self, data: BarData, hint: str = "") -> None:
        """`hint`: what happens when a value is chosen."""
        self._data = data
        names = legend([each.name for each in data.series], is_line=False)
        super().__init__(data.title, _points(data), names, hint)
        if data.is_across:
            self.setMinimumHeight(max(self.minimumHeight(), len(data.categories) * _ROW_HEIGHT + 2 * _ROW_HEIGHT))

    def place_of(self, number: int) -> tuple[int, int]:
        """Category and series that a value in `chosen` belongs to."""
        return divmod(number, max(1, len(self._data.series)))

    def fill(self, plot: Plot) -> None:
        """Axes, bars and the number at the end of each; where nothing was, nothing is written."""
        data = self._data
        ticks = list(enumerate(data.categories))
        along, room = (-0.6, len(ticks) - 0.4), (0.0, data.most() * _HEADROOM)
        if data.is_across:
            plot.frame(room, along, [], ticks, is_down=True)
        else:
            plot.frame(along, room, ticks, [])
        for number, series in enumerate(data.series):
            boxes = [_box(data, place, number, value) for place, value in enumerate(series.values) if value]
            if boxes:
                plot.bars(boxes, number)
        for point, value in zip(self.points, _values(data), strict=True):
            anchor = (-0.2, 0.5) if data.is_across else (0.5, 1.0)
            if value:
                plot.text(words_of(value), point.x, point.y, anchor=anchor)

    def number_at(self, x: float, y: float) -> int | None:
        """The bar of the category under the pointer, also above a short one."""
        along = y if self._data.is_across else x
        place, count = round(along), len(self._data.series)
        if not 0 <= place < len(self._data.categories) or not count:
            return None
        within = int((along - place + _WIDE / 2) / (_WIDE / count))
        return place * count + max(0, min(within, count - 1))


def _values(data: BarData) -> list[float]:
    return [series.values[place] for place in range(len(data.categories)) for series in data.series]


def _box(data: BarData, place: int, number: int, value: float) -> tuple[float, float, float, float]:
    wide = _WIDE / len(data.series)
    start = place - _WIDE / 2 + number * wide
    return (0.0, start, value, wide) if data.is_across else (start, 0.0, wide, value)


def _points(data: BarData) -> list[Point]:
    found: list[Point] = []
    for place, category in enumerate(data.spoken or data.categories):
        for number, series in enumerate(data.series):
            value = series.values[place]
            left, bottom, wide, tall = _box(data, place, number, value)
            x, y = (value, bottom + tall / 2) if data.is_across else (left + wide / 2, value)
            named = [category, series.name] if len(data.series) > 1 else [category]
            words = _("{what}: {value}").format(what=", ".join(named), value=words_of(value))
            found.append(Point(x, y, words))
    return found
