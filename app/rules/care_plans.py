"""Treatment plans: the newest signed one is the plan, older ones say so, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.records.fields import Choice
from app.texts import N_

REVIEW_DAYS = 90
"""When a plan is looked at again if nobody says otherwise: a habit of good practice, no law."""


class PlanState(Choice):
    """What a plan is worth today."""

    DRAFT = "draft", N_("Draft")
    CURRENT = "current", N_("The plan in force")
    SUPERSEDED = "superseded", N_("Replaced by a newer one")
    IN_ERROR = "entered_in_error", N_("Entered in error")


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the state follows from; all of it is in the index."""

    record: str
    made_on: str
    is_signed: bool = True
    is_in_error: bool = False


def current(plans: Iterable[PlanFacts]) -> str | None:
    """The record that is *the plan*; of two of one day the one that was signed last."""
    counted = [plan for plan in plans if plan.is_signed and not plan.is_in_error]
    newest = max(counted, key=lambda plan: (plan.made_on, plan.record), default=None)
    return newest.record if newest is not None else None


def states(plans: Iterable[PlanFacts]) -> dict[str, PlanState]:
    """The state of every plan of one client."""
    known = list(plans)
    the_plan = current(known)
    return {plan.record: _state(plan, the_plan) for plan in known}


def next_review(made_on: date) -> date:
    """The day that a new plan proposes for looking at it again."""
    return made_on + timedelta(days=REVIEW_DAYS)


def _state(plan: PlanFacts, the_plan: str | None) -> PlanState:
    if not plan.is_signed:
        return PlanState.DRAFT
    if plan.is_in_error:
        return PlanState.IN_ERROR
    return PlanState.CURRENT if plan.record == the_plan else PlanState.SUPERSEDED
