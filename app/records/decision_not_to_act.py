"""A decision not to report, warn, notify or disclose: what was known and weighed, and when it is looked at again."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.duty_choices import Question
from app.records.duty_parts import Consulted, EarlierDecision, Hotline, KnownFact, LawSaid
from app.records.fields import Date, LocalTime, Reference, Tier, field
from app.records.movable import Movable
from app.texts import N_, _


class DecisionNotToAct(Movable):
    """It has the weight of a decision to act: signed, final, and back on its day."""

    question: Annotated[Question | None, field(N_("What is not done"), needed=True)] = None
    question_note: Annotated[
        str, field(N_("In a few words"), needed=True, show_when=("question", (Question.OTHER,)))
    ] = ""
    decided: Annotated[LocalTime | None, field(N_("Decided"), needed=True, prefill="now")] = None
    facts: Annotated[list[KnownFact], field(N_("What is known now, and from where"), needed=True)] = []
    not_known: Annotated[str, field(N_("What is not known, and what was done to learn it"), needed=True, long=True)] = (
        ""
    )
    rule: Annotated[
        str,
        field(
            N_("The rule and its threshold"),
            help=N_("Citation, and what it asks for. What the law packs say is kept with it."),
            needed=True,
            long=True,
        ),
    ] = ""
    why_not: Annotated[
        str, field(N_("Why the threshold is not met, or which exception applies"), needed=True, long=True)
    ] = ""
    for_acting: Annotated[str, field(N_("What speaks for acting, and how it was weighed"), needed=True, long=True)] = ""
    consulted: Annotated[list[Consulted], field(N_("Who was asked for advice"))] = []
    not_consulted_because: Annotated[str, field(N_("Why nobody was asked"))] = ""
    client_wishes: Annotated[
        str, field(N_("What the client wants, and how far it counted"), needed=True, long=True)
    ] = ""
    protection: Annotated[str, field(N_("What protects instead"), needed=True, long=True)] = ""
    would_change: Annotated[str, field(N_("What would change the decision"), needed=True, long=True)] = ""
    review_on: Annotated[Date, field(N_("Look at it again on"), needed=True)] = ""
    hotlines: Annotated[list[Hotline], field(N_("Agencies that were asked"), tier=Tier.MORE)] = []
    co_reviewed_by: Annotated[str, field(N_("Looked through with"), tier=Tier.MORE)] = ""
    about: Annotated[
        Reference,
        field(
            N_("The record it is about"),
            tier=Tier.MORE,
            to=(
                "mandated_report",
                "duty_to_protect",
                "domestic_abuse_review",
                "data_breach",
                "disclosure",
                "document",
                "contact",
                "session_note",
            ),
        ),
    ] = ""
    safety_record: Annotated[
        Reference,
        field(
            N_("The record of what protects"),
            tier=Tier.MORE,
            to=("safety_plan", "risk_review", "domestic_abuse_review", "treatment_plan"),
        ),
    ] = ""
    law: LawSaid = ""
    earlier: EarlierDecision = ""

    def check(self) -> None:
        decided = (N_("Decided"), self.decided.day if self.decided else "")
        checks.check_order(decided, (N_("Look at it again on"), self.review_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Decided"), self.decided.day if self.decided else "", today)

    def also_missing(self) -> tuple[str, ...]:
        """Advice, or the reason for none."""
        return checks.advice_missing(self.consulted, self.not_consulted_because)

    def summary(self) -> str:
        return self.decided.at if self.decided else ""

    def at(self) -> str | None:
        return self.decided.at if self.decided else None

    def due(self) -> str | None:
        return self.review_on or None

    def facets(self) -> dict[str, Any]:
        return {
            "question": self.question.value if self.question else "",
            "about": self.about,
            "earlier": self.earlier,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, Report concern about a child`."""
        parts = (
            formats.short_date(title[:10]) if title else "",
            _(Question.label_of(str(facets.get("question", "")))),
        )
        return ", ".join(part for part in parts if part)
