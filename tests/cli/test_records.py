"""Adding, listing, showing, signing, amending and finding records, with the JSON that is promised."""

from __future__ import annotations

import json

from app import texts
from app.cli import words
from app.records import KINDS, offered
from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

LIST_FIELDS = {"id", "kind", "client", "title", "state", "status", "at", "due"}
SHOW_FIELDS = LIST_FIELDS - {"due"} | {"revision", "author", "body", "attachments", "history"}


def test_kinds_and_their_schemas(terminal: Terminal) -> None:
    listed = terminal.run("kinds", "--json").lines()
    assert [row["kind"] for row in listed] == offered()
    assert {row["kind"] for row in listed if row["signed"]} == {kind for kind in offered() if KINDS[kind].signed}
    schema = terminal.run("schema", "session_note", "--json").json()
    assert "SessionNote" in schema["$defs"]
    assert KINDS["consent"].label in terminal.run("kinds").out
    assert terminal.run("schema", "nonsense").err.startswith("CS-260 ")


def test_living_record_is_added_listed_and_shown(terminal: Terminal, practice: Practice) -> None:
    given = json.dumps({"name": "Ada Ślązak", "birth_date": "1987"}, ensure_ascii=False)
    added = terminal.ok("add", practice.path, "client", "--json", given=given).lines()
    assert [set(row) for row in added] == [{"id", "kind", "client"}]
    assert (added[0]["kind"], added[0]["client"]) == ("client", "K-0002")
    rows = terminal.ok("list", practice.path, "client", "--json").lines()
    assert all(set(row) >= LIST_FIELDS for row in rows)
    assert {row["client"]: row["title"] for row in rows} == {"K-0001": "Łucja Żółć", "K-0002": "Ada Ślązak"}
    shown = terminal.ok("show", practice.path, added[0]["id"], "--json").json()
    assert set(shown) >= SHOW_FIELDS
    assert (shown["state"], shown["attachments"], shown["history"]) == ("saved", [], [])
    assert shown["body"]["name"] == "Ada Ślązak"


def test_signed_kind_becomes_a_draft_and_is_signed_later(terminal: Terminal, practice: Practice) -> None:
    lines = "\n".join(
        json.dumps({"text": text, "risk_statement": "not_reviewed"}) for text in ("first", "second", "third")
    )
    client = ("--client", "k-0001")
    added = terminal.ok("add", practice.path, "session_note", *client, "--json", given=f"{lines}\n\n").lines()
    assert [row["client"] for row in added] == ["K-0001"] * 3
    drafts = terminal.ok("list", practice.path, "session_note", "--client", "K-0001", "--json").lines()
    assert {row["id"] for row in drafts if row["state"] == "draft"} >= {row["id"] for row in added}
    shown = terminal.ok("show", practice.path, added[1]["id"], "--json").json()
    assert (shown["state"], shown["body"]["text"], shown["revision"]) == ("draft", "second", None)
    signed = terminal.ok("sign", practice.path, added[1]["id"], "--json").json()
    assert signed["id"] == added[1]["id"]
    shown = terminal.ok("show", practice.path, added[1]["id"], "--json").json()
    assert (shown["state"], shown["revision"]) == ("signed", signed["revision"])


def test_amendment_is_shown_with_its_target(terminal: Terminal, practice: Practice) -> None:
    (terminal.folder / "later").write_text("It was **Tuesday**.", "utf-8")
    reason = ("--reason", "mixed up the day", "--kind", "correction")
    made = terminal.ok("amend", practice.path, practice.note, "later", *reason, "--json").json()
    assert made["target"] == practice.note
    shown = terminal.ok("show", practice.path, practice.note, "--json").json()
    assert shown["status"] == "amended"
    assert [each["body"]["text"] for each in shown["amendments"]] == ["It was **Tuesday**."]
    assert shown["body"]["text"].startswith("A złożony")
    terminal.ok("amend", practice.path, practice.note, "--reason", "wrong file", "--kind", "entered_in_error")
    assert terminal.ok("show", practice.path, practice.note, "--json").json()["status"] == "entered_in_error"


def test_history_tells_what_each_version_changed(terminal: Terminal, practice: Practice) -> None:
    shown = terminal.ok("show", practice.path, practice.client, "--history", "--json").json()
    assert [version["revision"] for version in shown["history"]] == [shown["revision"]]
    said = terminal.ok("show", practice.path, practice.client, "--history").out
    assert "+ Łucja Żółć" in said


