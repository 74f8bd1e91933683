"""Attempts to make a file look whole, to lose a clock or a hold, and to change what was signed."""

from __future__ import annotations

import pytest

from app import clock
from app.desk import Desk
from app.records.amendment import Amendment, AmendmentKind, ToTell
from app.records.client import Client
from app.records.legal_hold import HoldReason
from app.rules.completeness import ItemState
from app.services import clients, incidents, mistakes, records
from app.services.client_files import amendment_requests as requests
from app.services.client_files import files, holds
from app.services.clients import ClientRef
from app.services.outgoing import releases
from storage.vault import Query
from tests.app.helpers import fails, sign_incident, write_note
from tests.app.releases_made import WHOLE, sign_release
from tests.app.test_care_plans import PLAN


def item(desk: Desk, client: str, key: str) -> ItemState:
    return next(one.state for one in files.completeness(desk, files.open(desk, client)) if one.key == key)


def test_what_was_entered_in_error_completes_nothing(desk: Desk, anna: ClientRef) -> None:
    assert item(desk, anna.id, "plan") is ItemState.OPEN
    plan = records.sign(desk, records.start(desk, "treatment_plan", anna.id).with_values(PLAN)).record
    assert item(desk, anna.id, "plan") is ItemState.DONE
    records.amend(desk, plan, kind="entered_in_error", text="", reason="Another client.")
    assert item(desk, anna.id, "plan") is ItemState.OPEN
    again = {**PLAN, "outcome": "So far.", "reviewed_on": clock.today().isoformat()}
    records.sign(desk, records.start(desk, "treatment_plan", anna.id).with_values(again))
    assert item(desk, anna.id, "plan") is ItemState.DONE


def accepted(desk: Desk, client: str) -> str:
    """A request that was accepted; two people have to learn of it."""
    asked = requests.request(desk, write_note(desk, client).record, "Not so.", reason="It was not.").record
    to_tell = [ToTell(who="Dr Kos"), ToTell(who="School")]
    requests.decide(desk, asked, "accepted", text="So.", reason="Read.", to_tell=to_tell)
    return asked


def test_a_shorter_list_of_those_told_forgets_nobody(desk: Desk, anna: ClientRef) -> None:
    asked, today = accepted(desk, anna.id), clock.today().isoformat()
    requests.notified(desk, asked, [ToTell(who="dr  kos", notified_on=today)])
    assert requests.standing(desk, asked).to_tell == 1
    assert requests.standing(desk, asked).waiting
    requests.notified(desk, asked, [ToTell(who="Dr Kos"), ToTell(who="Insurer")])
    assert requests.standing(desk, asked).to_tell == 2, "told once is told; whoever is new waits too"
    with fails("not_complete"):
        requests.notified(desk, asked, [])
    requests.notified(desk, asked, [ToTell(who=who, notified_on=today) for who in ("School", "Insurer")])
    assert requests.standing(desk, asked).to_tell == 0


def test_a_request_called_an_error_keeps_its_clock(desk: Desk, anna: ClientRef) -> None:
    """Somebody asked, and the law counts from that day: only a decision ends it."""
    asked = requests.request(desk, write_note(desk, anna.id).record, "Not so.", reason="It was not.").record
    before = requests.standing(desk, asked)
    records.amend(desk, asked, kind="entered_in_error", text="", reason="Too late for it.")
    assert requests.standing(desk, asked) == before
    assert [row.is_open for row in requests.rows(desk, anna.id)] == [True]


@pytest.mark.parametrize("kind", ["client_requested", "request_decided", "rebuttal"])
def test_a_step_of_a_request_is_not_written_as_just_any_amendment(desk: Desk, anna: ClientRef, kind: str) -> None:
    note = write_note(desk, anna.id).record
    with fails("unknown_choice"):
        records.amend(desk, note, kind=kind, text="So.", reason="So.")
    with fails("not_by_hand"):
        records.add(desk, "amendment", [{"kind": kind, "target": note, "text": "So."}], client=anna.id, sign=True)


def test_a_client_whom_an_open_incident_names_is_not_removed(desk: Desk) -> None:
    client = clients.register(desk, Client(name="Never came")).id
    incident = sign_incident(desk, affected=[{"kind": "client", "client": client, "role": "client"}])
    with fails("named_in_incident"):
        mistakes.remove_client(desk, client)
    records.amend(desk, incident.record, kind="entered_in_error", text="", reason="Another practice.")
    mistakes.remove_client(desk, client)
    assert incidents.ids(desk)


def test_a_hold_is_lifted_by_a_reason_and_by_nothing_else(desk: Desk, anna: ClientRef) -> None:
    hold = holds.place(desk, anna.id, reason=HoldReason.COMPLAINT).record
    with fails("not_complete"):
        holds.lift(desk, hold, because=" ")
    with fails("in_future"):
        holds.lift(desk, hold, because="Over.", lifted_on="2099-01-01")
    assert [row.record for row in holds.in_force(desk, anna.id)] == [hold]
    lifted = holds.lift(desk, hold, because="Over.").record
    assert holds.in_force(desk, anna.id) == []
    records.amend(desk, lifted, kind="entered_in_error", text="", reason="The wrong hold.")
    assert [row.record for row in holds.in_force(desk, anna.id)] == [hold], "what was lifted by mistake holds again"


def test_a_signed_release_is_final_for_every_way_of_writing(desk: Desk, anna: ClientRef) -> None:
    release = sign_release(desk, anna.id).record
    before = desk.signin.read(release, purpose="treatment")
    editing = records.start(desk, "release", anna.id)
    from dataclasses import replace

    forged = replace(editing.with_values({**WHOLE, "expires_on": "2999-01-01"}), record=release)
    for attempt in (records.sign, records.save, records.keep):
        with pytest.raises(Exception, match="CS-"):
            attempt(desk, forged)
    with fails("already_signed"):
        records.edit(desk, release)
    with fails("already_signed"):
        records.sign(desk, replace(forged, base=before.revision))
    after = desk.signin.read(release, purpose="treatment")
    assert (after.revision, after.body) == (before.revision, before.body)
    assert releases.rows(desk, anna.id)[0].facts.expires_on == WHOLE["expires_on"]


def test_every_step_names_the_request_and_the_record(desk: Desk, anna: ClientRef) -> None:
    asked = accepted(desk, anna.id)
    steps = desk.signin.ids(Query(kinds=("amendment",), client=anna.id, facets={"request": asked}))
    bodies = [records.open(desk, one).body for one in steps]
    assert {one.kind for one in bodies if isinstance(one, Amendment)} == {AmendmentKind.REQUEST_DECIDED}
