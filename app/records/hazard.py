"""A hazard of the practice in its risk register: found, weighed, treated, prepared for and looked at again.

It has no field for a client. Danger to or from a client is talked about in a safety review, never scored.
"""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import msgspec

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Choice, Date, OpenChoice, Reference, Tier, field
from app.records.parts import Part
from app.records.response_parts import Action
from app.records.risk_matrix import Band, Rating
from app.texts import N_, _

PREPARED_FOR = (Band.HIGH, Band.EXTREME)
"""Bands that want a contingency plan."""


class Area(OpenChoice):
    """Where the hazard lies."""

    PREMISES = "premises", N_("Premises")
    LONE_WORKING = "lone_working", N_("Working alone")
    HOME_VISITS = "home_visits", N_("Home visits")
    TELEHEALTH = "telehealth", N_("Working at a distance")
    CLIENT_REACTION = "client_reaction", N_("Reactions to the work")
    DATA = "data", N_("Data and confidentiality")
    STAFFING = "staffing", N_("Staff and cover")
    FINANCIAL = "financial", N_("Money")
    LEGAL = "legal", N_("Law and contracts")
    REPUTATION = "reputation", N_("Reputation")
    ENVIRONMENT = "environment", N_("Surroundings and weather")
    EQUIPMENT = "equipment", N_("Equipment and computers")


class Scope(Choice):
    """How far it reaches; a single client is no scope."""

    PRACTICE = "practice", N_("The whole practice")
    CLIENT_GROUP = "client_group", N_("A group of clients")
    SESSION_TYPE = "session_type", N_("A kind of session")


class Treatment(Choice):
    """What is done about it."""

    AVOID = "avoid", N_("Avoid: stop doing it")
    REDUCE = "reduce", N_("Reduce: make it less likely or less bad")
    TRANSFER = "transfer", N_("Transfer: insurance, or somebody who can do it better")
    ACCEPT = "accept", N_("Accept: nothing more, knowingly")


class ReviewEvery(Choice):
    """How often it is looked at again; the value is in months."""

    MONTH = "1", N_("Every month")
    QUARTER = "3", N_("Every three months")
    HALF_YEAR = "6", N_("Every six months")
    YEAR = "12", N_("Every year")


class Trend(Choice):
    """Where it is going."""

    RISING = "rising", N_("Rising")
    SAME = "same", N_("The same")
    FALLING = "falling", N_("Falling")


class HazardSource(OpenChoice):
    """What it was learned from."""

    INCIDENT = "incident", N_("Incident")
    NEAR_MISS = "near_miss", N_("Near miss")
    COMPLAINT = "complaint", N_("Complaint")
    DATA_BREACH = "data_breach", N_("Data breach")
    FEEDBACK = "feedback", N_("Feedback")
    DRILL = "drill", N_("Drill")
    AUDIT = "audit", N_("Audit or walk through the rooms")
    LAW_CHANGE = "law_change", N_("Change of the law")


class Contingency(Part):
    """What is done if it happens all the same."""

    trigger: Annotated[str, field(N_("What sets it off"))] = ""
    plan: Annotated[str, field(N_("What is done then"), long=True)] = ""
    who: Annotated[str, field(N_("Who does it"))] = ""
    resources: Annotated[str, field(N_("What is needed for it"))] = ""

    @property
    def is_made(self) -> bool:
        """When, what, who and with what: all of it is said."""
        return all(part.strip() for part in (self.trigger, self.plan, self.who, self.resources))


def _rating() -> Any:
    return msgspec.field(default_factory=Rating)