def test_record_is_printed_plainly(terminal: Terminal, practice: Practice) -> None:
    said = terminal.ok("show", practice.path, practice.note).out
    assert "• two" in said
    assert "**" not in said
    assert "Ewa Lis" in said


def test_search_gives_excerpts_and_places(terminal: Terminal, practice: Practice) -> None:
    hits = terminal.ok("search", practice.path, "zlozony", "CASE", "--json").lines()
    assert [hit["id"] for hit in hits] == [practice.note]
    assert set(hits[0]) >= {"id", "kind", "client", "excerpt"}
    excerpt, matches = hits[0]["excerpt"], hits[0]["matches"]
    assert [excerpt[start:end] for start, end in matches] == ["złożony", "case"]
    assert "**złożony**" in terminal.ok("search", practice.path, "złożony").out
    assert terminal.ok("search", practice.path, "nowhere", "--json").out == ""
    assert terminal.ok("search", practice.path, "case", "--client", "K-0001", "--json").lines()


def test_search_takes_filters_in_both_languages(terminal: Terminal, practice: Practice) -> None:
    for asked in (
        ["kind:note", "client:K-0001", "state:signed"],
        ["rodzaj:notatka", "klient:1", "stan:podpisane"],
        ["case", "kind:note", "by:me"],
    ):
        hits = terminal.ok("search", practice.path, *asked, "--json").lines()
        assert [(hit["id"], hit["kind"]) for hit in hits] == [(practice.note, "session_note")], asked
    (consent,) = terminal.ok("search", practice.path, "kind:consent", "--json").lines()
    assert (consent["id"], consent["status"], consent["excerpt"]) == (practice.consent, "active", "")
    assert words.state("consent", "signed", "active") in terminal.ok("search", practice.path, "kind:consent").out
    typed = ("search", practice.path, "--json", "--passphrase-file", terminal.passphrase_file, "--")
    assert terminal.run(*typed, "case", "-złożony").out == ""
    assert [hit["id"] for hit in terminal.run(*typed, '"złożony case"', "-nowhere").lines()] == [practice.note]


def test_search_says_which_word_is_not_understood(terminal: Terminal, practice: Practice) -> None:
    told = terminal.run("search", practice.path, "case", "kind:consnet")
    assert told.code == 2
    assert told.err.startswith("CS-279 Word 2 of the search, kind:consnet, is not understood")


def test_incident_belongs_to_no_client(terminal: Terminal, practice: Practice) -> None:
    first = {"what_happened": "A fall on the stairs.", "where": "Stairs", "danger": "no"}
    added = terminal.ok("add", practice.path, "incident", "--sign", "--json", given=json.dumps(first)).lines()
    assert added[0]["client"] is None
    row = terminal.ok("list", practice.path, "incident", "--json").lines()[0]
    assert (row["id"], row["state"], row["status"]) == (added[0]["id"], "signed", "open")


def test_due_lists_only_what_has_a_date(terminal: Terminal, practice: Practice) -> None:
    rows = terminal.ok("list", practice.path, "--due", "--json").lines()
    assert [row["id"] for row in rows] == [practice.consent]
    assert rows[0]["due"]


def test_tables_speak_the_language_and_cut_nothing(terminal: Terminal, practice: Practice) -> None:
    texts.set_language("pl")
    said = terminal.ok("list", practice.path, "--lang", "pl").out
    assert texts._(KINDS["consent"].label) in said
    assert words.state("consent", "signed", "active") in said
    assert practice.note in said


def test_show_wants_a_purpose_for_a_closed_file(terminal: Terminal, practice: Practice) -> None:
    from app.records.client import Client, FileStatus
    from app.services import clients
    from app.services.practice import practices

    desk = practice.sign_in()
    opened = clients.read(desk, practice.client)
    assert isinstance(opened.body, Client)
    opened.body.status = FileStatus.CLOSED
    clients.save(desk, practice.client, opened.body, opened.record.revision)
    practices.lock(desk, "test")
    secret = ("--passphrase-file", "passphrase")
    done = terminal.fails(1, 154, "show", practice.path, practice.note, *secret)
    assert "--purpose" in done.err
    terminal.fails(2, 259, "show", practice.path, practice.note, "--purpose", "curiosity", *secret)
    terminal.ok("show", practice.path, practice.note, "--purpose", "supervision")
    viewed = terminal.ok("trail list", practice.path, "--action", "view", "--json").lines()
    assert viewed[0]["purpose"] == "supervision"
