"""Clients: registered with a code, listed without a trace of content, found, changed."""

from __future__ import annotations

import pytest

from app.desk import Desk
from app.records.client import Client, FileStatus
from app.records.register_entry import RegisterEntry
from app.services import clients, records
from app.services.clients import ClientRef
from storage.vault import Query
from tests.app.helpers import entries, fails, last_seq


def register(desk: Desk, *names: str) -> list[ClientRef]:
    return [clients.register(desk, Client(name=name)) for name in names]


def test_clients_get_the_next_free_code(desk: Desk) -> None:
    assert [made.code for made in register(desk, "Anna", "Jan")] == ["K-0001", "K-0002"]


def test_a_gap_is_left_as_it_is(desk: Desk) -> None:
    clients.register(desk, Client(name="Anna", code="k-0041"))
    assert register(desk, "Jan")[0].code == "K-0042"


def test_codes_go_on_beyond_four_digits(desk: Desk) -> None:
    clients.register(desk, Client(name="Anna", code="K-9999"))
    assert [made.code for made in register(desk, "Jan", "Ola")] == ["K-10000", "K-10001"]


def test_a_code_of_ones_own_does_not_count(desk: Desk) -> None:
    clients.register(desk, Client(name="Anna", code="ZEBRA"))
    assert register(desk, "Jan")[0].code == "K-0001"


def test_a_code_is_given_once(desk: Desk) -> None:
    clients.register(desk, Client(name="Anna", code="A-1"))
    with fails("code_taken"):
        clients.register(desk, Client(name="Jan", code="a-1"))
    with fails("code_taken"):
        records.add(desk, "client", [{"name": "Jan", "code": "B-1"}, {"name": "Ola", "code": "B-1"}])
    assert len(clients.ids(desk)) == 1


@pytest.mark.parametrize("code", ["-1", "K 1", "żółw", "K" * 21, "../K"])
def test_a_code_is_letters_digits_and_hyphens(desk: Desk, code: str) -> None:
    with fails("bad_code"):
        clients.register(desk, Client(name="Anna", code=code))


def test_a_client_needs_one_name_and_nothing_else(desk: Desk) -> None:
    with fails("text_needed"):
        clients.register(desk, Client(name=" "))
    assert clients.ids(desk) == []


def test_registering_writes_identity_and_register_in_one_go(desk: Desk, anna: ClientRef) -> None:
    assert desk.signin.compartments("identity", client=anna.id) == [desk.signin.compartment_of(anna.id)]
    assert desk.signin.compartments("clinical", client=anna.id) == []
    entry = desk.signin.read(desk.signin.ids(Query(kinds=("register_entry",)))[0])
    assert entry.body["code"] == anna.code
    assert entry.body["subject"] == anna.id
    assert "Anna" not in str(entry.body)
    assert isinstance(RegisterEntry(**entry.body), RegisterEntry)


def test_the_list_shows_what_it_needs_from_one_row(desk: Desk, anna: ClientRef) -> None:
    (row,) = clients.rows(desk, clients.ids(desk))
    assert (row.id, row.code, row.name, row.status, row.group) == (anna.id, "K-0001", "Anna Zawadzka", "open", "Adult")
    assert row.lead == desk.account


def test_sorting_and_filtering_by_ids_leaves_no_entry(desk: Desk) -> None:
    register(desk, "Anna", "Zofia", "Łucja")
    seen = last_seq(desk)
    assert len(clients.ids(desk)) == 3
    assert len(clients.ids(desk, text="lucja")) == 1
    assert len(clients.ids(desk, status="closed")) == 0
    assert last_seq(desk) == seen


def test_showing_rows_is_an_entry_that_names_them_once(desk: Desk) -> None:
    register(desk, "Anna", "Jan")
    wanted = clients.ids(desk)
    seen = last_seq(desk)
    clients.rows(desk, wanted)
    clients.rows(desk, wanted)
    (entry,) = entries(desk, seen)
    assert (entry.action, sorted(entry.records)) == ("list", sorted(wanted))


