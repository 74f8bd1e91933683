"""The trail on the command line: who did what, and damage that is found and named."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest

from app.services.practice import practices
from storage import canonical, database
from tests.cli.conftest import Practice
from tests.cli.terminal import PASSPHRASE, Terminal

ENTRY_FIELDS = {
    "seq",
    "at",
    "session",
    "account",
    "login",
    "action",
    "outcome",
    "record",
    "client",
    "purpose",
    "records",
}
# Of an entry in the middle that nothing else relies on.
EDIT = """UPDATE trail SET entry = CAST(replace(CAST(entry AS TEXT), '"outcome":"ok"', '"outcome":"no"') AS BLOB)
    WHERE seq = (SELECT min(seq) FROM trail WHERE action = 'list')"""
REMOVE = "DELETE FROM trail WHERE seq = (SELECT min(seq) FROM trail WHERE action = 'list')"
REPORT_FIELDS = {"entries", "verified_to", "sealed_to", "anchored_to", "findings"}

CRASH = """
import os, sys
from pathlib import Path
from app.services.practice import practices
from app.vaults import SecretBytes
practices.unlock(Path(sys.argv[1]), secret=SecretBytes.from_text(sys.stdin.read()), allow_cheap=True)
os._exit(0)
"""


def tampered(practice: Practice, trigger: str, change: str) -> None:
    """Somebody with the database key and a database tool was here, and tidied up afterwards."""
    desk = practice.sign_in()
    key = canonical.from_text(desk.signin.verify_job().key)
    practices.lock(desk, "test")
    connection: Any = database.connect(practice.path / "records-1.db", key)
    (guard,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (trigger,)).fetchone()
    for statement in (f"DROP TRIGGER {trigger}", change, guard):
        connection.execute(statement)
    connection.close()


def test_entries_have_the_fields_that_are_promised(terminal: Terminal, practice: Practice) -> None:
    rows = terminal.ok("trail list", practice.path, "--json").lines()
    assert all(set(row) >= ENTRY_FIELDS for row in rows)
    numbers = [row["seq"] for row in rows]
    assert numbers == list(range(numbers[0], 0, -1))
    assert rows[-1]["action"] == "genesis"
    assert {row["login"] for row in rows[:-1]} == {"ewa"}


def test_showing_a_record_is_seen_in_the_access_report(terminal: Terminal, practice: Practice) -> None:
    terminal.ok("show", practice.path, practice.note)
    rows = terminal.ok("trail list", practice.path, "--client", "K-0001", "--json").lines()
    viewed = next(row for row in rows if row["action"] == "view")
    assert (viewed["record"], viewed["client"], viewed["purpose"]) == (practice.note, "K-0001", "treatment")
    assert not any(row["action"] == "unlock" for row in rows)


def test_filters_and_limits(terminal: Terminal, practice: Practice) -> None:
    signed = terminal.ok("trail list", practice.path, "--action", "sign", "--action", "save", "--json").lines()
    assert {row["action"] for row in signed} == {"sign", "save"}
    few = terminal.ok("trail list", practice.path, "--limit", 3, "--before", 10, "--json").lines()
    assert [row["seq"] for row in few] == [9, 8, 7]
    assert terminal.ok("trail list", practice.path, "--until", "2020-01-01", "--json").out == ""
    about = terminal.ok("trail list", practice.path, "--record", practice.note, "--since", "2020-01-01", "--json")
    assert {row["record"] for row in about.lines()} == {practice.note}


def test_report_says_how_far_and_never_just_ok(terminal: Terminal, practice: Practice) -> None:
    for full in ((), ("--full",)):
        report = terminal.ok("trail verify", practice.path, *full, "--json").json()
        assert set(report) == REPORT_FIELDS
        assert report["verified_to"] == report["entries"] > report["anchored_to"] > 0
        assert (report["findings"], report["sealed_to"]) == ([], None)
    said = terminal.ok("trail verify", practice.path).out
    assert re.search(r"Verified to entry \d+", said)
    assert "OK" not in said


@pytest.mark.parametrize(
    ("trigger", "damage", "code"),
    [("trail_kept_u", EDIT, "chain_broken"), ("trail_kept_d", REMOVE, "entry_missing")],
    ids=["edited", "removed"],
)
def test_damage_is_found_and_told(terminal: Terminal, practice: Practice, trigger: str, damage: str, code: str) -> None:
    tampered(practice, trigger, damage)
    done = terminal.unlocked("trail verify", practice.path, "--json")
    assert (done.code, done.out != "") == (5, True), done.err
    assert code in {finding["code"] for finding in done.json()["findings"]}
    assert all(set(finding) == {"code", "seq", "text"} for finding in done.json()["findings"])
    assert done.error()["code"] == "CS-512"
    assert 0 < done.json()["verified_to"] < done.json()["entries"]
    said = terminal.unlocked("trail verify", practice.path)
    assert (said.code, said.err.startswith("CS-512 ")) == (5, True)


def test_session_that_was_cut_is_told_and_is_no_damage(terminal: Terminal, practice: Practice) -> None:
    subprocess.run(
        [sys.executable, "-c", CRASH, str(practice.path)],
        env=terminal.environment,
        input=PASSPHRASE.encode(),
        check=True,
    )
    done = terminal.ok("trail verify", practice.path, "--json")
    assert [finding["code"] for finding in done.json()["findings"]] == ["session_without_end"]
    assert "notice" in done.err
