"""A boundary note: a gift, a chance meeting, a second role; whose need it met, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import YesNo
from app.records.fields import Choice, Date, OpenChoice, Reference, Tier, field
from app.records.movable import Movable
from app.texts import N_, _


class BoundaryKind(OpenChoice):
    """What departed from the usual frame."""

    GIFT = "gift", N_("Gift")
    CHANCE_MEETING = "chance_meeting", N_("Chance meeting")
    SOCIAL_MEDIA = "social_media", N_("Social media")
    TOUCH = "touch", N_("Touch")
    SELF_DISCLOSURE = "self_disclosure", N_("Telling about oneself")
    BARTER = "barter", N_("Goods or services instead of money")
    DUAL_RELATIONSHIP = "dual_relationship", N_("Second role or relation")
    FORMER_CLIENT = "former_client", N_("Former client")
    EVENT = "event", N_("Taking part in an event")
    HOME_VISIT = "home_visit", N_("Home visit")
    SMALL_TOWN = "rural_overlap", N_("Small place: shared circles")
    OTHER = "other", N_("Other")


class Initiator(Choice):
    """Where it came from."""

    CLIENT = "client", N_("The client")
    THERAPIST = "therapist", N_("The therapist")
    BOTH = "both", N_("Both")
    CHANCE = "chance", N_("Chance")
    OTHER = "other", N_("Somebody else")


class Need(Choice):
    """Whose need it met."""

    CLIENT = "client", N_("The client's")
    THERAPIST = "therapist", N_("The therapist's")
    BOTH = "both", N_("Both")
    NOBODY = "nobody", N_("Nobody's")


class BoundaryRecord(Movable):
    """What happened, benefit and harm to be expected, whose need, what was said, what was decided."""

    boundary_kind: Annotated[BoundaryKind | None, field(N_("What it was"), needed=True)] = None
    happened_on: Annotated[Date, field(N_("Date"), needed=True, prefill="today")] = ""
    initiated_by: Annotated[Initiator | None, field(N_("Whose initiative"), needed=True)] = None
    value: Annotated[
        str,
        field(N_("What the gift is worth"), needed=True, show_when=("boundary_kind", (BoundaryKind.GIFT,))),
    ] = ""
    what_happened: Annotated[str, field(N_("What happened"), needed=True, long=True)] = ""
    benefit: Annotated[str, field(N_("Benefit to be expected"), needed=True, long=True)] = ""
    harm: Annotated[str, field(N_("Harm to be expected"), needed=True, long=True)] = ""
    whose_need: Annotated[Need | None, field(N_("Whose need it met"), needed=True)] = None
    decision: Annotated[str, field(N_("What you decided"), needed=True, long=True)] = ""
    meaning: Annotated[
        str, field(N_("Meaning"), help=N_("Timing, intention, what it may stand for."), tier=Tier.MORE, long=True)
    ] = ""
    discussed: Annotated[YesNo | None, field(N_("Talked about with the client"), tier=Tier.MORE)] = None
    discussion: Annotated[
        str,
        field(N_("What was said"), tier=Tier.MORE, long=True, show_when=("discussed", (YesNo.YES,))),
    ] = ""
    client_agreed: Annotated[YesNo | None, field(N_("The client agreed"), tier=Tier.MORE)] = None
    culture: Annotated[str, field(N_("What it means in the client's culture"), tier=Tier.MORE, long=True)] = ""
    limits_set: Annotated[str, field(N_("Limits that were set"), tier=Tier.MORE, long=True)] = ""
    review_on: Annotated[Date, field(N_("Look at it again on"), tier=Tier.MORE)] = ""
    consultation: Annotated[Reference, field(N_("Related consultation"), tier=Tier.MORE, to=("consultation",))] = ""
    harm_done: Annotated[YesNo | None, field(N_("Was anybody harmed"), tier=Tier.MORE)] = None
    repair: Annotated[
        str,
        field(N_("What was done to repair it"), needed=True, long=True, show_when=("harm_done", (YesNo.YES,))),
    ] = ""

    def check(self) -> None:
        checks.check_order((N_("Date"), self.happened_on), (N_("Look at it again on"), self.review_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Date"), self.happened_on, today)

    def summary(self) -> str:
        return self.happened_on

    def at(self) -> str | None:
        return self.happened_on or None

    def due(self) -> str | None:
        return self.review_on or None

    def facets(self) -> dict[str, Any]:
        return {"kind": self.boundary_kind.value if self.boundary_kind else ""}

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        day = formats.short_date(title) if title else ""
        kind = _(BoundaryKind.label_of(str(facets.get("kind") or "")))
        return ", ".join(part for part in (day, kind) if part)
