"""A referral to somebody else: why, what they need to know, what was left out, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import Channel, Identified, SharingBasis, YesNo
from app.records.fields import Choice, Date, OpenChoice, Reference, Tier, field
from app.records.movable import Movable
from app.texts import N_, _


class Recipient(OpenChoice):
    """What the other side is."""

    GP = "gp", N_("Family doctor")
    PSYCHIATRIST = "psychiatrist", N_("Psychiatrist")
    HOSPITAL = "hospital", N_("Hospital")
    PSYCHOLOGIST = "psychologist", N_("Psychologist")
    THERAPIST = "therapist", N_("Another therapist")
    CRISIS_TEAM = "crisis_team", N_("Crisis team")
    SOCIAL_SERVICE = "social_service", N_("Social service")
    LEGAL = "legal", N_("Legal help")
    SCHOOL = "school", N_("School")
    OTHER = "other", N_("Other")


class Urgency(Choice):
    """How soon."""

    ROUTINE = "routine", N_("No hurry")
    SOON = "soon", N_("Soon")
    URGENT = "urgent", N_("Urgent")


class Referral(Movable):
    """To whom and why, the least they need, how their authority was checked, sent, acknowledged, outcome."""

    to_whom: Annotated[str, field(N_("To whom"), help=N_("Person, role or service."), needed=True)] = ""
    reason: Annotated[str, field(N_("Reason"), needed=True, long=True)] = ""
    minimum_needed: Annotated[
        str,
        field(
            N_("What they need to know"),
            help=N_("The least that is enough for the purpose."),
            needed=True,
            long=True,
        ),
    ] = ""
    basis: Annotated[SharingBasis | None, field(N_("On what basis"), needed=True)] = None
    recipient: Annotated[Recipient | None, field(N_("What they are"), tier=Tier.MORE)] = None
    urgency: Annotated[Urgency, field(N_("How soon"), tier=Tier.MORE)] = Urgency.ROUTINE
    identified: Annotated[Identified, field(N_("How the client is named"), tier=Tier.MORE)] = Identified.IDENTIFIED
    client_agreed: Annotated[YesNo | None, field(N_("The client agreed"), tier=Tier.MORE)] = None
    left_out: Annotated[str, field(N_("What was left out on purpose"), tier=Tier.MORE, long=True)] = ""
    authority_checked: Annotated[
        str,
        field(
            N_("How the recipient was checked"),
            help=N_("How you made sure that they are who they say and may receive this."),
            tier=Tier.MORE,
        ),
    ] = ""
    method: Annotated[Channel | None, field(N_("How it was sent"), tier=Tier.MORE)] = None
    sent_on: Annotated[Date, field(N_("Sent on"), tier=Tier.MORE)] = ""
    follow_up_on: Annotated[Date, field(N_("Ask what came of it on"), tier=Tier.MORE)] = ""
    acknowledged_on: Annotated[Date, field(N_("Acknowledged on"), tier=Tier.RARE)] = ""
    outcome: Annotated[str, field(N_("What came of it"), tier=Tier.RARE, long=True)] = ""
    resource: Annotated[Reference, field(N_("From the list of resources"), tier=Tier.RARE, to=("resource",))] = ""

    def check(self) -> None:
        sent = (N_("Sent on"), self.sent_on)
        checks.check_order(sent, (N_("Acknowledged on"), self.acknowledged_on))
        checks.check_order(sent, (N_("Ask what came of it on"), self.follow_up_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Sent on"), self.sent_on, today)
        checks.check_not_future(N_("Acknowledged on"), self.acknowledged_on, today)

    def summary(self) -> str:
        return self.to_whom

    def at(self) -> str | None:
        return self.sent_on or None

    def due(self) -> str | None:
        return None if self.outcome.strip() else self.follow_up_on or None

    def facets(self) -> dict[str, Any]:
        return {
            "recipient": self.recipient.value if self.recipient else "",
            "urgency": self.urgency.value,
            "basis": self.basis.value if self.basis else "",
            "sent_on": self.sent_on,
            "acknowledged_on": self.acknowledged_on,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        sent = str(facets.get("sent_on") or "")
        named = title or _(Recipient.label_of(str(facets.get("recipient", ""))))
        words = _("sent {date}").format(date=formats.short_date(sent)) if sent else ""
        return ", ".join(part for part in (named, words) if part)
