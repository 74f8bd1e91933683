"""Incidents without anything that points to somebody, as one JSON document for supervision and trends."""

from __future__ import annotations

import msgspec

from app.exports.gathered import canonical


class TrendAction(msgspec.Struct, frozen=True, kw_only=True):
    """An action by what it addresses and how strong it is; codes, empty when not said."""

    factor: str
    strength: str
    effect: str
    is_done: bool


class TrendRow(msgspec.Struct, frozen=True, kw_only=True):
    """One incident: codes of lists, its month, numbers, and two texts from which names, codes and days are gone.

    `month` is `2026-11`, empty when not known; `physical` and `psychological` are of the latest grading, `gradings`
    how often it was graded. `recurrence` and `consequence` are 1 to 5.
    """

    month: str
    status: str
    event_type: str
    category: str
    place: str
    affected: list[str]
    physical: str
    psychological: str
    basis: str
    gradings: int
    recurrence: int | None
    consequence: int | None
    notified: list[str]
    not_notified: list[str]
    factors: list[str]
    debrief: str
    actions: list[TrendAction]
    lesson: str
    what_changed: str


class Trends(msgspec.Struct, frozen=True, kw_only=True):
    """The whole document. `incidents` are by month and category, so that their order tells no day."""

    program: str
    language: str
    incidents: list[TrendRow]

    def written(self) -> bytes:
        """The bytes of the file; the same incidents give the same bytes."""
        return canonical(self) + b"\n"
