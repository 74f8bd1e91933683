"""What is done after an incident: grading, the six steps, notifications, actions, debrief, learning."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import msgspec

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Reference, Tier, field
from app.records.incident import LeftOut
from app.records.response_choices import Category, EventType, HarmGrade
from app.records.response_parts import (
    AfterDeath,
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
    after_suicide: Annotated[
        AfterDeath, field(N_("After a client's suicide"), show_when=("category", (Category.DEATH_SUICIDE,)))
    ] = msgspec.field(default_factory=AfterDeath)
    lesson_summary: Annotated[
        str,
        field(N_("What we learned"), help=N_("Without names or dates."), tier=Tier.MORE, long=True),
    ] = ""
    what_changed: Annotated[str, field(N_("What changed because of this"), tier=Tier.MORE, long=True)] = ""
    changed_policy: Annotated[Reference, field(N_("Changed policy"), tier=Tier.MORE, to=("policy",))] = ""
    changed_hazard: Annotated[Reference, field(N_("Entry of the risk register"), tier=Tier.MORE, to=("hazard",))] = ""
    left_out: Annotated[list[LeftOut], field(N_("Left out later, because it concerns them"), tier=Tier.COMPUTED)] = []
    closed_on: Annotated[str, field(N_("Closed on"), tier=Tier.HIDDEN)] = ""
    reopened_reason: Annotated[str, field(N_("Why it was opened again"), tier=Tier.COMPUTED)] = ""
    incident: Annotated[Reference, field(N_("Incident"), tier=Tier.HIDDEN, to=("incident",))] = ""
    number: Annotated[str, field(N_("Number"), tier=Tier.HIDDEN)] = ""

    def summary(self) -> str:
        return self.number

    def at(self) -> str | None:
        return None

    def check_today(self, today: date) -> None:
        for action in self.mitigation.actions:
            checks.check_not_future(N_("Done on"), action.done_on, today)
            checks.check_not_future(N_("Looked at on"), action.checked_on, today)
        for notice in self.notification.notices:
            checks.check_not_future(N_("Notified at"), notice.made.day if notice.made else "", today)
        checks.check_not_future(N_("Held on"), self.debrief.held_on, today)
        checks.check_not_future(N_("Told on"), self.client_told.told_on, today)

    def due(self) -> str | None:
        """The next open date. Closing ends none of them: what was agreed is still to be done and looked at."""
        return min((day for day, _what in self._open()), default=None)

    def _open(self) -> Iterator[tuple[str, str]]:
        """The day and the kind of everything that waits: `notice`, `follow_up`, `action` or `effect`."""
        for notice in self.notification.notices:
            if notice.waits_until():
                yield notice.waits_until(), "follow_up" if notice.is_decided else "notice"
        for action in self.mitigation.actions:
            if action.waits_until():
                yield action.waits_until(), "effect" if action.done_on else "action"

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
        """`reviewing`, `actions_open`, `reopened` or `closed`; before the first save the incident is `open`."""
        if self.closed_on:
            return "closed"
        if self.reopened_reason:
            return "reopened"
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
            "waits_for": min(self._open(), default=("", ""))[1],
            "persons": sorted({getattr(self, name).person for name in STEPS} - {""}),
            "done": {name: done.at for name in STEPS if (done := getattr(self, name).done)},
            "action_dues": [action.due for action in self.mitigation.actions if not action.done_on],
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        category = str(facets.get("category", ""))
        parts = (title, _(Category.label_of(category)) if category else _("Response"))
        return ", ".join(part for part in parts if part)
