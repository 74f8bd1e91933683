"""What is done after an incident: grading, the six steps, notifications, actions, debrief, learning."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import msgspec

from app.records.base import RecordBody
from app.records.fields import Reference, Tier, field
from app.records.incident import LeftOut
from app.records.response_choices import Category, EventType, HarmGrade
from app.records.response_parts import (
    Assessment,
    ClientTold,
    Debrief,
    Documentation,
    HarmGrading,
    Matrix,
    Mitigation,
    NotificationStep,
    Support,
)
from app.texts import N_, _

_NEAR = (EventType.NEAR_MISS, EventType.GOOD_CATCH)
_DAY_LENGTH = 10
STEPS = ("assessment", "support", "documentation", "notification", "mitigation", "debrief")
"""The fields of the six steps, in order."""


class IncidentResponse(RecordBody):
    """The living part of an incident; one for each, in the compartment of the incident."""

    event_type: Annotated[EventType | None, field(N_("Kind of event"), needed=True)] = None
    category: Annotated[Category | None, field(N_("Category"), needed=True)] = None
    harm: Annotated[
        list[HarmGrading],
        field(
            N_("Harm"),
            help=N_("Add a new grading when more is known; earlier ones stay."),
        ),
    ] = []
    near_miss_barrier: Annotated[
        str, field(N_("What stopped it"), long=True, needed=True, show_when=("event_type", _NEAR))
    ] = ""
    matrix: Annotated[Matrix, field(N_("Likely to happen again, and how bad would it be"))] = msgspec.field(
        default_factory=Matrix
    )
    assessment: Annotated[Assessment, field(N_("Immediate assessment"))] = msgspec.field(default_factory=Assessment)
    support: Annotated[Support, field(N_("Client support"))] = msgspec.field(default_factory=Support)
    documentation: Annotated[Documentation, field(N_("Documentation"))] = msgspec.field(default_factory=Documentation)
    notification: Annotated[NotificationStep, field(N_("Notification"))] = msgspec.field(
        default_factory=NotificationStep
    )
    mitigation: Annotated[Mitigation, field(N_("Mitigation"))] = msgspec.field(default_factory=Mitigation)
    debrief: Annotated[Debrief, field(N_("Debrief"))] = msgspec.field(default_factory=Debrief)
    client_told: Annotated[ClientTold, field(N_("Telling the client"), tier=Tier.MORE)] = msgspec.field(
        default_factory=ClientTold
    )
    lesson_summary: Annotated[
        str,
        field(N_("What we learned"), help=N_("Without names or dates."), tier=Tier.MORE, long=True),
    ] = ""
    what_changed: Annotated[str, field(N_("What changed because of this"), tier=Tier.MORE, long=True)] = ""
    left_out: Annotated[list[LeftOut], field(N_("Left out later, because it concerns them"), tier=Tier.COMPUTED)] = []
    closed_on: Annotated[str, field(N_("Closed on"), tier=Tier.HIDDEN)] = ""
    reopened_reason: Annotated[str, field(N_("Why it was opened again"), tier=Tier.HIDDEN)] = ""
    incident: Annotated[Reference, field(N_("Incident"), tier=Tier.HIDDEN, to=("incident",))] = ""
    number: Annotated[str, field(N_("Number"), tier=Tier.HIDDEN)] = ""

    def summary(self) -> str:
        return self.number

    def at(self) -> str | None:
        return None

    def due(self) -> str | None:
        return None if self.closed_on else min(self._open_dates(), default=None)

    def _open_dates(self) -> Iterator[str]:
        for notice in self.notification.notices:
            if not notice.decided and notice.due:
                yield notice.due.at[:_DAY_LENGTH]
            elif notice.follow_up_due and not notice.follow_up_sent_on:
                yield notice.follow_up_due
        for action in self.mitigation.actions:
            if action.due and not action.done_on:
                yield action.due
            elif action.check_on and not action.check_result:
                yield action.check_on

    def severity(self) -> int:
        worst = self.worst_harm()
        return 1 if worst in {HarmGrade.SEVERE, HarmGrade.FATAL} and not self.closed_on else 0

    def worst_harm(self) -> HarmGrade | None:
        """The higher of physical and psychological harm in the latest grading."""
        if not self.harm:
            return None
        grades = list(HarmGrade)
        latest = [grade for grade in (self.harm[-1].physical, self.harm[-1].psychological) if grade]
        return max(latest, key=grades.index, default=None)

    def status(self) -> str:
        """`reviewing`, `actions_open` or `closed`; before the first save the incident is `open`."""
        if self.closed_on:
            return "closed"
        if any(not action.done_on for action in self.mitigation.actions):
            return "actions_open"
        return "reviewing"

    def facets(self) -> dict[str, Any]:
        worst = self.worst_harm()
        return {
            "incident": self.incident,
            "number": self.number,
            "status": self.status(),
            "event_type": self.event_type.value if self.event_type else "",
            "category": self.category.value if self.category else "",
            "harm": worst.value if worst else "",
            "closed_on": self.closed_on,
            "persons": sorted({getattr(self, name).person for name in STEPS} - {""}),
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        category = str(facets.get("category", ""))
        parts = (title, _(Category.label_of(category)) if category else _("Response"))
        return ", ".join(part for part in parts if part)
