"""A complaint: what somebody is not content with, what was answered, and what came of it. Lives until it is closed."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import msgspec

from app.records import checks
from app.records.base import RecordBody
from app.records.choices import Channel
from app.records.fields import Choice, Date, OpenChoice, Reference, Tier, field
from app.records.incident import LeftOut
from app.records.law_basis import LawBasis
from app.records.parts import Part
from app.records.response_parts import Action
from app.texts import N_, _


class ComplaintSource(OpenChoice):
    """Who complains, by role."""

    CLIENT = "client", N_("Client")
    FORMER_CLIENT = "former_client", N_("Former client")
    RELATIVE = "relative", N_("Relative or representative")
    STAFF = "staff", N_("Somebody who works here")
    PROFESSIONAL = "professional", N_("Another professional")
    AUTHORITY = "authority", N_("Authority or professional body")
    UNNAMED = "unnamed", N_("Somebody who stays unnamed")
    OTHER = "other", N_("Somebody else")


class ComplaintCategory(OpenChoice):
    """What it is about."""

    TREATMENT = "treatment", N_("The therapy itself")
    CONDUCT = "conduct", N_("Conduct or attitude")
    BOUNDARIES = "boundaries", N_("Boundaries")
    CONFIDENTIALITY = "confidentiality", N_("Confidentiality and data")
    RECORDS = "records", N_("Records and letters")
    ACCESS = "access", N_("Waiting, appointments, being reached")
    FEES = "fees", N_("Fees")
    PLACE = "place", N_("The rooms")
    DISCRIMINATION = "discrimination", N_("Discrimination")
    OTHER = "other", N_("Other")


class ComplaintOutcome(Choice):
    """What was found."""

    UPHELD = "upheld", N_("Justified")
    PARTLY = "partly", N_("Justified in part")
    NOT_UPHELD = "not_upheld", N_("Not justified")
    SETTLED = "settled", N_("Settled with the person")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    PASSED_ON = "passed_on", N_("Passed on to somebody else")


class HoldDecision(Choice):
    """What becomes of the legal hold that the complaint has set."""

    LIFT = "lift", N_("Lift it")
    KEEP = "keep", N_("It stays for now")


class HeldFile(Part):
    """A client's file that was held because of the complaint."""

    client: Annotated[Reference, field(N_("Client file"), tier=Tier.COMPUTED, to=("client",))] = ""
    hold: Annotated[Reference, field(N_("Legal hold"), tier=Tier.COMPUTED, to=("legal_hold",))] = ""


