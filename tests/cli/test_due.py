"""`due` on the command line: what waits for this person, in a table and as the JSON that is promised."""

from __future__ import annotations

from datetime import timedelta

from app import clock, texts
from app.cli import words
from app.records.episode import Weekday
from app.services import records
from app.services.practice import practices
from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

FIELDS = {"id", "kind", "client", "title", "state", "status", "due", "at", "words"}
TODAY = clock.today()
NAME = "Łucja Żółć"


def fill(practice: Practice) -> str:
    """A referral to be followed up since yesterday, and a usual time two days ago that nobody wrote about."""
    desk = practice.sign_in()
    late, missed = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
    slot = {"weekday": tuple(Weekday)[missed.weekday()].value, "time": "15:00", "since": missed.isoformat()}
    started = {"presenting_problem": "Sen", "started_on": missed.isoformat(), "usual_slots": [slot]}
    records.save(desk, records.start(desk, "episode", practice.client, **started))
    asked = {
        "with_whom": "Dr Lis",
        "question": "Sen?",
        "advice": "Czekać.",
        "decision": "Zapytać.",
        "next_step": "Pytam",
    }
    days = {"held_on": (TODAY - timedelta(days=9)).isoformat(), "next_on": late.isoformat()}
    editing = records.start(desk, "consultation", practice.client, **asked, **days)
    record = records.sign(desk, editing).record
    practices.lock(desk, "test")
    return record


def test_what_waits_is_listed_late_ones_first_and_drafts_last(terminal: Terminal, practice: Practice) -> None:
    followed_up = fill(practice)
    rows = terminal.ok("due", practice.path, "--json").lines()
    assert all(set(row) == FIELDS for row in rows)
    assert {row["client"] for row in rows} == {"K-0001"}
    assert [(row["kind"], row["state"], row["status"]) for row in rows] == [
        ("session_note", "", "not_written"),
        ("consultation", "signed", ""),
        ("session_note", "draft", ""),
    ]
    missed, late, draft = rows
    assert (missed["id"], missed["due"]) == (None, (TODAY - timedelta(days=2)).isoformat())
    assert missed["at"] == f"{missed['due']}T15:00"
    assert (late["id"], late["due"]) == (followed_up, (TODAY - timedelta(days=1)).isoformat())
    assert (draft["id"], draft["due"]) == (practice.draft, None)
    assert NAME not in terminal.ok("due", practice.path, "--json").out, "a client is named by the code"


def test_a_consent_to_be_reviewed_says_what_it_is_worth(terminal: Terminal, practice: Practice) -> None:
    desk = practice.sign_in()
    given = {"decision": "granted", "method": "verbal", "given_on": "2025-01-10", "review_due": TODAY.isoformat()}
    consent = records.sign(desk, records.start(desk, "consent", practice.client).with_values(given)).record
    practices.lock(desk, "test")
    rows = terminal.ok("due", practice.path, "--json").lines()
    assert (consent, "active", TODAY.isoformat()) in [(row["id"], row["status"], row["due"]) for row in rows]


def test_the_table_speaks_the_language_and_names_the_code(terminal: Terminal, practice: Practice) -> None:
    fill(practice)
    texts.set_language("pl")
    said = terminal.ok("due", practice.path, "--lang", "pl").out
    assert texts._("Not written yet") in said
    assert words.kind("consultation") in said
    assert "K-0001" in said
    assert NAME not in said


def test_where_nothing_waits_it_says_so(terminal: Terminal, practice: Practice) -> None:
    assert terminal.ok("discard", practice.path, practice.draft, "--json").json() == {
        "id": practice.draft, "discarded": True,
    }  # fmt: skip
    terminal.fails(6, 651, "discard", practice.path, practice.draft, "--passphrase-file", "passphrase")
    assert terminal.ok("due", practice.path, "--json").out == ""
    assert terminal.ok("due", practice.path).out == "Nothing needs attention.\n"


def test_it_needs_a_vault_and_the_right_passphrase(terminal: Terminal, practice: Practice) -> None:
    terminal.fails(6, 602, "due", "nowhere")
    (terminal.folder / "wrong").write_text("not the passphrase\n", "utf-8")
    assert terminal.run("due", practice.path, "--passphrase-file", "wrong").code == 3
