"""Who leads an incident, who can open it, and who is left out: rules without any storage."""

from __future__ import annotations

import pytest

from app.records.incident_response import IncidentResponse
from app.rules import safety
from app.rules.incidents import Step
from app.rules.safety import circle

OWNER, SECOND, LEAD, AUTHOR, OTHER = "owner", "second", "lead", "author", "other"


@pytest.mark.parametrize(
    ("named", "left_out", "leads"),
    [
        ((LEAD,), (), (LEAD,)),
        ((LEAD, SECOND), (LEAD,), (SECOND,)),
        ((LEAD,), (LEAD,), (OWNER, SECOND)),
        ((LEAD,), (LEAD, OWNER), (SECOND,)),
        ((LEAD,), (LEAD, OWNER, SECOND), ()),
    ],
)
def test_the_lead_is_the_safety_lead_then_an_owner_then_nobody(
    named: tuple[str, ...], left_out: tuple[str, ...], leads: tuple[str, ...]
) -> None:
    found = circle(AUTHOR, named, (OWNER, SECOND), left_out)
    assert found.leads == leads
    assert found.lead == (leads[0] if leads else "")


def test_the_author_decides_only_where_nobody_else_can() -> None:
    led = circle(AUTHOR, (LEAD,), (OWNER,), ())
    assert safety.shares(led, (), ()) == {AUTHOR: "read write", LEAD: "read write share"}
    alone = circle(AUTHOR, (LEAD,), (OWNER,), (LEAD, OWNER))
    assert safety.shares(alone, (), (LEAD, OWNER)) == {AUTHOR: "read write share"}
    leading = circle(LEAD, (LEAD,), (OWNER,), ())
    assert safety.shares(leading, (), ()) == {LEAD: "read write share"}


def test_nobody_who_is_left_out_gets_in_by_another_way() -> None:
    led = circle(AUTHOR, (LEAD,), (OWNER,), (OTHER,))
    assert safety.shares(led, (OTHER, OWNER), (OTHER,)) == {
        OWNER: "read write",
        AUTHOR: "read write",
        LEAD: "read write share",
    }


def test_another_name_typed_by_hand_takes_the_responsibility_away() -> None:
    before, after = IncidentResponse(), IncidentResponse()
    for response in (before, after):
        response.support.owner, response.support.person = "Jan Kot", OTHER
        response.debrief.owner, response.debrief.person = "Jan Kot", OTHER
    after.support.owner = "The ambulance crew"
    safety.settle(before, after)
    assert safety.responsible(after) == {Step.DEBRIEF: OTHER}


def test_another_colleague_chosen_stays() -> None:
    before, after = IncidentResponse(), IncidentResponse()
    before.support.owner, before.support.person = "Jan Kot", OTHER
    after.support.owner, after.support.person = "Ewa Lis", OWNER
    safety.settle(before, after)
    assert safety.responsible(after) == {Step.SUPPORT: OWNER}