class Complaint(RecordBody):
    """What is complained about, by whom in roles, until when it is answered, what came of it."""

    source: Annotated[ComplaintSource | None, field(N_("Who complains"), needed=True)] = None
    received_on: Annotated[Date, field(N_("Received on"), needed=True, prefill="today")] = ""
    text: Annotated[
        str, field(N_("What they say"), help=N_("In their words as far as possible."), needed=True, long=True)
    ] = ""
    about_client: Annotated[
        Reference,
        field(
            N_("Client whose file it is about"),
            help=N_("Nothing of that file is destroyed while the complaint is open: a legal hold is set on it."),
            to=("client",),
        ),
    ] = ""
    category: Annotated[ComplaintCategory | None, field(N_("What it is about"), tier=Tier.MORE)] = None
    channel: Annotated[Channel | None, field(N_("How it came"), tier=Tier.MORE)] = None
    acknowledge_by: Annotated[Date, field(N_("Confirm that it came by"), tier=Tier.MORE)] = ""
    response_due: Annotated[Date, field(N_("Answer by"), tier=Tier.MORE)] = ""
    acknowledged_on: Annotated[Date, field(N_("Confirmed on"), tier=Tier.MORE)] = ""
    looked_into: Annotated[str, field(N_("What was looked into, and what was found"), tier=Tier.MORE, long=True)] = ""
    answered_on: Annotated[Date, field(N_("Answered on"), tier=Tier.MORE)] = ""
    answer: Annotated[str, field(N_("Answer"), tier=Tier.MORE, long=True)] = ""
    no_answer: Annotated[
        str, field(N_("No answer, because"), help=N_("For example nobody left a name."), tier=Tier.MORE)
    ] = ""
    outcome: Annotated[ComplaintOutcome | None, field(N_("Outcome"), tier=Tier.MORE)] = None
    outcome_note: Annotated[str, field(N_("What came of it"), tier=Tier.MORE, long=True)] = ""
    actions: Annotated[list[Action], field(N_("What is changed because of it"), tier=Tier.MORE)] = []
    hold_decision: Annotated[HoldDecision | None, field(N_("The legal hold on the file"), tier=Tier.MORE)] = None
    hold_reason: Annotated[
        str,
        field(
            N_("Why it is lifted, or why it stays"),
            tier=Tier.MORE,
            show_when=("hold_decision", (HoldDecision.LIFT, HoldDecision.KEEP)),
        ),
    ] = ""
    incident: Annotated[Reference, field(N_("Related incident"), tier=Tier.RARE, to=("incident",))] = ""
    hazard: Annotated[Reference, field(N_("Related risk of the practice"), tier=Tier.RARE, to=("hazard",))] = ""
    held: Annotated[list[HeldFile], field(N_("Files held because of it"), tier=Tier.COMPUTED)] = []
    days_by: Annotated[LawBasis, field(N_("The days come from"), tier=Tier.COMPUTED)] = msgspec.field(
        default_factory=LawBasis
    )
    dates_from: Annotated[str, field(N_("The days come from"), tier=Tier.COMPUTED)] = ""
    left_out: Annotated[list[LeftOut], field(N_("Left out, because it concerns them"), tier=Tier.COMPUTED)] = []
    closed_on: Annotated[Date, field(N_("Closed on"), tier=Tier.COMPUTED)] = ""
    reopened_reason: Annotated[str, field(N_("Why it was opened again"), tier=Tier.COMPUTED)] = ""
    number: Annotated[str, field(N_("Number"), tier=Tier.HIDDEN)] = ""

    def check(self) -> None:
        received = (N_("Received on"), self.received_on)
        for later in ((N_("Confirmed on"), self.acknowledged_on), (N_("Answered on"), self.answered_on)):
            checks.check_order(received, later)
        checks.check_order(received, (N_("Answer by"), self.response_due))

    def check_today(self, today: date) -> None:
        for label, day in (
            (N_("Received on"), self.received_on),
            (N_("Confirmed on"), self.acknowledged_on),
            (N_("Answered on"), self.answered_on),
        ):
            checks.check_not_future(label, day, today)

    def summary(self) -> str:
        return self.number

    def at(self) -> str | None:
        return self.received_on or None

    @property
    def is_answered(self) -> bool:
        """Answered, or a reason why nobody can be."""
        return bool(self.answered_on or self.no_answer.strip())

    def due(self) -> str | None:
        return None if self.closed_on else min(self._open_dates(), default=None)

    def _open_dates(self) -> Iterator[str]:
        if self.acknowledge_by and not self.acknowledged_on and not self.is_answered:
            yield self.acknowledge_by
        if self.response_due and not self.is_answered:
            yield self.response_due
        yield from (action.waits_until() for action in self.actions if action.waits_until())

    def facets(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "year": self.number[:4],
            "status": "closed" if self.closed_on else "open",
            "source": self.source.value if self.source else "",
            "category": self.category.value if self.category else "",
            "outcome": self.outcome.value if self.outcome else "",
            "is_answered": self.is_answered,
            "incident": self.incident,
            "hazard": self.hazard,
            "closed_on": self.closed_on,
            "left_out": [one.person for one in self.left_out],
            **({f"about_{self.about_client}": "1"} if self.about_client else {}),
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        category = str(facets.get("category") or "")
        parts = (title, _(ComplaintCategory.label_of(category)) if category else "")
        return ", ".join(part for part in parts if part) or _("New complaint")
