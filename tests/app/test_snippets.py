"""Snippets and templates with merge fields; what a new note takes over; text that a format has no place for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock, formats
from app.desk import Desk
from app.keeping.plans import Saved
from app.records.preferences import Preferences
from app.records.session_note import Attendance, NoteFormat, Present, SessionNote
from app.services import records
from app.services.clients import ClientRef
from app.services.personal import own_texts, preferences, snippets
from tests.app.helpers import WARSAW, entries, fails, last_seq, write_note


def started(days: int = 0, time: str = "15:00") -> dict[str, str]:
    return {"at": f"{clock.today() - timedelta(days=days)}T{time}", "zone": WARSAW}


def save_snippet(desk: Desk, name: str, text: str, shortcut: str = "") -> Saved:
    return own_texts.save(desk, snippets.begin_snippet(desk, name, text, shortcut))


def save_template(desk: Desk, name: str, body: SessionNote) -> Saved:
    return own_texts.save(desk, snippets.begin_template(desk, name, body))


def note(desk: Desk, client: str, **values: object) -> SessionNote:
    body = records.start(desk, "session_note", client, **values).body
    assert isinstance(body, SessionNote)
    return body


def test_a_snippet_comes_with_its_fields_filled_in(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id, started=started(7))
    saved = save_snippet(desk, "Breathing", "{client} ({code}), {date} {time}, {last_session}, {mood}", "brth")
    (row,) = snippets.mine(desk).snippets
    assert (row.id, row.name, row.shortcut) == (saved.record, "Breathing", "brth")
    editing = records.start(desk, "session_note", anna.id, started=started())
    merged = snippets.text_of(desk, saved.record, editing)
    last, today = (formats.short_date(clock.today() - timedelta(days=days)) for days in (7, 0))
    assert merged.text == f"Anna Zawadzka ({anna.code}), {today} 15:00, {last}, {{mood}}"
    assert merged.unknown == ("mood",)


def test_the_session_number_counts_sessions_that_took_place(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id, started=started(14))
    write_note(desk, anna.id, started=started(7), attendance="no_show", format="non_attendance", text="")
    saved = save_snippet(desk, "Number", "{session_number}, {last_session}")
    merged = snippets.text_of(desk, saved.record, records.start(desk, "session_note", anna.id))
    assert merged.text == f"2, {formats.short_date(clock.today() - timedelta(days=14))}"


def test_a_template_is_made_of_a_note_and_fills_the_next_one(desk: Desk, anna: ClientRef) -> None:
    written = note(desk, anna.id, format="dap", data="Seen on {date}.", plan="Same time.", text="of another format")
    saved = save_template(desk, "Usual", written)
    (row,) = snippets.mine(desk).templates
    assert (row.id, row.name, row.format) == (saved.record, "Usual", "dap")
    filled = snippets.sections_of(desk, saved.record, records.start(desk, "session_note", anna.id, started=started()))
    assert filled.texts == {"data": f"Seen on {formats.short_date(clock.today())}.", "plan": "Same time."}
    assert (filled.format, filled.unknown) == ("dap", ())


def test_a_snippet_needs_a_name_and_a_text(desk: Desk) -> None:
    with fails("text_needed"):
        save_snippet(desk, " ", "text")
    with fails("text_needed"):
        save_snippet(desk, "Name", "")
    with fails("not_one_word"):
        save_snippet(desk, "Name", "text", "two words")


def test_another_kind_of_record_is_no_snippet(desk: Desk, anna: ClientRef) -> None:
    template = save_template(desk, "Usual", note(desk, anna.id))
    editing = records.start(desk, "session_note", anna.id)
    with fails("not_found"):
        snippets.text_of(desk, template.record, editing)


def test_preferences_are_read_once_and_handed_out_as_copies(desk: Desk) -> None:
    preferences.save(desk, Preferences(default_format=NoteFormat.DAP))
    desk.preferences = None
    since = last_seq(desk)
    preferences.mine(desk).default_format = NoteFormat.PIE
    assert preferences.mine(desk).default_format is NoteFormat.DAP
    assert len(entries(desk, since)) == 1
    preferences.change(desk, last_note_beside=False)
    assert preferences.mine(desk) == Preferences(default_format=NoteFormat.DAP, last_note_beside=False)


def test_the_usual_format_goes_before_the_last_one(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id, started=started(7), format="soap", text="", plan="Sleep.")
    assert note(desk, anna.id).format is NoteFormat.SOAP
    preferences.save(desk, Preferences(default_format=NoteFormat.BIRP))
    assert note(desk, anna.id).format is NoteFormat.BIRP


def test_the_usual_length_is_that_of_a_first_note(desk: Desk, anna: ClientRef) -> None:
    preferences.save(desk, Preferences(default_minutes=45))
    assert note(desk, anna.id).minutes == 45
    write_note(desk, anna.id, started=started(7), minutes=90)
    assert note(desk, anna.id).minutes == 90


@pytest.mark.parametrize("attendance", ["no_show", "cancelled_client"])
def test_a_session_that_did_not_take_place_is_no_pattern_for_the_next(
    attendance: str, desk: Desk, anna: ClientRef
) -> None:
    missed = {
        "attendance": attendance,
        "format": "non_attendance",
        "text": "",
        "minutes": 0,
        "decision": "Write to her.",
    }
    write_note(desk, anna.id, started=started(7), **missed)
    fresh = note(desk, anna.id)
    assert (fresh.format, fresh.attendance) == (NoteFormat.FREE, Attendance.ATTENDED)
    assert (fresh.present, fresh.minutes) == ([Present.CLIENT], 50)


def test_text_that_the_format_has_no_place_for_is_not_signed_unseen(desk: Desk, anna: ClientRef) -> None:
    editing = records.start(desk, "session_note", anna.id, format="dap", data="Seen.", risk_statement="not_reviewed")
    with fails("outside_format") as found:
        records.sign(desk, editing.with_values({"subjective": "She was tired."}))
    assert found[0].values["fields"] == "Subjective"
    records.keep(desk, editing.with_values({"subjective": "She was tired."}))
    records.sign(desk, editing)
