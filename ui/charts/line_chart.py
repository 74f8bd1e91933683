"""Values over time as lines: bands in grey behind them, events as upright lines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app import formats
from app.reports.charts import LineData, words_of
from ui.charts.legend import legend
from ui.charts.picture import Picture, Point

if TYPE_CHECKING:
    from ui.charts.plot import Plot

_MARGIN = 0.09  # of the axis of days, kept free on both sides
_CLOSE = 0.05  # of both axes: so near to a point a click means it


class LineChart(Picture):
    """The points of all series, by day; `number` in `chosen` counts them in that order."""

    def __init__(self, data: LineData) -> None:
        self._data = data
        names = legend([each.name for each in data.series], is_line=True, title=data.y_title)
        super().__init__(data.title, _points(data), names)

    def fill(self, plot: Plot) -> None:
        """Axes, bands, events and lines."""
        data, (low, high) = self._data, self._data.y_range
        first, last = data.span()
        edge = (last - first) * _MARGIN
        across = (first - edge, last + edge)
        days = [(_x(day), formats.short_date(day)) for day in data.ticks()]
        plot.frame(across, (low, high), days, [(y, words_of(y)) for y in data.y_ticks()])
        for number, band in enumerate(data.grounds()):
            plot.band(band.least, band.most, across, is_darker=number % 2 == 1)
            plot.text(band.caption, first - edge, (band.least + band.most) / 2, anchor=(0, 0.5), colour="muted")
        for event, line in data.events_in_lines():
            plot.upright(_x(event.day), (low, high))
            plot.text(event.caption, _x(event.day), high, anchor=(0, -line), colour="muted")
        for number, series in enumerate(data.series):
            plot.line([(_x(day), value) for day, value in series.points], number)

    def number_at(self, x: float, y: float) -> int | None:
        """The nearest point, if it is near."""
        (first, last), (low, high) = self._data.span(), self._data.y_range
        wide, tall = last - first, (high - low) or 1.0
        far = [max(abs(point.x - x) / wide, abs(point.y - y) / tall) for point in self.points]
        return far.index(min(far)) if far and min(far) <= _CLOSE else None


def _points(data: LineData) -> list[Point]:
    found = sorted((day, series.name, value) for series in data.series for day, value in series.points)
    return [Point(_x(day), value, _words(data, day, name, value)) for day, name, value in found]


def _words(data: LineData, day: str, name: str, value: float) -> str:
    """The value with its day, the series where there are several, the band it lies in, and what happened that day."""
    bands = [band.caption for band in data.bands if band.least <= value <= band.most][:1]
    events = [event.caption for event in data.events if event.day == day]
    parts = [formats.long_date(day), *([name] if len(data.series) > 1 else []), words_of(value), *bands, *events]
    return ", ".join(parts)


def _x(day: str) -> float:
    return float(date.fromisoformat(day).toordinal())
