"""Writing the kinds of every day: where each goes, what it cannot be kept without, what signing fills in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.records import json_schema
from app.records.contact import Contact
from app.records.episode import Episode
from app.records.note_template import NoteTemplate
from app.records.preferences import Columns, Preferences
from app.records.session_note import NoteFormat, SessionNote
from app.services import records
from app.services.client_files import files
from app.services.clients import ClientRef
from app.services.personal import preferences
from app.services.reading import searches
from storage.vault import Query
from tests.app.helpers import fails, write_note


@pytest.mark.parametrize(
    ("kind", "values", "place"),
    [
        ("resource", {"name": "Night café", "resource_kind": "crisis", "phone": "1"}, "practice"),
        ("snippet", {"name": "Greeting", "text": "Good day, otter."}, "personal"),
        ("note_template", {"name": "First talk", "format": "soap"}, "personal"),
    ],
)  # fmt: skip
def test_what_belongs_to_no_client_goes_to_the_practice_or_to_oneself(
    desk: Desk, kind: str, values: dict[str, Any], place: str
) -> None:
    saved = records.save(desk, records.keep(desk, records.start(desk, kind, None, **values)))
    assert desk.signin.compartment_kind(desk.signin.compartment_of(saved.record) or "") == place
    assert records.unfinished(desk) == []
    again = records.save(desk, records.edit(desk, saved.record).with_values({"name": "Other"}))
    assert [line.title.split(",")[0] for line in records.listing(desk, kind)] == ["Other"]
    assert len(records.history(desk, again.record)) == 2
    (added,) = records.add(desk, kind, [values])
    assert desk.signin.compartment_of(added.id) == desk.signin.compartment_of(saved.record)


def test_a_policy_is_a_draft_until_it_is_published(desk: Desk) -> None:
    values = {"title": "In an emergency", "policy_kind": "emergency_protocol", "text": "Call first."}
    draft = records.keep(desk, records.start(desk, "policy", None, **values))
    assert [line.state for line in records.listing(desk, "policy")] == ["draft"]
    with fails("only_by_signing"):
        records.save(desk, draft)
    signed = records.sign(desk, draft.record)
    assert [line.state for line in records.listing(desk, "policy")] == ["signed"]
    assert desk.signin.compartment_kind(desk.signin.compartment_of(signed.record) or "") == "practice"


@pytest.mark.parametrize("kind", ["related_person", "resource", "snippet", "note_template"])
def test_without_a_name_there_is_nothing_to_keep(desk: Desk, anna: ClientRef, kind: str) -> None:
    client = anna.id if kind == "related_person" else None
    with fails("text_needed") as found:
        records.save(desk, records.start(desk, kind, client))
    assert found[0].values["path"] == "name"


def test_a_person_around_the_client_lies_with_the_identity(desk: Desk, anna: ClientRef) -> None:
    saved = records.save(desk, records.start(desk, "related_person", anna.id, name="Jan", relationship="brother"))
    compartment = desk.signin.compartment_of(saved.record) or ""
    assert desk.signin.compartment_kind(compartment) == "identity"
    assert desk.signin.label(compartment)["client"] == anna.id


def test_nobody_was_present_at_a_session_that_did_not_take_place(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id, attendance="no_show", present=["client"])
    body = records.open(desk, note.record).body
    assert isinstance(body, SessionNote)
    assert body.present == []


def test_a_contact_written_days_later_is_a_late_entry(desk: Desk, anna: ClientRef) -> None:
    earlier = (datetime.now() - timedelta(days=5)).isoformat()[:16]  # noqa: DTZ005 - a wall time
    for at, expected in ((earlier, True), (clock.now().at, False)):
        happened = {"at": at, "zone": clock.local_zone()}
        call = records.start(desk, "contact", anna.id, happened=happened, channel="phone", gist="Asked for a time.")
        body = records.open(desk, records.sign(desk, call).record).body
        assert isinstance(body, Contact)
        assert body.late_entry is expected


def test_a_course_of_care_knows_its_lead_and_its_day(desk: Desk, anna: ClientRef) -> None:
    slot = {"weekday": "tue", "time": "15:00", "since": "2026-01-06"}
    saved = records.save(desk, records.start(desk, "episode", anna.id, presenting_problem="x", usual_slots=[slot]))
    body = records.open(desk, saved.record).body
    assert isinstance(body, Episode)
    assert body.lead == desk.account
    assert desk.signin.ids(Query(kinds=("episode",), facets={"on_tue": "1"})) == [saved.record]
    assert desk.signin.ids(Query(kinds=("episode",), facets={"on_wed": "1"})) == []


def test_the_next_session_is_found_by_its_day(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id, next_session={"at": "2027-01-05T15:00", "zone": "Europe/Warsaw"})
    assert desk.signin.ids(Query(kinds=("session_note",), facets={"next_on": "2027-01-05"})) == [note.record]


def test_every_new_kind_of_a_client_stands_in_the_timeline_and_is_found(desk: Desk, anna: ClientRef) -> None:
    given: dict[str, dict[str, Any]] = {
        "document": {"title": "Letter", "document_kind": "letter", "about": "otters"},
        "referral": {"to_whom": "X", "reason": "otters", "minimum_needed": "x", "basis": "consent"},
        "consultation": {"with_whom": "X", "question": "otters", "advice": "x", "decision": "x"},
        "feedback": {"text": "otters"},
        "contact": {"channel": "phone", "gist": "otters"},
        "boundary_record": {
            "boundary_kind": "touch", "initiated_by": "client", "what_happened": "otters", "benefit": "x", "harm": "x",
            "whose_need": "client", "decision": "x",
        },
    }  # fmt: skip
    made = {kind: records.add(desk, kind, [values], client=anna.id, sign=True)[0].id for kind, values in given.items()}
    assert {line.record for line in files.timeline(desk, anna.id, tuple(given))} == set(made.values())
    assert {found.id for found in searches.find(desk, "otters")} == set(made.values())
    assert json_schema("document")["$defs"]["Attachment"]["properties"].keys() >= {"id", "sha256"}


def test_preferences_are_kept_once_for_each_person(desk: Desk) -> None:
    assert preferences.mine(desk) == Preferences()
    preferences.save(desk, Preferences(discreet=True, default_format=NoteFormat.DAP))
    changed = preferences.mine(desk)
    changed.columns = [Columns(table="clients", columns=["code", "name"])]
    preferences.save(desk, changed)
    assert preferences.mine(desk) == changed
    assert len(desk.signin.ids(Query(kinds=("preferences",)))) == 1
    assert searches.find(desk, "clients") == []


def test_a_template_opens_as_it_was_kept(desk: Desk) -> None:
    sections = [{"section": "plan", "text": "{next_session}"}]
    saved = records.save(desk, records.start(desk, "note_template", None, name="A", format="dap", sections=sections))
    body = records.open(desk, saved.record).body
    assert isinstance(body, NoteTemplate)
    assert body.sections[0].text == "{next_session}"
