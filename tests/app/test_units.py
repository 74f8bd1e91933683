"""Couples, families and groups: a file of their own, with members by reference, and a rule who may see it."""

from __future__ import annotations

import pytest

from app.desk import Desk
from app.records import decode
from app.records.client import Client
from app.services import clients, records
from app.services.client_files import files, memberships
from app.services.clients import ClientRef
from app.services.consenting import consents
from app.services.reading import searches
from tests.app.helpers import fails, take_consent, write_note


@pytest.fixture
def adam(desk: Desk) -> ClientRef:
    """The other half of the couple."""
    return clients.register(desk, Client(name="Adam Nowak"))


@pytest.fixture
def couple(desk: Desk, anna: ClientRef, adam: ClientRef) -> ClientRef:
    """Anna and Adam, who also come together."""
    members = [{"client": anna.id, "role": "partner"}, {"client": adam.id, "role": "partner"}]
    body = decode("client", 1, {"name": "Anna and Adam", "unit": "couple", "members": members})
    assert isinstance(body, Client)
    return clients.register(desk, body)


def test_a_couples_note_never_appears_in_a_partners_file(
    desk: Desk, anna: ClientRef, adam: ClientRef, couple: ClientRef
) -> None:
    take_consent(desk, couple.id, access_rule="together")
    note = write_note(desk, couple.id, modality="couple", present=["client", "partner"], text="They talked of otters.")
    assert note.record in [line.record for line in files.timeline(desk, couple.id)]
    for member in (anna, adam):
        assert files.timeline(desk, member.id, ("session_note", "consent")) == []
        assert files.open(desk, member.id).counts["session_note"] == 0
        assert records.listing(desk, "session_note", member.id) == []
        assert searches.find(desk, "otters", member.id) == []
        assert records.start(desk, "session_note", member.id).with_values({}).body.facets()["attendance"] == "attended"
    assert [found.id for found in searches.find(desk, "otters")] == [note.record]


def test_the_file_of_a_couple_lists_its_members_by_code_and_role(
    desk: Desk, anna: ClientRef, adam: ClientRef, couple: ClientRef
) -> None:
    found = memberships.members(desk, files.open(desk, couple.id))
    assert [(one.id, one.code, one.role, one.status) for one in found] == [
        (anna.id, anna.code, "partner", "open"),
        (adam.id, adam.code, "partner", "open"),
    ]
    assert memberships.members(desk, files.open(desk, anna.id)) == []
    assert [(one.id, one.role) for one in memberships.units_of(desk, anna.id)] == [(couple.id, "Couple")]
    assert memberships.units_of(desk, couple.id) == []


def test_a_consent_of_several_people_needs_the_rule_who_may_see_the_file(desk: Desk, couple: ClientRef) -> None:
    editing = records.start(desk, "consent", couple.id, decision="granted", method="wet_ink_scan")
    with fails("not_complete") as found:
        records.sign(desk, editing)
    assert found[0].values["fields"] == "Who may see the shared file"
    with fails("not_complete"):
        records.sign(desk, editing.with_values({"access_rule": "other"}))
    records.sign(desk, editing.with_values({"access_rule": "each_whole"}))
    assert consents.state(desk, couple.id).is_active


def test_the_rule_is_asked_for_whatever_the_draft_says_of_the_unit(desk: Desk, couple: ClientRef) -> None:
    editing = records.start(desk, "consent", couple.id, decision="granted", method="wet_ink_scan")
    with fails("not_complete"):
        records.sign(desk, editing.with_values({"unit": "person"}))
    records.sign(desk, editing.with_values({"decision": "declined"}))


def test_one_person_is_not_asked_for_a_rule(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id)
    assert consents.state(desk, anna.id).is_active


@pytest.mark.parametrize("case", ["itself", "twice", "a couple", "nobody"])
def test_only_single_people_are_members_and_each_once(
    desk: Desk, anna: ClientRef, couple: ClientRef, case: str
) -> None:
    wrong = {
        "itself": [couple.id],
        "twice": [anna.id, anna.id],
        "a couple": [anna.id, couple.id],
        "nobody": [desk.signin.new_id()],
    }[case]
    body = decode("client", 1, {"name": "X", "unit": "family", "members": [{"client": one} for one in wrong]})
    assert isinstance(body, Client)
    with fails("bad_member"):
        clients.register(desk, body)
    opened = clients.read(desk, couple.id)
    with fails("bad_member"):
        clients.save(desk, couple.id, body, opened.record.revision)
