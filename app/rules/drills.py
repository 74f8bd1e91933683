"""Rules of drills: when one is next due, and which of several still counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import msgspec

from app.records.drill import Drill
from app.rules.days import months_on
from storage.vault import Row

USUAL_MONTHS = 12


class DrillFacts(NamedTuple):
    """What follows from the index row of a signed drill."""

    record: str
    kind: str
    at: str
    is_in_error: bool = False


def finished(body: Drill, today: date) -> Drill:
    """The body as it is signed: due again in twelve months unless it says otherwise."""
    if body.next_due:
        return body
    held = date.fromisoformat(body.started.day) if body.started else today
    return msgspec.structs.replace(body, next_due=months_on(held, USUAL_MONTHS).isoformat())


def facts_of(row: Row) -> DrillFacts:
    """What counts of the index row of a signed drill."""
    return DrillFacts(row.record, str(row.facets.get("kind", "")), row.at or "", row.status == "entered_in_error")


def newest(drills: Iterable[DrillFacts]) -> frozenset[str]:
    """The last drill of each kind: only its next date counts."""
    found: dict[str, DrillFacts] = {}
    for drill in drills:
        known = found.get(drill.kind)
        if not drill.is_in_error and (known is None or (known.at, known.record) < (drill.at, drill.record)):
            found[drill.kind] = drill
    return frozenset(drill.record for drill in found.values())
