"""What a chart shows, as data: the same for the screen, for its table and for paper, where it is drawn in greys."""

from __future__ import annotations

from datetime import date

import msgspec

from app import formats
from app.texts import language

_TICKS = 6  # days that an axis has room for
_CAPTIONS = 4  # captions of events that have room beside each other


class LineSeries(msgspec.Struct, frozen=True):
    """Values over time; `points` are an ISO date and a value each, in the order of their days."""

    name: str
    points: list[tuple[str, float]]


class Band(msgspec.Struct, frozen=True):
    """A range of values with the words of whoever published it; drawn in grey, never as a traffic light."""

    least: float
    most: float
    caption: str


class Event(msgspec.Struct, frozen=True):
    """A day with something to know of beside the values."""

    day: str
    caption: str


class LineData(msgspec.Struct, frozen=True, tag=True):
    """Values over time. `y_range`: the least and most that the axis shows."""

    title: str
    series: list[LineSeries]
    y_range: tuple[float, float]
    y_title: str = ""
    bands: list[Band] = []
    events: list[Event] = []

    def days(self) -> list[str]:
        """Every day that a point or an event has, once, in order."""
        found = {day for series in self.series for day, _value in series.points}
        return sorted(found | {event.day for event in self.events})

    def span(self) -> tuple[int, int]:
        """The first and last day of the axis as ordinals; a single day gets room on both sides."""
        ordinals = [_ordinal(day) for day in self.days()]
        first, last = (min(ordinals), max(ordinals)) if ordinals else (0, 0)
        return (first, last) if first < last else (first - 1, last + 1)

    def ticks(self) -> list[str]:
        """Days for the axis, the first among them, no two so close that their words would touch."""
        first, last = self.span()
        found: list[str] = []
        for day in self.days():
            if not found or _ordinal(day) - _ordinal(found[-1]) >= (last - first) / _TICKS:
                found.append(day)
        return found

    def events_in_lines(self) -> list[tuple[Event, int]]:
        """The events by day, and in which line from the top the caption of each meets no other."""
        first, last = self.span()
        ends: list[float] = []  # of the last caption in each line
        found = []
        for event in sorted(self.events, key=lambda event: event.day):
            day = _ordinal(event.day)
            line = next((number for number, end in enumerate(ends) if end <= day), len(ends))
            ends[line : line + 1] = [day + (last - first) / _CAPTIONS]
            found.append((event, line))
        return found

    def grounds(self) -> list[Band]:
        """The bands from least to most, each reaching up to where the next begins: scores between are in no gap."""
        found = sorted(self.bands, key=lambda band: band.least)
        ends = [*(band.least for band in found[1:]), *(band.most for band in found[-1:])]
        return [Band(band.least, end, band.caption) for band, end in zip(found, ends, strict=True)]

    def y_ticks(self) -> list[float]:
        """Values for the upright axis: its ends, and where bands begin, or its middle."""
        low, high = self.y_range
        return sorted({low, high, *([band.least for band in self.bands] or [(low + high) / 2])})


class BarSeries(msgspec.Struct, frozen=True):
    """One value for each category of the chart, in their order."""

    name: str
    values: list[float]


class BarData(msgspec.Struct, frozen=True, tag=True):
    """Counts by category. `is_across`: bars grow to the right, for categories with long names.

    `spoken` are the categories in full where the axis has room for a short word alone; empty: as they are.
    """

    title: str
    categories: list[str]
    series: list[BarSeries]
    is_across: bool = False
    spoken: list[str] = []

    def most(self) -> float:
        """The largest value, at least 1, so that an axis always has a length."""
        return max([value for series in self.series for value in series.values] + [1.0])


class MatrixData(msgspec.Struct, frozen=True, tag=True):
    """Five by five: `cells` are the words in each, a list of five severities for each likelihood from 1.

    `shades` go from 0, white, to 3; words stand in every cell, so that nothing hangs on a shade.
    """

    title: str
    likelihoods: list[str]
    severities: list[str]
    cells: list[list[str]]
    shades: list[list[int]]


def words_of(value: float) -> str:
    """A value as it is written where the person lives: one digit after the decimal mark, none for a whole number."""
    rounded = round(value, 1)
    if rounded == int(rounded):
        return formats.number(int(rounded))
    return f"{rounded:.1f}" if language() == "en" else f"{rounded:.1f}".replace(".", ",")


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
