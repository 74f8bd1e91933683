"""Whom a day expects: sessions that a note names, usual slots, and what was added or taken out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.records.amendment import AmendmentKind
from app.records.safety_step import SafetyStepKind
from app.rules.slots import Slot, falls_on

CANNOT_WAIT = frozenset({"incident", "incident_response", "data_breach", "risk_review", "mandated_report"})
"""Kinds whose dates are duties with a clock: they are shown until they are met (records.md, rule 14)."""

_ASKED = frozenset({AmendmentKind.CLIENT_REQUESTED.value, AmendmentKind.REQUEST_EXTENDED.value})


class Source(StrEnum):
    """Why a session is expected."""

    PLANNED = "planned"  # the last note names it
    USUAL = "usual"
    ADDED = "added"


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """A session that a day expects. `time` is `15:00`, empty when none was said; sorts by it."""

    time: str
    client: str
    minutes: int
    source: Source


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one day, by client id.

    `planned` holds the time a note names for this day; `away_until` the later day that the client's last note names
    as the next session, so that a usual slot before it is not expected.
    """

    slots: Mapping[str, Iterable[Slot]] = field(default_factory=dict)
    planned: Mapping[str, str] = field(default_factory=dict)
    away_until: Mapping[str, date] = field(default_factory=dict)
    added: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()


def expected(day: date, facts: Facts) -> list[Expected]:
    """The sessions of a day in their order, one for each client: added by hand wins, then planned, then usual."""
    found: dict[str, Expected] = {}
    for client, slots in facts.slots.items():
        slot = next((slot for slot in slots if falls_on(slot, day)), None)
        if slot is not None and not day < facts.away_until.get(client, day):
            found[client] = Expected(slot.time, client, slot.minutes, Source.USUAL)
    for client, time in facts.planned.items():
        minutes = found[client].minutes if client in found else 0
        found[client] = Expected(time, client, minutes, Source.PLANNED)
    for client, (time, minutes) in facts.added.items():
        found[client] = Expected(time, client, minutes, Source.ADDED)
    return sorted(one for client, one in found.items() if client not in facts.skipped or client in facts.added)


def cannot_wait(kind: str, facets: Mapping[str, Any]) -> bool:
    """Whether a date is a duty with a clock, so that nobody puts it off: a client's request that is not decided too."""
    is_wanted = kind == "safety_step" and facets.get("step") == SafetyStepKind.WANTED
    return is_wanted or kind in CANNOT_WAIT or (kind == "amendment" and facets.get("kind") in _ASKED)


def reminder_key(record: str, due: str) -> str:
    """Under which name a reminder is put off: when the date of the record changes, it comes back."""
    return f"{record}:{due}"
