"""What followed a report, a duty, a decision or a review that is signed: an attempt, the written report, an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.choices import Channel
from app.records.duty_choices import REACHED, AttemptResult, FollowUpStep
from app.records.fields import Date, LocalTime, Reference, Tier, field
from app.records.release_choices import WayOut
from app.texts import N_, _

FOLLOWED = ("mandated_report", "duty_to_protect", "decision_not_to_act", "domestic_abuse_review")
"""The kinds that are followed: they stay as they were signed."""

_WITH_SOMEBODY = (FollowUpStep.ATTEMPT, FollowUpStep.WRITTEN, FollowUpStep.RESPONSE)
_OUT = (FollowUpStep.ATTEMPT, FollowUpStep.WRITTEN)
_GOES_ON = tuple(step for step in FollowUpStep if step is not FollowUpStep.SETTLED)


class DutyFollowUp(RecordBody):
    """A record of its own, signed when it happens; the one that it follows is not touched."""

    step: Annotated[FollowUpStep | None, field(N_("What happened"), needed=True)] = None
    happened: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    whom: Annotated[str, field(N_("With whom"), needed=True, show_when=("step", _WITH_SOMEBODY))] = ""
    channel: Annotated[Channel | None, field(N_("How"), needed=True, show_when=("step", (FollowUpStep.ATTEMPT,)))] = (
        None
    )
    result: Annotated[
        AttemptResult | None, field(N_("How it went"), needed=True, show_when=("step", (FollowUpStep.ATTEMPT,)))
    ] = None
    method: Annotated[
        WayOut | None, field(N_("In which way"), needed=True, show_when=("step", (FollowUpStep.WRITTEN,)))
    ] = None
    form_name: Annotated[str, field(N_("Form"), show_when=("step", (FollowUpStep.WRITTEN,)))] = ""
    reference_number: Annotated[str, field(N_("Their number"), show_when=("step", _WITH_SOMEBODY))] = ""
    information_given: Annotated[
        str, field(N_("What they were told"), help=N_("No more than they need."), long=True, show_when=("step", _OUT))
    ] = ""
    minimum_necessary: Annotated[
        str, field(N_("Why this is the least that is enough"), long=True, show_when=("step", _OUT))
    ] = ""
    outcome: Annotated[str, field(N_("What came of it"), needed=True, long=True)] = ""
    next_on: Annotated[Date, field(N_("Look at it again on"), show_when=("step", _GOES_ON))] = ""
    proof: Annotated[Reference, field(N_("Copy or receipt"), tier=Tier.MORE, to=("document",))] = ""
    about: Annotated[Reference, field(N_("What it follows"), tier=Tier.HIDDEN, needed=True, to=FOLLOWED)] = ""

    def check(self) -> None:
        happened = (N_("When"), self.happened.day if self.happened else "")
        checks.check_order(happened, (N_("Look at it again on"), self.next_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("When"), self.happened.day if self.happened else "", today)

    def also_missing(self) -> tuple[str, ...]:
        """What went out is described; whoever looked again says when next, or settles it."""
        found = []
        if self.went_out:
            wanted = ("information_given", "minimum_necessary")
            found += [name for name in wanted if not getattr(self, name).strip()]
        if self.step is FollowUpStep.LOOKED_AGAIN and not self.next_on:
            found.append("next_on")
        return tuple(found)

    @property
    def went_out(self) -> bool:
        """Whether somebody outside was told."""
        if self.step is FollowUpStep.ATTEMPT:
            return self.result in REACHED
        return self.step is FollowUpStep.WRITTEN

    def summary(self) -> str:
        return self.happened.at if self.happened else ""

    def at(self) -> str | None:
        return self.happened.at if self.happened else None

    def due(self) -> str | None:
        return self.next_on or None

    def facets(self) -> dict[str, Any]:
        return {
            "step": self.step.value if self.step else "",
            "about": self.about,
            "result": self.result.value if self.result else "",
            "next_on": self.next_on,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`23 Nov 2026, Written report sent`."""
        parts = (
            formats.short_date(title[:10]) if title else "",
            _(FollowUpStep.label_of(str(facets.get("step", "")))),
        )
        return ", ".join(part for part in parts if part)
