"""What the front page of a client's file sums up: rows of the index, in the right order, and nothing of content."""

from __future__ import annotations

from typing import Any

from app import clock
from app.desk import Desk
from app.records.client import Client, Member, Unit
from app.records.related_person import ContactRule
from app.services import clients, documents, mistakes, records
from app.services.client_files import files, summaries
from app.services.clients import ClientRef
from tests.app import made_files
from tests.app.helpers import entries, last_seq

SLOT = {"weekday": "tue", "time": "15:00", "minutes": 50, "every_weeks": 1}


def add(desk: Desk, client: str, kind: str, *, sign: bool = False, **values: Any) -> str:
    """One record of a client."""
    return records.add(desk, kind, [values], client=client, sign=sign)[0].id


def test_those_who_must_not_be_contacted_or_told_come_first(desk: Desk, anna: ClientRef) -> None:
    add(desk, anna.id, "related_person", name="Adam", relationship="brother", roles=["other"], contact_rule="freely")
    add(desk, anna.id, "related_person", name="Zenon", relationship="father", roles=["parent"], must_not_know=True)
    first, second = summaries.people(desk, anna.id)
    assert (first.name, first.must_not_know, first.is_unsafe, first.rule) == (
        "Zenon",
        True,
        True,
        ContactRule.ASK_FIRST,
    )
    assert (second.name, second.roles, second.is_unsafe) == ("Adam", ("Somebody else",), False)


def test_a_course_of_care_says_its_times_and_the_next_day(desk: Desk, anna: ClientRef) -> None:
    add(desk, anna.id, "episode", presenting_problem="x", started_on="2026-01-06", usual_slots=[SLOT])
    (row,) = summaries.care(desk, anna.id)
    assert [(slot.weekday, slot.time) for slot in row.slots] == [(1, "15:00")]
    assert row.next_on is not None
    assert row.next_on >= clock.today()
    assert row.next_on.weekday() == 1


def test_a_paused_course_of_care_has_no_next_day(desk: Desk, anna: ClientRef) -> None:
    add(desk, anna.id, "episode", presenting_problem="x", state="paused", usual_slots=[SLOT])
    (row,) = summaries.care(desk, anna.id)
    assert (row.slots, row.next_on) == ((), None)


def test_what_is_due_leaves_out_what_was_entered_in_error(desk: Desk, anna: ClientRef) -> None:
    contact = {"happened": {"at": "2026-11-01T10:00", "zone": "Europe/Warsaw"}, "channel": "phone", "gist": "x"}
    late = add(desk, anna.id, "contact", sign=True, **contact, next_check_in="2026-11-02")
    wrong = add(desk, anna.id, "contact", sign=True, **contact, next_check_in="2026-11-03")
    records.amend(desk, wrong, kind="entered_in_error", text="", reason="another client")
    (row,) = summaries.due(desk, anna.id)
    assert (row.record, row.due, row.is_late) == (late, "2026-11-02", True)


def test_documents_say_what_they_are_without_being_opened(desk: Desk, anna: ClientRef) -> None:
    draft = documents.attach(desk, anna.id, made_files.pdf(3), "Scan.pdf")
    described = draft.with_values({"title": "Letter", "document_kind": "letter", "dated": "2026-10"})
    records.sign(desk, described)
    documents.attach(desk, anna.id, b"words", "note.txt")
    seen = last_seq(desk)
    rows = {row.title: row for row in summaries.documents(desk, anna.id)}
    letter, note = rows["Letter"], rows["note"]
    assert (letter.kind_label, letter.dated, letter.pages, letter.files, letter.state) == (
        "Letter", "2026-10", 3, 1, "signed",
    )  # fmt: skip
    assert (note.kind_label, note.pages, note.state) == ("", None, "draft")
    assert {entry.action for entry in entries(desk, seen)} == {"list"}


def test_a_couple_has_members_and_each_member_has_the_couple(desk: Desk, anna: ClientRef) -> None:
    members = [Member(client=anna.id, role="partner")]
    couple = clients.register(desk, Client(name="Both", unit=Unit.COUPLE, members=members)).id
    of_couple = summaries.of(desk, files.open(desk, couple))
    assert [(row.code, row.role) for row in of_couple.members] == [(anna.code, "partner")]
    assert of_couple.units == []
    of_anna = summaries.of(desk, files.open(desk, anna.id))
    assert [row.id for row in of_anna.units] == [couple]
    assert of_anna.members == []


def test_the_people_of_a_joined_file_are_shown_too(desk: Desk, anna: ClientRef) -> None:
    second = clients.register(desk, Client(name="Anna N.")).id
    add(desk, second, "related_person", name="Zenon", relationship="father", roles=["parent"], must_not_know=True)
    mistakes.join(desk, anna.id, second)
    assert [row.name for row in summaries.people(desk, anna.id)] == ["Zenon"]
    assert summaries.client_of(desk, summaries.people(desk, anna.id)[0].record) == second
