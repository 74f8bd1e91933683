"""An incident among colleagues: filed by anyone, taken over by the safety lead, unknown to whom it concerns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.keeping.plans import Plan
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.records.register_entry import RegisterEntry, Series
from app.rules.incidents import Step
from app.services import incident_team, incidents, records
from app.services.people import colleagues
from app.services.reading import today, trails
from storage.vault import Query
from tests.app.helpers import fails, sign_incident
from tests.app.several import account_of, at_desk

YEAR = clock.today().year
WORDS = "Someone read a file aloud in the corridor."


@pytest.fixture
def practice(five: Path) -> Path:
    """Five people; MS leads the work on incidents, EL is the owner."""
    with at_desk(five, "EL") as desk:
        colleagues.change(desk, account_of(desk, "MS"), is_safety_lead=True)
    return five


def file_without(practice: Path, author: str, *logins: str) -> str:
    """A first entry of `author` that leaves these people out."""
    with at_desk(practice, author) as desk:
        left_out = [{"person": account_of(desk, login), "reason": "It is about them"} for login in logins]
        return sign_incident(desk, what_happened=WORDS, left_out=left_out).record


def knows(practice: Path, login: str, incident: str) -> bool:
    """Whether somebody can open an incident; where not, nothing of it reaches them in lists, counts, search, Today."""
    with at_desk(practice, login) as desk:
        if incident in incidents.ids(desk):
            return incidents.open(desk, incident).first.record.record == incident
        assert desk.signin.ids(Query(kinds=("incident", "incident_response"))) == []
        assert desk.signin.compartments("safety") == []
        assert desk.signin.search("corridor") == []
        assert today.due(desk) == []
        with fails("not_found"):
            incidents.open(desk, incident)
        return False


def rights_of(desk: Desk, incident: str) -> dict[str, str]:
    place = desk.signin.compartment_of(incident) or ""
    logins = {account_of(desk, login): login for login in ("EL", "JK", "MS", "OR", "PN")}
    return {logins[holder.account]: holder.rights for holder in desk.signin.sharing.holders(place)}


@pytest.mark.parametrize("author", ["EL", "JK", "OR", "PN"])
def test_anyone_files_a_first_entry_for_the_safety_lead(practice: Path, author: str) -> None:
    incident = file_without(practice, author)
    with at_desk(practice, "MS") as desk:
        assert rights_of(desk, incident) == {"MS": "read write share", author: "read write"}
        assert incidents.open(desk, incident).incident.what_happened == WORDS
    for other in {"EL", "JK", "OR", "PN"} - {author}:
        assert not knows(practice, other, incident)


def test_where_no_lead_is_named_it_is_the_owner(five: Path) -> None:
    incident = file_without(five, "OR")
    with at_desk(five, "EL") as desk:
        assert rights_of(desk, incident) == {"EL": "read write share", "OR": "read write"}
    assert not knows(five, "MS", incident)


def test_the_safety_lead_can_be_left_out_and_the_owner_leads(practice: Path) -> None:
    incident = file_without(practice, "OR", "MS")
    assert not knows(practice, "MS", incident)
    with at_desk(practice, "EL") as desk:
        assert rights_of(desk, incident) == {"EL": "read write share", "OR": "read write"}
        team = incident_team.of(desk, incidents.open(desk, incident))
        assert [(one.name, one.reason) for one in team.left_out] == [("Maria Sowa", "It is about them")]
        assert team.may_take_over


def test_where_all_who_could_lead_are_left_out_the_author_decides(practice: Path) -> None:
    incident = file_without(practice, "OR", "MS", "EL")
    assert not knows(practice, "MS", incident)
    assert not knows(practice, "EL", incident)
    with at_desk(practice, "OR") as desk:
        assert rights_of(desk, incident) == {"OR": "read write share"}
        incident_team.assign(desk, incident, Step.DEBRIEF, account_of(desk, "JK"))
    assert knows(practice, "JK", incident)


@pytest.mark.parametrize(
    ("left_out", "failure"),
    [
        ([{"person": "OR", "reason": "x"}], "not_yourself"),
        ([{"person": "nobody", "reason": "x"}], "nobody_there"),
        ([{"person": "JK", "reason": " "}], "not_complete"),
    ],
)
def test_whom_a_first_entry_cannot_leave_out(practice: Path, left_out: list[dict[str, str]], failure: str) -> None:
    with at_desk(practice, "OR") as desk:
        named = [
            one | {"person": account_of(desk, one["person"]) if one["person"] != "nobody" else desk.signin.new_id()}
            for one in left_out
        ]
        with fails(failure):
            sign_incident(desk, left_out=named)
        assert incidents.ids(desk) == []


def test_before_signing_one_sees_who_will_read_it(practice: Path) -> None:
    with at_desk(practice, "OR") as desk:
        names = [one.name for one in incident_team.candidates(desk)]
        assert names == ["Ewa Lis", "Jan Kot", "Maria Sowa", "Piotr Niski"]
        editing = records.start(desk, "incident")
        assert isinstance(editing.body, Incident)
        assert incident_team.preview(desk, editing.body) == ["Maria Sowa"]
        editing = editing.with_values({"left_out": [{"person": account_of(desk, "MS"), "reason": "x"}]})
        assert isinstance(editing.body, Incident)
        assert incident_team.preview(desk, editing.body) == ["Ewa Lis"]


def test_the_safety_lead_finds_it_due_and_takes_it_over(practice: Path) -> None:
    incident = file_without(practice, "OR")
    with at_desk(practice, "OR") as desk:
        assert today.due(desk) == []
        with fails("not_yours_to_share"):
            incident_team.take_over(desk, incident)
    with at_desk(practice, "MS") as desk:
        (item,) = today.due(desk)
        assert (item.record, item.words, item.key) == (incident, "New incident: take it over", "")
        incident_team.take_over(desk, incident)
        assert today.due(desk) == []
        opened = incidents.open(desk, incident)
        assert {step.person for step in opened.steps} == {desk.account}
        assert {step.owner for step in opened.steps} == {"Maria Sowa"}
        assert not incident_team.of(desk, opened).may_take_over


def test_who_is_responsible_gets_in_and_who_was_goes_out(practice: Path) -> None:
    incident = file_without(practice, "OR", "PN")
    with at_desk(practice, "MS") as desk:
        incident_team.take_over(desk, incident)
        incident_team.assign(desk, incident, Step.DEBRIEF, account_of(desk, "EL"))
        assert rights_of(desk, incident)["EL"] == "read write"
        team = incident_team.of(desk, incidents.open(desk, incident))
        assert not team.may_take_over, "what a colleague is responsible for is not taken from them"
        mine = next(one for one in team.rows if one.account == desk.account)
        assert mine.parts[-1].startswith("responsible: Immediate assessment, Client support, ")
        with fails("left_out_already"):
            incident_team.assign(desk, incident, Step.DEBRIEF, account_of(desk, "PN"))
    assert knows(practice, "EL", incident)
    with at_desk(practice, "EL") as desk:
        with fails("not_yours_to_share"):
            incident_team.assign(desk, incident, Step.DEBRIEF, account_of(desk, "JK"))
        records.save(desk, incidents.respond(desk, incident).with_values({"lesson_summary": "Close the door."}))
    with at_desk(practice, "MS") as desk:
        incident_team.assign(desk, incident, Step.DEBRIEF, account_of(desk, "JK"))
        assert rights_of(desk, incident) == {"MS": "read write share", "OR": "read write", "JK": "read write"}
    assert not knows(practice, "EL", incident)
    assert knows(practice, "JK", incident)
    with at_desk(practice, "OR") as desk:
        assert incidents.open(desk, incident).incident.what_happened == WORDS


def test_another_name_typed_by_hand_takes_the_access_away(practice: Path) -> None:
    incident = file_without(practice, "OR")
    with at_desk(practice, "MS") as desk:
        incident_team.assign(desk, incident, Step.SUPPORT, account_of(desk, "JK"))
        editing = incidents.respond(desk, incident)
        assert isinstance(editing.body, IncidentResponse)
        editing.body.support.owner = "The day clinic"
        records.save(desk, editing)
        assert "JK" not in rights_of(desk, incident)


def test_whom_it_turns_out_to_concern_is_left_out_later(practice: Path) -> None:
    incident = file_without(practice, "OR")
    with at_desk(practice, "MS") as desk:
        incident_team.assign(desk, incident, Step.SUPPORT, account_of(desk, "JK"))
        with fails("author_stays"):
            incident_team.leave_out(desk, incident, account_of(desk, "OR"), "x")
        with fails("not_yourself"):
            incident_team.leave_out(desk, incident, desk.account, "x")
        with fails("text_needed"):
            incident_team.leave_out(desk, incident, account_of(desk, "JK"), " ")
        incident_team.leave_out(desk, incident, account_of(desk, "JK"), "It was his room")
        opened = incidents.open(desk, incident)
        assert [step.person for step in opened.steps if step.step is Step.SUPPORT] == [""]
        assert [one.name for one in incident_team.of(desk, opened).left_out] == ["Jan Kot"]
        with fails("left_out_already"):
            incident_team.assign(desk, incident, Step.SUPPORT, account_of(desk, "JK"))
    assert not knows(practice, "JK", incident)


def test_numbers_of_several_authors_have_no_gap_and_no_name(practice: Path) -> None:
    for author in ("OR", "JK", "EL", "PN"):
        file_without(practice, author, *(("EL",) if author == "JK" else ()))
    with at_desk(practice, "MS") as desk:
        numbers = sorted(row.number for row in incidents.rows(desk, incidents.ids(desk)))
        assert numbers == [f"{YEAR}-00{number}" for number in (1, 2, 3, 4)]
    with at_desk(practice, "EL") as desk:
        lines = desk.signin.ids(Query(kinds=("register_entry",), facets={"series": Series.INCIDENT.value}))
        bodies = [records.open(desk, line).body for line in lines]
        assert len(bodies) == 4
        assert {body.lead for body in bodies if isinstance(body, RegisterEntry)} == {""}


def test_the_trail_says_nothing_of_it_to_whom_it_concerns(practice: Path) -> None:
    incident = file_without(practice, "OR", "EL")
    with at_desk(practice, "MS") as desk:
        incident_team.take_over(desk, incident)
    with at_desk(practice, "EL") as desk:
        told: list[Any] = [(row.client, row.detail, row.purpose_label) for row in trails.entries(desk, limit=500)]
        assert not [one for one in told if "ncident" in str(one)]


def test_alone_nothing_of_it_is_there(desk: Desk) -> None:
    incident = sign_incident(desk).record
    opened = incidents.open(desk, incident)
    assert incident_team.candidates(desk) == []
    team = incident_team.of(desk, opened)
    assert (team.rows, team.left_out, team.may_manage, team.may_take_over) == ([], [], False, False)
    assert today.due(desk) == []
    place = desk.signin.compartment_of(incident) or ""
    assert desk.signin.label(place) == {"incident": incident}
    with fails("not_yourself"):
        sign_incident(desk, left_out=[{"person": desk.account, "reason": "x"}])


def test_nobody_gets_in_by_what_somebody_else_wrote_into_the_response(practice: Path) -> None:
    incident = file_without(practice, "OR")
    with at_desk(practice, "MS") as desk:
        incident_team.assign(desk, incident, Step.SUPPORT, account_of(desk, "JK"))
    with at_desk(practice, "JK") as desk:
        editing = incidents.respond(desk, incident)
        assert isinstance(editing.body, IncidentResponse)
        editing.body.debrief.owner, editing.body.debrief.person = "Piotr Niski", account_of(desk, "PN")
        records.save(desk, editing)
    with at_desk(practice, "MS") as desk:
        records.save(desk, incidents.respond(desk, incident).with_values({"lesson_summary": "Close the door."}))
        assert sorted(rights_of(desk, incident)) == ["JK", "MS", "OR"]
    assert not knows(practice, "PN", incident)


def test_a_response_that_names_another_incident_opens_nothing(practice: Path) -> None:
    mine, theirs = file_without(practice, "OR"), file_without(practice, "EL")
    with at_desk(practice, "MS") as desk:
        saved = incident_team.assign(desk, mine, Step.SUPPORT, account_of(desk, "JK"))
    with at_desk(practice, "JK") as desk:
        editing = records.edit(desk, saved.record)
        records.save(desk, editing.with_values({"incident": theirs}))
    with at_desk(practice, "MS") as desk:
        editing = records.edit(desk, saved.record)
        records.save(desk, editing.with_values({"lesson_summary": "Close the door."}))
        assert sorted(rights_of(desk, theirs)) == ["EL", "MS"]
        assert sorted(rights_of(desk, mine)) == ["JK", "MS", "OR"]


def test_no_standing_access_reaches_an_incident(practice: Path) -> None:
    incident = file_without(practice, "OR")
    with at_desk(practice, "MS") as desk:
        assert desk.signin.sharing.is_opted_out(desk.signin.compartment_of(incident) or "")


def test_a_response_planted_in_a_compartment_of_ones_own_is_none(practice: Path) -> None:
    incident = file_without(practice, "OR")
    with at_desk(practice, "JK") as desk:
        plan = Plan()
        planted = plan.make(desk, "safety", {"incident": incident}, {account_of(desk, "MS"): "read write"})
        plan.put("incident_response", desk.signin.new_id(), planted, IncidentResponse(incident=incident))
        plan.commit(desk)
    with at_desk(practice, "MS") as desk:
        assert incidents.open(desk, incident).response is None
        editing = incidents.respond(desk, incident)
        assert editing.compartment == desk.signin.compartment_of(incident) != planted
        assert [item.record for item in today.due(desk)] == [incident]
