"""What is open for a client's safety, for any history: and that nothing anywhere makes a level of what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import KINDS, decode
from app.records.base import RecordBody
from app.records.fields import FieldSpec, specs
from app.records.risk_review_choices import ClinicianLevel
from app.records.safety_step import SafetyStepKind
from app.rules import client_safety as rules
from app.rules.care_plans import PlanState
from app.rules.client_safety import SafetyFacts

OF_SAFETY = ("risk_review", "safety_plan", "safety_step")
ANSWERS = frozenset({"choice", "choices", "number", "text", "line", "lines", "rows", "bool"})
IDS = st.sampled_from([f"record-{number}" for number in range(8)])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat)


@st.composite
def histories(draw: st.DrawFn) -> list[SafetyFacts]:
    """Records of one client in any order, each about any other."""
    return [
        SafetyFacts(
            record,
            kind,
            at=draw(DAYS),
            step=draw(st.sampled_from([one.value for one in SafetyStepKind])) if kind == "safety_step" else "",
            about=draw(IDS),
            trigger=draw(st.sampled_from(["screener", "before_ending", ""])) if kind == "risk_review" else "",
            next_contact=draw(st.one_of(st.just(""), DAYS)) if kind == "risk_review" else "",
            answers=tuple(draw(st.lists(IDS, max_size=2))) if kind == "risk_review" else (),
            copy_is_safe=draw(st.sampled_from(["yes", "no", ""])) if kind == "safety_plan" else "",
            is_signed=draw(st.booleans()),
            is_in_error=draw(st.booleans()),
        )
        for record in draw(st.sets(IDS))
        for kind in [draw(st.sampled_from(OF_SAFETY))]
    ]


@given(histories())
def test_only_an_answer_or_a_reason_ends_a_wanted_review(facts: list[SafetyFacts]) -> None:
    left = {one.record for one in rules.wanted(facts)}
    for one in facts:
        if one.step == SafetyStepKind.WANTED and one.counts and one.record not in left:
            ended = [
                later
                for later in facts
                if later.counts
                and (
                    one.record in later.answers
                    or (later.step == SafetyStepKind.DISMISSED and later.about == one.record)
                )
            ]
            assert ended
    assert left <= rules.that_wait(facts)


@given(histories())
def test_a_try_never_ends_an_agreed_contact(facts: list[SafetyFacts]) -> None:
    left = {one.record for one in rules.open_contacts(facts)}
    tried = [
        SafetyFacts(f"try-{record}", "safety_step", "2026-12-31", step=SafetyStepKind.ATTEMPT, about=record)
        for record in left
    ]
    assert {one.record for one in rules.open_contacts([*facts, *tried])} == left
    done = [replace(one, step=SafetyStepKind.DONE) for one in tried]
    assert rules.open_contacts([*facts, *done]) == []


@given(histories())
def test_exactly_one_plan_is_in_force_once_one_is_signed(facts: list[SafetyFacts]) -> None:
    plans = [one for one in facts if one.kind == "safety_plan"]
    in_force = [record for record, state in rules.plan_states(facts).items() if state is PlanState.CURRENT]
    assert len(in_force) == int(any(one.counts for one in plans))


@given(histories())
def test_a_plan_that_is_not_safe_never_leaves_and_takes_the_others_along(facts: list[SafetyFacts]) -> None:
    kept = rules.kept_here(facts)
    plans = {one.record: one for one in facts if one.kind == "safety_plan"}
    assert {record for record, one in plans.items() if one.copy_is_safe == "no"} <= kept
    current = rules.plan_in_force(facts)
    if current is not None and plans[current].copy_is_safe == "no":
        assert set(plans) <= kept
    looks = {one.record for one in facts if one.step == SafetyStepKind.PLAN_REVIEWED and one.about in kept}
    assert looks <= kept


@given(histories(), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_only_a_recent_review_because_of_the_ending_counts_at_closing(facts: list[SafetyFacts], day: date) -> None:
    found = rules.before_ending(facts, day)
    if found:
        one = next(one for one in facts if one.record == found)
        assert (one.kind, one.trigger, one.counts) == ("risk_review", "before_ending", True)
        assert (day - date.fromisoformat(one.at)).days <= rules.CLOSING_DAYS


def empty(kind: str) -> RecordBody:
    return decode(kind, KINDS[kind].version, {})


def telling(kind: str) -> list[FieldSpec]:
    """The fields in which a person answers; dates and references aside."""
    asked = {"trigger", "copy_is_safe", "version"}  # facts of the record, not of the client: why it was written
    return [spec for spec in specs(KINDS[kind].struct) if spec.shape in ANSWERS and spec.name not in asked]


def values_for(spec: FieldSpec) -> list[Any]:
    """What somebody could answer in a field."""
    if spec.shape == "choice":
        return [choice.value for choice in spec.choices or ()]
    if spec.shape == "choices":
        return [[choice.value] for choice in spec.choices or ()]
    found: dict[str, list[Any]] = {"number": [0, 10], "bool": [True], "lines": [["x"]], "rows": [[{}]]}
    return found.get(spec.shape, ["in great danger"])


@pytest.mark.parametrize("kind", ["risk_review", "safety_plan"])
def test_no_answer_changes_how_a_record_is_listed_sorted_or_marked(kind: str) -> None:
    """Title, date, severity and facets are the same whatever was answered: there is nothing to rank a client by."""
    plain = empty(kind)
    allowed = {"follow_up"}  # that a contact is agreed, and when
    for spec in telling(kind):
        for value in values_for(spec):
            if spec.name in allowed:
                continue
            body = decode(kind, KINDS[kind].version, {spec.name: value})
            same = (body.summary(), body.at(), body.due(), body.severity(), body.facets())
            assert same == (plain.summary(), plain.at(), plain.due(), plain.severity(), plain.facets()), spec.name


@pytest.mark.parametrize("kind", OF_SAFETY)
def test_nothing_of_a_clients_safety_has_a_severity(kind: str) -> None:
    assert KINDS[kind].struct.severity is RecordBody.severity


def test_a_level_is_optional_and_nothing_else_of_the_review_asks_for_it() -> None:
    found = {spec.name: spec for spec in specs(KINDS["risk_review"].struct)}
    assert found["level"].needed is False
    assert found["level"].default is None
    assert [name for name, spec in found.items() if spec.choices == tuple(ClinicianLevel)] == ["level"]
    assert "level" not in empty("risk_review").facets()


@pytest.mark.parametrize(("at", "found"), [("2026-11-22T10:00", "r"), ("2026-10-23", "r"), ("2026-10-22", "")])
def test_a_review_before_the_ending_counts_for_thirty_days(at: str, found: str) -> None:
    facts = [SafetyFacts("r", "risk_review", at, trigger="before_ending")]
    assert rules.before_ending(facts, date(2026, 11, 22)) == found


def test_a_look_at_a_plan_that_must_not_be_found_is_not_found_either() -> None:
    look = SafetyStepKind.PLAN_REVIEWED.value
    facts = [
        SafetyFacts("plan", "safety_plan", "2026-11-01", copy_is_safe="no"),
        SafetyFacts("look", "safety_step", "2026-11-08", step=look, about="plan"),
        SafetyFacts("try", "safety_step", "2026-11-08", step=SafetyStepKind.ATTEMPT.value, about="review"),
    ]
    assert rules.kept_here(facts) == {"plan", "look"}
