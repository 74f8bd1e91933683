"""What stands on each paper: exact contents, read back from the PDF, and what is logged before it is read."""

from __future__ import annotations

import pytest

from app import clock
from app.desk import Desk
from app.records.client import Client, EmergencyContact, FileStatus
from app.records.practice_profile import PracticeProfile
from app.reports import drawing
from app.reports.paper import Table
from app.services import clients, incidents, records
from app.services.client_files import files
from app.services.clients import ClientRef
from app.services.outgoing import papers
from app.services.outgoing.papers import Prepared
from app.services.practice import practices
from tests.app.helpers import WARSAW, entries, fails, last_seq, sign_incident, take_consent, write_note
from tests.app.reading_pdf import pages_of, properties_of, words_of


def words(prepared: Prepared) -> str:
    return words_of(drawing.pdf(prepared.paper))


def in_order(text: str, *parts: str) -> None:
    """Every part stands in the text, one after the other."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} is not in {text[at:]!r}"
        at = found + len(part)


@pytest.fixture(autouse=True)
def letterhead(desk: Desk) -> None:
    profile = PracticeProfile(
        name="Gabinet Żółw", address="ul. Łąkowa 3\n90-001 Łódź", phone="42 111 22 33", jurisdiction="PL",
        letterhead=["RPWDL 000001"],
    )  # fmt: skip
    practices.save_profile(desk, profile)


def test_a_signed_note_is_printed_with_all_that_was_said(desk: Desk, anna: ClientRef) -> None:
    started = {"at": "2026-11-20T15:00", "zone": WARSAW}
    text = "# Sen\n\nŚpi **lepiej**.\n\n- spacer\n- herbata"
    note = write_note(desk, anna.id, started=started, text=text, homework="> oddychać")
    prepared = papers.of_record(desk, note.record)
    found = words(prepared)
    in_order(
        found,
        "Gabinet Żółw ul. Łąkowa 3 · 90-001 Łódź 42 111 22 33 RPWDL 000001",
        "Session note 20 Nov 2026, Free text",
        f"Client {anna.code}, Anna Zawadzka State Signed Signed by Ewa Lis, ",
        "20 Nov 2026, 15:00",
        "Sen Śpi lepiej. • spacer • herbata",
        "Safety",
        "Tasks until next time oddychać",
        f"{anna.code} · Printed on ",
        "by Ewa Lis Page 1 of 1",
    )
    assert "**" not in found
    assert "amended" not in found
    assert prepared.purpose == "treatment"


def test_amendments_are_visible_and_an_error_is_the_first_thing_one_reads(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id).record
    records.amend(desk, note, kind="addendum", text="She called **later**.", reason="forgotten")
    once = words(papers.of_record(desk, note))
    in_order(once, "This record was amended. The amendments stand below.", "We talked about sleep.", "Amendments")
    in_order(once, "Amendments Addendum, ", "Written by Ewa Lis", "She called later.", "Reason forgotten")
    records.amend(desk, note, kind="entered_in_error", text="", reason="wrong file")
    twice = words(papers.of_record(desk, note))
    in_order(twice, "Entered in error: this record does not count.", "We talked about sleep.", "Reason wrong file")
    assert "She called later." in twice


def test_reading_for_a_paper_is_logged_first(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id).record
    seen = last_seq(desk)
    papers.of_record(desk, note)
    assert ("view", note) in [(entry.action, entry.record) for entry in entries(desk, seen)]


def test_a_draft_says_that_it_is_one(desk: Desk, anna: ClientRef) -> None:
    editing = records.keep(desk, records.start(desk, "session_note", anna.id, text="half a sentence"))
    prepared = papers.of_record(desk, editing.record)
    in_order(words(prepared), "This is a draft. It has not been signed", "half a sentence")
    assert (prepared.document, prepared.paper.code) == ("draft", anna.code)


def test_a_client_is_printed_with_phones_in_groups(desk: Desk) -> None:
    contact = EmergencyContact(name="Ola", phone="600")
    phones = [{"number": "601", "safe_to_call": "no"}, {"number": "602"}]
    made = clients.register(desk, Client(name="Iryna Їжак", emergency_contacts=[contact]))
    editing = records.edit(desk, made.id).with_values({"phones": phones})
    records.save(desk, editing)
    found = words(papers.of_record(desk, made.id))
    in_order(
        found, "Iryna Їжак", "Phones Number 601 Safe to call No Number 602", "Emergency contacts Name Ola Phone 600"
    )
    assert "Lead" not in found


def test_an_incident_is_printed_with_its_response_and_clients_by_code(desk: Desk, anna: ClientRef) -> None:
    affected = [{"kind": "client", "client": anna.id}]
    incident = sign_incident(desk, affected=affected).record
    response = incidents.respond(desk, incident).with_values({"what_changed": "a handrail"})
    records.save(desk, response)
    prepared = papers.of_record(desk, incident)
    found = words(prepared)
    in_order(found, "Incident", "A client slipped on the stairs.", anna.code, "Response to an incident", "a handrail")
    assert "Zawadzka" not in found
    assert prepared.purpose == "safety"
    assert len(prepared.objects) == 2


def test_a_record_that_is_referred_to_is_called_by_its_title(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id, started={"at": "2026-11-20T15:00", "zone": WARSAW}).record
    known = sign_incident(desk, session=note).record
    assert "Related session note 20 Nov 2026, Free text" in words(papers.of_record(desk, known))
    unknown = sign_incident(desk, session=desk.signin.new_id()).record
    assert "Related session note A record you cannot open" in words(papers.of_record(desk, unknown))


def test_a_private_note_is_marked_as_private(desk: Desk, anna: ClientRef) -> None:
    editing = records.start(desk, "process_note", anna.id, text="what I felt")
    saved = records.save(desk, editing)
    prepared = papers.of_record(desk, saved.record)
    assert prepared.is_private
    assert "what I felt" in words(prepared)
    assert not papers.of_record(desk, write_note(desk, anna.id).record).is_private


def test_confidences_of_others_are_warned_of(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id, third_party_confidential=True).record
    assert papers.of_record(desk, note).warnings == ("This record holds what somebody else said in confidence.",)
    assert papers.of_record(desk, write_note(desk, anna.id).record).warnings == ()


def test_somebody_elses_file_is_asked_for(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id).record
    opened = clients.read(desk, anna.id)
    assert isinstance(opened.body, Client)
    opened.body.status = FileStatus.CLOSED
    clients.save(desk, anna.id, opened.body, opened.record.revision)
    with fails("purpose_needed"):
        papers.of_record(desk, note)
    with fails("purpose_needed"):
        papers.of_timeline(desk, anna.id)
    assert papers.of_record(desk, note, "supervision").purpose == "supervision"


def test_the_timeline_lists_titles_marks_errors_and_leaves_private_notes_out(desk: Desk, anna: ClientRef) -> None:
    wrong = write_note(desk, anna.id, started={"at": "2026-11-02T15:00", "zone": WARSAW}).record
    write_note(desk, anna.id, started={"at": "2026-11-09T15:00", "zone": WARSAW})
    records.save(desk, records.start(desk, "process_note", anna.id, text="private"))
    records.amend(desk, wrong, kind="entered_in_error", text="", reason="x")
    prepared = papers.of_timeline(desk, anna.id)
    found = words(prepared)
    in_order(found, "Timeline", f"{anna.code}, Anna Zawadzka", "9 Nov 2026", "2 Nov 2026", "Signed, Entered in error")
    assert "We talked about sleep" not in found
    assert "private" not in found.casefold()
    assert (wrong, desk.signin.compartment_of(wrong)) in prepared.objects
    assert papers.of_timeline(desk, anna.id, ["process_note"]).objects == ()


def test_the_list_of_clients_has_the_rows_that_were_asked_for(desk: Desk, anna: ClientRef) -> None:
    jan = clients.register(desk, Client(name="Jan Żak"))
    found = words(papers.of_clients(desk, [jan.id, anna.id]))
    in_order(found, "Clients 2 rows", "Code Name Status Group Changed", f"{jan.code} Jan Żak In progress", anna.code)
    assert "Lead" not in found
    assert anna.code not in words(papers.of_clients(desk, [jan.id]))


def test_the_list_of_incidents(desk: Desk) -> None:
    incident = sign_incident(desk).record
    found, number = words(papers.of_incidents(desk, [incident])), f"{clock.today().year}-001"
    in_order(found, "Incidents 1 row", "Number When Type Status Category Harm Due", number, "First entry signed")


def test_a_page_of_the_trail_has_the_numbers_of_its_entries(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id)
    found = words(papers.of_trail(desk, limit=3))
    in_order(found, "Audit trail 3 rows", "No. When Who What was done Result Client Why", "Ewa Lis")
    assert "There are earlier entries. They are not on this paper." in found
    assert str(last_seq(desk) - 3) in found
    assert "earlier entries" not in words(papers.of_trail(desk, limit=1000))


def test_the_access_report_says_who_did_what_and_why(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id, started={"at": "2026-11-02T15:00", "zone": WARSAW})
    records.save(desk, records.start(desk, "process_note", anna.id, text="what I felt"))
    files.timeline(desk, anna.id, ["process_note", "session_note"])
    prepared = papers.of_access(desk, anna.id)
    found = words(prepared)
    in_order(
        found, "Who opened this file", f"{anna.code}, Anna Zawadzka", "Private working notes", "Signed", "Treatment"
    )
    assert "Process note" not in found
    assert "Listed Session note: " in found
    assert [record for record, _place in prepared.objects] == [anna.id]


def test_a_long_access_report_is_whole(desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "_ACCESS_PAGE", 4)
    for _view in range(9):
        clients.read(desk, anna.id)
    table = papers.of_access(desk, anna.id).paper.blocks[-1]
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows].count("Opened") == 9


def test_the_crisis_card_is_one_page_with_all_of_the_card(desk: Desk) -> None:
    contact = EmergencyContact(name="Ola Nowak", relationship="siostra", phone="600 100 200", may_be_told="wszystko")
    jan = clients.register(desk, Client(name="Jan Żak", emergency_contacts=[contact]))
    given = {"title": "Protokół", "policy_kind": "emergency_protocol", "text": "1. Zostań.\n2. **Zadzwoń.**"}
    records.sign(desk, records.start(desk, "policy").with_values(given))
    prepared = papers.of_crisis_card(desk, jan.id)
    found = pages_of(drawing.pdf(prepared.paper))
    assert len(found) == 1
    in_order(found[0], "In a crisis", f"{jan.code}, Jan Żak", "112 European Union", "999 (United Kingdom)")
    in_order(
        found[0], "Ola Nowak, siostra may be told: wszystko", "116 123", "116sos.pl", "Protokół 1. Zostań. 2. Zadzwoń."
    )
    assert not prepared.asks
    assert [record for record, _place in prepared.objects] == [jan.id]


def test_the_card_without_a_practice_names_nobody() -> None:
    prepared = papers.of_public_card("GB", "en")
    found = words(prepared)
    in_order(found, "In a crisis 999 United Kingdom", "text SHOUT to 85258", "Printed on")
    assert prepared.paper.letterhead == []


@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_file_name_and_no_property_holds_a_name(desk: Desk, anna: ClientRef, language: str) -> None:
    from app.texts import set_language

    set_language(language)
    note = write_note(desk, anna.id).record
    take_consent(desk, anna.id)
    made = [
        papers.of_record(desk, note),
        papers.of_record(desk, anna.id),
        papers.of_timeline(desk, anna.id),
        papers.of_access(desk, anna.id),
        papers.of_clients(desk, [anna.id]),
        papers.of_crisis_card(desk, anna.id),
    ]
    for prepared in made:
        told = f"{prepared.suggested_name} {properties_of(drawing.pdf(prepared.paper))}"
        assert "Zawadzka" not in told
        assert "Anna" not in told
        assert prepared.suggested_name.endswith(".pdf")
    assert made[0].suggested_name.startswith(anna.code)
