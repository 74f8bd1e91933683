"""A report that the law may ask for: what was known when, who was called and when, and when the written one is due."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import YesNo
from app.records.duty_choices import (
    AbuseType,
    CallState,
    ClientTold,
    KnowledgeBasis,
    Known,
    ReportKind,
    WrittenState,
)
from app.records.duty_parts import Attempt, EarlierDecision, HarmedPerson, OtherPerson, Reporter, SuspectedPerson
from app.records.fields import Date, LocalTime, Tier, field
from app.records.movable import Movable
from app.records.release_choices import WayOut
from app.texts import N_, _

_CALLED = ("call", (CallState.MADE,))
_NOT_REACHED = ("call", (CallState.NOT_REACHED,))
_SENT = ("written", (WrittenState.SENT,))
_TOLD = ("client_told", (ClientTold.BEFORE, ClientTold.AFTER))


class MandatedReport(Movable):
    """Signed soon after the call; what comes later is a record of its own that names this one."""

    report_kind: Annotated[ReportKind | None, field(N_("What it is about"), needed=True)] = None
    known: Annotated[LocalTime | None, field(N_("When you learned of it"), needed=True, prefill="now")] = None
    knowledge_basis: Annotated[KnowledgeBasis | None, field(N_("How you learned of it"), needed=True)] = None
    concern: Annotated[
        str,
        field(
            N_("What was seen or said"),
            help=N_("In their own words where you can; facts apart from what you think of them."),
            needed=True,
            long=True,
        ),
    ] = ""
    reasoning: Annotated[str, field(N_("Why you act on it"), needed=True, long=True)] = ""
    immediate_danger: Annotated[Known | None, field(N_("Somebody is in danger now"), needed=True)] = None
    medical_care: Annotated[Known | None, field(N_("Medical care is needed"), needed=True)] = None
    child_alone: Annotated[
        Known | None, field(N_("A child is alone"), needed=True, show_when=("report_kind", (ReportKind.CHILD,)))
    ] = None
    call: Annotated[CallState | None, field(N_("The call"), needed=True)] = None
    agency: Annotated[str, field(N_("Which agency"), needed=True, show_when=_CALLED)] = ""
    worker: Annotated[str, field(N_("Who answered"), needed=True, show_when=_CALLED)] = ""
    called: Annotated[LocalTime | None, field(N_("When you talked"), needed=True, show_when=_CALLED)] = None
    reference_number: Annotated[str, field(N_("Their number"), show_when=_CALLED)] = ""
    attempts: Annotated[
        list[Attempt],
        field(N_("Attempts"), help=N_("Each with its time; the failed ones too."), needed=True, show_when=_NOT_REACHED),
    ] = []
    written: Annotated[WrittenState | None, field(N_("The written report"), needed=True)] = None
    written_sent: Annotated[LocalTime | None, field(N_("Sent on"), needed=True, show_when=_SENT)] = None
    written_to: Annotated[str, field(N_("Sent to"), needed=True, show_when=_SENT)] = ""
    written_method: Annotated[WayOut | None, field(N_("In which way"), needed=True, show_when=_SENT)] = None
    not_needed_because: Annotated[
        str,
        field(
            N_("Why none is needed"),
            help=N_("Who said so, or which rule."),
            needed=True,
            show_when=("written", (WrittenState.NOT_NEEDED,)),
        ),
    ] = ""
    information_given: Annotated[
        str, field(N_("What they were told"), help=N_("No more than they need."), long=True)
    ] = ""
    minimum_necessary: Annotated[str, field(N_("Why this is the least that is enough"), long=True)] = ""
    client_told: Annotated[ClientTold | None, field(N_("The client, or a parent"), needed=True)] = None
    told_on: Annotated[Date, field(N_("Told on"), needed=True, show_when=_TOLD)] = ""
    told_note: Annotated[
        str,
        field(N_("Who told whom, how it was taken, what it means for safety"), needed=True, long=True, show_when=_TOLD),
    ] = ""
    not_told_because: Annotated[
        str,
        field(
            N_("Why not, and what it means for safety"),
            needed=True,
            long=True,
            show_when=("client_told", (ClientTold.NOT_TOLD,)),
        ),
    ] = ""
    harmed: Annotated[HarmedPerson | None, field(N_("Who is harmed"), tier=Tier.MORE)] = None
    abuse_types: Annotated[list[AbuseType], field(N_("Of what kind"), tier=Tier.MORE)] = []
    where_when: Annotated[str, field(N_("Where and when it happened"), tier=Tier.MORE, long=True)] = ""
    evidence: Annotated[str, field(N_("What can be seen or shown"), tier=Tier.MORE, long=True)] = ""
    background: Annotated[str, field(N_("What happened before"), tier=Tier.MORE, long=True)] = ""
    suspected: Annotated[list[SuspectedPerson], field(N_("Who is suspected"), tier=Tier.MORE)] = []
    others: Annotated[list[OtherPerson], field(N_("Family and others concerned"), tier=Tier.MORE)] = []
    form_name: Annotated[str, field(N_("Form"), tier=Tier.MORE)] = ""
    asked_by: Annotated[
        Date,
        field(N_("The agency wants it in writing by"), help=N_("Where they named a day."), tier=Tier.MORE),
    ] = ""
    reporter: Annotated[Reporter | None, field(N_("Who reports"), tier=Tier.MORE)] = None
    name_kept_back: Annotated[bool, field(N_("My name is not to be told to the family"), tier=Tier.MORE)] = True
    not_handed_over: Annotated[str, field(N_("What was not handed over"), tier=Tier.MORE, long=True)] = ""
    consent_of_harmed: Annotated[YesNo | None, field(N_("The person harmed agreed to the report"), tier=Tier.RARE)] = (
        None
    )
    written_due: Annotated[str, field(N_("Written report due"), tier=Tier.COMPUTED)] = ""
    due_source: Annotated[str, field(N_("By which rule"), tier=Tier.COMPUTED)] = ""
    due_at: Annotated[LocalTime | None, field(N_("Due"), tier=Tier.HIDDEN)] = None
    clock_rule: Annotated[str, field(N_("Rule of the deadline"), tier=Tier.HIDDEN)] = ""
    clock_pack: Annotated[str, field(N_("Source of the deadline"), tier=Tier.HIDDEN)] = ""
    earlier: EarlierDecision = ""

    def check(self) -> None:
        known = (N_("When you learned of it"), self.known.at if self.known else "")
        checks.check_order(known, (N_("When you talked"), self.called.at if self.called else ""))
        checks.check_order(known, (N_("Sent on"), self.written_sent.at if self.written_sent else ""))
        checks.check_order(known, (N_("The agency wants it in writing by"), self.asked_by))

    def check_today(self, today: date) -> None:
        for label, moment in (
            (N_("When you learned of it"), self.known),
            (N_("When you talked"), self.called),
            (N_("Sent on"), self.written_sent),
        ):
            checks.check_not_future(label, moment.day if moment else "", today)
        checks.check_not_future(N_("Told on"), self.told_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """Once something went out, it is said what, and why no more."""
        if not self.went_out:
            return ()
        wanted = ("information_given", "minimum_necessary")
        return tuple(name for name in wanted if not getattr(self, name).strip())

    @property
    def went_out(self) -> bool:
        """Whether the agency was told, by word of mouth or in writing."""
        return self.call is CallState.MADE or self.written is WrittenState.SENT

    def summary(self) -> str:
        return self.known.at if self.known else ""

    def at(self) -> str | None:
        return self.known.at if self.known else None

    def due(self) -> str | None:
        """The call comes first; then the written report, by the law or by the agency, whichever is earlier."""
        if self.call is not None and self.call is not CallState.MADE:
            return self.known.day if self.known else None
        if self.written is not WrittenState.TO_SEND:
            return None
        days = [day for day in (self.due_at.day if self.due_at else "", self.asked_by) if day]
        return min(days, default=self.known.day if self.known else None)

    def facets(self) -> dict[str, Any]:
        return {
            "kind": self.report_kind.value if self.report_kind else "",
            "call": self.call.value if self.call else "",
            "written": self.written.value if self.written else "",
            "due_at": self.due_at.at if self.due_at else "",
            "asked_by": self.asked_by,
            "earlier": self.earlier,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, A child`: never what was seen or said."""
        parts = (
            formats.short_date(title[:10]) if title else "",
            _(ReportKind.label_of(str(facets.get("kind", "")))),
        )
        return ", ".join(part for part in parts if part)
