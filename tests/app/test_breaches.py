"""Breaches and complaints in the vault: numbers, places, clocks that stay, holds on files, closing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import clock, texts
from app.cli import words
from app.desk import Desk
from app.keeping.plans import Saved
from app.records import decode
from app.records.complaint import Complaint
from app.records.data_breach import DataBreach
from app.services import records
from app.services.client_files import holds, retention
from app.services.clients import ClientRef
from app.services.outgoing import papers, register_papers
from app.services.practice import practices
from app.services.reading import searches, today
from app.services.safety import breaches, complaints
from tests.app import several
from tests.app.helpers import fails, sign_incident
from tests.app.test_breach_rules import COMPLETE, FACTORS, NOT_TOLD

YEAR = clock.today().year
FIRST = {name: COMPLETE[name] for name in ("title", "breach_types", "aware", "what_happened")}
COMPLAINED = {"source": "client", "text": "Nobody called back."}
ANSWERED = {
    "category": "access",
    "answered_on": clock.today().isoformat(),
    "answer": "We are sorry.",
    "outcome": "upheld",
    "outcome_note": "Calls are answered by noon.",
}


def register(desk: Desk, **values: Any) -> Saved:
    return records.save(desk, breaches.begin(desk).with_values({**FIRST, **values}))


def complain(desk: Desk, **values: Any) -> Saved:
    return records.save(desk, records.start(desk, "complaint", **{**COMPLAINED, **values}))


def change(desk: Desk, record: str, **values: Any) -> Saved:
    return records.save(desk, records.edit(desk, record).with_values(values))


def body(desk: Desk, record: str) -> DataBreach:
    return breaches.open(desk, record).body


def _source(desk: Desk, record: str, language: str) -> str:
    with texts.speaking(language):
        (found,) = [each for each in breaches.open(desk, record).clocks if each.tells == "authority"]
    return found.source


def test_four_answers_register_a_breach_with_its_number_place_and_clocks(desk: Desk) -> None:
    one, two = register(desk), register(desk)
    rows = {row.id: row for row in breaches.rows(desk, breaches.ids(desk))}
    assert [rows[saved.record].number for saved in (one, two)] == [f"{YEAR}-001", f"{YEAR}-002"]
    assert (rows[one.record].status, rows[one.record].waits_for) == ("open", ("people", "authority"))
    assert (rows[one.record].due, rows[one.record].clock_due) == ("2026-11-20", "2026-11-23T16:30")
    places = [desk.signin.compartment_of(saved.record) or "" for saved in (one, two)]
    assert len(set(places)) == 2
    assert {desk.signin.compartment_kind(place) for place in places} == {"safety"}
    shown = breaches.open(desk, one.record)
    (authority,) = [each for each in shown.clocks if each.tells == "authority"]
    assert (authority.due, authority.due_utc) == ("2026-11-23T16:30", "2026-11-23T15:30")
    assert "GDPR art. 33" in authority.source
    assert not shown.under_hipaa


def test_whose_law_set_a_clock_is_kept_as_data_and_read_in_the_language_of_the_reader(desk: Desk) -> None:
    record = register(desk).record
    (kept,) = [each for each in body(desk, record).clocks if each.tells == "authority"]
    assert (kept.source, kept.force, kept.reading, kept.looked_at) == ("GDPR art. 33", "law", "verified", "2026-09")
    told = {code: _source(desk, record, code) for code in texts.LANGUAGES}
    assert told == {
        "en": "GDPR art. 33 · law, checked September 2026",
        "pl": "GDPR art. 33 · prawo, sprawdzono: wrzesień 2026",
    }


def test_what_an_earlier_version_wrote_about_the_law_stays_as_it_was_written() -> None:
    sentence = "GDPR art. 33 · law, checked September 2026"
    clock_of_then = {"rule": "gdpr_breach", "pack": "eu 1", "tells": "authority", "source": sentence}
    found = decode("data_breach", 1, {"clocks": [clock_of_then]})
    assert isinstance(found, DataBreach)
    with texts.speaking("pl"):
        assert found.clocks[0].words() == sentence


@pytest.mark.parametrize("name", ["title", "breach_types", "aware", "what_happened"])
def test_without_one_of_the_first_answers_nothing_is_registered(desk: Desk, name: str) -> None:
    with fails("text_needed") as found:
        register(desk, **{name: {"breach_types": [], "aware": None}.get(name, " ")})
    assert found[0].values["path"] == name
    assert breaches.ids(desk) == []
    register(desk)
    assert [row.number for row in breaches.rows(desk, breaches.ids(desk))] == [f"{YEAR}-001"]


def test_the_moment_of_awareness_is_changed_with_a_reason_alone_and_stays_readable(desk: Desk) -> None:
    record = register(desk).record
    earlier = {"at": "2026-11-20T09:00", "zone": "Europe/Warsaw"}
    with fails("text_needed") as found:
        change(desk, record, aware=earlier)
    assert found[0].values["path"] == "aware_reason"
    change(desk, record, aware=earlier, aware_reason="The cleaner had told the desk.")
    after = body(desk, record)
    assert after.clocks[-1].due == "2026-11-23T09:00"
    (kept,) = after.aware_changes
    assert kept.before is not None
    assert (kept.before.at, kept.reason) == ("2026-11-20T16:30", "The cleaner had told the desk.")
    change(desk, record, cause="A bag was forgotten.", aware_changes=[], clocks=[])
    assert body(desk, record).aware_changes == [kept], "nobody takes it out again"
    assert body(desk, record).clocks == after.clocks


def test_open_clocks_stand_on_today_and_cannot_be_put_off(desk: Desk) -> None:
    record = register(desk).record
    (item,) = [one for one in today.due(desk) if one.kind == "data_breach"]
    assert (item.record, item.key) == (record, "")
    assert item.words.startswith("Decide whether the authority is told, and write down why. Decide whether the people")
    change(desk, record, people_told=NOT_TOLD)
    (item,) = [one for one in today.due(desk) if one.kind == "data_breach"]
    assert item.words.endswith("The first clock runs out on 23 Nov 2026, 16:30 (23 Nov 2026, 15:30 UTC).")
    change(desk, record, authority=NOT_TOLD)
    assert [one for one in today.due(desk) if one.kind == "data_breach"] == []


def test_it_closes_when_all_is_decided_and_opens_again_with_a_reason(desk: Desk) -> None:
    record = register(desk).record
    with fails("cannot_close_entry"):
        breaches.close(desk, record)
    with fails("cannot_close_entry"):
        change(desk, record, closed_on="2026-11-22")
    change(desk, record, **COMPLETE)
    breaches.close(desk, record)
    (row,) = breaches.rows(desk, breaches.ids(desk, status="closed"))
    assert (row.status, row.due, row.waits_for) == ("closed", None, ())
    with fails("entry_closed"):
        change(desk, record, cause="Something else")
    with fails("text_needed"):
        breaches.reopen(desk, record, " ")
    breaches.reopen(desk, record, "The letter came back.")
    assert body(desk, record).reopened_reason == "The letter came back."
    assert body(desk, record).closed_on == ""


def test_in_the_united_states_it_is_kept_for_the_years_of_the_law(desk: Desk) -> None:
    practices.change_profile(desk, jurisdiction="US-CA")
    record = register(desk, **{**COMPLETE, "hipaa": FACTORS}).record
    assert breaches.open(desk, record).under_hipaa
    breaches.close(desk, record)
    assert body(desk, record).keep_until[:4] == str(YEAR + 6)


def test_people_of_another_country_bring_its_law_along(desk: Desk) -> None:
    record = register(desk, state_counts=[{"place": "US-NY", "people": 2}], people_count=2).record
    assert {one.rule for one in body(desk, record).clocks} == {
        "gdpr_breach", "gdpr_breach_people", "hipaa_breach_individual", "hipaa_breach_hhs_small",
    }  # fmt: skip


def test_a_breach_begins_from_an_incident_and_names_it(desk: Desk) -> None:
    incident = sign_incident(desk, what_happened="A letter went astray.").record
    saved = records.save(
        desk, breaches.begin(desk, incident).with_values({"title": "x", "breach_types": ["integrity"]})
    )
    assert body(desk, saved.record).what_happened == "A letter went astray."
    assert body(desk, saved.record).incident == incident


def test_a_complaint_takes_its_days_from_good_practice_and_says_so(desk: Desk) -> None:
    record = complain(desk, received_on="2026-11-20").record
    opened = complaints.open(desk, record)
    assert (opened.body.acknowledge_by, opened.body.response_due) == ("2026-11-25", "2026-12-20")
    assert (opened.body.days_by.rule, opened.body.days_by.pack.split()[0]) == ("complaint_response", "common")
    assert opened.days_from == "Good practice · a starting point, set by the practice"
    with texts.speaking("pl"):
        assert complaints.open(desk, record).days_from == "Dobra praktyka · punkt wyjścia, ustala go praktyka"
    (row,) = complaints.rows(desk, complaints.ids(desk))
    assert (row.number, row.due, row.source) == (f"{YEAR}-001", "2026-11-25", "Client")
    own = complain(desk, received_on="2026-11-20", response_due="2026-12-01", acknowledge_by="2026-11-21").record
    assert complaints.open(desk, own).days_from == ""


def test_a_complaint_about_a_file_holds_it_until_somebody_decides(desk: Desk, anna: ClientRef) -> None:
    record = complain(desk, about_client=anna.id).record
    (hold,) = holds.in_force(desk, anna.id)
    assert hold.reason == "complaint"
    assert any(one.label == hold.reason_label for one in retention.of(desk, anna.id).holds)
    opened = complaints.open(desk, record)
    assert (opened.held_codes, opened.wants_hold) == ((anna.code,), False)
    change(desk, record, **ANSWERED)
    assert len(holds.in_force(desk, anna.id)) == 1, "a second save sets no second hold"
    with fails("cannot_close_entry"):
        complaints.close(desk, record)
    change(desk, record, hold_decision="lift", hold_reason="Nothing more is to come.")
    complaints.close(desk, record)
    assert holds.in_force(desk, anna.id) == []


def test_a_hold_that_is_to_stay_stays(desk: Desk, anna: ClientRef) -> None:
    decided = {"hold_decision": "keep", "hold_reason": "The insurer asked for it."}
    record = complain(desk, about_client=anna.id, **ANSWERED, **decided).record
    complaints.close(desk, record)
    assert len(holds.in_force(desk, anna.id)) == 1
    assert complaints.open(desk, record).body.closed_on


def test_the_file_holds_no_word_of_the_complaint(desk: Desk, anna: ClientRef) -> None:
    complain(desk, about_client=anna.id, text="Unmistakable zebra words.")
    hold = records.open(desk, holds.in_force(desk, anna.id)[0].record)
    assert "zebra" not in hold.body.search_text()
    assert hold.record.compartment != desk.signin.compartment_of(complaints.ids(desk)[0])


def test_among_colleagues_a_complaint_does_not_open_for_whom_it_is_about(five: Path) -> None:
    with several.at_desk(five, "OR") as desk:
        jan = several.account_of(desk, "JK")
        left_out = [{"person": jan, "reason": "It is about what they did"}]
        complaint = complain(desk, left_out=left_out).record
        breach = register(desk).record
    for login, sees_complaint, sees_breach in (("JK", False, False), ("PN", False, True), ("EL", True, True)):
        with several.at_desk(five, login) as desk:
            assert (complaint in complaints.ids(desk)) == sees_complaint, login
            assert (breach in breaches.ids(desk)) == sees_breach, login


def test_whoever_opens_no_clinical_file_sets_no_hold_and_is_told(five: Path) -> None:
    with several.at_desk(five, "EL") as desk:
        from app.records.client import Client
        from app.services import clients

        client = clients.register(desk, Client(name="Anna Zawadzka")).id
    with several.at_desk(five, "OR") as desk:
        record = complain(desk, about_client=client).record
        assert complaints.open(desk, record).wants_hold
    with several.at_desk(five, "EL") as desk:
        change(desk, record, category="fees")
        assert len(holds.in_force(desk, client)) == 1
        assert isinstance(records.open(desk, record).body, Complaint)


def test_the_registers_and_their_entries_go_to_paper_and_a_complaint_names_its_client(
    desk: Desk, anna: ClientRef
) -> None:
    breach, complaint = register(desk).record, complain(desk, about_client=anna.id).record
    for prepared in (register_papers.of_breaches(desk, [breach]), papers.of_record(desk, breach)):
        assert (prepared.clients, bool(prepared.paper.blocks)) == ((), True)
    for prepared in (register_papers.of_complaints(desk, [complaint]), papers.of_record(desk, complaint)):
        assert prepared.clients == (anna.id,)


def test_the_command_line_registers_them_as_well(desk: Desk) -> None:
    (made,) = records.add(desk, "data_breach", [FIRST])
    assert body(desk, made.id).number == f"{YEAR}-001"
    assert records.add(desk, "complaint", [COMPLAINED, COMPLAINED])[1].kind == "complaint"
    assert sorted(row.number for row in complaints.rows(desk, complaints.ids(desk))) == [f"{YEAR}-001", f"{YEAR}-002"]
    with fails("text_needed"):
        records.add(desk, "data_breach", [{**FIRST, "title": ""}])


def test_lists_and_the_search_say_what_is_open(desk: Desk) -> None:
    at_work = register(desk).record
    done = records.save(desk, breaches.begin(desk).with_values({**COMPLETE, "closed_on": str(clock.today())})).record
    complained = records.save(desk, records.start(desk, "complaint", **COMPLAINED)).record
    assert words.state("data_breach", "saved", "closed") == "Saved, Closed"
    states = {row.id: row.status for row in records.listing(desk)}
    assert states == {at_work: "open", done: "closed", complained: "open"}
    for asked, wanted in (("state:open", {at_work, complained}), ("state:closed kind:data_breach", {done})):
        assert {hit.id for hit in searches.find(desk, asked)} == wanted
