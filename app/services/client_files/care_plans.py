"""Treatment plans of a client: which one is the plan, and the next version that begins with what the last one said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import joined, naming, opening, plans, why
from app.records.treatment_plan import TreatmentPlan
from app.rules import care_plans as rules
from app.rules.care_plans import PlanFacts, PlanState
from app.texts import _
from storage.vault import Query, Row


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list, from the index alone: how many goals, how many were reached, when it is looked at again."""

    record: str
    title: str
    made_on: str
    state: PlanState
    state_label: str
    review_due: str
    is_late: bool
    goals: int
    goals_met: int
    client_signed_on: str
    version: int


def rows(desk: Desk, client_id: str) -> list[PlanRow]:
    """All plans of a client, drafts too, the newest first; exactly one is in force as soon as one is signed."""
    desk.require(Action.LIST, "clinical", record=client_id)
    found = _rows(desk, client_id)
    known = rules.states(_facts(row) for row in found)
    today = clock.today().isoformat()
    return [_row(desk, row, known[row.record], today) for row in found]


def current(desk: Desk, client_id: str) -> PlanRow | None:
    """The plan in force."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return next((row for row in rows(desk, client_id) if row.state is PlanState.CURRENT), None)


def states(desk: Desk, client_id: str) -> dict[str, PlanState]:
    """What each plan of a client is worth today, by record."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return rules.states(_facts(row) for row in _rows(desk, client_id))


def overtaken(desk: Desk, record_id: str) -> str:
    """`superseded` for a signed plan that a newer one took the place of; else nothing."""
    desk.require_record(Action.VIEW, record_id)
    row = plans.row_of(desk, record_id)
    known = rules.states(_facts(one) for one in _rows(desk, row.client)) if row.client else {}
    return PlanState.SUPERSEDED.value if known.get(record_id) is PlanState.SUPERSEDED else ""


def prefilled(desk: Desk, body: TreatmentPlan, client_id: str) -> TreatmentPlan:
    """A new plan; where there is one already, its next version: what it said, to be changed and signed."""
    desk.require(Action.LIST, "clinical", record=client_id)
    made = date.fromisoformat(body.made_on) if body.made_on else clock.today()
    known = next((row for row in rows(desk, client_id) if row.state is PlanState.CURRENT), None)
    before = opening.body_of(desk, known.record, why.purpose_for(desk, client_id, None)) if known else None
    if known is not None and isinstance(before, TreatmentPlan):
        body = msgspec.structs.replace(
            before,
            made_on=made.isoformat(),
            reviewed_on=made.isoformat(),
            outcome="",
            client_participated=None,
            participation_note="",
            client_signed_on="",
            copy_given_on="",
            copied_from="",
            supersedes=known.record,
            version=before.version + 1,
        )
    body.review_due = rules.next_review(made).isoformat()
    return body


def finished(desk: Desk, body: TreatmentPlan, client_id: str | None) -> TreatmentPlan:
    """As it is signed: it takes the place of the plan that is in force then, whatever was when it was begun."""
    desk.require_anywhere(Action.SAVE)
    known = current(desk, client_id) if client_id is not None else None
    if not body.review_due and body.made_on:
        body.review_due = rules.next_review(date.fromisoformat(body.made_on)).isoformat()
    return msgspec.structs.replace(
        body, supersedes=known.record if known else "", version=known.version + 1 if known else 1
    )


def _rows(desk: Desk, client_id: str) -> list[Row]:
    listed = joined.found(desk, client_id, Query(kinds=("treatment_plan",)))
    return sorted(listed, key=lambda row: (row.at or "", row.record), reverse=True)


def _facts(row: Row) -> PlanFacts:
    return PlanFacts(
        row.record,
        str(row.facets.get("made_on") or ""),
        is_signed=row.state == "signed",
        is_in_error=row.status == "entered_in_error",
    )


def _row(desk: Desk, row: Row, state: PlanState, today: str) -> PlanRow:
    facets = row.facets
    review = str(facets.get("review_due") or "")
    return PlanRow(
        record=row.record,
        title=naming.headline(desk, row),
        made_on=str(facets.get("made_on") or ""),
        state=state,
        state_label=_(state.label),
        review_due=review,
        is_late=bool(review) and review < today and state is PlanState.CURRENT,
        goals=int(facets.get("goals") or 0),
        goals_met=int(facets.get("goals_met") or 0),
        client_signed_on=str(facets.get("client_signed_on") or ""),
        version=int(facets.get("version") or 1),
    )
