"""Domestic abuse, looked at with the person who suffers it: is it safe to talk, what worries, what was arranged."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import YesNo
from app.records.duty_choices import AbuseConcern, Known
from app.records.duty_parts import AbuseReferral
from app.records.fields import Date, LocalTime, Reference, Tier, field
from app.records.movable import Movable
from app.texts import N_

PAPER_WARNING = N_("Do not print this on a printer that others use. A copy in the wrong hands can endanger.")
"""Stands over the form and over the signed record."""

_CHILDREN = ("children", (Known.YES, Known.NOT_KNOWN))


class DomesticAbuseReview(Movable):
    """Begins with whether it is safe to talk. Nothing is counted and no level follows."""

    reviewed: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    safe_to_talk: Annotated[YesNo | None, field(N_("It is safe to talk now"), needed=True)] = None
    safe_contact: Annotated[
        str,
        field(
            N_("How they can be reached safely"),
            help=N_("Which number, at what time, and what must never be said or sent."),
            needed=True,
            long=True,
        ),
    ] = ""
    whereabouts: Annotated[
        str, field(N_("Where the person who does harm is, and where the children are"), needed=True)
    ] = ""
    why_asked: Annotated[str, field(N_("Why it was asked now"), needed=True)] = ""
    afraid_of: Annotated[str, field(N_("Who they are afraid of"), needed=True)] = ""
    concerns: Annotated[list[AbuseConcern], field(N_("What was seen or told"), needed=True)] = []
    own_view: Annotated[str, field(N_("How they see the danger themselves"), needed=True, long=True)] = ""
    judgement: Annotated[str, field(N_("How you see it, and why"), needed=True, long=True)] = ""
    children: Annotated[Known | None, field(N_("Children live there or come there"), needed=True)] = None
    child_route: Annotated[
        str,
        field(
            N_("What was decided for the children"),
            help=N_("The report, or the decision not to report, is a record of its own."),
            needed=True,
            long=True,
            show_when=_CHILDREN,
        ),
    ] = ""
    address_hidden: Annotated[bool, field(N_("The address must stay hidden"))] = False
    paper_is_safe: Annotated[
        YesNo | None, field(N_("Paper or a file with this is safe in their hands"), needed=True)
    ] = None
    arranged: Annotated[str, field(N_("What was arranged for their safety"), needed=True, long=True)] = ""
    referrals: Annotated[list[AbuseReferral], field(N_("Where they were pointed to"))] = []
    review_on: Annotated[Date, field(N_("Look at it again on"), needed=True)] = ""
    safety_plan: Annotated[Reference, field(N_("Crisis and safety plan"), tier=Tier.MORE, to=("safety_plan",))] = ""
    child_record: Annotated[
        Reference,
        field(
            N_("The record about the children"),
            tier=Tier.MORE,
            to=("mandated_report", "decision_not_to_act"),
            show_when=_CHILDREN,
        ),
    ] = ""
    tool: Annotated[
        str,
        field(
            N_("List that was used, and what it showed"),
            help=N_("In words; your own judgement goes before it."),
            tier=Tier.MORE,
            long=True,
        ),
    ] = ""

    def check(self) -> None:
        reviewed = (N_("When"), self.reviewed.day if self.reviewed else "")
        checks.check_order(reviewed, (N_("Look at it again on"), self.review_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("When"), self.reviewed.day if self.reviewed else "", today)

    def summary(self) -> str:
        return self.reviewed.at if self.reviewed else ""

    def at(self) -> str | None:
        return self.reviewed.at if self.reviewed else None

    def due(self) -> str | None:
        return self.review_on or None

    def facets(self) -> dict[str, Any]:
        return {
            "hidden": "1" if self.address_hidden else "",
            "paper": self.paper_is_safe.value if self.paper_is_safe else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026` alone: nothing of it stands in a list."""
        del facets
        return formats.short_date(title[:10]) if title else ""
