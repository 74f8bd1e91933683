"""The file of a client: opened under one entry, for a reason; its timeline; who has looked at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.records.client import Client
from app.rules.consent_state import State
from app.services import clients, records
from app.services.client_files import files
from app.services.clients import ClientRef
from storage.vault import Query
from tests.app.helpers import WARSAW, entries, fails, last_seq, take_consent, write_note
from tests.app.several import account_of, at_desk


def close(desk: Desk, client: str) -> None:
    records.save(desk, records.edit(desk, client).with_values({"status": "closed"}))
    desk.purposes.clear()


def test_the_header_shows_who_it_is_and_what_to_mind(desk: Desk) -> None:
    ref = clients.register(
        desk,
        Client(name="Anna", pronouns="she/her", birth_date="2012-05"),
    )
    records.save(
        desk,
        records.edit(desk, ref.id).with_values(
            {
                "phones": [{"number": "600 100 200", "safe_to_call": "no"}],
                "desk_alerts": [{"text": "Do not contact father"}],
            }
        ),
    )
    values = {
        "client_group": ["adolescent"],
        "alerts": [{"text": "Diabetes"}],
        "representatives": [{"name": "Marek", "is_person_feared": True}],
    }
    records.save(desk, records.start(desk, "client_profile", ref.id, **values))
    found = files.open(desk, ref.id)
    assert (found.name, found.pronouns, found.code, found.group) == ("Anna", "she/her", "K-0001", "Adolescent")
    assert found.alerts == ["Do not contact father", "Diabetes", "The client is afraid of: Marek"]
    assert found.safe_contact == ["600 100 200: do not call"]
    assert (found.lead_name, found.status, found.purpose) == ("Ewa Lis", "open", "treatment")
    assert found.profile is not None
    assert found.consent is not None
    assert found.consent.state is State.NONE


def test_opening_a_file_is_one_entry_that_names_what_the_header_shows(desk: Desk, anna: ClientRef) -> None:
    consent = take_consent(desk, anna.id)
    profile = records.save(desk, records.start(desk, "client_profile", anna.id, client_group=["adult"]))
    files.open(desk, anna.id)  # the name of the lead is delivered once a sign-in
    seen = last_seq(desk)
    files.open(desk, anna.id)
    (entry,) = entries(desk, seen)
    assert entry.action == "open_file"
    assert sorted(entry.records) == sorted([anna.id, profile.record, consent.record])
    assert entry.purpose == "treatment"


def test_the_clinical_compartment_is_made_at_the_first_opening_and_written_into_the_register(
    desk: Desk, anna: ClientRef
) -> None:
    assert desk.signin.compartments("clinical", client=anna.id) == []
    files.open(desk, anna.id)
    (clinical,) = desk.signin.compartments("clinical", client=anna.id)
    files.open(desk, anna.id)
    assert desk.signin.compartments("clinical", client=anna.id) == [clinical]
    (entry,) = [
        desk.signin.read(record)
        for record in desk.signin.ids(Query(kinds=("register_entry",), facets={"subject": anna.id}))
    ]
    assert entry.body["clinical"] == clinical


def test_the_header_counts_and_knows_the_state_of_the_consent(desk: Desk, anna: ClientRef) -> None:
    saved = take_consent(desk, anna.id)
    write_note(desk, anna.id)
    draft = records.keep(desk, records.start(desk, "session_note", anna.id))
    found = files.open(desk, anna.id)
    assert (found.counts["session_note"], found.counts["consent"], found.counts["amendment"]) == (1, 1, 0)
    assert found.drafts == [draft.record]
    assert found.consent is not None
    assert (found.consent.state, found.consent.record) == (State.ACTIVE, saved.record)


def test_a_consent_entered_in_error_does_not_count(desk: Desk, anna: ClientRef) -> None:
    saved = take_consent(desk, anna.id)
    records.amend(desk, saved.record, kind="entered_in_error", text="", reason="Other client")
    found = files.open(desk, anna.id)
    assert found.consent is not None
    assert found.consent.state is State.NONE


def test_ones_own_open_client_is_treatment_and_never_asked(desk: Desk, anna: ClientRef) -> None:
    assert not files.open(desk, anna.id).needs_purpose


def test_a_closed_file_asks_why_once_a_sign_in_before_anything_is_read(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    close(desk, anna.id)
    seen = last_seq(desk)
    found = files.open(desk, anna.id)
    assert found.needs_purpose
    assert found.client is None
    assert found.name == ""
    with fails("purpose_needed"):
        records.open(desk, saved.record)
    assert entries(desk, seen) == []
    assert files.open(desk, anna.id, "request").purpose == "request"
    records.open(desk, saved.record)
    assert files.open(desk, anna.id).purpose == "request"
    assert {entry.purpose for entry in entries(desk, seen) if entry.action in {"open_file", "view"}} == {"request"}


def test_a_reason_is_one_of_those_that_are_offered(desk: Desk, anna: ClientRef) -> None:
    with fails("unknown_choice") as found:
        files.open(desk, anna.id, "curiosity")
    assert "supervision" in found[0].values["choices"]


def test_somebody_elses_client_asks_why(five: Path) -> None:
    with at_desk(five, "EL") as desk:
        ref = clients.register(desk, Client(name="Jan", lead=account_of(desk, "JK")))
        found = files.open(desk, ref.id)
        assert found.needs_purpose
        shown = files.open(desk, ref.id, "cover")
        assert shown.name == "Jan"
        assert desk.signin.compartments("clinical", client=ref.id) == []


def test_the_timeline_has_titles_newest_first(desk: Desk, anna: ClientRef) -> None:
    for day in ("2026-01-05", "2026-03-05", "2026-02-05"):
        write_note(desk, anna.id, started={"at": f"{day}T15:00", "zone": WARSAW}, text="SECRET")
    lines = files.timeline(desk, anna.id, ("session_note",))
    assert [line.title for line in lines] == [
        f"5 {month} 2026, Free text, late entry" for month in ("Mar", "Feb", "Jan")
    ]
    assert "SECRET" not in str(lines)
    assert {line.author_name for line in lines} == {"Ewa Lis"}


def test_the_timeline_never_holds_the_name_or_another_client(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Jan"))
    write_note(desk, other.id)
    write_note(desk, anna.id)
    lines = files.timeline(desk, anna.id)
    assert [line.kind for line in lines] == ["client", "session_note"] or len(lines) == 2
    assert "Zawadzka" not in str(lines)


def test_an_amended_note_says_so_in_the_timeline(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    records.amend(desk, saved.record, kind="addendum", text="x", reason="x")
    assert [line.status for line in files.timeline(desk, anna.id, ("session_note",))] == ["amended"]


def test_the_access_report_says_who_did_what_and_why(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    records.open(desk, saved.record)
    newest = files.access(desk, anna.id)[0]
    assert (newest.who, newest.action, newest.action_label) == ("Ewa Lis", "view", "Opened")
    assert newest.what.startswith("Session note: ")
    assert newest.purpose == "Treatment of the client"


def test_the_access_report_names_no_record_of_another_client(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Jan"))
    write_note(desk, anna.id, started={"at": "2026-03-03T15:00", "zone": WARSAW})
    write_note(desk, other.id, started={"at": "2026-02-02T15:00", "zone": WARSAW})
    records.listing(desk, "session_note")
    listed = [row.what for row in files.access(desk, anna.id) if row.action == "list"]
    assert listed[:2] == ["Client", "Session note: 3 Mar 2026, Free text, late entry"]


def test_the_access_report_goes_on_where_a_page_ended(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    for _ in range(5):
        records.open(desk, saved.record)
    whole = [row.seq for row in files.access(desk, anna.id)]
    first = files.access(desk, anna.id, limit=3)
    second = files.access(desk, anna.id, before=first[-1].seq, limit=3)
    pages = [row.seq for row in (*first, *second)]
    assert pages == sorted(pages, reverse=True)
    assert len(set(pages)) == 6
    assert set(pages) <= {*whole, *range(whole[0], whole[0] + 5)}


@pytest.mark.parametrize("use", [files.open, files.access])
def test_a_client_there_is_not_is_a_known_failure(desk: Desk, use: object) -> None:
    if use is files.open:
        with fails("not_found"):
            files.open(desk, desk.signin.new_id())
    else:
        assert files.access(desk, desk.signin.new_id()) == []
