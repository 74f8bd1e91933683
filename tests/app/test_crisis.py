"""The crisis card of a practice: what a client adds, what is logged, what is there when nothing can be logged."""

from __future__ import annotations

from time import process_time

import pytest

from app import clock
from app.desk import Desk
from app.records.client import Client, EmergencyContact, FileStatus, Phone
from app.records.practice_profile import PracticeProfile
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.practice import crisis, practices
from tests.app.full_disk import full_disk
from tests.app.helpers import entries, fails, last_seq

ONE_TENTH_S = 0.1


@pytest.fixture
def jan(desk: Desk) -> ClientRef:
    """A client with an emergency contact and a British telephone."""
    contact = EmergencyContact(name="Ola Nowak", relationship="siostra", phone="600 100 200", may_be_told="wszystko")
    body = Client(name="Jan Żak", emergency_contacts=[contact], phones=[Phone(number="+44 20 7946 0000")])
    return clients.register(desk, body)


def sign_protocol(desk: Desk, text: str = "1. **Stay** with the client.", approved_on: str = "2026-10-01") -> str:
    values = {"title": "Emergency protocol", "policy_kind": "emergency_protocol", "approved_on": approved_on}
    return records.sign(desk, records.start(desk, "policy").with_values({**values, "text": text})).record


def add_resource(desk: Desk, **values: str) -> str:
    today = clock.today().isoformat()
    given = {"name": "Night shelter", "resource_kind": "shelter", "phone": "12 345 67 89", "verified_on": today}
    return records.save(desk, records.start(desk, "resource").with_values({**given, **values})).record


def test_the_practice_has_its_numbers_first(desk: Desk) -> None:
    card = crisis.card(desk)
    assert (card.emergency[0].number, card.emergency[0].is_here) == ("112", True)
    assert {line.place for line in card.lines} == {"Poland"}
    assert (card.client_code, card.contacts, card.protocol, card.local, card.closed) == ("", [], None, [], "")


def test_a_client_adds_contacts_and_the_numbers_of_another_country(desk: Desk, jan: ClientRef) -> None:
    card = crisis.card(desk, jan.id)
    assert (card.client_code, card.client_name) == (jan.code, "Jan Żak")
    assert [(one.name, one.phone, one.may_be_told) for one in card.contacts] == [
        ("Ola Nowak", "600 100 200", "wszystko")
    ]
    assert [found.number for found in card.emergency if found.is_here] == ["112", "999"]
    places = [line.place for line in card.lines]
    assert places == sorted(places, key=["Poland", "United Kingdom"].index)
    assert card.places == ("PL", "GB")


def test_a_client_who_lives_elsewhere_has_the_lines_of_that_country(desk: Desk) -> None:
    made = clients.register(desk, Client(name="Sam", country="US"))
    assert "us-988" in {line.key for line in crisis.card(desk, made.id).lines}


def test_reading_the_client_is_an_entry_and_the_numbers_are_none(desk: Desk, jan: ClientRef) -> None:
    crisis.at_hand(desk)
    seen = last_seq(desk)
    crisis.card(desk)
    assert entries(desk, seen) == []
    crisis.card(desk, jan.id)
    assert [(entry.action, entry.record) for entry in entries(desk, seen)] == [("view", jan.id)]


def test_a_related_person_who_is_an_emergency_contact_is_on_the_card(desk: Desk, jan: ClientRef) -> None:
    def relate(**values: object) -> None:
        given: dict[str, object] = {"name": "Piotr Żak", "relationship": "ojciec", "roles": ["emergency_contact"]}
        given["phones"] = [{"number": "601 000 000"}]
        records.save(desk, records.start(desk, "related_person", jan.id).with_values({**given, **values}))

    relate()
    relate(name="Marek", must_not_know=True)
    relate(name="Zofia", contact_rule="never")
    relate(name="Doctor", roles=["gp"])
    relate(name="Ola Nowak", phones=[{"number": "600-100-200"}])  # in the client's record already
    assert [contact.name for contact in crisis.card(desk, jan.id).contacts] == ["Ola Nowak", "Piotr Żak"]


