"""Today over a real practice: sessions, what is not written, what is due, unfinished work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app import clock
from app.desk import Desk
from app.records.client import Client, FileStatus
from app.records.episode import Weekday
from app.rules.today import Source
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.reading import today
from tests.app.helpers import WARSAW, entries, last_seq, write_note

DAYS = tuple(Weekday)


def usual(desk: Desk, client: str, *weekdays: int, time: str = "15:00", since: str = "2026-01-01") -> str:
    """An episode whose usual times are these weekdays (0 is Monday)."""
    slots = [{"weekday": DAYS[day].value, "time": time, "minutes": 50, "since": since} for day in weekdays]
    editing = records.start(desk, "episode", client, presenting_problem="Sleep", started_on=since, usual_slots=slots)
    return records.save(desk, editing).record


def at(day: date, time: str) -> dict[str, str]:
    return {"at": f"{day.isoformat()}T{time}", "zone": WARSAW}


@pytest.fixture
def day() -> date:
    return clock.today()


def test_a_usual_time_brings_the_client_onto_that_day(desk: Desk, anna: ClientRef, day: date) -> None:
    usual(desk, anna.id, day.weekday())
    found = today.sessions(desk, day)
    assert [(one.code, one.name, one.time, one.minutes, one.source) for one in found] == [
        (anna.code, "Anna Zawadzka", "15:00", 50, Source.USUAL)
    ]
    assert today.sessions(desk, day + timedelta(days=1)) == []


def test_the_next_session_that_a_note_names_brings_the_client(desk: Desk, anna: ClientRef, day: date) -> None:
    write_note(desk, anna.id, started=at(day - timedelta(days=40), "10:00"), next_session=at(day, "11:15"))
    assert [(one.client, one.time, one.source) for one in today.sessions(desk, day)] == [
        (anna.id, "11:15", Source.PLANNED)
    ]


def test_a_written_session_says_so_and_leads_to_its_note(desk: Desk, anna: ClientRef, day: date) -> None:
    usual(desk, anna.id, day.weekday())
    note = write_note(desk, anna.id, started=at(day, "15:00"))
    (found,) = today.sessions(desk, day)
    assert (found.note, found.state) == (note.record, "signed")


def test_a_draft_is_not_yet_signed(desk: Desk, anna: ClientRef, day: date) -> None:
    usual(desk, anna.id, day.weekday())
    draft = records.keep(desk, records.start(desk, "session_note", anna.id, started=at(day, "15:00"), text="Half."))
    overview = today.overview(desk, day)
    assert [one.state for one in overview.sessions] == ["draft"]
    assert [row.record for row in overview.drafts] == [draft.record]


def test_an_earlier_session_without_a_note_is_not_forgotten(desk: Desk, anna: ClientRef, day: date) -> None:
    usual(desk, anna.id, *range(7), since=(day - timedelta(days=3)).isoformat())
    write_note(desk, anna.id, started=at(day - timedelta(days=2), "15:00"))
    missing = [one.day for one in today.overview(desk, day).not_written]
    assert missing == [(day - timedelta(days=back)).isoformat() for back in (1, 3)]


def test_a_session_that_nobody_expected_is_shown_when_it_was_written(desk: Desk, anna: ClientRef, day: date) -> None:
    write_note(desk, anna.id, started=at(day, "08:30"))
    assert [(one.client, one.time, one.state) for one in today.sessions(desk, day)] == [(anna.id, "08:30", "signed")]


def test_a_closed_file_expects_nobody(desk: Desk, day: date) -> None:
    closed = clients.register(desk, Client(name="Jan Wilk", status=FileStatus.CLOSED, closed_on=day.isoformat()))
    usual(desk, closed.id, day.weekday())
    assert today.sessions(desk, day) == []


def test_added_and_taken_out_by_hand(desk: Desk, anna: ClientRef, day: date) -> None:
    today.add(desk, anna.id, day, "12:00", 50)
    (found,) = today.sessions(desk, day)
    assert (found.time, found.source) == ("12:00", Source.ADDED)
    today.skip(desk, found)
    assert today.sessions(desk, day) == []


def test_what_is_due_comes_late_ones_first_and_can_be_put_off(desk: Desk, anna: ClientRef, day: date) -> None:
    for back in (-3, 2):
        held, until = (day - timedelta(days=10)).isoformat(), (day + timedelta(days=back)).isoformat()
        asked = {"with_whom": "A colleague", "identified": "anonymous", "question": "What now?", "advice": "Wait."}
        values = {**asked, "held_on": held, "decision": "Wait.", "next_on": until}
        records.sign(desk, records.start(desk, "consultation", anna.id).with_values(values))
    late, soon = today.due(desk, day)
    assert (late.is_late, soon.is_late) == (True, False)
    assert late.code == anna.code
    today.put_off(desk, late, day + timedelta(days=7))
    assert [item.record for item in today.due(desk, day)] == [soon.record]
    assert late.record in {item.record for item in today.due(desk, day + timedelta(days=7))}


def test_looking_at_today_is_an_entry_that_names_what_was_shown(desk: Desk, anna: ClientRef, day: date) -> None:
    usual(desk, anna.id, day.weekday())
    before = last_seq(desk)
    today.overview(desk, day)
    listed = {record for entry in entries(desk, before) if entry.action == "list" for record in entry.records}
    assert anna.id in listed


def test_recent_clients_are_those_i_wrote_about_last(desk: Desk, anna: ClientRef) -> None:
    jan = clients.register(desk, Client(name="Jan Wilk"))
    write_note(desk, anna.id)
    write_note(desk, jan.id)
    assert [one.id for one in today.recent(desk)] == [jan.id, anna.id]
