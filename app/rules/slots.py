"""Usual slots of a course of care: on which days the client is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.records.episode import EpisodeState, Weekday

_DAYS = [day.value for day in Weekday]
_WEEK = 7
_EXPECTED = (EpisodeState.OPEN.value, EpisodeState.PLANNED.value)


@dataclass(frozen=True, slots=True)
class Slot:
    """Tuesdays at 15:00 for 50 minutes, every two weeks from the week of `since` on; `until` is the last day."""

    weekday: int
    time: str
    minutes: int = 50
    every: int = 1
    since: str = ""
    until: str = ""


def slots_from(facets: Mapping[str, Any]) -> list[Slot]:
    """The slots in the index row of an episode; none while it is paused or ended."""
    if facets.get("state") not in _EXPECTED:
        return []
    return [
        Slot(
            _DAYS.index(found["weekday"]),
            str(found["time"]),
            int(found["minutes"]),
            int(found["every"]),
            str(found["since"]),
            str(found["until"]),
        )
        for found in facets.get("slots") or ()
    ]


def falls_on(slot: Slot, day: date) -> bool:
    """Whether the client is expected on that day."""
    text = day.isoformat()
    if day.weekday() != slot.weekday or (slot.since and text < slot.since) or (slot.until and text > slot.until):
        return False
    if slot.every == 1 or not slot.since:
        return True
    weeks = (_monday(day) - _monday(date.fromisoformat(slot.since))).days // _WEEK
    return weeks % slot.every == 0


def next_on(slot: Slot, day: date) -> date | None:
    """The first day from `day` on that the slot falls on; None when it has ended."""
    start = max(day, date.fromisoformat(slot.since)) if slot.since else day
    first = start + timedelta(days=(slot.weekday - start.weekday()) % _WEEK)
    # The week of `since` may lie before the first such weekday: one round more than `every` finds it.
    for weeks in range(slot.every + 1):
        found = first + timedelta(weeks=weeks)
        if falls_on(slot, found):
            return found
    return None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
