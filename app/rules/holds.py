"""Legal holds: which are in force, and that nothing they cover is destroyed, thinned out or forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.records.legal_hold import HoldCovers, HoldStep


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A record of a hold as the index knows it; days are ISO dates."""

    record: str
    step: str = HoldStep.SET.value
    hold: str = ""
    reason: str = ""
    reason_note: str = ""
    since: str = ""
    covers: str = HoldCovers.WHOLE_FILE.value
    covers_note: str = ""
    review_due: str = ""
    set_by: str = ""
    because: str = ""
    is_signed: bool = True
    is_in_error: bool = False


def facts_from(record: str, facets: Mapping[str, Any], *, is_signed: bool, is_in_error: bool) -> HoldFacts:
    """The facts in an index row."""
    plain = [name for name in HoldFacts.__slots__ if name not in {"record", "is_signed", "is_in_error"}]
    found = {name: str(facets.get(name) or "") for name in plain}
    return HoldFacts(record, is_signed=is_signed, is_in_error=is_in_error, **found)


def to_review(found: Iterable[HoldFacts]) -> frozenset[str]:
    """The records whose day of review counts: of each hold in force the latest look at it, or its setting."""
    every = list(found)
    standing = {one.record for one in in_force(every)}
    counted = sorted(
        (one for one in every if one.is_signed and not one.is_in_error), key=lambda one: (one.since, one.record)
    )
    latest = {one.hold or one.record: one.record for one in counted}
    return frozenset(record for hold, record in latest.items() if hold in standing)


def in_force(found: Iterable[HoldFacts]) -> list[HoldFacts]:
    """The holds that were set and not lifted, oldest first, each with the review of its latest look.

    While there is one, nothing of the file is destroyed, removed, erased on request, or kept for less time: also where
    the hold names only a part, because files are destroyed whole. It has no end of its own: somebody lifts it, and says
    why.
    """
    counted = sorted(
        (one for one in found if one.is_signed and not one.is_in_error), key=lambda one: (one.since, one.record)
    )
    lifted = {one.hold for one in counted if one.step == HoldStep.LIFTED}
    reviews = {one.hold: one.review_due for one in counted if one.step == HoldStep.REVIEWED}
    return [
        replace(one, review_due=reviews.get(one.record, one.review_due))
        for one in counted
        if one.step == HoldStep.SET and one.record not in lifted
    ]
