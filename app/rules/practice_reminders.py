"""Reminders of the practice itself: which a person who works alone does without, and the days on which one returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.records.credential import CredentialKind
from app.records.training import pairs

KINDS = frozenset({"policy", "standards_for_minors", "professional_will", "drill", "training", "credential"})
"""Kinds whose dates are about the practice and no client."""

TO_PRACTISE = frozenset({CredentialKind.LICENCE, CredentialKind.REGISTRATION, CredentialKind.INSURANCE})
"""Without these nobody works: their end is always told."""

STEPS = (7, 30, 60, 90)
"""So many days before a credential ends, a reminder that was put off comes back."""

READ_WITHIN_DAYS = 14
"""A new version of a policy is to be read within two weeks."""

ENDED = 0


@dataclass(frozen=True, slots=True)
class Taught:
    """A training, when it was, and until when it counts for each topic."""

    record: str
    completed_on: str
    until: Mapping[str, str]


def are_on(*, chosen: bool | None, alone: bool) -> bool:
    """Whether these reminders are shown: as chosen; else off in a practice of one, on where several work."""
    return not alone if chosen is None else chosen


def is_silent(kind: str, facets: Mapping[str, Any], *, on: bool) -> bool:
    """Whether a date of a record is not shown because such reminders are off."""
    return not on and kind in KINDS and not is_to_practise(kind, facets)


def is_to_practise(kind: str, facets: Mapping[str, Any]) -> bool:
    """Whether it is something without which nobody works."""
    return kind == "credential" and facets.get("kind") in TO_PRACTISE


def step(ends: str, day: date) -> int | None:
    """The last step that was reached: 90, 60, 30 or 7 days before the end, 0 once it has ended; None before all."""
    left = (date.fromisoformat(ends) - day).days
    if left < 0:
        return ENDED
    return next((days for days in STEPS if left <= days), None)


def has_ended(ends: str, day: date) -> bool:
    """Whether a credential holds no longer; it holds on its last day."""
    return bool(ends) and ends < day.isoformat()


def refresh_on(trainings: Iterable[Taught]) -> dict[str, tuple[str, list[str]]]:
    """By training: the first day on which a topic of it stops counting, and the topics of that day.

    A topic counts by the training that reaches furthest: what a later one has refreshed is not asked for.
    """
    reaches: dict[str, tuple[str, str, str]] = {}
    for training in trainings:
        for topic, until in training.until.items():
            mine = (until, training.completed_on, training.record)
            reaches[topic] = max(reaches.get(topic, mine), mine)
    found: dict[str, tuple[str, list[str]]] = {}
    for topic, (until, _completed, record) in sorted(reaches.items()):
        known = found.get(record)
        if known is None or until < known[0]:
            found[record] = (until, [topic])
        elif until == known[0]:
            known[1].append(topic)
    return found


def taught(record: str, at: str, facets: Mapping[str, Any]) -> Taught:
    """What follows from the index row of a training."""
    return Taught(record, at, {topic: until for topic, until in pairs(facets.get("topics")) if until})
