"""One step after a questionnaire, a safety review or a safety plan: what is wanted, what was tried, what is done.

The program writes it when somebody presses a button; with it a duty is open or done, whatever became of a window.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.choices import Channel
from app.records.fields import Choice, Date, LocalTime, Reference, Tier, field
from app.texts import N_, _


class SafetyStepKind(Choice):
    """What this step is."""

    WANTED = "wanted", N_("A safety review is wanted")
    DISMISSED = "dismissed", N_("No review, for a reason")
    ATTEMPT = "attempt", N_("Tried to get in touch")
    DONE = "done", N_("The agreed contact came about")
    PLAN_REVIEWED = "plan_reviewed", N_("Safety plan looked at, no change")


_CONTACT = (SafetyStepKind.ATTEMPT, SafetyStepKind.DONE)


class SafetyStep(RecordBody):
    """When, about which record, and what came of it; times are kept to the minute."""

    step: Annotated[SafetyStepKind | None, field(N_("Step"), needed=True, tier=Tier.HIDDEN)] = None
    at_time: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    item: Annotated[str, field(N_("The answer"), show_when=("step", (SafetyStepKind.WANTED,)))] = ""
    channel: Annotated[Channel | None, field(N_("How"), needed=True, show_when=("step", _CONTACT))] = None
    outcome: Annotated[str, field(N_("What came of it"), needed=True, long=True, show_when=("step", _CONTACT))] = ""
    because: Annotated[
        str,
        field(N_("Why no review is needed"), needed=True, long=True, show_when=("step", (SafetyStepKind.DISMISSED,))),
    ] = ""
    review_due: Annotated[
        Date, field(N_("Look at it again on"), needed=True, show_when=("step", (SafetyStepKind.PLAN_REVIEWED,)))
    ] = ""
    about: Annotated[
        Reference,
        field(
            N_("What it follows"),
            tier=Tier.COMPUTED,
            to=("measure_result", "risk_review", "safety_plan", "safety_step"),
        ),
    ] = ""

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("When"), self.at_time.day if self.at_time else "", today)

    def summary(self) -> str:
        return self.at_time.at if self.at_time else ""

    def at(self) -> str | None:
        return self.at_time.at if self.at_time else None

    def due(self) -> str | None:
        """A wanted review is due at once; a plan that was looked at is looked at again."""
        if self.step is SafetyStepKind.WANTED:
            return self.at_time.day if self.at_time else None
        return self.review_due or None

    def facets(self) -> dict[str, Any]:
        return {
            "step": self.step.value if self.step else "",
            "about": self.about,
            "review_due": self.review_due,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`A safety review is wanted, 22 Nov 2026`."""
        step = _(SafetyStepKind.label_of(str(facets.get("step") or ""))) if facets.get("step") else _("Safety step")
        return ", ".join(part for part in (step, formats.short_date(title[:10]) if title else "") if part)
