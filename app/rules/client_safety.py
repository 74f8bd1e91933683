"""What is open for a client's safety: wanted reviews, agreed contacts, the plan in force; never how great it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.records.choices import YesNo
from app.records.risk_review_choices import ReviewTrigger
from app.records.safety_step import SafetyStepKind
from app.rules import care_plans
from app.rules.care_plans import PlanFacts, PlanState

PLAN_REVIEW_DAYS = 30
"""When a safety plan is looked at again if nobody says otherwise: a habit of good practice, no law."""

CLOSING_DAYS = 30
"""For so long a review counts as the one before the ending: a habit of good practice, no law."""


@dataclass(frozen=True, slots=True)
class SafetyFacts:
    """A record as the index knows it. `at` is a day or a wall time; `next_contact` a wall time, empty for none."""

    record: str
    kind: str
    at: str = ""
    step: str = ""
    about: str = ""
    trigger: str = ""
    next_contact: str = ""
    answers: tuple[str, ...] = ()
    copy_is_safe: str = ""
    is_signed: bool = True
    is_in_error: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is signed and right."""
        return self.is_signed and not self.is_in_error


def facts_from(record: str, kind: str, at: str | None, facets: Mapping[str, Any]) -> SafetyFacts:
    """The facts in an index row of something signed and right."""
    return SafetyFacts(
        record,
        kind,
        at or "",
        step=str(facets.get("step") or ""),
        about=str(facets.get("about") or ""),
        trigger=str(facets.get("trigger") or ""),
        next_contact=str(facets.get("next_contact") or ""),
        answers=tuple(facets.get("answers") or ()),
        copy_is_safe=str(facets.get("copy_is_safe") or ""),
    )


def wanted(facts: Iterable[SafetyFacts]) -> list[SafetyFacts]:
    """The reviews that are wanted and were neither written nor dismissed, oldest first."""
    counted = [one for one in facts if one.counts]
    answered = {step for one in counted if one.kind == "risk_review" for step in one.answers}
    answered |= {one.about for one in counted if one.step == SafetyStepKind.DISMISSED}
    found = [one for one in counted if one.step == SafetyStepKind.WANTED and one.record not in answered]
    return sorted(found, key=_in_time)


def open_contacts(facts: Iterable[SafetyFacts]) -> list[SafetyFacts]:
    """The reviews whose agreed contact has not come about, the next one first."""
    counted = [one for one in facts if one.counts]
    done = {one.about for one in counted if one.step == SafetyStepKind.DONE}
    found = [one for one in counted if one.kind == "risk_review" and one.next_contact and one.record not in done]
    return sorted(found, key=lambda one: (one.next_contact, one.record))


def attempts(facts: Iterable[SafetyFacts], review: str) -> list[SafetyFacts]:
    """The tries to get in touch after a review, oldest first."""
    found = [one for one in facts if one.counts and one.step == SafetyStepKind.ATTEMPT and one.about == review]
    return sorted(found, key=_in_time)


def plan_states(facts: Iterable[SafetyFacts]) -> dict[str, PlanState]:
    """What each safety plan is worth today; the newest signed one is in force, as with treatment plans."""
    return care_plans.states(
        PlanFacts(one.record, one.at, is_signed=one.is_signed, is_in_error=one.is_in_error)
        for one in facts
        if one.kind == "safety_plan"
    )


def plan_in_force(facts: Iterable[SafetyFacts]) -> str | None:
    """The record that is *the plan*."""
    return next((record for record, state in plan_states(facts).items() if state is PlanState.CURRENT), None)


def last_look(facts: Iterable[SafetyFacts], plan: str) -> SafetyFacts | None:
    """The latest *looked at, no change* of a plan."""
    found = [one for one in facts if one.counts and one.step == SafetyStepKind.PLAN_REVIEWED and one.about == plan]
    return max(found, key=_in_time, default=None)


def that_wait(facts: Iterable[SafetyFacts]) -> frozenset[str]:
    """The records whose date counts: open reviews and contacts, and of the plan in force the latest look at it."""
    known = list(facts)
    found = {one.record for one in (*wanted(known), *open_contacts(known))}
    plan = plan_in_force(known)
    if plan is not None:
        look = last_look(known, plan)
        found.add(look.record if look is not None else plan)
    return frozenset(found)


def kept_here(facts: Iterable[SafetyFacts]) -> frozenset[str]:
    """The plans of which no copy may leave, and the looks at them: a mention is what somebody may find, too.

    Those plans that say so, and all of them where the plan in force says so.
    """
    known = list(facts)
    plans = {one.record for one in known if one.kind == "safety_plan"}
    unsafe = {one.record for one in known if one.record in plans and one.copy_is_safe == YesNo.NO}
    if plan_in_force(known) in unsafe:
        unsafe = plans
    looks = {one.record for one in known if one.step == SafetyStepKind.PLAN_REVIEWED and one.about in unsafe}
    return frozenset(unsafe | looks)


def before_ending(facts: Iterable[SafetyFacts], day: date) -> str:
    """The review that was written because the work ends, if it is recent on that day; else nothing."""
    since = (day - timedelta(days=CLOSING_DAYS)).isoformat()
    found = [
        one
        for one in facts
        if one.counts and one.kind == "risk_review" and one.trigger == ReviewTrigger.BEFORE_ENDING and one.at >= since
    ]
    newest = max(found, key=_in_time, default=None)
    return newest.record if newest is not None else ""


def reviewed_since(facts: Iterable[SafetyFacts], day: str) -> bool:
    """Whether a review was written on that day (ISO date) or later."""
    return any(one.counts and one.kind == "risk_review" and one.at >= day for one in facts)


def next_plan_review(made_on: date) -> date:
    """The day that a new plan proposes for looking at it again."""
    return made_on + timedelta(days=PLAN_REVIEW_DAYS)


def _in_time(one: SafetyFacts) -> tuple[str, str]:
    return one.at, one.record
