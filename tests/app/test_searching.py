"""Search with filters: what each of them finds, in which order, and what the trail says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.records.client import Client, FileStatus
from app.records.consent import Method
from app.services import clients, documents, incidents, mistakes, records
from app.services.clients import ClientRef
from app.services.consenting import consents
from app.services.reading import searches
from app.services.reading.searches import Found
from tests.app import made_files
from tests.app.helpers import entries, fails, last_seq, sign_incident, take_consent, write_note


@pytest.fixture
def jan(desk: Desk) -> ClientRef:
    """A second client."""
    return clients.register(desk, Client(name="Jan Zawada"))


def found(desk: Desk, typed: str) -> list[str]:
    return [one.id for one in searches.find(desk, typed)]


def test_a_kind_alone_lists_its_records_newest_first(desk: Desk, anna: ClientRef) -> None:
    old = write_note(desk, anna.id, started={"at": "2026-01-05T10:00", "zone": "UTC"})
    new = write_note(desk, anna.id, started={"at": "2026-03-05T10:00", "zone": "UTC"})
    take_consent(desk, anna.id)
    assert found(desk, 'kind:"session note"') == [new.record, old.record]
    assert found(desk, "rodzaj:zgoda otters") == []
    assert [one.excerpt for one in searches.find(desk, 'kind:"session note"')] == ["", ""]


def test_words_and_kinds_narrow_each_other(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id, text="otters again")
    incident = sign_incident(desk, what_happened="Otters on the stairs.")
    assert set(found(desk, "otters")) == {note.record, incident.record}
    assert found(desk, "otters kind:incident") == [incident.record]
    assert set(found(desk, "otters kind:incident,note")) == {note.record, incident.record}
    assert found(desk, "kind:note otters kind:incident") == []


def test_a_filter_that_few_pass_finds_them_behind_many_better_hits(desk: Desk, anna: ClientRef) -> None:
    for _each in range(20):
        write_note(desk, anna.id, text="otters")
    incident = sign_incident(desk, what_happened="Somebody slipped, and there had been otters on the stairs before.")
    hits = searches.find(desk, "otters kind:incident", limit=2)
    assert [one.id for one in hits] == [incident.record]
    assert len(searches.find(desk, "otters", limit=2)) == 2


def test_the_newest_of_several_kinds_come_in_their_order(desk: Desk, anna: ClientRef) -> None:
    first = write_note(desk, anna.id, started={"at": "2026-01-05T10:00", "zone": "UTC"}).record
    middle = take_consent(desk, anna.id, given_on="2026-02-01").record
    last = write_note(desk, anna.id, started={"at": "2026-03-05T10:00", "zone": "UTC"}).record
    assert found(desk, "kind:note,consent by:me") == [last, middle, first]
    assert found(desk, "by:me from:2026-01 to:2026-03")[:3] == [last, middle, first]


def test_a_client_by_code_by_number_or_by_name(desk: Desk, anna: ClientRef, jan: ClientRef) -> None:
    notes = {one.code: write_note(desk, one.id, text="otters").record for one in (anna, jan)}
    for who in ("K-0002", "k-2", "2", '"jan zaw"', "zawada"):
        assert found(desk, f"otters client:{who}") == [notes["K-0002"]], who
    with fails("search_unclear") as told:
        searches.find(desk, "otters client:zaw")
    assert (told[0].values["word"], told[0].values["number"]) == ("client:zaw", "2")
    with fails("search_unclear"):
        searches.find(desk, "client:nobody")


def test_two_files_of_one_person_are_searched_as_one(desk: Desk, anna: ClientRef, jan: ClientRef) -> None:
    notes = {write_note(desk, one.id, text="otters").record for one in (anna, jan)}
    mistakes.join(desk, anna.id, jan.id)
    assert set(found(desk, "otters client:K-0001")) == set(found(desk, "otters client:K-0002")) == notes


def test_from_and_to_hold_their_whole_day_or_month(desk: Desk, anna: ClientRef) -> None:
    days = ("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01")
    made = [write_note(desk, anna.id, started={"at": f"{day}T15:00", "zone": "UTC"}).record for day in days]
    assert found(desk, "kind:note from:2026-01-01 to:2026-03") == [made[2], made[1]]
    assert found(desk, "kind:note do:2025") == [made[0]]
    assert set(found(desk, "sleep od:2026")) == set(made[1:])


def test_what_is_due_comes_by_its_date(desk: Desk, anna: ClientRef, jan: ClientRef) -> None:
    late = take_consent(desk, anna.id, given_on="2026-01-10", review_due="2026-07-10")
    later = take_consent(desk, jan.id, review_due="2099-01-10")
    assert found(desk, "kind:consent due:<2899-01") == [late.record, later.record]
    assert found(desk, "due:late") == [late.record]
    assert found(desk, "termin:>30d rodzaj:zgoda") == [later.record]


def test_states_of_writing_and_what_was_said_later(desk: Desk, anna: ClientRef) -> None:
    draft = records.keep(desk, records.start(desk, "session_note", anna.id, text="otters")).record
    plain, amended = (write_note(desk, anna.id, text="otters").record for _each in range(2))
    wrong = write_note(desk, anna.id, text="otters, otters, otters").record  # the best match
    records.amend(desk, amended, kind="addendum", text="More.", reason="Left out")
    records.amend(desk, wrong, kind="entered_in_error", text="", reason="Other client")
    assert found(desk, "otters state:draft") == [draft]
    assert found(desk, "kind:note stan:szkic") == [draft]
    assert set(found(desk, "otters state:signed")) == {plain, amended, wrong}
    assert found(desk, "otters state:amended") == [amended]
    assert found(desk, "otters state:signed state:amended") == [amended]
    assert set(found(desk, "otters state:draft,amended")) == {draft, amended}
    assert found(desk, "otters state:draft state:signed") == []
    hits = searches.find(desk, "otters")
    assert (hits[-1].id, hits[-1].is_in_error) == (wrong, True)
    assert [one.is_in_error for one in hits[:-1]] == [False] * 3


def test_what_a_consent_is_worth_today(desk: Desk, anna: ClientRef, jan: ClientRef) -> None:
    over = take_consent(desk, anna.id, given_on="2025-01-10", expires_on="2025-06-10")
    gone = take_consent(desk, jan.id, given_on="2025-01-10", expires_on="2025-06-10")
    consents.withdraw(desk, gone.record, method=Method.VERBAL, withdrawn_on="2025-03-01")
    assert found(desk, "state:expired") == [over.record]
    assert found(desk, "stan:wygasła klient:K-0002") == []
    assert found(desk, "kind:consent status:withdrawn") == [gone.record]
    assert found(desk, "state:expired,withdrawn state:expired,paused") == [over.record]
    (hit,) = searches.find(desk, "status:expired")
    assert (hit.kind, hit.status) == ("consent", "expired")


def test_the_state_of_a_file_and_of_an_incident(desk: Desk, anna: ClientRef, jan: ClientRef) -> None:
    opened = clients.read(desk, jan.id)
    assert isinstance(opened.body, Client)
    opened.body.status = FileStatus.PAUSED
    clients.save(desk, jan.id, opened.body, opened.record.revision)
    incident = sign_incident(desk).record
    assert found(desk, "state:paused") == [jan.id]
    assert set(found(desk, "state:open")) == {anna.id, incident}
    assert found(desk, "kind:incident state:closed") == []
    records.save(desk, incidents.respond(desk, incident))
    assert found(desk, "kind:incident state:open") == [incident]


def test_mine_and_those_of_a_colleague(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id, text="otters")
    for who in ("me", "ja", '"Ewa Lis"', "lis"):
        assert found(desk, f"otters by:{who}") == [note.record], who
    with fails("search_unclear"):
        searches.find(desk, "otters by:Bob")


def test_with_a_file(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    scan = tmp_path / "letter.pdf"
    scan.write_bytes(made_files.pdf(1))
    ready = {"document_kind": "letter", "received": "2026-11-20"}
    saved = records.sign(desk, documents.attach(desk, anna.id, scan).with_values(ready))
    records.sign(desk, records.start(desk, "document", anna.id, title="Paper in the cabinet").with_values(ready))
    assert found(desk, "has:file") == [saved.record]
    assert len(found(desk, "kind:document")) == 2


def test_phrases_are_found_as_they_stand_and_a_minus_leaves_out(desk: Desk, anna: ClientRef) -> None:
    dream = write_note(desk, anna.id, text="A złożony, bad dream of otters.").record
    sleep = write_note(desk, anna.id, text="A dream was not bad; otters slept.").record
    assert found(desk, '"bad dream"') == [dream]
    (hit,) = searches.find(desk, '"zlozony bad dream"')
    assert "\x02złożony, bad dream\x03" in hit.excerpt
    assert found(desk, "otters -slept") == [dream]
    assert set(found(desk, "otters -sle")) == {dream, sleep}
    assert found(desk, "kind:note -slept") == [dream]
    assert found(desk, "-slept") == []


def test_there_is_more_than_is_shown(desk: Desk, anna: ClientRef) -> None:
    for _each in range(4):
        write_note(desk, anna.id, text="otters")
    asked = searches.understood("otters")
    assert searches.look(desk, asked, limit=4).is_cut is False
    cut = searches.look(desk, asked, limit=3)
    assert (len(cut.found), cut.is_cut) == (3, True)


def test_a_search_is_one_entry_with_its_filters_sealed(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id, text="otters")
    clients.rows(desk, [anna.id])
    seen = last_seq(desk)
    searches.find(desk, "otters klient:K-0001 rodzaj:notatka")
    (entry,) = entries(desk, seen)
    assert (entry.action, entry.records) == ("search", [note.record])
    assert entry.detail is not None
    assert (entry.detail["words"], entry.detail["filters"][:13]) == ("otters", "client:K-0001")
    assert "K-0001" not in str((entry.facts, entry.purpose, entry.outcome))


def test_filters_alone_are_an_entry_that_names_what_was_listed(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id)
    write_note(desk, clients.register(desk, Client(name="Jan")).id)
    clients.rows(desk, [anna.id])
    seen = last_seq(desk)
    assert found(desk, "kind:note client:1") == [note.record]
    (entry,) = entries(desk, seen)
    assert (entry.action, entry.records, entry.facts["hits"]) == ("search", [note.record], 1)


def test_what_is_not_understood_is_no_entry(desk: Desk) -> None:
    seen = last_seq(desk)
    with fails("search_unclear") as told:
        searches.find(desk, "sleep kind:consnet")
    assert told[0].values["number"] == "2"
    assert told[0].exit_code == 2
    assert last_seq(desk) == seen


def test_codes_instead_of_names_where_it_is_discreet(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id, text="Zawadzka spoke of otters")
    desk.discreet = True
    hits: list[Found] = searches.find(desk, "otters client:zawadzka")
    assert [(one.client_name, "Zawadzka" in one.excerpt) for one in hits] == [("K-0001", False)]


def test_clients_by_a_number_of_their_code(desk: Desk, anna: ClientRef, jan: ClientRef) -> None:
    assert [row.code for row in searches.find_clients(desk, "2")] == [jan.code]
    assert [row.code for row in searches.find_clients(desk, "K1")] == [anna.code]
    assert [row.code for row in searches.find_clients(desk, "zawad", limit=1)] == [anna.code]
