"""Reports, duties to protect, decisions not to act, reviews of abuse: what they need and tell, and when they return."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec import structs

from app import clock
from app.desk import Desk
from app.packs import jurisdictions, law
from app.records import RecordBody, decode, missing
from app.records.client import Client, EmergencyContact
from app.records.disclosure import Disclosure
from app.records.mandated_report import MandatedReport
from app.rules.destinations import STAYS, TO_CLIENT
from app.services import clients, records
from app.services.client_safety import duties, numbers_first
from app.services.clients import ClientRef
from app.services.outgoing import disclosures, exporting, papers, releasing
from app.services.outgoing.exporting import Format
from app.services.practice import packs, practices
from app.services.reading import today
from tests.app.duties_made import ALL, CALLED, DUTY, NOTE, REPORT, follow, in_california, sign
from tests.app.helpers import fails

ZONE = "Europe/Warsaw"
NOT_ALONE = {"reference_number", "address_hidden", "victim_attempts"}  # wanted together with another, or never
NEEDED = [(kind, name) for kind, values in ALL.items() for name in values if name not in NOT_ALONE]
SENT = {
    "information_given": "The form.",
    "minimum_necessary": "What the form asks.",
    "method": "post",
    "whom": "City Hall",
}


def stored(kind: str, values: dict[str, Any]) -> RecordBody:
    """The body with these values."""
    return decode(kind, 1, values)


def lacking(kind: str, values: dict[str, Any]) -> set[str]:
    """The names of what is still needed."""
    return {spec.name for spec in missing(stored(kind, values))}


@pytest.mark.parametrize("kind", ALL)
def test_a_complete_one_lacks_nothing(kind: str) -> None:
    assert lacking(kind, ALL[kind]) == set()


@pytest.mark.parametrize(("kind", "name"), NEEDED)
def test_each_field_that_is_needed_is_asked_for(kind: str, name: str) -> None:
    without = {key: value for key, value in ALL[kind].items() if key != name}
    asked = {"not_consulted_because": "consulted"}.get(name, name)
    assert asked in lacking(kind, without)


@pytest.mark.parametrize(
    ("kind", "values", "wanted"),
    [
        ("mandated_report", {"call": "not_reached"}, {"attempts"}),
        ("mandated_report", {"written": "not_needed"}, {"not_needed_because"}),
        ("mandated_report", {"written": "sent"}, {"written_sent", "written_to", "written_method"}),
        ("mandated_report", {"client_told": "not_told"}, {"not_told_because"}),
        ("mandated_report", {"call": "not_made", "information_given": "", "minimum_necessary": ""}, set()),
        ("duty_to_protect", {"police": []}, {"police", "only_one_because"}),
        ("duty_to_protect", {"victim_attempts": []}, {"victim_attempts", "only_one_because"}),
        ("duty_to_protect", {"victim_attempts": [], "decisions": ["police"]}, {"only_one_because"}),
        ("duty_to_protect", {"decisions": ["none"], "police": [], "victim_attempts": []}, set()),
        ("domestic_abuse_review", {"children": "no", "child_route": ""}, set()),
        ("decision_not_to_act", {"question": "other"}, {"question_note"}),
        ("duty_follow_up", {"about": "01a20274-77f3-74ef-ae4d-14577dbb2181", "step": "looked_again"}, {"next_on"}),
    ],
)
def test_what_is_needed_follows_from_what_was_said(kind: str, values: dict[str, Any], wanted: set[str]) -> None:
    assert lacking(kind, {**ALL.get(kind, {"happened": CALLED, "outcome": "x"}), **values}) == wanted


@pytest.mark.parametrize(
    ("kind", "values", "name"),
    [
        (
            "mandated_report",
            {"known": {"at": "2199-01-01T10:00", "zone": ZONE}, "call": "not_made", "called": None},
            "in_future",
        ),
        ("mandated_report", {"called": {"at": "2026-11-20T14:59", "zone": ZONE}}, "bad_order"),
        (
            "duty_to_protect",
            {"victim_attempts": [{**NOTE, "at": {"at": "2199-01-01T10:00", "zone": ZONE}}]},
            "in_future",
        ),
        ("duty_to_protect", {"review_on": "2026-01-01"}, "bad_order"),
        ("decision_not_to_act", {"review_on": "2026-01-01"}, "bad_order"),
        ("domestic_abuse_review", {"review_on": "2026-01-01"}, "bad_order"),
    ],
)
def test_times_that_cannot_be_are_refused(
    desk: Desk, anna: ClientRef, kind: str, values: dict[str, Any], name: str
) -> None:
    with fails(name):
        sign(desk, kind, anna.id, **values)


def test_a_report_carries_its_clock_with_source_and_pack(desk: Desk, anna: ClientRef) -> None:
    in_california(desk)
    body = records.open(desk, sign(desk, "mandated_report", anna.id)).body
    assert isinstance(body, MandatedReport)
    assert (body.due_at.at if body.due_at else "", body.clock_rule, body.clock_pack, body.form_name) == (
        "2026-11-22T03:00", "ca_child_written", "us-ca 1", "SS 8572",
    )  # fmt: skip
    assert "form SS 8572; law, checked" in body.due_source
    assert body.reporter is not None
    assert body.reporter.name == "Ewa Lis"


def test_where_no_clock_was_verified_none_is_stated(desk: Desk, anna: ClientRef) -> None:
    saved = sign(desk, "mandated_report", anna.id, report_kind="domestic_violence")
    body = records.open(desk, saved).body
    assert isinstance(body, MandatedReport)
    assert body.due_at is None
    assert "not verified" in body.due_source
    assert "at once" in body.written_due


def test_a_length_that_nobody_verified_is_never_stated_as_law(
    desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = jurisdictions.SHIPPED["us-ca"]
    guessed = tuple(structs.replace(rule, status="unverified") for rule in shipped.deadlines)
    pack = {**jurisdictions.SHIPPED, "us-ca": structs.replace(shipped, deadlines=guessed)}
    monkeypatch.setattr(packs, "laws_for", lambda _desk, _clients: [law.of(pack, ["US-CA"])])
    body = records.open(desk, sign(desk, "mandated_report", anna.id)).body
    assert isinstance(body, MandatedReport)
    assert body.due_at is None
    assert "not verified" in body.due_source


def test_whoever_was_told_stands_in_the_register(desk: Desk, anna: ClientRef) -> None:
    report = sign(desk, "mandated_report", anna.id)
    (line,) = disclosures.rows(desk, anna.id)
    body = records.open(desk, line.record).body
    assert isinstance(body, Disclosure)
    assert missing(body) == []
    assert (body.report, body.legal_basis, body.method, body.disclosed) == (
        report, "mandated_report_child", "phone", stored("mandated_report", REPORT).called,  # type: ignore[attr-defined]
    )  # fmt: skip
    assert (body.recipient_name, body.client_informed_on, body.items) == ("Ms Nowak", "2026-11-20", [])
    duty = sign(desk, "duty_to_protect", anna.id)
    told = [one for one in disclosures.rows(desk, anna.id) if one.basis == "duty_to_protect"]
    assert [(one.recipient, one.organisation) for one in told] == [("Sgt. Wilk", "Police, Mokotów")]
    assert records.open(desk, told[0].record).body.report == duty  # type: ignore[attr-defined]


def test_an_attempt_that_reached_nobody_is_no_disclosure(desk: Desk, anna: ClientRef) -> None:
    unreached = {"information_given": "", "minimum_necessary": "", "attempts": [NOTE]}
    report = sign(desk, "mandated_report", anna.id, call="not_reached", **unreached)
    follow(desk, anna.id, report, "attempt", whom="Hotline", channel="phone", result="voicemail")
    assert disclosures.rows(desk, anna.id) == []
    given = {"information_given": "What was said.", "minimum_necessary": "No more."}
    later = follow(desk, anna.id, report, "attempt", whom="Ms Nowak", channel="phone", result="talked", **given)
    (line,) = disclosures.rows(desk, anna.id)
    assert (line.basis, records.open(desk, line.record).body.report) == (  # type: ignore[attr-defined]
        "mandated_report_child", later,
    )  # fmt: skip


def test_if_the_register_cannot_be_written_nothing_is(
    desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> Disclosure:
        return Disclosure()

    monkeypatch.setattr("app.services.outgoing.grounds.completed", refuse)
    with fails("not_complete"):
        sign(desk, "mandated_report", anna.id)
    assert [row for row in duties.rows(desk, anna.id) if row.state == "signed"] == []


def test_the_clock_stands_on_today_and_cannot_be_put_off_until_it_was_sent(
    desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 21))
    in_california(desk)
    report = sign(desk, "mandated_report", anna.id)
    (item,) = [one for one in today.due(desk) if one.record == report]
    assert (item.key, item.due, item.is_late) == ("", "2026-11-22", False)
    assert "03:00" in item.words
    today.put_off(desk, item, date(2027, 1, 1))
    assert report in {one.record for one in today.due(desk)}
    with fails("not_complete"):
        follow(desk, anna.id, report, "written", whom="City Hall", method="post")
    follow(desk, anna.id, report, "written", **SENT)
    assert report not in {one.record for one in today.due(desk)}
    (line,) = [one for one in duties.rows(desk, anna.id) if one.record == report]
    assert (line.is_open, line.needs_written) == (False, False)


def test_a_call_made_later_leaves_the_written_report(
    desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 21))
    in_california(desk)
    report = sign(desk, "mandated_report", anna.id, call="not_reached", attempts=[NOTE])
    (item,) = [one for one in today.due(desk) if one.record == report]
    assert (item.due, item.is_late) == ("2026-11-20", True)
    assert item.words.startswith("The agency was not reached yet")
    follow(desk, anna.id, report, "attempt", result="talked", channel="phone", **{**SENT, "method": None})
    (item,) = [one for one in today.due(desk) if one.record == report]
    assert item.due == "2026-11-22"
    assert item.words.startswith("Send the written report")


def test_a_decision_comes_back_on_its_day_until_something_takes_its_place(
    desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = sign(desk, "decision_not_to_act", anna.id)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 27))
    (item,) = [one for one in today.due(desk) if one.record == decision]
    assert (item.due, item.title) == ("2026-11-27", "20 Nov 2026, Report concern about a child")
    again = follow(desk, anna.id, decision, "looked_again", next_on="2026-12-04")
    assert [one.record for one in today.due(desk) if one.kind in {"decision_not_to_act", "duty_follow_up"}] == [again]
    report = sign(desk, "mandated_report", anna.id, earlier=decision)
    kinds = {one.kind: one.record for one in today.due(desk)}
    assert kinds.get("mandated_report") == report
    assert "duty_follow_up" not in kinds
    with fails("already_signed"):
        records.edit(desk, decision)
    law = records.open(desk, decision).body.law  # type: ignore[attr-defined]
    assert "k.k. art. 240 § 1; law, checked September 2026" in law


def test_what_is_followed_is_signed_and_of_the_same_client(desk: Desk, anna: ClientRef) -> None:
    report = sign(desk, "mandated_report", anna.id)
    other = clients.register(desk, Client(name="Jan Nowy"))
    for client, about in ((other.id, report), (anna.id, anna.id)):
        with fails("not_found"):
            follow(desk, client, about, "settled")


def test_what_was_entered_in_error_no_longer_waits(desk: Desk, anna: ClientRef) -> None:
    report = sign(desk, "mandated_report", anna.id)
    assert report in {one.record for one in today.due(desk)}
    records.amend(desk, report, kind="entered_in_error", text="", reason="Wrong file.")
    assert report not in {one.record for one in today.due(desk)}


def test_the_law_of_protecting_is_said_with_its_source_or_not_at_all(desk: Desk, anna: ClientRef) -> None:
    poland = duties.protect_words(desk, anna.id)
    assert "the law permits it" in poland
    assert "the law orders it" in poland
    in_california(desk)
    words = duties.protect_words(desk, anna.id)
    assert "the law orders it" in words
    assert "Civil Code § 43.92; law, checked" in words
    practices.change_profile(desk, jurisdiction="US-NY")
    assert duties.protect_words(desk, anna.id).startswith("The law packs do not say")
    started = records.start(desk, "duty_to_protect", anna.id).body
    assert started.legal_test == duties.protect_words(desk, anna.id)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "first"), [("mandated_report", "116 111"), ("domestic_abuse_review", "800 120 002")])
def test_numbers_and_lists_come_before_the_form(desk: Desk, kind: str, first: str) -> None:
    near = EmergencyContact(name="Jan", relationship="Husband", phone="600 100 200")
    client = clients.register(desk, Client(name="Anna", emergency_contacts=[near]))
    found = numbers_first.of(desk, kind, client.id)
    assert found.card.emergency[0].number == "112"
    assert found.card.lines[0].phone == first
    assert [one.moment for one in found.checklists] == ["call", "write"]
    assert all("practice" in one.mark for one in found.checklists)
    assert found.law
    assert found.card.contacts == []  # who is near may be the danger


@pytest.mark.parametrize("kind", ALL)
def test_no_title_and_no_facet_gives_content_away(desk: Desk, anna: ClientRef, kind: str) -> None:
    words = {value for value in ALL[kind].values() if isinstance(value, str) and " " in value}
    saved = sign(desk, kind, anna.id)
    row = desk.signin.rows([saved])[0]
    assert not any(one in str((row.title, row.facets)) for one in words)


def test_a_hidden_address_is_marked(desk: Desk, anna: ClientRef) -> None:
    sign(desk, "domestic_abuse_review", anna.id)
    (line,) = [one for one in duties.rows(desk, anna.id) if one.kind == "domestic_abuse_review"]
    assert line.is_hidden
    assert line.title == "20 Nov 2026"


def test_a_duty_without_police_says_why(desk: Desk, anna: ClientRef) -> None:
    with fails("not_complete"):
        sign(desk, "duty_to_protect", anna.id, police=[], decisions=["warn_victim"])
    sign(desk, "duty_to_protect", anna.id, police=[], decisions=["warn_victim"], only_one_because="He asked for it.")
    assert DUTY["police"]


def test_a_review_of_abuse_is_not_put_into_unsafe_hands(desk: Desk, anna: ClientRef) -> None:
    review = sign(desk, "domestic_abuse_review", anna.id)
    safe = sign(desk, "domestic_abuse_review", anna.id, paper_is_safe="yes", afraid_of="Her brother.")
    with fails("not_in_their_hands"):
        releasing.check(desk, papers.of_record(desk, review), TO_CLIENT)
    releasing.check(desk, papers.of_record(desk, safe), TO_CLIENT)
    releasing.check(desk, papers.of_record(desk, review), STAYS)
    follow(desk, anna.id, review, "looked_again", next_on="2099-02-01")
    export = exporting.prepare(desk, anna.id, TO_CLIENT, kind=Format.JSON)
    leaving = {record for record, _place in export.objects}
    assert safe in leaving
    assert not any(one.kind == "duty_follow_up" for one in export.manifest.withheld)
    assert "duty_follow_up" not in export.manifest.counts
    assert review not in leaving
    assert any("2 records are left out and not mentioned" in one for one in export.warnings)
    assert review in {record for record, _place in exporting.prepare(desk, anna.id, STAYS).objects}
    assert review not in {record for record, _place in papers.of_timeline(desk, anna.id).objects}
