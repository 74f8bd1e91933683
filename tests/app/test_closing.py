"""Closing a file: danger looked at once more, what is open, what ends; and opening it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.keeping.plans import Saved
from app.records.client import Client, FileStatus
from app.records.closure import Closure
from app.records.closure_choices import ObligationKind
from app.records.episode import Episode, EpisodeState
from app.records.legal_hold import HoldReason
from app.rules import incidents as incident_rules
from app.rules.purposes import Purpose
from app.services import clients, incidents, records
from app.services.client_files import amendment_requests, closing, counting, files, holds
from app.services.clients import ClientRef
from app.services.practice import practices
from app.services.reading import today
from storage.vault import Query
from tests.app.helpers import entries, fails, last_seq, sign_incident, write_note

TODAY = clock.today().isoformat()
CLOSING = {
    "reason": "goals_met",
    "course": "Twenty sessions.",
    "outcome": "Sleeps through five nights.",
    "risk_at_closing": "Asked again; no thoughts of dying, sister and friends near.",
    "topics": "What helped.",
    "follow_up": "May come back at any time.",
    "crisis_resources": ["116 123"],
    "told_how": "session",
    "told_on": TODAY,
    "last_session_on": TODAY,
    "open_note": "Safety review before the ending: asked again in the last session, as said above.",
}


@pytest.fixture
def episode(desk: Desk, anna: ClientRef) -> str:
    """A course of care with a usual time."""
    slots = [{"weekday": "tue", "time": "15:00"}]
    editing = records.start(desk, "episode", anna.id, presenting_problem="Sleep", usual_slots=slots)
    return records.save(desk, editing.with_values({"started_on": "2026-01-08", "modality": "couple"})).record


@pytest.fixture(autouse=True)
def opened_long_ago(desk: Desk, anna: ClientRef) -> None:
    """The file was opened in January."""
    editing = records.edit(desk, anna.id)
    records.save(desk, editing.with_values({"opened_on": "2026-01-08"}))


def close(desk: Desk, client: str, **values: Any) -> Saved:
    return records.sign(desk, records.start(desk, "closure", client).with_values({**CLOSING, **values}))


def closure_of(desk: Desk, saved: Saved) -> Closure:
    body = records.open(desk, saved.record, Purpose.TREATMENT).body
    assert isinstance(body, Closure)
    return body


def client_of(desk: Desk, client: str) -> Client:
    body = records.open(desk, client, Purpose.TREATMENT).body
    assert isinstance(body, Client)
    return body


def kinds(desk: Desk, client: str) -> list[str]:
    """What is open; that no review was written before the ending, which is so in all of these, aside."""
    found = [str(one.what) for one in closing.obligations(desk, client)]
    assert found[-1] == "safety_review"
    return found[:-1]


def test_closing_wants_a_new_look_at_danger_and_all_that_the_table_asks_for(desk: Desk, anna: ClientRef) -> None:
    with fails("not_complete") as found:
        records.sign(desk, records.start(desk, "closure", anna.id))
    for label in ("Last session on", "Why it ends", "Danger and protection at closing", "What follows"):
        assert label in found[0].values["fields"]
    with fails("not_complete") as found:
        close(desk, anna.id, risk_at_closing=" ")
    assert found[0].values["fields"] == "Danger and protection at closing"
    body = closure_of(desk, close(desk, anna.id))
    assert (body.risk_reviewed_on, body.risk_reviewed_by) == (TODAY, "Ewa Lis")


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"reason": "drop_out"}, "Attempts to reach the client"),
        ({"reason": "other"}, "The reason in words"),
        ({"told_how": "not_reached"}, "Why not"),
        ({"told_how": None}, "How the client was told"),
        ({"crisis_resources": []}, "Crisis numbers and places given"),
        ({"process_notes": "keep_until"}, "Keep them until"),
        ({"reason": "drop_out", "attempts": [{"on": TODAY}]}, "How, What came of it"),
    ],
)
def test_what_else_closing_wants_depends_on_how_it_ended(
    desk: Desk, anna: ClientRef, values: dict[str, Any], missing: str
) -> None:
    with fails("not_complete") as found:
        close(desk, anna.id, **values)
    assert found[0].values["fields"] == missing


def test_who_has_died_is_told_nothing(desk: Desk, anna: ClientRef) -> None:
    nothing: dict[str, Any] = {"topics": "", "crisis_resources": [], "told_how": None, "told_on": ""}
    close(desk, anna.id, reason="death", **nothing)
    assert client_of(desk, anna.id).status is FileStatus.DECEASED


def test_signing_ends_the_course_and_closes_the_file_in_one_write(desk: Desk, anna: ClientRef, episode: str) -> None:
    write_note(desk, anna.id)
    editing = records.start(desk, "closure", anna.id)
    assert isinstance(editing.body, Closure)
    assert editing.body.last_session_on == TODAY
    seen = last_seq(desk)
    saved = records.sign(desk, editing.with_values(CLOSING))
    assert {(entry.action, entry.purpose) for entry in entries(desk, seen)} >= {
        ("sign", "treatment"),
        ("save", "treatment"),
    }
    body = closure_of(desk, saved)
    assert body.episode == episode
    ended = records.open(desk, episode, Purpose.TREATMENT).body
    assert isinstance(ended, Episode)
    assert (ended.state, ended.ended_on) == (EpisodeState.ENDED, TODAY)
    found = client_of(desk, anna.id)
    assert (found.status, found.closed_on) == (FileStatus.CLOSED, TODAY)


def test_a_closed_file_is_opened_for_a_reason_that_is_said(desk: Desk, anna: ClientRef) -> None:
    close(desk, anna.id)
    assert files.open(desk, anna.id).needs_purpose
    assert files.open(desk, anna.id, Purpose.REQUEST).purpose == Purpose.REQUEST


def test_what_cannot_be_kept_closes_nothing(desk: Desk, anna: ClientRef, episode: str) -> None:
    before = "2026-01-02"
    with fails("bad_order"):
        close(desk, anna.id, closed_on=before, last_session_on=before, told_on=before)
    assert client_of(desk, anna.id).status is FileStatus.OPEN
    found = records.open(desk, episode).body
    assert isinstance(found, Episode)
    assert found.state is EpisodeState.OPEN
    assert desk.signin.ids(Query(kinds=("closure",), states=("signed",))) == []


def test_a_closed_file_is_not_closed_twice(desk: Desk, anna: ClientRef) -> None:
    waiting = records.start(desk, "closure", anna.id).with_values(CLOSING)
    close(desk, anna.id)
    with fails("already_closed"):
        records.start(desk, "closure", anna.id)
    with fails("already_closed"):
        records.sign(desk, waiting)


def _incident(desk: Desk, client: str) -> None:
    sign_incident(desk, affected=[{"kind": "client", "client": client}])


def _draft(desk: Desk, client: str) -> None:
    records.keep(desk, records.start(desk, "session_note", client, text="not finished"))


def _consent(desk: Desk, client: str) -> None:
    records.keep(desk, records.start(desk, "consent", client))


def _release(desk: Desk, client: str) -> None:
    editing = records.start(desk, "release", client)
    statements = ["right_to_revoke", "conditioning", "redisclosure"]
    values = {
        "decision": "given", "recipients": [{"name": "Dr Nowak"}], "information": ["summary"],
        "purposes": ["treatment"],
        "expires_on": (clock.today() + timedelta(days=90)).isoformat(), "statements": statements, "copy_given": "yes",
        "plain_language": "yes", "method": "wet_ink_scan", "client_name": "Anna Zawadzka", "discloser": "Quiet Room",
    }  # fmt: skip
    records.sign(desk, editing.with_values(values))


def _hold(desk: Desk, client: str) -> None:
    holds.place(desk, client, reason=HoldReason.COMPLAINT)


def _request(desk: Desk, client: str) -> None:
    note = write_note(desk, client)
    amendment_requests.request(desk, note.record, "It was my sister.", reason="So it was.")


@pytest.mark.parametrize(
    ("owe", "kind"),
    [
        (_release, ObligationKind.RELEASE),
        (_hold, ObligationKind.HOLD),
        (_request, ObligationKind.AMENDMENT_REQUEST),
        (_incident, ObligationKind.INCIDENT),
        (_draft, ObligationKind.DRAFT),
        (_consent, ObligationKind.CONSENT),
    ],
)
def test_each_open_obligation_is_found_and_wants_a_word(
    desk: Desk, anna: ClientRef, owe: Callable[[Desk, str], None], kind: ObligationKind
) -> None:
    assert kinds(desk, anna.id) == []
    owe(desk, anna.id)
    assert kinds(desk, anna.id) == [kind]
    with fails("not_complete") as found:
        close(desk, anna.id, open_note="")
    assert found[0].values["fields"] == "What stays open, and who sees to it"
    body = closure_of(desk, close(desk, anna.id, open_note="I finish it this week."))
    assert [one.what for one in body.obligations] == [kind, ObligationKind.SAFETY_REVIEW]
    assert body.obligations[0].title


def test_an_obligation_of_somebody_else_is_none(desk: Desk, anna: ClientRef) -> None:
    jan = clients.register(desk, Client(name="Jan Kot"))
    for owe in (_incident, _draft, _consent):
        owe(desk, jan.id)
    assert kinds(desk, anna.id) == []
    assert len(kinds(desk, jan.id)) == 3


def test_a_closed_incident_is_no_obligation(desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch) -> None:
    _incident(desk, anna.id)
    incident = desk.signin.ids(Query(kinds=("incident",)))[0]
    monkeypatch.setattr(incident_rules, "missing_to_close", lambda *_, **__: [])
    records.save(desk, incidents.respond(desk, incident))
    assert kinds(desk, anna.id) == ["incident"]
    incidents.close(desk, incident)
    assert kinds(desk, anna.id) == []


def test_the_draft_of_the_closing_is_not_open_work_itself(desk: Desk, anna: ClientRef) -> None:
    editing = records.keep(desk, records.start(desk, "closure", anna.id).with_values(CLOSING))
    body = closure_of(desk, records.sign(desk, editing.record))
    assert [one.what for one in body.obligations] == [ObligationKind.SAFETY_REVIEW]


def test_private_notes_need_a_decision_that_today_reminds_of(desk: Desk, anna: ClientRef) -> None:
    records.save(desk, records.start(desk, "process_note", anna.id, text="A thought."))
    with fails("private_notes_exist"):
        close(desk, anna.id, process_notes="none")
    with fails("not_complete"):
        close(desk, anna.id)
    saved = close(desk, anna.id, process_notes="destroy_now")
    due = [item for item in today.due(desk) if item.kind == "closure"]
    assert [item.record for item in due] == [saved.record]
    assert due[0].words == "The private notes were to be destroyed when the file was closed."
    closing_row = desk.signin.rows([saved.record])
    assert counting.still(desk, closing_row) == closing_row


def test_private_notes_that_are_kept_come_back_on_their_day(desk: Desk, anna: ClientRef) -> None:
    records.save(desk, records.start(desk, "process_note", anna.id, text="A thought."))
    until = (clock.today() + timedelta(days=90)).isoformat()
    close(desk, anna.id, process_notes="keep_until", process_notes_until=until)
    assert [item for item in today.due(desk) if item.kind == "closure"] == []
    later = [item for item in today.due(desk, clock.today() + timedelta(days=80)) if item.kind == "closure"]
    assert [item.due for item in later] == [until]


def test_reopening_begins_a_new_course_and_keeps_the_closing(desk: Desk, anna: ClientRef, episode: str) -> None:
    saved = close(desk, anna.id)
    with fails("purpose_needed"):
        closing.reopen(desk, anna.id)
    files.open(desk, anna.id, Purpose.TREATMENT)
    again = closing.reopen(desk, anna.id, problem="Sleep is bad again.")
    found = records.open(desk, again.record).body
    assert isinstance(found, Episode)
    assert (found.state, found.started_on, found.presenting_problem) == (
        EpisodeState.OPEN,
        TODAY,
        "Sleep is bad again.",
    )
    assert found.modality == "couple", "the kind of work goes on as it was"
    assert again.record != episode
    client = client_of(desk, anna.id)
    assert (client.status, client.closed_on) == (FileStatus.OPEN, "")
    assert closure_of(desk, saved).reason == "goals_met"
    with fails("not_closed"):
        closing.reopen(desk, anna.id)


def test_a_file_that_was_opened_again_does_not_ask_about_the_old_private_notes(desk: Desk, anna: ClientRef) -> None:
    records.save(desk, records.start(desk, "process_note", anna.id, text="A thought."))
    close(desk, anna.id, process_notes="destroy_now")
    files.open(desk, anna.id, Purpose.TREATMENT)
    closing.reopen(desk, anna.id)
    assert [item for item in today.due(desk) if item.kind == "closure"] == []
    second = close(desk, anna.id, process_notes="destroy_now")
    assert [item.record for item in today.due(desk) if item.kind == "closure"] == [second.record]


def test_the_summary_says_how_long_the_file_is_kept_and_by_which_rules(desk: Desk) -> None:
    """A girl who was born in 2010, in California: seven years after she is eighteen, not seven after closing."""
    profile = practices.profile(desk)
    profile.jurisdiction = "US-CA"
    practices.save_profile(desk, profile)
    ola = clients.register(desk, Client(name="Ola Maj", birth_date="2010-05-01", opened_on="2026-01-08"))
    editing = records.start(desk, "closure", ola.id)
    assert isinstance(editing.body, Closure)
    assert editing.body.retention is not None, "shown while it is written"
    body = closure_of(desk, records.sign(desk, editing.with_values(CLOSING)))
    assert body.retention is not None
    assert body.retention.until == "2035-05-01"
    assert any("2919" in one.citation for one in body.retention.rules)
    assert "us-ca" in body.retention.law
