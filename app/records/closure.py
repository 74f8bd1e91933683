"""The closing summary: why and how the work ended, danger looked at once more, what is still open, what is kept."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.closure_choices import (
    ClosingReason,
    ContactAttempt,
    Letter,
    Obligation,
    ProcessNotes,
    Retention,
    ToldHow,
)
from app.records.fields import Date, Reference, Tier, field
from app.texts import N_, _

_IN_WORDS = (ClosingReason.OTHER, ClosingReason.SAFETY, ClosingReason.SCOPE, ClosingReason.THERAPIST_UNAVAILABLE)
_TOLD = (ToldHow.SESSION, ToldHow.PHONE, ToldHow.LETTER, ToldHow.EMAIL)
_ALIVE = tuple(reason for reason in ClosingReason if reason is not ClosingReason.DEATH)


class Closure(RecordBody):
    """Signing it ends the course of care and closes the file; reopening begins a new course."""

    closed_on: Annotated[Date, field(N_("Closed on"), needed=True, prefill="today")] = ""
    last_session_on: Annotated[Date, field(N_("Last session on"), needed=True)] = ""
    reason: Annotated[ClosingReason | None, field(N_("Why it ends"), needed=True)] = None
    reason_note: Annotated[str, field(N_("The reason in words"), needed=True, show_when=("reason", _IN_WORDS))] = ""
    course: Annotated[str, field(N_("How the work went"), needed=True, long=True)] = ""
    outcome: Annotated[
        str,
        field(
            N_("What came of it"),
            help=N_("Against where it began, and goal by goal where there was a plan."),
            needed=True,
            long=True,
        ),
    ] = ""
    risk_at_closing: Annotated[
        str,
        field(
            N_("Danger and protection at closing"),
            help=N_("Looked at anew before the work ends: what was asked, what was said, what protects."),
            needed=True,
            long=True,
        ),
    ] = ""
    risk_reviewed_on: Annotated[Date, field(N_("Safety looked at on"), needed=True, prefill="today")] = ""
    risk_reviewed_by: Annotated[str, field(N_("Looked at by"), needed=True)] = ""
    topics: Annotated[
        str, field(N_("What was talked about at the end"), needed=True, long=True, show_when=("reason", _ALIVE))
    ] = ""
    follow_up: Annotated[
        str,
        field(
            N_("What follows"),
            help=N_("How the client can come back, and where they go from here."),
            needed=True,
            long=True,
        ),
    ] = ""
    crisis_resources: Annotated[
        list[str],
        field(
            N_("Crisis numbers and places given"),
            help=N_("One in each line; what the client takes along."),
            needed=True,
            show_when=("reason", _ALIVE),
        ),
    ] = []
    told_how: Annotated[
        ToldHow | None, field(N_("How the client was told"), needed=True, show_when=("reason", _ALIVE))
    ] = None
    told_on: Annotated[Date, field(N_("Told on"), needed=True, show_when=("told_how", _TOLD))] = ""
    not_told_reason: Annotated[
        str, field(N_("Why not"), needed=True, show_when=("told_how", (ToldHow.NOT_TOLD, ToldHow.NOT_REACHED)))
    ] = ""
    attempts: Annotated[
        list[ContactAttempt],
        field(N_("Attempts to reach the client"), needed=True, show_when=("reason", (ClosingReason.DROP_OUT,))),
    ] = []
    process_notes: Annotated[ProcessNotes | None, field(N_("Private notes"), needed=True)] = None
    process_notes_until: Annotated[
        Date,
        field(N_("Keep them until"), needed=True, show_when=("process_notes", (ProcessNotes.KEEP_UNTIL,))),
    ] = ""
    open_note: Annotated[
        str,
        field(
            N_("What stays open, and who sees to it"),
            help=N_("Needed while something of this file is not finished."),
            long=True,
        ),
    ] = ""
    plan_review: Annotated[str, field(N_("The plan, looked at for the last time"), tier=Tier.MORE, long=True)] = ""
    referrals_given: Annotated[list[str], field(N_("Referrals given"), tier=Tier.MORE)] = []
    letters: Annotated[list[Letter], field(N_("Letters sent"), tier=Tier.MORE)] = []
    coordination: Annotated[str, field(N_("Agreed with other professionals"), tier=Tier.MORE, long=True)] = ""
    fees_settled: Annotated[str, field(N_("Fees still open"), tier=Tier.RARE)] = ""
    risk_review: Annotated[Reference, field(N_("Safety review"), tier=Tier.HIDDEN)] = ""
    plan: Annotated[Reference, field(N_("Treatment plan"), tier=Tier.HIDDEN, to=("treatment_plan",))] = ""
    episode: Annotated[Reference, field(N_("Course of care"), tier=Tier.HIDDEN, to=("episode",))] = ""
    obligations: Annotated[list[Obligation], field(N_("Open on the day of closing"), tier=Tier.COMPUTED)] = []
    retention: Annotated[Retention | None, field(N_("How long it is kept"), tier=Tier.COMPUTED)] = None

    def check(self) -> None:
        checks.check_order((N_("Last session on"), self.last_session_on), (N_("Closed on"), self.closed_on))
        checks.check_order((N_("Closed on"), self.closed_on), (N_("Keep them until"), self.process_notes_until))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Closed on"), self.closed_on, today)
        checks.check_not_future(N_("Safety looked at on"), self.risk_reviewed_on, today)
        checks.check_not_future(N_("Told on"), self.told_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """Each thing left open needs a word; a plan that was followed is looked at for the last time."""
        lines = [line.strip() for line in self.open_note.splitlines() if line.strip()]
        is_answered = bool(lines) and not any(line.endswith(":") for line in lines)
        wanted = (
            ("open_note", bool(self.obligations) and not is_answered),
            ("plan_review", bool(self.plan) and not self.plan_review.strip()),
        )
        return tuple(name for name, is_missing in wanted if is_missing)

    def summary(self) -> str:
        return self.closed_on

    def at(self) -> str | None:
        return self.closed_on or None

    def due(self) -> str | None:
        """The day on which the decision about the private notes has to be carried out."""
        if self.process_notes is ProcessNotes.DESTROY_NOW:
            return self.closed_on or None
        return self.process_notes_until or None

    def facets(self) -> dict[str, Any]:
        return {
            "closed_on": self.closed_on,
            "reason": self.reason.value if self.reason else "",
            "process_notes": self.process_notes.value if self.process_notes else "",
            "episode": self.episode,
            "last_session_on": self.last_session_on,
            "keep_until": self.retention.until if self.retention else "",
            "open": str(len(self.obligations)),
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, The goals were reached`."""
        when = formats.short_date(title) if title else _("No date yet")
        reason = _(ClosingReason.label_of(str(facets.get("reason", ""))))
        return ", ".join(part for part in (when, reason) if part)
