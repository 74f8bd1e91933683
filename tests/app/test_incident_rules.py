"""The six steps: their clocks, their least data, and what is missing to close."""

from __future__ import annotations

from typing import Any

import pytest

from app.records import KINDS, decode
from app.records.fields import LocalTime
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.rules.incidents import Step, clock, missing_to_close, steps
from tests.app.helpers import WARSAW

FRIDAY = LocalTime(at="2026-11-20T16:50", zone=WARSAW)
COMPLETE: dict[str, Any] = {
    "event_type": "incident_harm",
    "category": "fall_injury",
    "harm": [{"graded_on": "2026-11-20", "physical": "low", "psychological": "none", "basis": "best_estimate"}],
    "notification": {
        "notices": [
            {"duty": "insurer", "decided": "sent", "made": {"at": "2026-11-21T10:00", "zone": WARSAW}},
            {"duty": "police", "decided": "not_required", "reason": "No offence."},
        ]
    },
    "mitigation": {"actions": [{"action": "Handrail", "owner": "Ewa", "due": "2026-12-01"}]},
    "debrief": {
        "held_on": "2026-11-22",
        "happened": "A fall.",
        "difference": "Wet floor.",
        "facilitator": "Supervisor",
        "outside": "Supervisor",
    },
    "lesson_summary": "Wet stairs are slippery.",
    "what_changed": "A mat and a handrail.",
}


def response(**changes: Any) -> IncidentResponse:
    """A response that can be closed, changed by `changes`."""
    body = decode("incident_response", KINDS["incident_response"].version, COMPLETE | changes)
    assert isinstance(body, IncidentResponse)
    return body


def test_a_complete_response_can_be_closed() -> None:
    assert missing_to_close(response(), alone=True) == []


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"event_type": None}, "kind of event"),
        ({"category": None}, "category"),
        ({"harm": []}, "a grading of harm"),
        ({"harm": [{"physical": "low", "basis": "actual"}]}, "each graded"),
        ({"harm": [{"physical": "low", "psychological": "none"}]}, "how sure it is"),
        ({"event_type": "near_miss", "notification": {}}, "what stopped it"),
        (
            {"event_type": "hazard", "notification": {"notices": [{"duty": "police"}]}},
            "a decision on every notification",
        ),
        ({"notification": {}}, "whom to notify, or why nobody"),
        ({"notification": {"notices": [{"duty": "police"}]}}, "a decision on every notification"),
        ({"notification": {"notices": [{"duty": "police", "decided": "not_required"}]}}, "a decision on every"),
        ({"notification": {"notices": [{"duty": "police", "decided": "sent"}]}}, "a decision on every"),
        ({"mitigation": {}}, "an action, or why none is needed"),
        ({"mitigation": {"actions": [{"action": "Handrail", "due": "2026-12-01"}]}}, "an owner and a date"),
        ({"mitigation": {"actions": [{"action": "Handrail", "owner": "Ewa"}]}}, "an owner and a date"),
        ({"debrief": {}}, "a debrief, or why there was none"),
        ({"debrief": {"held_on": "2026-11-22", "outside": "S"}}, "what happened and why"),
        ({"debrief": COMPLETE["debrief"] | {"outside": " "}}, "somebody from outside"),
        ({"lesson_summary": " "}, "what we learned"),
        ({"what_changed": ""}, "what changed because of this"),
    ],
)
def test_what_is_missing_to_close(changes: dict[str, Any], missing: str) -> None:
    found = missing_to_close(response(**changes), alone=True)
    assert len(found) == 1
    assert missing in found[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"notification": {"none_needed": "Nobody was hurt."}},
        {"mitigation": {"none_needed": "It cannot happen again."}},
        {"mitigation": {"actions": [{"action": "Mat", "owner": "Ewa", "done_on": "2026-11-21"}]}},
        {"debrief": {"waiver": "Talked over in supervision at once."}},
        {
            "notification": {
                "notices": [
                    {"duty": "police", "decided": "not_required", "decision": "00000000-0000-4000-8000-000000000001"}
                ]
            }
        },
        {"event_type": "near_miss", "notification": {}, "harm": [], "near_miss_barrier": "Handrail"},
        {"event_type": "good_care", "notification": {}, "harm": []},
    ],
)
def test_a_reason_stands_for_what_is_not_done(changes: dict[str, Any]) -> None:
    assert missing_to_close(response(**changes), alone=True) == []


def test_in_a_larger_practice_the_debrief_needs_nobody_from_outside() -> None:
    inside = response(debrief=COMPLETE["debrief"] | {"outside": ""})
    assert missing_to_close(inside, alone=False) == []