def test_the_filter_finds_names_and_codes(desk: Desk) -> None:
    anna, zofia = register(desk, "Anna Żuk", "Zofia")
    assert clients.ids(desk, text="zuk") == [anna.id]
    assert clients.ids(desk, text="k-0002") == [zofia.id]
    assert clients.ids(desk, text="nobody") == []


def test_names_come_in_their_order(desk: Desk) -> None:
    register(desk, "Zofia", "anna", "Łucja")
    assert [row.name for row in clients.rows(desk, clients.ids(desk))] == ["anna", "Łucja", "Zofia"]


def test_a_client_is_found_by_code(desk: Desk, anna: ClientRef) -> None:
    assert clients.by_code(desk, " k-0001 ") == anna.id
    assert clients.code_of(desk, anna.id) == "K-0001"
    with fails("no_such_client"):
        clients.by_code(desk, "K-0002")


@pytest.mark.parametrize(
    ("double", "found"),
    [
        (Client(name="anna zawadzka"), True),
        (Client(name="Zawadzka Anna"), True),
        (Client(name="A.", legal_name="Anna Zawadzka"), True),
        (Client(name="Somebody", birth_date="1987-04-12"), True),
        (Client(name="Somebody", birth_date="1987"), False),
        (Client(name="Jan"), False),
        (Client(), False),
    ],
)
def test_doubles_are_pointed_out(desk: Desk, anna: ClientRef, double: Client, found: bool) -> None:
    assert [row.id for row in clients.duplicates(desk, double)] == ([anna.id] if found else [])


def test_a_change_is_a_new_version_and_the_code_stays(desk: Desk, anna: ClientRef) -> None:
    opened = clients.read(desk, anna.id)
    assert isinstance(opened.body, Client)
    opened.body.pronouns = "she/her"
    opened.body.code = ""
    clients.save(desk, anna.id, opened.body, opened.record.revision)
    (row,) = clients.rows(desk, [anna.id])
    assert (row.code, row.pronouns) == ("K-0001", "she/her")
    assert len(records.history(desk, anna.id)) == 2


def test_who_saves_second_is_told(desk: Desk, anna: ClientRef) -> None:
    opened = clients.read(desk, anna.id)
    assert isinstance(opened.body, Client)
    clients.save(desk, anna.id, opened.body, opened.record.revision)
    with fails("edit_conflict"):
        clients.save(desk, anna.id, opened.body, opened.record.revision)


def test_another_code_follows_into_the_register(desk: Desk, anna: ClientRef) -> None:
    opened = clients.read(desk, anna.id)
    assert isinstance(opened.body, Client)
    opened.body.code = "a-7"
    clients.save(desk, anna.id, opened.body, opened.record.revision)
    assert clients.by_code(desk, "A-7") == anna.id
    with fails("no_such_client"):
        clients.by_code(desk, "K-0001")
    (entry,) = desk.signin.ids(Query(kinds=("register_entry",), facets={"code": "A-7"}))
    assert desk.signin.read(entry).body["subject"] == anna.id


def test_a_draft_of_a_client_is_not_in_the_list_until_it_is_saved(desk: Desk) -> None:
    editing = records.start(desk, "client").with_values({"name": "Anna"})
    records.keep(desk, editing)
    assert clients.ids(desk) == []
    saved = records.save(desk, records.resume(desk, editing.record))
    assert clients.ids(desk) == [saved.record]
    assert records.unfinished(desk) == []


def test_a_client_is_changed_through_the_editor_too(desk: Desk, anna: ClientRef) -> None:
    records.save(desk, records.edit(desk, anna.id).with_values({"status": "closed", "closed_on": "2099-01-01"}))
    assert clients.ids(desk, status=FileStatus.CLOSED.value) == [anna.id]
