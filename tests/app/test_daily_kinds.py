"""The kinds of every day: what they need, when they are due, what they refuse, how they read in a list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.records import base, decode, headline, json_schema, missing
from app.records.choices import Modality
from app.records.fields import OpenChoice, shown, specs
from app.records.note_template import NoteTemplate
from app.records.session_note import SECTIONS, NoteFormat, SessionNote
from tests.app.helpers import WARSAW, fails

MOMENT = {"at": "2026-11-20T15:00", "zone": WARSAW}
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("related_person", {}, ["name", "relationship", "roles"]),
        ("episode", {}, ["presenting_problem", "started_on"]),
        ("episode", {"presenting_problem": "x", "started_on": "2026-01-01", "state": "ended"}, ["ended_on"]),
        ("contact", {}, ["happened", "channel", "gist"]),
        ("contact", {"happened": MOMENT, "channel": "phone", "gist": "x", "direction": "to_other"}, ["with_whom"]),
        ("contact", {"happened": MOMENT, "channel": "phone", "gist": "x"}, []),
        ("document", {"received": "2026-11-20"}, ["title", "document_kind"]),
        ("document", {"title": "x", "document_kind": "letter", "received": "2026-01-01", "source": "from_other"},
         ["from_whom"]),
        ("resource", {"name": "x", "resource_kind": "food", "verified_on": "2026-11-20"}, ["phone"]),
        ("resource", {"name": "x", "resource_kind": "food", "verified_on": "2026-11-20", "web": "example.org"}, []),
        ("resource", {"phone": "1"}, ["name", "resource_kind", "verified_on"]),
        ("policy", {}, ["title", "policy_kind", "text", "approved_on"]),
        ("referral", {}, ["to_whom", "reason", "minimum_needed", "basis"]),
        ("consultation", {}, ["with_whom", "held_on", "question", "advice", "decision"]),
        (
            "consultation",
            {"with_whom": "x", "held_on": "2026-01-01", "question": "x", "advice": "x", "decision": "x",
             "identified": "identified"},
            ["basis"],
        ),
        ("feedback", {}, ["text", "received_on"]),
        (
            "boundary_record",
            {"boundary_kind": "gift", "harm_done": "yes", "happened_on": "2026-01-01"},
            ["initiated_by", "value", "what_happened", "benefit", "harm", "whose_need", "decision", "repair"],
        ),
        ("snippet", {}, ["name", "text"]),
        ("note_template", {}, ["name"]),
    ],
)  # fmt: skip
def test_what_a_kind_needs(kind: str, values: dict[str, Any], expected: list[str]) -> None:
    assert [spec.name for spec in missing(decode(kind, 1, values))] == expected


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("episode", {"started_on": "2026-01-01", "review_on": "2026-06-01"}, "2026-06-01"),
        ("episode", {"review_on": "2026-06-01", "state": "ended"}, None),
        ("contact", {"next_check_in": "2026-12-01"}, "2026-12-01"),
        ("resource", {"verified_on": "2026-01-01"}, "2026-06-30"),
        ("resource", {"verified_on": "2026-01-01", "rang_on": "2026-06-01"}, "2026-11-28"),
        ("resource", {}, None),
        ("policy", {"review_due": "2027-01-01"}, "2027-01-01"),
        ("referral", {"follow_up_on": "2026-12-01"}, "2026-12-01"),
        ("referral", {"follow_up_on": "2026-12-01", "outcome": "Began there."}, None),
        ("consultation", {"next_on": "2026-12-01"}, "2026-12-01"),
        ("feedback", {"response_due": "2026-12-01"}, "2026-12-01"),
        ("feedback", {"response_due": "2026-12-01", "responded_on": "2026-11-25"}, None),
        ("boundary_record", {"review_on": "2026-12-01"}, "2026-12-01"),
    ],
)
def test_when_somebody_has_to_do_something(kind: str, values: dict[str, Any], expected: str | None) -> None:
    assert decode(kind, 1, values).due() == expected


@pytest.mark.parametrize(
    ("kind", "values", "name"),
    [
        ("episode", {"started_on": "2026-02-01", "ended_on": "2026-01-01"}, "bad_order"),
        ("episode", {"usual_slots": [{"weekday": "tue", "time": "25:00"}]}, "bad_time"),
        ("episode", {"usual_slots": [{"weekday": "tue", "time": "9:00"}]}, "bad_time"),
        ("episode", {"usual_slots": [{"since": "2026-02-01", "until": "2026-01-01"}]}, "bad_order"),
        ("episode", {"usual_slots": [{"every_weeks": 0}]}, "bad_number"),
        ("contact", {"happened": MOMENT, "next_check_in": "2026-11-01"}, "bad_order"),
        ("document", {"dated": "2026-12", "received": "2026-11-20"}, "bad_order"),
        ("document", {"pages": 0}, "bad_number"),
        ("policy", {"approved_on": "2026-02-01", "review_due": "2026-01-01"}, "bad_order"),
        ("referral", {"sent_on": "2026-02-01", "acknowledged_on": "2026-01-01"}, "bad_order"),
        ("consultation", {"held_on": "2026-02-01", "next_on": "2026-01-01"}, "bad_order"),
        ("feedback", {"received_on": "2026-02-01", "response_due": "2026-01-01"}, "bad_order"),
        ("boundary_record", {"happened_on": "2026-02-01", "review_on": "2026-01-01"}, "bad_order"),
        ("snippet", {"shortcut": "two words"}, "not_one_word"),
        ("note_template", {"format": "dap", "sections": [{"section": "subjective"}]}, "unknown_choice"),
        ("practice_profile", {"idle_minutes": 31}, "bad_number"),
        ("practice_profile", {"backup_destinations": [{"keep_last": 0}]}, "bad_number"),
        ("client", {"status": "joined"}, "joined_by_joining"),
    ],
)
def test_what_a_kind_refuses(kind: str, values: dict[str, Any], name: str) -> None:
    with fails(name):
        decode(kind, 1, values)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("episode", {"state": "ended", "ended_on": "2026-11-23"}),
        ("contact", {"happened": {"at": "2026-11-23T09:00", "zone": WARSAW}}),
        ("document", {"received": "2026-11-23"}),
        ("document", {"dated": "2027"}),
        ("resource", {"verified_on": "2026-11-23"}),
        ("resource", {"rang_on": "2026-11-23"}),
        ("policy", {"approved_on": "2026-11-23"}),
        ("referral", {"sent_on": "2026-11-23"}),
        ("consultation", {"held_on": "2026-11-23"}),
        ("feedback", {"received_on": "2026-11-23"}),
        ("boundary_record", {"happened_on": "2026-11-23"}),
    ],
)
def test_what_has_happened_cannot_lie_in_the_future(kind: str, values: dict[str, Any]) -> None:
    body = decode(kind, 1, values)
    with fails("in_future"):
        body.check_today(TODAY)
    body.check_today(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("related_person", {"name": "Jan Lis", "relationship": "brother"}, "Jan Lis, brother"),
        ("episode", {"started_on": "2025-03-03"}, "Individual, since 3 Mar 2025"),
        ("contact", {"happened": MOMENT, "channel": "phone", "direction": "to_other"},
         "20 Nov 2026, Phone call, To somebody else"),
        ("document", {"title": "Letter from the school", "dated": "2026-11"}, "Letter from the school, November 2026"),
        ("policy", {"title": "In an emergency", "version": "3"}, "In an emergency, version 3"),
        ("referral", {"to_whom": "Dr Nowak", "sent_on": "2026-11-20"}, "Dr Nowak, sent 20 Nov 2026"),
        ("consultation", {"held_on": "2026-11-20", "with_whom": "Maria"}, "20 Nov 2026, Maria"),
        ("feedback", {"received_on": "2026-11-20", "category": "fees"}, "20 Nov 2026, Fees"),
        ("boundary_record", {"happened_on": "2026-11-20", "boundary_kind": "gift"}, "20 Nov 2026, Gift"),
        ("note_template", {"name": "First talk", "format": "soap"}, "First talk, SOAP"),
    ],
)  # fmt: skip
def test_how_a_kind_reads_in_a_list(kind: str, values: dict[str, Any], expected: str) -> None:
    body = decode(kind, 1, values)
    assert headline(kind, body.summary(), body.facets()) == expected


@pytest.mark.parametrize("layout", NoteFormat)
def test_every_section_of_a_format_is_a_field_that_only_its_formats_show(layout: NoteFormat) -> None:
    fields = {spec.name: spec for spec in specs(SessionNote)}
    sections = {name for names in SECTIONS.values() for name in names}
    found = {spec.name for spec in shown(tuple(fields.values()), {"format": layout}) if spec.name in sections}
    assert found == set(SECTIONS[layout])


@pytest.mark.parametrize("layout", NoteFormat)
def test_a_note_needs_one_of_its_sections(layout: NoteFormat) -> None:
    values: dict[str, Any] = {"started": MOMENT, "format": layout.value, "risk_statement": "not_reviewed"}
    assert [spec.name for spec in missing(decode("session_note", 1, values))] == [SECTIONS[layout][0]]
    last = SECTIONS[layout][-1]
    assert missing(decode("session_note", 1, {**values, last: "x"})) == []


def test_attempts_to_reach_somebody_are_text_enough() -> None:
    values = {"started": MOMENT, "format": "non_attendance", "risk_statement": "not_reviewed",
              "attempts": [{"outcome": "No answer."}]}  # fmt: skip
    assert missing(decode("session_note", 1, values)) == []


def test_nobody_is_present_where_nobody_came() -> None:
    values = {"started": MOMENT, "attendance": "no_show", "risk_statement": "not_reviewed", "present": []}
    assert missing(decode("session_note", 1, values)) == []
    assert [spec.name for spec in missing(decode("session_note", 1, {**values, "attendance": "late"}))] == [
        "present",
        "text",
    ]


def test_a_value_of_ones_own_reads_the_same_for_ever() -> None:
    body = decode("episode", 1, {"modality": "own: Art therapy", "started_on": "2026-11-20"})
    assert decode("episode", 1, base.encode(body)) == body
    assert headline("episode", body.summary(), body.facets()) == "Art therapy, since 20 Nov 2026"
    assert json_schema("episode")["$defs"]["Modality"]["anyOf"][1] == {"pattern": r"^own: \S"}
    for value in ("own:", "own:  ", "Art therapy", "own: " + "x" * 200):
        with fails("unknown_choice"):
            decode("episode", 1, {"modality": value})
    assert Modality.own("  ") is None


def test_a_list_that_is_law_takes_no_value_of_ones_own() -> None:
    with fails("unknown_choice"):
        decode("consent", 1, {"decision": "own: perhaps"})
    assert not issubclass(NoteFormat, OpenChoice)


def test_a_template_holds_texts_for_the_sections_of_its_format() -> None:
    body = decode("note_template", 1, {"format": "dap", "sections": [{"section": "plan", "text": "{next_session}"}]})
    assert isinstance(body, NoteTemplate)
    assert body.search_text() == "plan\n{next_session}"
