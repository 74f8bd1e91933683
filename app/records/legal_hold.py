"""A legal hold: nothing of a file is destroyed while it stands. Setting, looking again and lifting are records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Choice, Date, Reference, Tier, field
from app.texts import N_, _


class HoldStep(Choice):
    """What this record does with the hold."""

    SET = "set", N_("Set")
    REVIEWED = "reviewed", N_("Looked at again: it stands")
    LIFTED = "lifted", N_("Lifted")


class HoldReason(Choice):
    """Why nothing may be destroyed."""

    LEGAL_DEMAND = "legal_demand", N_("Summons, court order or proceedings")
    COMPLAINT = "complaint", N_("Complaint")
    INCIDENT = "incident", N_("Open incident")
    CLAIM = "claim", N_("Claim, or notice to the insurer")
    CLIENT_REQUEST = "client_request", N_("The client or a lawyer asked for it")
    INVESTIGATION = "investigation", N_("Inquiry of an authority")
    OTHER = "other", N_("Another reason, in words")


class HoldCovers(Choice):
    """What it covers."""

    WHOLE_FILE = "whole_file", N_("The whole file, with what others keep about it")
    CLINICAL = "clinical", N_("The clinical records")
    NAMED = "named", N_("What is named here")


_BEGUN = (HoldStep.SET,)
_GOES_ON = (HoldStep.SET, HoldStep.REVIEWED)
_LATER = (HoldStep.REVIEWED, HoldStep.LIFTED)


class LegalHold(RecordBody):
    """Why, since when, what it covers, when it is looked at again; and who lifted it and why."""

    reason: Annotated[HoldReason | None, field(N_("Reason"), needed=True, show_when=("step", _BEGUN))] = None
    reason_note: Annotated[str, field(N_("In a few words"), needed=True, show_when=("reason", (HoldReason.OTHER,)))] = (
        ""
    )
    since: Annotated[Date, field(N_("Since"), needed=True, prefill="today")] = ""
    covers: Annotated[HoldCovers, field(N_("What it covers"), show_when=("step", _BEGUN))] = HoldCovers.WHOLE_FILE
    covers_note: Annotated[
        str, field(N_("What exactly"), needed=True, long=True, show_when=("covers", (HoldCovers.NAMED,)))
    ] = ""
    review_due: Annotated[Date, field(N_("Look at it again on"), needed=True, show_when=("step", _GOES_ON))] = ""
    set_by: Annotated[
        str, field(N_("Who asked for it"), help=N_("A court, a lawyer, an insurer, or yourself."), tier=Tier.MORE)
    ] = ""
    because: Annotated[
        str, field(N_("Why it stands, or why it is lifted"), needed=True, long=True, show_when=("step", _LATER))
    ] = ""
    about: Annotated[
        Reference,
        field(
            N_("The record it is about"),
            tier=Tier.RARE,
            to=("document", "incident", "complaint", "feedback", "contact"),
        ),
    ] = ""
    step: Annotated[HoldStep, field(N_("Step"), tier=Tier.HIDDEN)] = HoldStep.SET
    hold: Annotated[Reference, field(N_("The hold"), tier=Tier.HIDDEN, to=("legal_hold",))] = ""

    def check(self) -> None:
        checks.check_order((N_("Since"), self.since), (N_("Look at it again on"), self.review_due))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Since"), self.since, today)

    def summary(self) -> str:
        return self.since

    def at(self) -> str | None:
        return self.since or None

    def due(self) -> str | None:
        return self.review_due or None if self.step is not HoldStep.LIFTED else None

    def facets(self) -> dict[str, Any]:
        return {
            "step": self.step.value,
            "hold": self.hold,
            "reason": self.reason.value if self.reason else "",
            "reason_note": self.reason_note,
            "since": self.since,
            "covers": self.covers.value,
            "covers_note": self.covers_note,
            "review_due": self.review_due,
            "set_by": self.set_by,
            "because": self.because,
            "lifted_on": self.since if self.step is HoldStep.LIFTED else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        step = str(facets.get("step") or HoldStep.SET)
        words = (
            _("Legal hold") if step == HoldStep.SET else _("Legal hold: {step}").format(step=_(HoldStep.label_of(step)))
        )
        return ", ".join(part for part in (words, formats.short_date(title) if title else "") if part)
