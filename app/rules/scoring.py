"""What a filled-in questionnaire adds up to. Without all answers there is no total and no band; nothing is estimated.

A total is a number and a band its published name. Neither is ever a level of anybody's risk, nor a diagnosis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.packs.instruments import Band, Change, CriticalItem, Cutoff, Instrument, Subscale

MISSING = "-"
"""Stands for an item that has no answer."""

_ANSWERS = re.compile(r"^[0-9-]*$")

Answers = Sequence[int | None]
"""One for each item, in order; None where there is none."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What comes of the answers.

    Args:
        total: The sum, or None while an answer is missing.
        subscales: Each with its sum, or None while one of its own answers is missing.
        band: What the publication calls this total; None where it names none, or there is no total.
        missing: Items without an answer, from 1.
        critical: Items whose answer has to be acted on; also while others are missing.
        cutoffs: Those that the total reaches.
    """

    total: int | None
    subscales: tuple[tuple[Subscale, int | None], ...]
    band: Band | None
    missing: tuple[int, ...]
    critical: tuple[CriticalItem, ...]
    cutoffs: tuple[Cutoff, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every item has an answer."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Difference:
    """From an earlier total to a later one of the same instrument and version; `reaches`: published differences."""

    points: int
    reaches: tuple[Change, ...]


def is_written(answers: str) -> bool:
    """Whether the text is made of digits and of signs for what is missing."""
    return bool(_ANSWERS.match(answers))


def parsed(instrument: Instrument, answers: str) -> Answers | None:
    """The answers written as `10211-0`; what is not typed yet is missing. None if they do not fit the instrument."""
    if not is_written(answers) or len(answers) > instrument.items:
        return None
    found = [None if sign == MISSING else int(sign) for sign in answers]
    if any(value is not None and not instrument.least <= value <= instrument.most for value in found):
        return None
    return [*found, *[None] * (instrument.items - len(found))]


def written(answers: Answers) -> str:
    """The other way round: one sign for each item; nothing at all where there is no answer."""
    if all(value is None for value in answers):
        return ""
    return "".join(MISSING if value is None else str(value) for value in answers)


def score(instrument: Instrument, answers: Answers) -> Scored:
    """Add up the answers of one form; raises ValueError for answers that are not the instrument's."""
    if len(answers) != instrument.items:
        raise ValueError(len(answers))
    points = [_points(instrument, number, value) for number, value in enumerate(answers, 1)]
    total = _sum(points)
    return Scored(
        total=total,
        subscales=tuple((one, _sum([points[item - 1] for item in one.items])) for one in instrument.subscale),
        band=band_of(instrument, total),
        missing=tuple(number for number, value in enumerate(answers, 1) if value is None),
        critical=tuple(one for one in instrument.critical if (answers[one.item - 1] or 0) >= one.at_least),
        cutoffs=tuple(one for one in instrument.cutoff if total is not None and total >= one.at_least),
    )


def band_of(instrument: Instrument, total: int | None) -> Band | None:
    """The band a total lies in; None for no total and where none was published."""
    if total is None:
        return None
    return next((one for one in instrument.band if one.least <= total <= one.most), None)


def difference(instrument: Instrument, before: int, after: int) -> Difference:
    """How far the total moved, and which published differences that reaches, in either direction."""
    points = after - before
    return Difference(points, tuple(one for one in instrument.change if abs(points) >= one.points))


def _points(instrument: Instrument, number: int, value: int | None) -> int | None:
    if value is None:
        return None
    if not instrument.least <= value <= instrument.most:
        raise ValueError(value)
    return instrument.least + instrument.most - value if number in instrument.reverse else value


def _sum(points: Iterable[int | None]) -> int | None:
    every = list(points)
    known = [value for value in every if value is not None]
    return sum(known) if len(known) == len(every) else None