class Hazard(RecordBody):
    """One line of the risk register, from what it is to when it is looked at again."""

    hazard: Annotated[str, field(N_("Hazard"), help=N_("What could do harm. No names, no client."), needed=True)] = ""
    area: Annotated[Area | None, field(N_("Area"), needed=True)] = None
    scope: Annotated[Scope | None, field(N_("How far it reaches"), needed=True)] = None
    who_harmed: Annotated[
        str, field(N_("Who might be harmed"), help=N_("Groups or roles, such as visitors or staff."), needed=True)
    ] = ""
    how: Annotated[str, field(N_("How"), needed=True, long=True)] = ""
    existing_controls: Annotated[str, field(N_("What is done against it already"), needed=True, long=True)] = ""
    current: Annotated[Rating, field(N_("Risk now"), help=N_("With what is done against it already."))] = _rating()
    treatment: Annotated[Treatment | None, field(N_("What to do about it"), needed=True)] = None
    actions: Annotated[list[Action], field(N_("Actions"))] = []
    target: Annotated[Rating, field(N_("Risk wanted"), help=N_("Once all actions are done."))] = _rating()
    contingency: Annotated[
        Contingency, field(N_("If it happens all the same"), help=N_("Needed where the risk now is high or extreme."))
    ] = msgspec.field(default_factory=Contingency)
    owner: Annotated[str, field(N_("Responsible"), needed=True)] = ""
    review_every: Annotated[
        ReviewEvery | None,
        field(
            N_("Look at it again"),
            help=N_("Left empty: extreme every month, high every three, moderate every six, low every twelve."),
        ),
    ] = None
    inherent: Annotated[Rating, field(N_("Risk without any measures"), tier=Tier.MORE)] = _rating()
    appetite: Annotated[str, field(N_("How much of this risk we take, and why"), tier=Tier.MORE, long=True)] = ""
    identified_on: Annotated[Date, field(N_("Found on"), tier=Tier.MORE, prefill="today")] = ""
    last_review: Annotated[Date, field(N_("Looked at last on"), tier=Tier.MORE)] = ""
    next_review: Annotated[
        Date, field(N_("Look at it next on"), help=N_("Left empty, it follows from how often."), tier=Tier.MORE)
    ] = ""
    trend: Annotated[Trend | None, field(N_("Where it is going"), tier=Tier.MORE)] = None
    closed_on: Annotated[Date, field(N_("Gone since"), help=N_("It stays in the register."), tier=Tier.MORE)] = ""
    source: Annotated[HazardSource | None, field(N_("Where we learned it from"), tier=Tier.MORE)] = None
    source_record: Annotated[
        Reference,
        field(N_("Comes from"), tier=Tier.COMPUTED, to=("incident", "complaint", "data_breach", "drill", "feedback")),
    ] = ""
    source_finding: Annotated[str, field(N_("Finding"), tier=Tier.HIDDEN)] = ""

    def check(self) -> None:
        checks.check_order((N_("Found on"), self.identified_on), (N_("Looked at last on"), self.last_review))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Found on"), self.identified_on, today)
        checks.check_not_future(N_("Looked at last on"), self.last_review, today)
        checks.check_not_future(N_("Gone since"), self.closed_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """The risk as it is now, and a plan for the worse ones."""
        found = [] if self.current.score and self.current.rationale.strip() else ["current"]
        if self.current.band in PREPARED_FOR and not self.contingency.is_made:
            found.append("contingency")
        return tuple(found)

    def summary(self) -> str:
        return self.hazard

    def at(self) -> str | None:
        return self.identified_on or None

    def due(self) -> str | None:
        """The next review or the next action, whichever comes first; nothing once it is gone."""
        days = [self.next_review, *(action.waits_until() for action in self.actions)]
        return None if self.closed_on else min(filter(None, days), default=None)

    def severity(self) -> int:
        return 1 if self.current.band is Band.EXTREME and not self.closed_on else 0

    def facets(self) -> dict[str, Any]:
        return {
            "area": self.area.value if self.area else "",
            "inherent": list(self.inherent.cell or ()),
            "current": list(self.current.cell or ()),
            "target": list(self.target.cell or ()),
            "owner": self.owner,
            "treatment": self.treatment.value if self.treatment else "",
            "trend": self.trend.value if self.trend else "",
            "next_review": self.next_review,
            "closed_on": self.closed_on,
            "action_dues": [action.due for action in self.actions if not action.done_on and not self.closed_on],
            "source_record": self.source_record,
            "source_finding": self.source_finding,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        return title or _(Area.label_of(str(facets.get("area", "")))) or _("New hazard")
