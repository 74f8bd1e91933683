"""`attach` and `detach` on the command line: the promised JSON, the refusals, the files that come out."""

from __future__ import annotations

import hashlib
import json
import stat

import pytest

from tests.app import made_files
from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

FIELDS = {"id", "record", "name", "type", "bytes", "sha256"}
BODY = {"title": "Letter of the school", "document_kind": "school"}


@pytest.fixture
def draft(terminal: Terminal, practice: Practice) -> str:
    """The id of a document that is still a draft."""
    client = ("--client", "K-0001")
    (added,) = terminal.ok("add", practice.path, "document", *client, "--json", given=json.dumps(BODY)).lines()
    return str(added["id"])


def test_a_file_goes_in_is_signed_and_comes_out(terminal: Terminal, practice: Practice, draft: str) -> None:
    (terminal.folder / "Świadectwo.pdf").write_bytes(made_files.pdf())
    attached = terminal.ok("attach", practice.path, draft, "Świadectwo.pdf", "--json").json()
    assert set(attached) == FIELDS
    assert (attached["record"], attached["name"], attached["type"]) == (draft, "Świadectwo.pdf", "application/pdf")
    terminal.ok("sign", practice.path, draft)
    shown = terminal.ok("show", practice.path, draft, "--json").json()
    assert shown["attachments"] == [{name: attached[name] for name in FIELDS - {"record"}}]
    assert f"Świadectwo.pdf · " in terminal.ok("show", practice.path, draft).out  # noqa: F541
    done = terminal.ok("detach", practice.path, attached["id"], "out.pdf", "--to", "practice", "--json").json()
    assert set(done) == FIELDS | {"file", "to"}
    out = terminal.folder / "out.pdf"
    assert hashlib.sha256(out.read_bytes()).hexdigest() == attached["sha256"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    again = ("detach", practice.path, attached["id"], "out.pdf", "--to", "practice")
    terminal.fails(2, 202, *again, "--passphrase-file", terminal.passphrase_file)
    terminal.ok(*again, "--replace")
    said = terminal.ok("detach", practice.path, attached["id"], ".", "--to", "client").out
    assert f"K-0001-{attached['id'][-8:]}.pdf" in said
    trail = terminal.ok("trail list", practice.path, "--json").lines()
    told = [(entry["action"], entry["outcome"]) for entry in trail]
    assert told.count(("export", "begun")) == 4
    assert told.count(("export", "done")) == 3
    assert told.count(("export", "already_exists")) == 1
    assert ("attach", "ok") in told


def test_what_is_refused_is_told_with_its_code(terminal: Terminal, practice: Practice, draft: str) -> None:
    (terminal.folder / "letter.pdf").write_bytes(b"MZ\x90" + bytes(64))
    unlocked = ("--passphrase-file", terminal.passphrase_file)
    terminal.fails(2, 241, "attach", practice.path, draft, "letter.pdf", *unlocked)
    terminal.fails(2, 247, "attach", practice.path, draft, "nothing.pdf", *unlocked)
    (terminal.folder / "a.txt").write_text("words", "utf-8")
    terminal.fails(1, 175, "attach", practice.path, practice.draft, "a.txt", *unlocked)
    terminal.fails(1, 152, "attach", practice.path, practice.note, "a.txt", *unlocked)
    attached = terminal.ok("attach", practice.path, draft, "a.txt", "--json").json()
    terminal.fails(
        2, 259, "detach", practice.path, attached["id"], "out.txt", "--to", "X", "--basis", "court", *unlocked
    )
    to = ("--to", "Dr. Kowalska", "--basis", "court_order")
    done = terminal.unlocked("detach", practice.path, attached["id"], "out.txt", *to)
    assert done.code == 1
    assert not (terminal.folder / "out.txt").exists()
    terminal.fails(2, 280, "detach", practice.path, attached["id"], "out.txt", *unlocked)
    terminal.fails(6, 611, "detach", practice.path, practice.note, "out.txt", "--to", "client", *unlocked)


def test_a_film_is_kept_with_a_word_about_what_stays_in_it(terminal: Terminal, practice: Practice, draft: str) -> None:
    (terminal.folder / "a.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(64))
    done = terminal.ok("attach", practice.path, draft, "a.mp4")
    assert "a.mp4: a film keeps" in done.err
    assert done.out.strip().count("-") == 4


RELEASE = {
    "decision": "given",
    "recipients": [{"name": "Dr Maria Kos"}],
    "information": ["documents"],
    "purposes": ["treatment"],
    "expires_on": "2099-12-31",
    "statements": ["right_to_revoke", "conditioning", "redisclosure"],
    "plain_language": "yes",
    "copy_given": "yes",
    "method": "wet_ink_scan",
    "client_name": "Anna",
    "discloser": "Quiet Room",
}


def test_to_somebody_else_it_goes_on_a_release_or_a_ground(terminal: Terminal, practice: Practice, draft: str) -> None:
    (terminal.folder / "a.txt").write_text("words", "utf-8")
    attached = terminal.ok("attach", practice.path, draft, "a.txt", "--json").json()
    terminal.ok("sign", practice.path, draft)
    unlocked = ("--passphrase-file", terminal.passphrase_file)
    detach = ("detach", practice.path, attached["id"])
    terminal.fails(1, 170, *detach, "none.txt", "--to", "Dr Maria Kos", *unlocked)
    asked = ("add", practice.path, "release", "--client", "K-0001", "--sign", "--json")
    (release,) = terminal.ok(*asked, given=json.dumps(RELEASE)).lines()
    terminal.fails(1, 172, *detach, "none.txt", "--to", "Dr Jan Nowak", "--release", release["id"], *unlocked)
    terminal.fails(1, 173, *detach, "none.txt", "--to", "somebody", "--release", release["id"], *unlocked)
    way = ("--way", "handed_over")
    done = terminal.ok(*detach, "a1.txt", "--to", "somebody", "--release", release["id"], *way, "--json").json()
    assert done["to"] == "somebody_else"
    law = ("--basis", "court_order", "--reason", "II C 12/26", "--not-informed", "The order forbids it")
    terminal.ok(*detach, "a2.txt", "--to", "District Court", *law, *way)
    assert (terminal.folder / "a1.txt").read_text("utf-8") == (terminal.folder / "a2.txt").read_text("utf-8")
    assert not (terminal.folder / "none.txt").exists()
    listed = terminal.ok("list", practice.path, "disclosure", "--client", "K-0001", "--json").lines()
    assert sorted(row["title"].split(",")[0] for row in listed) == [
        "Disclosure to District Court",
        "Disclosure to Dr Maria Kos",
    ]
    (row,) = terminal.ok("list", practice.path, "release", "--json").lines()
    assert row["status"] == "active"


def test_a_hold_is_set_and_lifted_with_a_reason(terminal: Terminal, practice: Practice) -> None:
    made = terminal.ok("hold", practice.path, "K-0001", "--reason", "Summons II C 12/26", "--json").json()
    assert made["lifted"] is False
    lifted = terminal.ok(
        "hold", practice.path, "K-0001", "--lift", made["id"], "--reason", "Case closed", "--json"
    ).json()
    assert lifted["lifted"] is True
    unlocked = ("--passphrase-file", terminal.passphrase_file)
    terminal.fails(1, 179, "hold", practice.path, "K-0001", "--lift", made["id"], "--reason", "again", *unlocked)
