"""The risk register and the drills: saving, order, what is made of a finding, reminders, figures from index rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.desk import Desk
from app.records.drill import Drill
from app.records.fields import LocalTime
from app.records.hazard import Hazard
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.rules import figures as figure_rules
from app.rules.figures import IncidentFacts
from app.rules.hazards import View
from app.rules.incidents import Step
from app.services import incidents, records
from app.services.reading import today
from app.services.safety import drills, figures, hazards
from tests.app.helpers import entries, fails, last_seq, sign_incident

WHOLE: dict[str, Any] = {
    "hazard": "Loose carpet on the stairs",
    "area": "premises",
    "scope": "practice",
    "who_harmed": "visitors, staff",
    "how": "a fall",
    "existing_controls": "none",
    "current": {"likelihood": "2", "severity": "2", "rationale": "nobody has fallen"},
    "treatment": "reduce",
    "owner": "Anna",
}
PLAN = {"trigger": "a fall", "plan": "call 112, stay", "who": "whoever is there", "resources": "first aid box"}
FIRE: dict[str, Any] = {
    "drill_kind": "fire",
    "started": {"at": "2026-11-02T10:00", "zone": "Europe/Warsaw"},
    "place": "The rooms",
    "participants": "two therapists",
    "reality": "simulated",
    "announced": "no",
    "scenario": "smoke in the kitchen",
    "went_well": "everybody out in two minutes",
    "findings": ["The back door was locked", "Nobody took the list"],
    "actions": [
        {"action": "Put a thumb turn on the door", "owner": "Anna", "due": "2026-12-01"},
        {"action": "Hang up the plan", "owner": "Anna", "due": "2026-11-03", "done_on": "2026-11-03"},
    ],
}


def save(desk: Desk, **values: Any) -> str:
    return records.save(desk, hazards.begin(desk).with_values({**WHOLE, **values})).record


def drill(desk: Desk, **values: Any) -> str:
    return records.sign(desk, records.start(desk, "drill").with_values({**FIRE, **values})).record


def rating(likelihood: int, severity: int) -> dict[str, str]:
    return {"likelihood": str(likelihood), "severity": str(severity), "rationale": "seen"}


def test_the_register_is_in_the_order_of_its_scores(desk: Desk) -> None:
    save(desk, hazard="Carpet")
    save(desk, hazard="Boiler", current=rating(3, 5), contingency=PLAN, target=rating(1, 5))
    save(desk, hazard="Gone", current=rating(5, 5), contingency=PLAN, closed_on=date.today().isoformat())
    found = hazards.rows(desk)
    assert [(line.rank, line.hazard, line.score_words()) for line in found] == [
        (1, "Boiler", "15, extreme"), (2, "Carpet", "4, moderate"), (3, "Gone", "25, extreme"),
    ]  # fmt: skip
    assert hazards.in_cell(found, View.TARGET, (1, 5)) == found[:1]
    assert hazards.in_cell(found, View.CURRENT, None) == found


@pytest.mark.parametrize(("place", "path"), [((2, 4), "contingency"), ((5, 3), "contingency")])
def test_a_high_risk_is_not_saved_without_a_plan(desk: Desk, place: tuple[int, int], path: str) -> None:
    with fails("text_needed") as found:
        save(desk, current=rating(*place))
    assert found[0].values["path"] == path
    assert save(desk, current=rating(*place), contingency=PLAN)


def test_a_finding_becomes_a_hazard_and_both_name_each_other(desk: Desk) -> None:
    held = drill(desk)
    first = hazards.begin(desk, held, "The back door was locked")
    assert isinstance(first.body, Hazard)
    assert first.body.actions == [], "they are seen to where they were planned"
    assert hazards.source_words(desk, held)[0] == "drill"
    made = records.save(desk, first.with_values({name: WHOLE[name] for name in WHOLE if name != "hazard"})).record
    found = drills.findings(desk, held)
    assert [(one.words, one.hazard.id if one.hazard else None) for one in found] == [
        ("The back door was locked", made), ("Nobody took the list", None),
    ]  # fmt: skip


def test_a_hazard_takes_from_an_incident_what_was_learned_and_nothing_else(desk: Desk) -> None:
    incident = sign_incident(desk).record
    response = incidents.respond(desk, incident)
    written = {"event_type": "near_miss", "lesson_summary": "The latch is worn.", "what_changed": "We check it daily."}
    records.save(desk, response.with_values(written))
    body = hazards.begin(desk, incident).body
    assert isinstance(body, Hazard)
    assert (body.hazard, body.how, body.source_record) == ("", "The latch is worn.", incident)
    assert body.source is not None
    assert body.source.value == "near_miss"


def test_only_the_last_drill_of_a_kind_is_asked_for_again(desk: Desk) -> None:
    drill(desk, next_due="2026-11-05")
    later = drill(desk, started={"at": "2026-11-10T10:00", "zone": "Europe/Warsaw"}, next_due="2026-11-12")
    from app.services.practice import reminders

    assert not [item for item in today.due(desk, date(2026, 11, 22)) if item.kind == "drill"]
    reminders.switch(desk, on=True)
    assert [item.record for item in today.due(desk, date(2026, 11, 22)) if item.kind == "drill"] == [later]
    assert [(line.id == later, line.next_due) for line in drills.rows(desk)] == [(True, "2026-11-12"), (False, "")]


def test_a_review_of_a_hazard_comes_to_today(desk: Desk) -> None:
    made = save(desk, next_review="2026-11-23")
    assert [item.record for item in today.due(desk, date(2026, 11, 22)) if item.kind == "hazard"] == [made]


def test_figures_open_nothing_and_name_nobody(desk: Desk) -> None:
    day = date.today().isoformat()
    for number in range(3):
        incident = sign_incident(desk, occurred={"at": f"{day}T00:0{number}", "zone": "Europe/Warsaw"}).record
        kind = "near_miss" if number else "incident_no_harm"
        written = {
            "event_type": kind,
            "category": "fall_injury",
            "harm": [{"physical": "low", "psychological": "none", "basis": "actual"}],
            "assessment": {"done": {"at": f"{day}T00:1{number}", "zone": "Europe/Warsaw"}},
            "mitigation": {"actions": [{"action": "x", "owner": "y", "due": "2020-01-01"}]},
        }
        records.save(desk, incidents.respond(desk, incident).with_values(written))
    before = last_seq(desk)
    found = figures.of(desk)
    assert {entry.action for entry in entries(desk, before)} <= {"list"}
    assert (found.months[-1], found.near[-1], found.others[-1]) == (day[:7], 2, 1)
    assert found.categories == [("fall_injury", 3)]
    assert dict(found.harms)["low"] == 3
    assert (found.near_percent, found.overdue, found.open_actions) == (67, 3, 3)
    steps = {one.step: one for one in found.steps}
    assert (steps[Step.ASSESSMENT].minutes, steps[Step.ASSESSMENT].in_time) == (10, 3)


def facts(start: str, **done: str) -> IncidentFacts:
    return IncidentFacts(Incident(occurred=LocalTime(at=start, zone="Europe/Warsaw")), done=done)


def test_a_step_is_late_when_it_was_done_after_its_clock_or_not_at_all() -> None:
    found = [
        facts("2026-11-01T10:00", assessment="2026-11-01T10:15"),
        facts("2026-11-01T10:00", assessment="2026-11-01T10:16"),
        facts("2026-11-01T10:00"),
        facts("2026-11-22T11:50"),
    ]
    now = LocalTime(at="2026-11-22T12:00", zone="Europe/Warsaw")
    step = figure_rules.figures(found, [], now, ["2026-11"]).steps[0]
    assert (step.in_time, step.late, step.minutes) == (1, 2, 16)


def test_months_go_back_over_the_year() -> None:
    assert figure_rules.months_until(date(2026, 2, 28), 4) == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_a_drill_knows_what_it_found_once() -> None:
    assert Drill(findings=["Door", " ", "Door ", "List"]).found() == ["Door", "List"]


def test_the_response_tells_lists_when_each_step_was_done() -> None:
    assert IncidentResponse().facets()["done"] == {}
