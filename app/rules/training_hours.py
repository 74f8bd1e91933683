"""How much somebody has learned: hours by cycle, in it by category, and what is counted apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.records.training import pairs


@dataclass(frozen=True, slots=True)
class Cycle:
    """The minutes of one cycle: all of them, by category, and by what is counted apart."""

    name: str
    minutes: int
    categories: Mapping[str, int]
    areas: Mapping[str, int]


def by_cycle(trainings: Iterable[Mapping[str, Any]]) -> list[Cycle]:
    """From the facets of trainings; the latest cycle first."""
    total: dict[str, int] = defaultdict(int)
    categories: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    areas: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for facets in trainings:
        cycle, length = str(facets.get("cycle", "")), int(facets.get("length") or 0)
        total[cycle] += length
        categories[cycle][str(facets.get("category", ""))] += length
        for area, minutes in pairs(facets.get("areas")):
            areas[cycle][area] += int(minutes)
    return [
        Cycle(name, total[name], _largest_first(categories[name]), _largest_first(areas[name]))
        for name in sorted(total, reverse=True)
    ]


def _largest_first(minutes: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(minutes.items(), key=lambda pair: (-pair[1], pair[0])))
