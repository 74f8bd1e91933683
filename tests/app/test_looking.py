"""Search and the trail in words."""

from __future__ import annotations

import pytest

from app import texts
from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.client_files import files
from app.services.clients import ClientRef
from app.services.reading import searches, trails
from app.services.reading.trail_words import ACTION_LABELS
from app.vaults import ACTIONS
from tests.app.helpers import entries, fails, last_seq, sign_incident, write_note


def test_a_word_is_found_with_its_client_and_an_excerpt(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id, text="Her złożony dream came back.")
    (found,) = searches.find(desk, "zlozony dream")
    assert (found.id, found.kind, found.kind_label) == (saved.record, "session_note", "Session note")
    assert (found.client, found.client_code, found.client_name) == (anna.id, "K-0001", "Anna Zawadzka")
    assert "\x02złożony\x03" in found.excerpt


def test_a_search_is_one_entry_that_names_what_it_showed(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id, text="A dream of otters.")
    clients.rows(desk, [anna.id])
    seen = last_seq(desk)
    searches.find(desk, "otters")
    (entry,) = entries(desk, seen)
    assert (entry.action, entry.records, entry.detail) == ("search", [saved.record], {"words": "otters"})


def test_nothing_typed_finds_nothing_and_is_no_entry(desk: Desk) -> None:
    seen = last_seq(desk)
    assert searches.find(desk, "  ") == []
    assert searches.find_clients(desk, "") == []
    assert last_seq(desk) == seen


def test_a_search_in_one_file_stays_in_it(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Jan"))
    write_note(desk, other.id, text="otters")
    write_note(desk, anna.id, text="otters")
    assert [found.client for found in searches.find(desk, "otters", anna.id)] == [anna.id]
    assert len(searches.find(desk, "otters")) == 2


def test_drafts_names_and_incidents_are_found_too(desk: Desk, anna: ClientRef) -> None:
    records.keep(desk, records.start(desk, "session_note", anna.id, text="otters in the draft"))
    sign_incident(desk, what_happened="Otters on the stairs.")
    assert {(found.kind, found.state) for found in searches.find(desk, "otters")} == {
        ("session_note", "draft"),
        ("incident", "signed"),
    }
    assert [found.title for found in searches.find(desk, "zawadzka")] == ["Anna Zawadzka"]


def test_the_practice_itself_is_not_a_hit(desk: Desk) -> None:
    assert searches.find(desk, "Quiet Room") == []


def test_clients_are_found_by_name_or_code(desk: Desk, anna: ClientRef) -> None:
    assert [row.name for row in searches.find_clients(desk, "k-0001")] == ["Anna Zawadzka"]
    assert [row.code for row in searches.find_clients(desk, "zawa")] == ["K-0001"]


def test_the_trail_reads_in_words(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    records.open(desk, saved.record)
    row = next(row for row in trails.entries(desk) if row.action == "view")
    assert (row.who, row.login, row.action_label, row.outcome_label) == ("Ewa Lis", "EL", "Opened", "Done")
    assert (row.client, row.record, row.purpose_label) == ("K-0001", saved.record, "Treatment of the client")


def test_looking_at_the_trail_is_an_entry(desk: Desk) -> None:
    trails.entries(desk)
    assert trails.entries(desk)[0].action == "trail_viewed"


def test_the_trail_can_be_filtered(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Jan"))
    write_note(desk, anna.id)
    saved = write_note(desk, other.id)
    assert {row.client for row in trails.entries(desk, client=other.id)} <= {
        "K-0002",
        "K-0001, K-0002",
        "K-0002, K-0001",
    }
    assert {row.action for row in trails.entries(desk, actions=["sign"])} == {"sign"}
    assert {row.record for row in trails.entries(desk, record=saved.record, actions=["sign"])} == {saved.record}
    assert trails.entries(desk, account=desk.signin.new_id()) == []
    assert trails.entries(desk, until="2001-01-01T00:00:00.000Z") == []


def test_the_trail_goes_on_where_a_page_ended(desk: Desk, anna: ClientRef) -> None:
    first = trails.page(desk, limit=5)
    second = trails.page(desk, limit=5, before=first.before)
    assert first.rows[-1].seq == second.rows[0].seq + 1
    seqs, before = [], second.before
    while before is not None:
        page = trails.page(desk, limit=50, before=before)
        seqs += [row.seq for row in page.rows]
        before = page.before
    assert seqs[-1] == 1


def test_a_list_of_many_clients_names_the_first_few(desk: Desk) -> None:
    for name in ("A", "B", "C", "D"):
        clients.register(desk, Client(name=name))
    clients.rows(desk, clients.ids(desk))
    row = next(row for row in trails.entries(desk) if row.action == "list" and len(row.records) == 4)
    assert row.client is not None
    assert row.client.endswith("…")


def test_every_action_of_the_trail_has_its_words() -> None:
    assert set(ACTION_LABELS) == set(ACTIONS)


def test_no_name_and_no_text_is_in_the_clear_in_an_entry(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id, text="otters")
    searches.find(desk, "otters")
    files.open(desk, anna.id)
    for entry in entries(desk):
        clear = str((entry.facts, entry.purpose, entry.outcome, entry.records))
        assert "Zawadzka" not in clear
        assert "otters" not in clear


def test_a_checkpoint_says_where_the_trail_is(desk: Desk) -> None:
    checkpoint = trails.checkpoint(desk)
    assert checkpoint["vault"] == desk.signin.vault_id
    assert checkpoint["entries"] == last_seq(desk)


@pytest.mark.parametrize("full", [False, True])
def test_the_trail_is_verified_beside_the_work_and_that_is_an_entry(desk: Desk, anna: ClientRef, full: bool) -> None:
    write_note(desk, anna.id)
    report = trails.verify(trails.verify_job(desk), full=full)
    assert report.findings == []
    assert report.verified_to == report.entries == last_seq(desk)
    trails.record(desk, report)
    newest = trails.entries(desk, actions=["trail_verified"])[0]
    assert (newest.outcome, newest.facts["to"]) == ("ok", report.verified_to)


def test_a_language_changes_the_words_and_not_the_trail(desk: Desk) -> None:
    english = trails.entries(desk)[-1]
    texts.set_language("pl")
    polish = trails.entries(desk)[-1]
    assert (english.seq, english.action) == (polish.seq, polish.action)


def test_a_record_there_is_not_is_a_known_failure(desk: Desk) -> None:
    with fails("not_found"):
        records.open(desk, desk.signin.new_id())
    with fails("not_found"):
        records.history(desk, "not an id")
