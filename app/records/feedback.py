"""What somebody says about the work, and what came of it. A complaint is a matter of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import Channel
from app.records.fields import Choice, Date, OpenChoice, Reference, Tier, field
from app.records.movable import Movable
from app.texts import N_, _


class FeedbackSource(Choice):
    """Who said it."""

    CLIENT = "client", N_("The client")
    FAMILY = "family", N_("Family or somebody close")
    STAFF = "staff", N_("Somebody of the practice")
    COLLEAGUE = "colleague", N_("A colleague outside")
    OTHER = "other", N_("Somebody else")


class FeedbackCategory(OpenChoice):
    """What it is about."""

    PRAISE = "praise", N_("Praise")
    THERAPY = "therapy", N_("The therapy")
    RELATIONSHIP = "relationship", N_("The relationship")
    ORGANISATION = "organisation", N_("Appointments and organisation")
    PLACE = "place", N_("The place")
    FEES = "fees", N_("Fees")
    CONFIDENTIALITY = "confidentiality", N_("Confidentiality")
    OTHER = "other", N_("Other")


class Feedback(Movable):
    """Who said what, when an answer is due, what was answered, what came of it."""

    text: Annotated[str, field(N_("What was said"), needed=True, long=True)] = ""
    source: Annotated[FeedbackSource | None, field(N_("Who said it"), needed=True)] = FeedbackSource.CLIENT
    received_on: Annotated[Date, field(N_("Received on"), needed=True, prefill="today")] = ""
    category: Annotated[FeedbackCategory | None, field(N_("What it is about"))] = None
    channel: Annotated[Channel | None, field(N_("How"), tier=Tier.MORE)] = None
    response_due: Annotated[Date, field(N_("Answer by"), tier=Tier.MORE)] = ""
    responded_on: Annotated[Date, field(N_("Answered on"), tier=Tier.MORE)] = ""
    response: Annotated[str, field(N_("Answer"), tier=Tier.MORE, long=True)] = ""
    outcome: Annotated[str, field(N_("What came of it"), tier=Tier.MORE, long=True)] = ""
    incident: Annotated[Reference, field(N_("Related incident"), tier=Tier.RARE, to=("incident",))] = ""

    def check(self) -> None:
        received = (N_("Received on"), self.received_on)
        checks.check_order(received, (N_("Answer by"), self.response_due))
        checks.check_order(received, (N_("Answered on"), self.responded_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Received on"), self.received_on, today)
        checks.check_not_future(N_("Answered on"), self.responded_on, today)

    def summary(self) -> str:
        return self.received_on

    def at(self) -> str | None:
        return self.received_on or None

    def due(self) -> str | None:
        return None if self.responded_on else self.response_due or None

    def facets(self) -> dict[str, Any]:
        return {
            "source": self.source.value if self.source else "",
            "category": self.category.value if self.category else "",
            "responded_on": self.responded_on,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        day = formats.short_date(title) if title else ""
        category = str(facets.get("category") or "")
        return ", ".join(part for part in (day, _(FeedbackCategory.label_of(category))) if part) or _("Feedback")
