"""Safety plans of a client: which one is the plan, its next version, and that it was looked at without a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import joined, naming, opening, why
from app.keeping.plans import Saved
from app.packs.crisis_card import Card
from app.records.choices import YesNo
from app.records.safety_plan import Professional, SafetyPlan
from app.records.safety_step import SafetyStep, SafetyStepKind
from app.rules import client_safety as rules
from app.rules.care_plans import PlanState
from app.services.client_safety import reviews, safety_facts
from app.vaults import failure
from storage.vault import Row

MOST_LINES = 6
"""So many numbers a new plan begins with: more do not help in a crisis."""


@dataclass(frozen=True, slots=True)
class SafetyPlanRow:
    """A plan in a list, from the index alone. `looked_at`: the last look at it without a change."""

    record: str
    title: str
    made_on: str
    version: int
    state: PlanState
    review_due: str
    is_late: bool
    looked_at: str
    may_leave: bool


def rows(desk: Desk, client_id: str) -> list[SafetyPlanRow]:
    """All plans of a client, drafts of this person too, the newest first."""
    desk.require(Action.LIST, "clinical", record=client_id)
    listed = safety_facts.rows(desk, client_id)
    facts = [safety_facts.facts_of(row) for row in listed]
    states, kept = rules.plan_states(facts), rules.kept_here(facts)
    due = {row.record: str(row.facets.get("review_due") or "") for row in listed}
    found = []
    for row in listed:
        if row.kind == "safety_plan":
            look = rules.last_look(facts, row.record)
            again = due[look.record] if look is not None else due[row.record]
            found.append(_row(desk, row, states[row.record], again, look.at[:10] if look is not None else "", kept))
    return found


def current(desk: Desk, client_id: str) -> SafetyPlanRow | None:
    """The plan in force."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return next((row for row in rows(desk, client_id) if row.state is PlanState.CURRENT), None)


def states(desk: Desk, client_id: str) -> dict[str, PlanState]:
    """What each plan of a client is worth today, by record."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return rules.plan_states(safety_facts.of(desk, client_id))


def looked_at(desk: Desk, client_id: str, review_due: str = "") -> Saved:
    """The plan was looked at with the client today and stays as it is; kept as a step. Raises `no_safety_plan`."""
    desk.require(Action.SIGN, "clinical", record=client_id)
    home = joined.home_of(desk, client_id)
    plan = rules.plan_in_force(safety_facts.of(desk, home))
    if plan is None:
        raise failure("no_safety_plan")
    again = review_due or rules.next_plan_review(clock.today()).isoformat()
    return reviews.sign_step(desk, home, SafetyStep(step=SafetyStepKind.PLAN_REVIEWED, about=plan, review_due=again))


def prefilled(desk: Desk, body: SafetyPlan, client_id: str, card: Card) -> SafetyPlan:
    """A new plan with numbers to choose from; where there is one already, its next version: what it said.

    Args:
        desk: Whose desk.
        body: The new plan.
        client_id: The client.
        card: The crisis card of the client's place, for its numbers.
    """
    desk.require(Action.LIST, "clinical", record=client_id)
    made = date.fromisoformat(body.made_on) if body.made_on else clock.today()
    known = current(desk, client_id)
    before = opening.body_of(desk, known.record, why.purpose_for(desk, client_id, None)) if known else None
    if known is not None and isinstance(before, SafetyPlan):
        body = msgspec.structs.replace(
            before,
            made_on=made.isoformat(),
            reviewed_on=made.isoformat(),
            changes="",
            made_together=None,
            made_note="",
            client_copy=None,
            used_in_crisis=None,
            used_note="",
            copied_from="",
            supersedes=known.record,
            version=before.version + 1,
        )
    else:
        body.professionals = body.professionals or numbers_of(card)
    body.review_due = rules.next_plan_review(made).isoformat()
    return body


def finished(desk: Desk, body: SafetyPlan, client_id: str | None) -> SafetyPlan:
    """As it is signed: it takes the place of the plan that is in force then; what no copy may be made of has none."""
    desk.require_anywhere(Action.SAVE)
    known = current(desk, client_id) if client_id is not None else None
    if not body.review_due and body.made_on:
        body.review_due = rules.next_plan_review(date.fromisoformat(body.made_on)).isoformat()
    if body.copy_is_safe is YesNo.NO:
        body.client_copy = None
    return msgspec.structs.replace(
        body, supersedes=known.record if known else "", version=known.version + 1 if known else 1
    )


def check_may_leave(desk: Desk, *record_ids: str, client_id: str | None) -> None:
    """Raise `copy_not_safe` if one of these records is a plan of which no copy may leave, or a draft of one."""
    desk.require_anywhere(Action.PRINT)
    if client_id is not None and set(record_ids) & safety_facts.kept_here(desk, client_id):
        raise failure("copy_not_safe")


def numbers_of(card: Card) -> list[Professional]:
    """Numbers that a plan can begin with: emergency, the practice's own places, and crisis lines, in this order."""
    found = [Professional(name=one.where, phone=one.number) for one in card.emergency if one.is_here]
    found += [
        Professional(name=one.name, phone=one.phone or one.text, hours=one.hours, address=one.place)
        for one in card.local
        if one.phone or one.text
    ]
    found += [
        Professional(name=one.name, phone=one.phone or one.text, hours=one.hours)
        for one in card.lines
        if one.phone or one.text
    ]
    return found[:MOST_LINES]


def _row(desk: Desk, row: Row, state: PlanState, again: str, looked: str, kept: frozenset[str]) -> SafetyPlanRow:
    return SafetyPlanRow(
        record=row.record,
        title=naming.headline(desk, row),
        made_on=str(row.facets.get("made_on") or ""),
        version=int(row.facets.get("version") or 1),
        state=state,
        review_due=again,
        is_late=bool(again) and again < clock.today().isoformat() and state is PlanState.CURRENT,
        looked_at=looked,
        may_leave=row.record not in kept,
    )
