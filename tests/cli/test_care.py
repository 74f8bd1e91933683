"""Treatment plans, closing, and a client's request to amend a record, by the generic commands."""

from __future__ import annotations

import json

import pytest

from app import clock
from app.records.amendment import AmendmentKind
from app.services.client_files import amendment_requests
from tests.app.test_care_plans import PLAN
from tests.app.test_closing import CLOSING
from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

WISH = "It was my sister."


def amend(terminal: Terminal, practice: Practice, record: str, *options: str, text: str = "") -> str:
    given = {"given": text} if text else {}
    made = terminal.ok("amend", practice.path, record, *options, "--json", **given).json()
    return str(made["id"])


def test_a_plan_is_added_signed_replaced_and_shown(terminal: Terminal, practice: Practice) -> None:
    client = ("--client", "K-0001")
    (draft,) = terminal.ok("add", practice.path, "treatment_plan", *client, "--json", given=json.dumps(PLAN)).lines()
    terminal.ok("sign", practice.path, draft["id"], "--json")
    again = {**PLAN, "outcome": "Two nights by now.", "reviewed_on": clock.today().isoformat()}
    second = ("add", practice.path, "treatment_plan", *client, "--sign", "--json")
    (made,) = terminal.ok(*second, given=json.dumps(again)).lines()
    rows = terminal.ok("list", practice.path, "treatment_plan", "--json").lines()
    assert {row["id"]: row["status"] for row in rows} == {made["id"]: "current", draft["id"]: "superseded"}
    assert "The plan in force" in terminal.ok("list", practice.path, "treatment_plan").out
    body = terminal.ok("show", practice.path, made["id"], "--json").json()["body"]
    assert (body["version"], body["supersedes"]) == (2, draft["id"])


def test_who_was_told_of_an_amendment_is_said_name_by_name(terminal: Terminal, practice: Practice) -> None:
    request = amend(terminal, practice, practice.note, "--kind", "client_requested", "--reason", "So.", text=WISH)
    accept = ("--kind", "request_decided", "--decision", "accepted", "--reason", "So it was.")
    amend(terminal, practice, request, *accept, "--told", "Dr Kos", "--told", "School", text="Her sister.")
    today = clock.today().isoformat()
    told = amend(terminal, practice, request, "--kind", "persons_notified", "--told", f"dr kos={today}")
    shown = terminal.ok("show", practice.path, practice.note, "--json").json()["amendments"]
    (last,) = [row for row in shown if row["id"] == told]
    found = {one["who"]: one["notified_on"] for one in last["body"]["to_tell"]}
    assert found == {"dr kos": today, "School": ""}, "who is not named still has to be told"
    amend(terminal, practice, request, "--kind", "persons_notified", "--told", f"School={today}")
    again = ("amend", practice.path, request, "--kind", "persons_notified", "--told", "Nobody")
    assert "CS-" in terminal.run(*again, "--passphrase-file", terminal.passphrase_file).err


def test_closing_says_what_is_missing_then_closes(terminal: Terminal, practice: Practice) -> None:
    today = clock.today().isoformat()
    whole = {**CLOSING, "risk_reviewed_by": "Ewa Lis", "process_notes": "none", "open_note": "Nothing new."}
    add = ("add", practice.path, "closure", "--client", "K-0001", "--sign", "--json")
    told = terminal.run(*add, "--passphrase-file", terminal.passphrase_file, given=json.dumps({"closed_on": today}))
    assert "Danger and protection at closing" in told.err
    (made,) = terminal.ok(*add, given=json.dumps(whole)).lines()
    rows = terminal.ok("list", practice.path, "client", "--json").lines()
    assert {row["client"]: row["status"] for row in rows} == {"K-0001": "closed"}
    shown = terminal.ok("show", practice.path, made["id"], "--purpose", "request").out
    assert "How long it is kept" in shown


def test_a_request_is_taken_in_decided_and_disputed(terminal: Terminal, practice: Practice) -> None:
    why = ("--reason", "It matters in court.")
    request = amend(terminal, practice, practice.note, "--kind", "client_requested", *why, text=WISH)
    shown = terminal.ok("show", practice.path, practice.note, "--json").json()
    assert shown["status"] == "amendment_requested"
    (waiting,) = [row for row in shown["amendments"] if row["id"] == request]
    assert waiting["body"]["due_on"], "the date by law is kept with the request"
    amend(terminal, practice, request, "--kind", "request_extended", "--reason", "The records are elsewhere.")
    deny = ("--kind", "request_decided", "--decision", "denied", "--ground", "accurate_and_complete")
    amend(terminal, practice, request, *deny, "--reason", "Checked.", text="It says what was said.")
    amend(terminal, practice, request, "--kind", "client_statement_of_disagreement", text="I know it.")
    amend(terminal, practice, request, "--kind", "rebuttal", text="So it was told.")
    said = terminal.ok("show", practice.path, practice.note).out
    for words in (WISH, "It is accurate and complete", "I know it.", "So it was told."):
        assert words in said


@pytest.mark.parametrize("kind", amendment_requests.STEPS)
def test_the_command_line_knows_every_step(terminal: Terminal, practice: Practice, kind: AmendmentKind) -> None:
    assert kind.value in terminal.run("amend", "--help").out
