"""Rules of the risk register: order, what stands in each cell of the matrix, and when to look again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from app.records.hazard import Hazard
from app.records.risk_matrix import REVIEW_MONTHS, STEPS, Band, band
from app.rules.days import months_on

Cell = tuple[int, int]
CELLS: tuple[Cell, ...] = tuple((likelihood, severity) for likelihood in STEPS for severity in STEPS)
"""Likelihood and severity of all 25 cells, from the least."""


class View(StrEnum):
    """Which rating the matrix shows; also the names of the facets."""

    INHERENT = "inherent"
    CURRENT = "current"
    TARGET = "target"


def cell(facets: Mapping[str, Any], view: View = View.CURRENT) -> Cell | None:
    """Where a hazard stands, from its index row; None before it was rated."""
    found = [int(step) for step in facets.get(view) or ()]
    return (found[0], found[1]) if found else None


def score(place: Cell | None) -> int:
    """Likelihood times severity; 0 for a hazard that is not rated."""
    return place[0] * place[1] if place else 0


def band_of(place: Cell | None) -> Band | None:
    """The band of a cell; None for a hazard that is not rated."""
    return band(score(place)) if place else None


def counts(places: Iterable[Cell | None]) -> dict[Cell, int]:
    """How many hazards stand in each of the 25 cells."""
    found = Counter(place for place in places if place)
    return {one: found[one] for one in CELLS}


def rank(place: Cell | None, *, is_gone: bool) -> tuple[bool, int, int]:
    """Sorts a register: what is gone last, then by score, then by severity, the highest first."""
    return (is_gone, -score(place), -(place[1] if place else 0))


def finished(body: Hazard, today: date) -> Hazard:
    """The body as it is saved: with the day of the next look, where the one it names has passed by or is missing.

    A hazard that was looked at since that day is due again after the time its band allows, or the time chosen.
    """
    if body.next_review > body.last_review or body.current.band is None:
        return body
    months = int(body.review_every) if body.review_every else REVIEW_MONTHS[body.current.band]
    since = date.fromisoformat(body.last_review) if body.last_review else today
    return msgspec.structs.replace(body, next_review=months_on(since, months).isoformat())
