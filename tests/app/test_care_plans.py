"""Treatment plans: the newest signed one is the plan, the next begins with what it said, its review is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.keeping.plans import Saved
from app.records.client import FileStatus
from app.records.treatment_plan import GoalStatus, TreatmentPlan
from app.rules import care_plans as rules
from app.rules.care_plans import PlanFacts, PlanState
from app.services import clients, mistakes, records
from app.services.client_files import care_plans, files, summaries
from app.services.clients import ClientRef
from app.services.outgoing import papers
from app.services.reading import statuses, today
from app.services.records import open as open_record
from storage.vault import Query
from tests.app.helpers import fails

GOAL = {"statement": "Sleep through four nights a week", "own_words": "just sleep", "baseline": "one night"}
PLAN: dict[str, Any] = {
    "problems": ["Cannot fall asleep"],
    "goals": [GOAL],
    "interventions": ["Sleep diary"],
    "frequency": "once a week",
    "expected_length": "half a year",
}


def sign_plan(desk: Desk, client: str, **values: Any) -> Saved:
    return records.sign(desk, records.start(desk, "treatment_plan", client).with_values({**PLAN, **values}))


def next_plan(desk: Desk, client: str, **values: Any) -> Saved:
    editing = records.start(desk, "treatment_plan", client)
    return records.sign(desk, editing.with_values({"outcome": "Two nights by now.", **values}))


def body_of(desk: Desk, saved: Saved) -> TreatmentPlan:
    body = open_record(desk, saved.record).body
    assert isinstance(body, TreatmentPlan)
    return body


def fact(record: str, made_on: str, *, signed: bool = True, error: bool = False) -> PlanFacts:
    return PlanFacts(record, made_on, signed, error)


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ([], None),
        ([fact("a", "2026-01-01", signed=False)], None),
        ([fact("a", "2026-01-01")], "a"),
        ([fact("a", "2026-01-01"), fact("b", "2026-02-01")], "b"),
        ([fact("a", "2026-03-01"), fact("b", "2026-02-01")], "a"),  # a plan written in later is not the newest
        ([fact("a", "2026-01-01"), fact("b", "2026-01-01")], "b"),  # of one day: signed last
        ([fact("a", "2026-01-01"), fact("b", "2026-02-01", error=True)], "a"),
        ([fact("a", "2026-01-01"), fact("b", "2026-02-01", signed=False)], "a"),
    ],
)
def test_the_newest_signed_plan_is_the_plan(plans: list[PlanFacts], expected: str | None) -> None:
    assert rules.current(plans) == expected
    known = rules.states(plans)
    assert [record for record, state in known.items() if state is PlanState.CURRENT] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("made", "review"),
    [("2026-11-22", "2027-02-20"), ("2028-02-29", "2028-05-29"), ("2026-10-25", "2027-01-23")],
)
def test_a_plan_is_looked_at_again_after_ninety_days(made: str, review: str) -> None:
    assert rules.next_review(date.fromisoformat(made)).isoformat() == review


def test_a_plan_wants_what_the_table_asks_for(desk: Desk, anna: ClientRef) -> None:
    editing = records.start(desk, "treatment_plan", anna.id)
    with fails("not_complete") as found:
        records.sign(desk, editing)
    assert found[0].values["fields"] == "Problems, Goals, Methods, How often, How long it is expected to take"
    with fails("not_complete"):
        records.sign(desk, editing.with_values({**PLAN, "goals": [{"own_words": "just sleep"}]}))


def test_the_next_version_begins_with_the_last_and_takes_its_place(desk: Desk, anna: ClientRef) -> None:
    first = sign_plan(desk, anna.id, client_signed_on=clock.today().isoformat())
    editing = records.start(desk, "treatment_plan", anna.id)
    body = editing.body
    assert isinstance(body, TreatmentPlan)
    assert (body.goals[0].statement, body.version, body.supersedes) == (GOAL["statement"], 2, first.record)
    assert (body.client_signed_on, body.outcome) == ("", "")
    with fails("not_complete") as found:
        records.sign(desk, editing)
    assert found[0].values["fields"] == "What came of the earlier plan"
    goals = [{**GOAL, "status": "met"}]
    second = records.sign(desk, editing.with_values({"goals": goals, "outcome": "It worked."}))
    states = {row.record: row.state for row in care_plans.rows(desk, anna.id)}
    assert states == {second.record: PlanState.CURRENT, first.record: PlanState.SUPERSEDED}
    listed = {one.id: one.status for one in records.listing(desk, "treatment_plan")}
    assert listed == {second.record: "current", first.record: "superseded"}
    assert body_of(desk, first).goals[0].status is GoalStatus.ACTIVE, "the signed version changed"
    assert [open_record(desk, one.record).status for one in (first, second)] == ["superseded", ""]
    timeline = {line.record: line.status for line in files.timeline(desk, anna.id, ("treatment_plan",))}
    assert timeline == {first.record: "superseded", second.record: ""}
    printed = [str(papers.of_record(desk, one.record).paper.blocks) for one in (first, second)]
    assert ["A newer plan took the place" in paper for paper in printed] == [True, False]
    plan = care_plans.current(desk, anna.id)
    assert plan is not None
    assert (plan.goals, plan.goals_met, plan.version) == (1, 1, 2)


def test_a_version_that_was_overtaken_while_it_was_written_follows_the_one_in_force(
    desk: Desk, anna: ClientRef
) -> None:
    sign_plan(desk, anna.id)
    slow = records.start(desk, "treatment_plan", anna.id)
    quick = next_plan(desk, anna.id)
    last = body_of(desk, records.sign(desk, slow.with_values({"outcome": "See the one before."})))
    assert (last.supersedes, last.version) == (quick.record, 3)


def test_the_review_of_the_plan_is_due_with_words_and_of_older_ones_not(desk: Desk, anna: ClientRef) -> None:
    soon = (clock.today() + timedelta(days=5)).isoformat()
    old = sign_plan(desk, anna.id, review_due=soon)
    new = next_plan(desk, anna.id, review_due=soon)
    due = [item for item in today.due(desk) if item.kind == "treatment_plan"]
    assert [item.record for item in due] == [new.record]
    assert due[0].words == "Look at the plan with the client, and sign the next version."
    assert due[0].key, "a review of good practice can be put off"
    shown = [row.record for row in summaries.due(desk, anna.id) if row.kind == "treatment_plan"]
    assert shown == [new.record]
    assert old.record not in shown


def test_the_plan_of_a_closed_file_is_not_due(desk: Desk, anna: ClientRef) -> None:
    sign_plan(desk, anna.id, review_due=clock.today().isoformat())
    assert [item.kind for item in today.due(desk)] == ["treatment_plan"]
    found = clients.read(desk, anna.id)
    found.body.status = FileStatus.CLOSED  # type: ignore[attr-defined]
    clients.save(desk, anna.id, found.body, found.record.revision)  # type: ignore[arg-type]
    assert today.due(desk) == []


def test_the_overview_shows_the_plan(desk: Desk, anna: ClientRef) -> None:
    assert summaries.of(desk, files.open(desk, anna.id)).plan is None
    signed = sign_plan(desk, anna.id)
    plan = summaries.of(desk, files.open(desk, anna.id)).plan
    assert plan is not None
    assert (plan.record, plan.is_late) == (signed.record, False)


def test_a_plan_in_the_wrong_file_begins_anew_in_the_right_one(desk: Desk, anna: ClientRef) -> None:
    from app.records.client import Client

    jan = clients.register(desk, Client(name="Jan Kot"))
    sign_plan(desk, anna.id)
    wrong = next_plan(desk, anna.id)
    editing = mistakes.write_in_right_file(desk, wrong.record, jan.id, "meant for Jan")
    moved = body_of(desk, records.sign(desk, editing.record))
    assert (moved.version, moved.supersedes, moved.copied_from) == (1, "", wrong.record)
    current = care_plans.current(desk, anna.id)
    assert current is not None
    assert current.version == 1
    row = desk.signin.rows(desk.signin.ids(Query(kinds=("treatment_plan",), client=anna.id)))
    assert statuses.of(desk, row)[wrong.record] == "entered_in_error"
