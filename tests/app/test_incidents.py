"""Incidents: a frozen first entry, a living response, closing only when it is complete."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.services import incidents, records
from app.services.clients import ClientRef
from tests.app.helpers import entries, fails, last_seq, sign_incident
from tests.app.test_incident_rules import COMPLETE

YEAR = clock.today().year


def respond(desk: Desk, incident: str, **values: Any) -> records.Saved:
    return records.save(desk, incidents.respond(desk, incident).with_values(values))


def test_four_answers_make_an_incident(desk: Desk) -> None:
    saved = sign_incident(desk)
    (row,) = incidents.rows(desk, incidents.ids(desk))
    assert (row.id, row.number, row.state, row.status) == (saved.record, f"{YEAR}-001", "signed", "open")


@pytest.mark.parametrize("missing", ["what_happened", "where", "danger", "occurred"])
def test_without_one_of_them_it_stays_a_draft(desk: Desk, missing: str) -> None:
    empty = None if missing in {"danger", "occurred"} else ""
    with fails("not_complete"):
        sign_incident(desk, **{missing: empty})
    assert incidents.ids(desk) == []


def test_numbers_have_no_gap_within_a_year(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_incident(desk)
    records.keep(desk, records.start(desk, "incident"))
    sign_incident(desk)
    monkeypatch.setattr(clock, "today", lambda: date(YEAR + 1, 1, 2))
    sign_incident(desk)
    numbers = [row.number for row in incidents.rows(desk, incidents.ids(desk)) if row.state == "signed"]
    assert sorted(numbers) == [f"{YEAR}-001", f"{YEAR}-002", f"{YEAR + 1}-001"]


def test_each_incident_has_a_compartment_of_its_own(desk: Desk, anna: ClientRef) -> None:
    one, two = sign_incident(desk), sign_incident(desk)
    places = {desk.signin.compartment_of(saved.record) for saved in (one, two)}
    assert len(places) == 2
    for saved in (one, two):
        place = desk.signin.compartment_of(saved.record) or ""
        assert desk.signin.compartment_kind(place) == "safety"
        assert desk.signin.label(place) == {"incident": saved.record}


def test_the_first_entry_is_frozen(desk: Desk) -> None:
    saved = sign_incident(desk)
    with fails("already_signed"):
        records.edit(desk, saved.record)
    records.amend(desk, saved.record, kind="correction", text="It was the cellar.", reason="Mistaken")
    opened = incidents.open(desk, saved.record)
    assert isinstance(opened.first.body, Incident)
    assert opened.incident.where == "Stairs"
    assert opened.first.status == "amended"


def test_an_incident_nobody_responded_to_is_open_with_everything_missing(desk: Desk) -> None:
    opened = incidents.open(desk, sign_incident(desk).record)
    assert (opened.status, opened.response) == ("open", None)
    assert len(opened.steps) == 6
    assert "kind of event" in opened.still_missing


def test_responding_makes_one_response_in_the_same_place(desk: Desk) -> None:
    incident = sign_incident(desk).record
    first = respond(desk, incident, category="fall_injury")
    second = respond(desk, incident, event_type="near_miss")
    assert first.record == second.record
    assert desk.signin.compartment_of(first.record) == desk.signin.compartment_of(incident)
    opened = incidents.open(desk, incident)
    assert opened.response is not None
    body = opened.response.body
    assert isinstance(body, IncidentResponse)
    assert (body.category, body.event_type) == ("fall_injury", "near_miss")
    (row,) = incidents.rows(desk, [incident])
    assert (row.category, row.event_type, row.status) == ("Fall or injury", "Near miss", "reviewing")


def test_a_response_that_is_being_typed_is_taken_up_again(desk: Desk) -> None:
    incident = sign_incident(desk).record
    editing = records.keep(desk, incidents.respond(desk, incident).with_values({"category": "weapon"}))
    again = incidents.respond(desk, incident)
    assert again.record == editing.record
    assert isinstance(again.body, IncidentResponse)
    assert again.body.category == "weapon"
    assert incidents.open(desk, incident).response is None


def test_there_is_no_response_to_a_draft(desk: Desk) -> None:
    draft = records.keep(desk, records.start(desk, "incident"))
    with fails("not_signed"):
        incidents.respond(desk, draft.record)


def test_an_incident_closes_only_when_nothing_is_missing(desk: Desk) -> None:
    incident = sign_incident(desk).record
    with fails("cannot_close"):
        incidents.close(desk, incident)
    respond(desk, incident, **(COMPLETE | {"what_changed": ""}))
    with fails("cannot_close") as found:
        incidents.close(desk, incident)
    assert found[0].values["steps"] == "what changed because of this"
    respond(desk, incident, what_changed="A handrail.")
    incidents.close(desk, incident)
    (row,) = incidents.rows(desk, [incident])
    assert (row.status, row.due) == ("closed", "2026-12-01")  # the handrail is still to come
    assert incidents.open(desk, incident).still_missing == []


def test_a_closed_incident_is_opened_again_with_a_reason(desk: Desk) -> None:
    incident = sign_incident(desk).record
    respond(desk, incident, **COMPLETE)
    incidents.close(desk, incident)
    with fails("text_needed"):
        incidents.reopen(desk, incident, " ")
    incidents.reopen(desk, incident, "The insurer asks.")
    opened = incidents.open(desk, incident)
    assert opened.status == "reopened"
    assert opened.response is not None
    assert getattr(opened.response.body, "reopened_reason", "") == "The insurer asks."


def test_an_earlier_grading_of_harm_stays(desk: Desk) -> None:
    incident = sign_incident(desk).record
    first, later = (
        {"graded_on": day, "physical": grade} for day, grade in (("2026-01-01", "low"), ("2026-01-05", "none"))
    )
    respond(desk, incident, harm=[first])
    for changed in ([], [later], [first | {"physical": "none"}]):
        with fails("first_estimate_kept"):
            respond(desk, incident, harm=changed)
    respond(desk, incident, harm=[first, later])
    (row,) = incidents.rows(desk, [incident])
    assert row.harm == "None"


def test_danger_now_is_marked_until_the_incident_is_closed(desk: Desk) -> None:
    incident = sign_incident(desk, danger="yes").record
    assert incidents.rows(desk, [incident])[0].severity == 2
    assert incidents.ids(desk, danger="yes") == [incident]
    assert incidents.ids(desk, danger="no") == []
    respond(desk, incident, **COMPLETE)
    incidents.close(desk, incident)
    assert incidents.rows(desk, [incident])[0].severity == 0


def test_looking_into_an_incident_is_its_own_purpose(desk: Desk) -> None:
    incident = sign_incident(desk).record
    seen = last_seq(desk)
    incidents.open(desk, incident)
    assert {entry.purpose for entry in entries(desk, seen) if entry.action == "view"} == {"safety"}


def test_an_incident_there_is_not_is_a_known_failure(desk: Desk, anna: ClientRef) -> None:
    with fails("not_found"):
        incidents.open(desk, desk.signin.new_id())
    with fails("not_found"):
        incidents.open(desk, anna.id)
