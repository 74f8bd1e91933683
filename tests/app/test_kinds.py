"""Every kind: it decodes empty, says what is missing, lists without giving anything away."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app import paths, texts
from app.records import KINDS, Kind, base, decode, describe, encode, headline, json_schema, missing, offered
from app.records.amendment import Amendment, AmendmentKind
from app.records.choices import YesNo
from app.records.client import Client, Email, Phone, safe_contact
from app.records.register_entry import RegisterEntry
from app.records.session_note import SessionNote
from app.records.words import changes, lines, shown_fields
from storage.vault import Stored
from tests.app.helpers import WARSAW, fails

STARTED = {"at": "2026-11-20T15:00", "zone": WARSAW}
WORDS = "a secret about her brother"


def stored(kind: str, body: dict[str, Any], version: int = 1) -> Stored:
    return Stored("record", kind, version, body, {"client": "client-id"}, "compartment", "clinical")


@pytest.mark.parametrize("name", KINDS)
def test_an_empty_record_of_every_kind_decodes_so_that_a_draft_always_does(name: str) -> None:
    body = decode(name, KINDS[name].version, {})
    assert decode(name, KINDS[name].version, encode(body)) == body


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_schema_that_names_its_fields(name: str) -> None:
    schema = json_schema(name)
    properties = next(part for part in schema["$defs"].values() if part["title"] == KINDS[name].struct.__name__)
    assert set(properties["properties"]) == set(KINDS[name].struct.__struct_fields__)
    assert json.loads(json.dumps(schema)) == schema


def test_the_schema_says_what_is_needed_to_sign_and_which_limits_hold() -> None:
    properties = json_schema("session_note")["$defs"]["SessionNote"]["properties"]
    assert properties["risk_statement"]["x-needed-to-sign"] is True
    assert properties["minutes"]["maximum"] == 1440
    assert properties["started"]["x-tier"] == "first"


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_kind_has_a_title_also_when_it_is_empty(name: str, language: str) -> None:
    texts.set_language(language)
    body = KINDS[name].struct()
    assert headline(name, body.summary(), body.facets())


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("session_note", {"started": STARTED, "text": WORDS, "risk_note": WORDS, "late_entry": True}),
        ("process_note", {"written_on": "2026-11-20", "text": WORDS}),
        ("consent", {"given_on": "2026-11-20", "decision": "granted", "questions_asked": WORDS}),
        ("incident", {"what_happened": WORDS, "where": WORDS, "occurred": STARTED, "number": "2026-001"}),
        ("incident_response", {"lesson_summary": WORDS, "category": "fall_injury", "number": "2026-001"}),
        ("amendment", {"text": WORDS, "reason": WORDS}),
        ("episode", {"presenting_problem": WORDS, "formulation": WORDS, "started_on": "2026-11-20"}),
        ("contact", {"gist": WORDS, "outcome": WORDS, "happened": STARTED, "channel": "phone"}),
        ("document", {"title": "Letter", "about": WORDS}),
        ("referral", {"reason": WORDS, "minimum_needed": WORDS, "to_whom": "Hospital"}),
        ("consultation", {"question": WORDS, "advice": WORDS, "decision": WORDS}),
        ("feedback", {"text": WORDS, "response": WORDS, "received_on": "2026-11-20"}),
        ("boundary_record", {"what_happened": WORDS, "decision": WORDS, "happened_on": "2026-11-20"}),
        ("session_note", {"started": STARTED, "format": "crisis_contact", "actions": WORDS}),
    ],
)
def test_a_title_and_its_facets_give_no_content_away(kind: str, values: dict[str, Any], language: str) -> None:
    texts.set_language(language)
    described = describe(stored(kind, values))
    assert WORDS not in headline(kind, described.title, described.facets)
    assert WORDS not in json.dumps([described.title, dict(described.facets)])
    assert WORDS in described.text


def test_the_title_of_a_note_is_its_day_and_its_format_in_the_language_of_the_reader() -> None:
    described = describe(stored("session_note", {"started": STARTED, "format": "soap"}))
    assert headline("session_note", described.title, described.facets) == "20 Nov 2026, SOAP"
    assert described.at == "2026-11-20T15:00"
    assert described.client == "client-id"


def test_a_session_that_did_not_take_place_says_so_in_its_title() -> None:
    described = describe(stored("session_note", {"started": STARTED, "attendance": "no_show"}))
    assert headline("session_note", described.title, described.facets) == "20 Nov 2026, Did not come"


def test_a_client_lists_by_name_with_all_that_a_list_needs() -> None:
    described = describe(stored("client", {"name": "Anna", "code": "K-0001", "lead": "", "birth_date": "1987"}))
    assert described.title == "Anna"
    assert dict(described.facets) == {
        "code": "K-0001", "status": "open", "unit": "person", "lead": "", "born": "1987", "country": "", "pronouns": "",
        "members": [], "joined_into": "", "alert_on": "", "birthday": "", "birthday_age": "",
    }  # fmt: skip


def test_a_record_that_this_version_cannot_read_still_lists() -> None:
    assert describe(stored("client", {"name": "Anna"}, version=99)).title == ""
    assert describe(stored("client", {"unheard_of": 1})).client == "client-id"
    assert describe(stored("horoscope", {})).title == ""


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["started", "risk_statement", "text"]),
        ({"started": STARTED, "text": "x"}, ["risk_statement"]),
        ({"started": STARTED, "text": "x", "risk_statement": "concern_present"}, ["risk_note"]),
        ({"started": STARTED, "format": "soap", "risk_statement": "not_reviewed"}, ["subjective"]),
        ({"started": STARTED, "format": "soap", "plan": "x", "risk_statement": "not_reviewed"}, []),
        ({"started": STARTED, "format": "dap", "text": "elsewhere", "risk_statement": "not_reviewed"}, ["data"]),
        ({"started": STARTED, "attendance": "no_show", "risk_statement": "not_reviewed"}, []),
        ({"started": STARTED, "text": "x", "risk_statement": "not_reviewed", "setting": "video"}, ["client_location"]),
        ({"started": STARTED, "text": " \n", "risk_statement": "not_reviewed"}, ["text"]),
    ],
)
def test_what_a_session_note_still_needs(values: dict[str, Any], expected: list[str]) -> None:
    assert [spec.name for spec in missing(decode("session_note", 1, values))] == expected


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("incident", {}, ["what_happened", "occurred", "where", "danger"]),
        ("consent", {}, ["decision", "method", "given_on"]),
        ("consent", {"decision": "partial", "method": "verbal", "given_on": "2026-01-01"}, ["partial_note"]),
        ("consent", {"decision": "granted", "method": "paper_earlier", "given_on": "2026-01-01"}, ["paper_on"]),
        (
            "consent",
            {"decision": "granted", "method": "verbal", "given_on": "2026-01-01", "given_by": "parent"},
            ["given_by_name"],
        ),
        ("client", {}, ["name"]),
        ("amendment", {"kind": "entered_in_error", "reason": "wrong file"}, ["target", "target_revision"]),
        ("amendment", {"reason": "x"}, ["text", "target", "target_revision"]),
    ],
)
def test_what_other_kinds_still_need(kind: str, values: dict[str, Any], expected: list[str]) -> None:
    assert [spec.name for spec in missing(decode(kind, 1, values))] == expected


def test_older_versions_pass_their_upcasters_in_order() -> None:
    def split(values: dict[str, Any]) -> dict[str, Any]:
        return {"note": values["words"]}

    def rename(values: dict[str, Any]) -> dict[str, Any]:
        return {"text": values["note"]}

    kind = Kind(
        "process_note", KINDS["process_note"].struct, "process", "", "", "", version=3, upcasters={1: split, 2: rename}
    )
    for version, values in ((1, {"words": "x"}), (2, {"note": "x"}), (3, {"text": "x"})):
        assert encode(base.decode(kind, version, values))["text"] == "x"
    with fails("unsupported_version"):
        base.decode(kind, 4, {})


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_has_names_and_an_icon_that_exists(kind: Kind) -> None:
    glyphs = json.loads((paths.resources() / "icons" / "glyphs.json").read_text("utf-8"))
    assert kind.icon in json.dumps(glyphs)
    assert kind.label
    assert kind.plural
    places = {"identity", "clinical", "process", "safety", "practice", "personal", "register", ""}
    assert kind.compartment in places


def test_only_kinds_that_people_write_are_offered() -> None:
    assert offered() == [
        "client", "client_profile", "related_person", "episode", "treatment_plan", "session_note", "process_note",
        "contact", "document", "consent", "release", "disclosure", "legal_hold", "referral", "consultation",
        "feedback", "boundary_record", "measure_result", "risk_review", "safety_plan", "mandated_report",
        "duty_to_protect", "decision_not_to_act", "domestic_abuse_review", "duty_follow_up", "closure", "incident",
        "lesson", "data_breach", "complaint", "hazard", "drill", "resource", "consent_template", "policy",
        "standards_for_minors", "professional_will", "training", "credential", "snippet", "note_template",
        "supervision_session",
    ]  # fmt: skip


def test_an_amendment_says_what_it_makes_of_its_target() -> None:
    target = "01a20274-77f3-74ef-ae4d-14577dbb2181"
    assert Amendment(target=target).targets() == ((target, "amended"),)
    wrong = Amendment(target=target, kind=AmendmentKind.ENTERED_IN_ERROR)
    assert wrong.targets() == ((target, "entered_in_error"),)


def test_codes_sort_by_their_number_in_the_register() -> None:
    codes = ["K-9", "K-10000", "K-0147", "ADAM"]
    assert sorted(codes, key=lambda code: RegisterEntry(code=code).summary()) == ["ADAM", "K-9", "K-0147", "K-10000"]


def test_contacts_that_are_not_safe_are_said_in_words() -> None:
    client = Client(
        name="Anna",
        phones=[Phone(number="600 100 200", safe_to_call=YesNo.NO, safe_to_text=YesNo.NO), Phone(number="1")],
        emails=[Email(address="a@example.org", safe_to_write=YesNo.NO)],
    )
    assert safe_contact(client) == ["600 100 200: do not call, no text messages", "a@example.org: do not write"]


def test_a_history_names_the_field_and_shows_both_values() -> None:
    before = SessionNote(text="one\ntwo\nthree", minutes=50)
    after = SessionNote(text="one\n2\nthree", minutes=45)
    found = changes(before, after)
    assert [tuple(change) for change in found] == [("Minutes", "50", "45"), ("Note", "two", "2")]


def test_a_text_difference_keeps_the_lines_that_stayed() -> None:
    assert [(line.mark, line.text) for line in lines("one\ntwo", "one\n2")] == [(" ", "one"), ("-", "two"), ("+", "2")]


def test_a_record_reads_in_words_instead_of_codes() -> None:
    body = decode(
        "session_note", 1, {"started": STARTED, "risk_statement": "concern_present", "present": ["client", "partner"]}
    )
    words = dict(shown_fields(body))
    assert words["Start"] == "20 Nov 2026, 15:00"
    assert words["Safety"] == "Concern present"
    assert words["Present"] == "Client, Partner"
    assert "Late entry" not in words