def test_the_protocol_is_the_newest_that_was_signed(desk: Desk) -> None:
    records.keep(desk, records.start(desk, "policy", policy_kind="emergency_protocol", title="Draft", text="no"))
    assert crisis.card(desk).protocol is None
    sign_protocol(desk, "old", "2026-01-01")
    newest = sign_protocol(desk, "new", "2026-10-01")
    found = crisis.card(desk).protocol
    assert found is not None
    assert (found.record, found.text, found.approved_on) == (newest, "new", "2026-10-01")
    records.amend(desk, newest, kind="entered_in_error", text="", reason="wrong practice")
    found = crisis.card(desk).protocol
    assert found is not None
    assert found.text == "old"


def test_local_help_is_sorted_and_says_when_it_was_checked(desk: Desk) -> None:
    add_resource(desk)
    add_resource(desk, name="Old line", resource_kind="crisis", phone="1", verified_on="2020-03-01")
    add_resource(desk, name="Lawyer", resource_kind="legal", phone="2")
    assert [(place.name, place.checked, place.is_stale) for place in crisis.card(desk).local] == [
        ("Old line", "checked March 2020, please confirm", True),
        ("Night shelter", "", False),
    ]


def test_i_rang_it_makes_a_line_fresh_and_says_it_once(desk: Desk) -> None:
    before = {line.key: line for line in crisis.card(desk).lines}
    assert before["pl-800702222"].is_stale
    made = crisis.rang(desk, "pl-800702222")
    card = crisis.card(desk)
    fresh = {line.key: line for line in card.lines}
    assert not fresh["pl-800702222"].is_stale
    assert fresh["pl-800120002"] == before["pl-800120002"]
    assert card.local == []
    assert crisis.rang(desk, "pl-800702222").record == made.record
    with fails("not_found"):
        crisis.rang(desk, "pl-000")


def test_the_line_for_veterans_is_not_the_line_for_everybody(desk: Desk) -> None:
    practices.save_profile(desk, PracticeProfile(name="Quiet Room", jurisdiction="US-CA"))
    crisis.rang(desk, "us-988-1")
    stale = {line.key: line.is_stale for line in crisis.card(desk).lines}
    assert (stale["us-988-1"], stale["us-988"]) == (False, True)


def test_on_a_full_disk_the_card_keeps_all_but_the_client(desk: Desk, jan: ClientRef) -> None:
    sign_protocol(desk)
    add_resource(desk)
    crisis.at_hand(desk)
    whole = crisis.card(desk, jan.id)
    with full_disk(desk):
        assert crisis.card(desk).closed == ""
        card = crisis.card(desk, jan.id)
    assert card.closed == "The disk is full, so nothing was saved or shown. (CS-701)"
    assert (card.client_name, card.contacts) == ("", [])
    assert card.emergency[0] == whole.emergency[0]
    assert card.lines == [line for line in whole.lines if line.place == "Poland"]
    assert (card.local, card.protocol) == (whole.local, whole.protocol)
    assert card.protocol is not None


def test_a_protocol_that_was_never_read_stays_closed_on_a_full_disk(desk: Desk) -> None:
    crisis.at_hand(desk)
    sign_protocol(desk)
    with full_disk(desk):
        card = crisis.card(desk)
    assert card.protocol is None
    assert "CS-701" in card.closed
    assert card.lines
    assert crisis.card(desk).protocol is not None


def test_a_file_that_wants_a_reason_says_so_on_the_card(desk: Desk, jan: ClientRef) -> None:
    opened = clients.read(desk, jan.id)
    assert isinstance(opened.body, Client)
    opened.body.status = FileStatus.CLOSED
    clients.save(desk, jan.id, opened.body, opened.record.revision)
    card = crisis.card(desk, jan.id)
    assert card.contacts == []
    assert "CS-154" in card.closed
    assert card.lines


def test_what_was_at_hand_is_forgotten_at_lock(desk: Desk) -> None:
    sign_protocol(desk)
    crisis.at_hand(desk)
    assert desk.at_hand
    practices.lock(desk, "test")
    assert desk.at_hand == {}


def test_the_card_is_there_at_once(desk: Desk, jan: ClientRef) -> None:
    sign_protocol(desk)
    crisis.at_hand(desk)
    began = process_time()  # of this process alone, however busy the machine is
    crisis.card(desk, jan.id)
    assert process_time() - began < ONE_TENTH_S
