"""Writing: started with what is known, kept as typed, signed for good, amended, looked back on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.records.amendment import Amendment
from app.records.process_note import ProcessNote
from app.records.session_note import NoteFormat, Present, SessionNote
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.practice import practices
from tests.app.conftest import sign_in
from tests.app.helpers import NOTE, WARSAW, entries, fails, last_seq, write_note

TODAY = clock.today().isoformat()


def note_of(opened: records.Opened) -> SessionNote:
    assert isinstance(opened.body, SessionNote)
    return opened.body


def test_a_first_note_begins_at_the_full_hour_of_today(desk: Desk, anna: ClientRef) -> None:
    body = records.start(desk, "session_note", anna.id).body
    assert isinstance(body, SessionNote)
    assert body.started is not None
    assert body.started.day == TODAY
    assert body.started.at.endswith(":00")
    assert (body.minutes, body.present, body.started.zone) == (50, [Present.CLIENT], clock.local_zone())


def test_the_next_note_is_like_the_last_session(desk: Desk, anna: ClientRef) -> None:
    write_note(
        desk,
        anna.id,
        started={"at": "2026-01-05T17:30", "zone": "Europe/Berlin"},
        minutes=90,
        setting="home_visit",
        modality="couple",
        present=["client", "partner"],
        format="dap",
        data="x",
        text="",
    )
    body = records.start(desk, "session_note", anna.id).body
    assert isinstance(body, SessionNote)
    assert body.started is not None
    assert (body.started.at, body.started.zone) == (f"{TODAY}T17:30", "Europe/Berlin")
    assert (body.minutes, body.setting, body.modality) == (90, "home_visit", "couple")
    assert (body.present, body.format) == ([Present.CLIENT, Present.PARTNER], NoteFormat.DAP)
    assert (body.data, body.risk_statement) == ("", None)


def test_an_announced_session_gives_day_and_time(desk: Desk, anna: ClientRef) -> None:
    announced = {"at": "2026-01-12T18:15", "zone": WARSAW}
    write_note(desk, anna.id, started={"at": "2026-01-05T17:30", "zone": WARSAW}, next_session=announced)
    body = records.start(desk, "session_note", anna.id).body
    assert isinstance(body, SessionNote)
    assert body.started is not None
    assert body.started.at == "2026-01-12T18:15"


def test_what_is_typed_is_there_after_a_crash(vault: Any, anna: ClientRef, desk: Desk) -> None:
    editing = records.start(desk, "session_note", anna.id).with_values({"text": "half a sen"})
    records.keep(desk, editing)
    practices.lock(desk, "test")
    again = sign_in(vault)
    resumed = records.resume(again, editing.record)
    assert isinstance(resumed.body, SessionNote)
    assert (resumed.body.text, resumed.client, resumed.is_new) == ("half a sen", anna.id, True)
    practices.lock(again, "test")


def test_a_draft_is_listed_as_one_and_can_be_thrown_away(desk: Desk, anna: ClientRef) -> None:
    editing = records.keep(desk, records.start(desk, "session_note", anna.id).with_values(NOTE))
    assert records.unfinished(desk) == [editing.record]
    assert [row.state for row in records.listing(desk, "session_note")] == ["draft"]
    records.discard(desk, editing.record)
    assert records.unfinished(desk) == []
    assert records.listing(desk, "session_note") == []
    with fails("no_draft"):
        records.discard(desk, editing.record)
    with fails("no_draft"):
        records.resume(desk, editing.record)


def test_signing_drops_the_draft_and_makes_the_first_revision(desk: Desk, anna: ClientRef) -> None:
    editing = records.keep(desk, records.start(desk, "session_note", anna.id).with_values(NOTE))
    seen = last_seq(desk)
    saved = records.sign(desk, editing.record)
    assert "sign" in [entry.action for entry in entries(desk, seen)]
    opened = records.open(desk, saved.record)
    assert (opened.record.state, opened.record.parent) == ("signed", None)
    assert (opened.record.record, opened.record.revision) == (editing.record, saved.revision)
    assert records.unfinished(desk) == []


def test_an_incomplete_note_is_not_signed_and_stays_a_draft(desk: Desk, anna: ClientRef) -> None:
    editing = records.keep(desk, records.start(desk, "session_note", anna.id))
    with fails("not_complete") as found:
        records.sign(desk, editing.record)
    assert found[0].values["fields"] == "Safety, Note"
    assert found[0].exit_code == 1
    assert records.unfinished(desk) == [editing.record]


def test_a_signed_note_is_final(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    with fails("already_signed"):
        records.sign(desk, saved.record)
    with fails("already_signed"):
        records.edit(desk, saved.record)
    again = records.start(desk, "session_note", anna.id).with_values(NOTE)
    object.__setattr__(again, "record", saved.record)
    with fails("already_signed"):
        records.sign(desk, again)
    assert len(records.history(desk, saved.record)) == 1


def test_living_kinds_are_saved_and_signed_kinds_signed(desk: Desk, anna: ClientRef) -> None:
    with fails("only_by_signing"):
        records.save(desk, records.start(desk, "session_note", anna.id).with_values(NOTE))
    with fails("not_signable"):
        records.sign(desk, records.start(desk, "process_note", anna.id, text="x"))
    with fails("not_signable"):
        records.sign(desk, anna.id)


@pytest.mark.parametrize(("hours", "late"), [(1, False), (71, False), (80, True)])
def test_a_note_written_late_says_so(desk: Desk, anna: ClientRef, hours: int, late: bool) -> None:
    began = datetime.now(UTC) - timedelta(hours=hours)
    saved = write_note(desk, anna.id, started={"at": f"{began:%Y-%m-%dT%H:%M}", "zone": "UTC"})
    opened = records.open(desk, saved.record)
    assert note_of(opened).late_entry is late
    assert ("late entry" in opened.title) is late


def test_an_amendment_stands_beside_the_note_which_stays(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    records.amend(desk, saved.record, kind="correction", text="It was dreams.", reason="Slip of the pen")
    records.amend(desk, saved.record, kind="addendum", text="She rang later.", reason="Came in later")
    opened = records.open(desk, saved.record)
    assert opened.status == "amended"
    assert note_of(opened).text == NOTE["text"]
    assert [amendment.title for amendment in opened.amendments] == ["Correction", "Addendum"]
    first = opened.amendments[0].body
    assert isinstance(first, Amendment)
    assert (first.text, first.target, first.target_revision) == ("It was dreams.", saved.record, saved.revision)
    assert [row.status for row in records.listing(desk, "session_note")] == ["amended"]
    assert "amend" in [entry.action for entry in entries(desk)]


def test_entered_in_error_wins_over_amended_and_needs_no_text(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    records.amend(desk, saved.record, kind="entered_in_error", text="", reason="Wrong file")
    records.amend(desk, saved.record, kind="addendum", text="Moved.", reason="To be clear")
    assert records.open(desk, saved.record).status == "entered_in_error"
    assert [row.status for row in records.listing(desk, "session_note")] == ["entered_in_error"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"kind": "correction", "text": "", "reason": "x"}, "not_complete"),
        ({"kind": "correction", "text": "x", "reason": " "}, "not_complete"),
        ({"kind": "opinion", "text": "x", "reason": "x"}, "unknown_choice"),
    ],
)
def test_an_amendment_says_what_and_why(desk: Desk, anna: ClientRef, given: dict[str, str], name: str) -> None:
    saved = write_note(desk, anna.id)
    with fails(name):
        records.amend(desk, saved.record, **given)


def test_only_a_signed_record_is_amended(desk: Desk, anna: ClientRef) -> None:
    with fails("not_signed"):
        records.amend(desk, anna.id, kind="addendum", text="x", reason="x")
    with fails("not_found"):
        records.amend(desk, desk.signin.new_id(), kind="addendum", text="x", reason="x")


def test_private_notes_get_a_compartment_of_their_own_at_the_first_save(desk: Desk, anna: ClientRef) -> None:
    editing = records.start(desk, "process_note", anna.id, text="a thought")
    assert desk.signin.compartments("process", client=anna.id) == []
    kept = records.keep(desk, editing)
    (compartment,) = desk.signin.compartments("process", client=anna.id, author=desk.account)
    assert kept.compartment == compartment
    saved = records.save(desk, kept)
    assert desk.signin.compartment_of(saved.record) == compartment
    second = records.save(desk, records.start(desk, "process_note", anna.id, text="another"))
    assert desk.signin.compartment_of(second.record) == compartment


def test_a_living_record_keeps_its_versions(desk: Desk, anna: ClientRef) -> None:
    saved = records.save(desk, records.start(desk, "process_note", anna.id, text="one"))
    records.save(desk, records.edit(desk, saved.record).with_values({"text": "two"}))
    versions = records.history(desk, saved.record)
    texts = [version.body.text for version in versions if isinstance(version.body, ProcessNote)]
    assert texts == ["one", "two"]
    assert versions[1].changes == [("Private notes", "one", "two")]
    assert versions[0].author_name == "Ewa Lis"


def test_who_saves_second_keeps_the_words_as_a_draft(desk: Desk, anna: ClientRef) -> None:
    saved = records.save(desk, records.start(desk, "process_note", anna.id, text="one"))
    mine = records.edit(desk, saved.record).with_values({"text": "mine"})
    records.save(desk, records.edit(desk, saved.record).with_values({"text": "theirs"}))
    records.keep(desk, mine)
    with fails("edit_conflict"):
        records.save(desk, mine)
    assert records.unfinished(desk) == [saved.record]


def test_an_unfinished_change_is_taken_up_where_it_was_left(desk: Desk, anna: ClientRef) -> None:
    saved = records.save(desk, records.start(desk, "process_note", anna.id, text="one"))
    records.keep(desk, records.edit(desk, saved.record).with_values({"text": "on"}))
    resumed = records.edit(desk, saved.record)
    assert isinstance(resumed.body, ProcessNote)
    assert (resumed.body.text, resumed.base) == ("on", saved.revision)


def test_a_client_has_one_profile(desk: Desk, anna: ClientRef) -> None:
    first = records.save(desk, records.start(desk, "client_profile", anna.id, client_group=["adult"]))
    again = records.start(desk, "client_profile", anna.id)
    assert (again.record, again.base) == (first.record, first.revision)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("register_entry", "not_by_hand"),
        ("amendment", "not_by_hand"),
        ("session_note", "client_needed"),
        ("horoscope", "unknown_kind"),
    ],
)
def test_what_cannot_be_started_says_why(desk: Desk, kind: str, name: str) -> None:
    with fails(name):
        records.start(desk, kind)


def test_a_record_of_a_client_nobody_knows_is_not_started(desk: Desk) -> None:
    with fails("not_found"):
        records.start(desk, "session_note", desk.signin.new_id())
    with fails("client_not_wanted"):
        records.start(desk, "incident", desk.signin.new_id())


def test_values_of_a_form_that_do_not_fit_are_named(desk: Desk, anna: ClientRef) -> None:
    editing = records.start(desk, "session_note", anna.id)
    with fails("bad_number") as found:
        editing.with_values({"minutes": -5})
    assert found[0].values["path"] == "minutes"


def test_the_file_is_shared_and_not_the_person(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    identity, clinical = desk.signin.compartment_of(anna.id), desk.signin.compartment_of(saved.record)
    assert identity != clinical
    assert desk.signin.label(clinical or "") == {"client": anna.id}
    assert clients.code_of(desk, anna.id) == anna.code
