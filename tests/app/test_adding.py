"""Adding from plain values, as the command line does: all or nothing; and the lists."""

from __future__ import annotations

from typing import Any

import pytest

from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.clients import ClientRef
from tests.app.helpers import NOTE, WARSAW, fails, last_seq, take_consent, write_note

DATED = {"started": {"at": "2026-01-05T17:30", "zone": WARSAW}}


def test_added_clients_give_out_their_codes(desk: Desk) -> None:
    added = records.add(desk, "client", [{"name": "Anna"}, {"name": "Jan", "code": "J-1"}, {"name": "Ola"}])
    assert [made.client for made in added] == ["K-0001", "J-1", "K-0002"]
    assert [made.kind for made in added] == ["client"] * 3
    assert clients.by_code(desk, "J-1") == added[1].id


def test_signed_kinds_become_drafts_and_with_sign_are_signed(desk: Desk, anna: ClientRef) -> None:
    (draft,) = records.add(desk, "session_note", [NOTE | DATED], client=anna.id)
    (signed,) = records.add(desk, "session_note", [NOTE | DATED], client=anna.id, sign=True)
    states = {row.id: (row.state, row.client) for row in records.listing(desk, "session_note")}
    assert states == {draft.id: ("draft", "K-0001"), signed.id: ("signed", "K-0001")}
    assert records.sign(desk, draft.id).record == draft.id


def test_a_text_and_a_word_on_safety_make_a_note(desk: Desk, anna: ClientRef) -> None:
    (added,) = records.add(desk, "session_note", [NOTE], client=anna.id, sign=True)
    assert records.open(desk, added.id).record.state == "signed"


@pytest.mark.parametrize(
    ("kind", "bodies", "name", "sign"),
    [
        ("session_note", [NOTE, {"text": 5}], "wrong_shape", False),
        ("session_note", [NOTE, {"text": "no word on safety"}], "not_complete", True),
        ("process_note", [{"text": "a"}, {"text": ""}], "text_needed", False),
        ("consent", [{"decision": "granted", "method": "verbal"}, {"decision": "granted"}], "not_complete", True),
    ],
)
def test_one_bad_record_adds_none(
    desk: Desk, anna: ClientRef, kind: str, bodies: list[dict[str, Any]], name: str, sign: bool
) -> None:
    with fails(name):
        records.add(desk, kind, bodies, client=anna.id, sign=sign)
    assert records.listing(desk, kind) == []
    assert records.unfinished(desk) == []


def test_one_bad_client_adds_none(desk: Desk) -> None:
    with fails("text_needed"):
        records.add(desk, "client", [{"name": "Anna"}, {"name": ""}])
    assert clients.ids(desk) == []


@pytest.mark.parametrize(
    ("kind", "client", "sign", "name"),
    [
        ("session_note", False, False, "client_needed"),
        ("incident", True, False, "client_not_wanted"),
        ("client", True, False, "client_not_wanted"),
        ("client", False, True, "not_signable"),
        ("register_entry", False, False, "not_by_hand"),
        ("horoscope", False, False, "unknown_kind"),
    ],
)
def test_adding_refuses_what_does_not_fit(
    desk: Desk, anna: ClientRef, kind: str, client: bool, sign: bool, name: str
) -> None:
    with fails(name):
        records.add(desk, kind, [{}], client=anna.id if client else None, sign=sign)


@pytest.mark.parametrize("body", [[], "text", 5, None])
def test_a_body_is_an_object(desk: Desk, body: Any) -> None:
    with fails("wrong_shape"):
        records.add(desk, "client", [body])


def test_many_incidents_at_once_are_numbered_without_a_gap(desk: Desk) -> None:
    body = {"what_happened": "Something.", "where": "Office", "danger": "no"}
    records.add(desk, "incident", [body] * 3, sign=True)
    records.add(desk, "incident", [body], sign=True)
    numbers = sorted(row.title.partition(",")[0] for row in records.listing(desk, "incident"))
    assert [number[5:] for number in numbers] == ["001", "002", "003", "004"]


def test_many_notes_make_one_clinical_compartment(desk: Desk, anna: ClientRef) -> None:
    records.add(desk, "session_note", [NOTE] * 5, client=anna.id, sign=True)
    assert len(desk.signin.compartments("clinical", client=anna.id)) == 1


def test_a_list_of_one_client_holds_nobody_elses_records(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Jan"))
    write_note(desk, anna.id)
    write_note(desk, other.id)
    assert {row.client for row in records.listing(desk, client=anna.id)} == {"K-0001"}
    assert [row.kind for row in records.listing(desk, "session_note", anna.id)] == ["session_note"]


def test_the_register_and_the_practice_are_in_no_list(desk: Desk, anna: ClientRef) -> None:
    assert {row.kind for row in records.listing(desk)} == {"client"}


def test_what_is_due_comes_by_its_date(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id, given_on="2026-01-01", review_due="2026-06-01")
    records.add(
        desk, "process_note", [{"text": "x", "review_by": "2099-02-01", "written_on": "2026-01-01"}], client=anna.id
    )
    write_note(desk, anna.id)
    assert [(row.kind, row.due) for row in records.listing(desk, due_only=True)] == [
        ("consent", "2026-06-01"),
        ("process_note", "2099-02-01"),
    ]


def test_the_status_in_a_list_is_computed(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id, given_on="2020-01-01", expires_on="2020-12-31", review_due="")
    take_consent(desk, anna.id)
    found = {row.id: row.status for row in records.listing(desk, "consent")}
    assert sorted(found.values()) == ["active", "superseded"]
    assert [row.status for row in records.listing(desk, "client")] == ["open"]


def test_more_rows_than_one_entry_may_name_are_listed_in_portions(desk: Desk) -> None:
    records.add(desk, "client", [{"name": f"Client {number:03d}"} for number in range(205)])
    seen = last_seq(desk)
    assert len(clients.rows(desk, clients.ids(desk))) == 205
    assert last_seq(desk) - seen <= 3