@pytest.mark.parametrize(
    ("step", "due"),
    [
        (Step.ASSESSMENT, "2026-11-20T17:05"),
        (Step.SUPPORT, "2026-11-20T23:59"),
        (Step.DOCUMENTATION, "2026-11-21T16:50"),
        (Step.MITIGATION, "2026-12-04T23:59"),  # ten working days from a Friday
        (Step.DEBRIEF, "2026-11-23T16:50"),
    ],
)
def test_clocks_run_from_when_it_was_noticed(step: Step, due: str) -> None:
    earlier = LocalTime(at="2026-11-19T10:00", zone=WARSAW)
    noticed = Incident(occurred=earlier, discovered=FRIDAY)
    assert clock(step, noticed, response()) == LocalTime(at=due, zone=WARSAW)
    assert clock(step, Incident(occurred=FRIDAY), response()) == LocalTime(at=due, zone=WARSAW)
    assert clock(step, Incident(), response()) is None


def test_the_clock_of_notifications_is_that_of_the_next_open_duty() -> None:
    late, soon = ({"at": f"2026-11-{day}T10:00", "zone": WARSAW} for day in (25, 23))
    notices = [
        {"duty": "insurer", "due": late},
        {"duty": "data_protection_authority", "due": soon},
        {"duty": "police", "due": {"at": "2026-11-21T10:00", "zone": WARSAW}, "decided": "sent"},
    ]
    found = clock(Step.NOTIFICATION, Incident(occurred=FRIDAY), response(notification={"notices": notices}))
    assert found is not None
    assert found.at == "2026-11-23T10:00"


def test_steps_come_in_order_and_never_block_each_other() -> None:
    done = {"at": "2026-11-20T17:00", "zone": WARSAW}
    support = {"done": done, "offered": "First aid", "by_whom": "Ewa", "response": "Calm"}
    found = steps(Incident(occurred=FRIDAY), response(support=support), alone=True)
    assert [state.step for state in found] == list(Step)
    by_step = {state.step: state for state in found}
    assert by_step[Step.SUPPORT].is_done
    assert not by_step[Step.ASSESSMENT].is_done


def test_a_tick_without_its_least_data_is_not_done() -> None:
    done = {"at": "2026-11-20T17:00", "zone": WARSAW}
    found = steps(Incident(occurred=FRIDAY), response(assessment={"done": done}), alone=True)
    assert not found[0].is_done
    assert found[0].missing == ("is anyone in danger", "what was decided")


def test_a_step_is_overdue_after_its_clock() -> None:
    first = steps(Incident(occurred=FRIDAY), response(), alone=True)[0]
    assert first.is_overdue(LocalTime(at="2026-11-20T17:06", zone=WARSAW))
    assert not first.is_overdue(LocalTime(at="2026-11-20T17:05", zone=WARSAW))


def test_the_next_date_of_a_response_is_its_nearest_open_one() -> None:
    assert response().due() == "2026-12-01"
    done = {"actions": [{"action": "Mat", "owner": "Ewa", "due": "2026-12-01", "done_on": "2026-11-30"}]}
    assert response(mitigation=done).due() is None
    later = {"actions": [done["actions"][0] | {"check_on": "2027-02-01"}]}
    assert response(mitigation=later).due() == "2027-02-01"
    assert response(mitigation={"actions": [later["actions"][0] | {"effect": "works"}]}).due() is None


def test_closing_does_not_end_what_was_agreed() -> None:
    closed = response(closed_on="2026-11-30")
    assert (closed.due(), closed.facets()["waits_for"]) == ("2026-12-01", "action")


@pytest.mark.parametrize(
    ("changes", "waits_for"),
    [
        (
            {"notification": {"notices": [{"duty": "police", "due": {"at": "2026-11-23T10:00", "zone": WARSAW}}]}},
            "notice",
        ),
        (
            {
                "notification": {
                    "notices": [
                        {
                            "duty": "police",
                            "decided": "sent",
                            "made": {"at": "2026-11-21T10:00", "zone": WARSAW},
                            "follow_up_due": "2026-11-23",
                        }
                    ]
                }
            },
            "follow_up",
        ),
        ({"mitigation": {"actions": [{"action": "Mat", "due": "2026-11-23"}]}}, "action"),
        ({"mitigation": {"actions": [{"done_on": "2026-11-20", "check_on": "2026-11-23"}]}}, "effect"),
    ],
)
def test_the_index_knows_what_kind_of_thing_waits(changes: dict[str, Any], waits_for: str) -> None:
    found = response(**({"mitigation": {}} | changes))
    assert (found.due(), found.facets()["waits_for"]) == ("2026-11-23", waits_for)


def test_the_harm_of_a_response_is_the_worse_of_the_latest_grading() -> None:
    gradings = [
        {"physical": "severe", "psychological": "low"},
        {"physical": "low", "psychological": "moderate"},
    ]
    assert response(harm=gradings).facets()["harm"] == "moderate"
    assert response(harm=[]).facets()["harm"] == ""


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "actions_open"),
        ({"mitigation": {"none_needed": "x"}}, "reviewing"),
        ({"closed_on": "2026-12-02"}, "closed"),
        ({"reopened_reason": "The insurer asks."}, "reopened"),
        ({"reopened_reason": "The insurer asks.", "closed_on": "2026-12-02"}, "closed"),
    ],
)
def test_the_status_is_computed(changes: dict[str, Any], status: str) -> None:
    assert response(**changes).status() == status
