"""`packs` and `retention` on the command line: what ships, a wrong file, a newer one, how long a file is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import paths
from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

SHIPPED = paths.resources() / "jurisdictions"
ROW = {"code", "name", "version", "base", "valid_from", "reviewer", "rules", "verified", "loaded", "ours", "problem"}


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A second version of the pack of the Union, with a longer deadline."""
    text = (SHIPPED / "eu.toml").read_text(encoding="utf-8")
    path = tmp_path / "newer.toml"
    path.write_text(text.replace("version = 1", "version = 2", 1).replace("hours = 72", "hours = 96"), encoding="utf-8")
    return path


def test_the_packs_that_ship_need_no_vault(terminal: Terminal) -> None:
    rows = terminal.run("packs", "list", "--json").lines()
    assert [row["code"] for row in rows] == ["common", "eu", "gb", "pl", "us", "us-ca", "us-ny", "us-tx"]
    assert all(set(row) == ROW and not row["loaded"] for row in rows)
    assert "Polska" in terminal.run("packs", "list", "--lang", "pl").out


def test_a_pack_is_shown_with_its_sources_and_what_was_not_verified(terminal: Terminal) -> None:
    shown = terminal.run("packs", "show", "pl").out
    assert "k.k. art. 240 § 1 (law, checked September 2026)" in shown
    assert "not verified: the text itself was not read" in shown
    assert "Have it checked where you practise." in shown
    document = terminal.run("packs", "show", "US-CA", "--json").json()
    assert (document["code"], document["version"]) == ("us-ca", 1)
    assert document["deadline"][0]["id"] == "ca_child_written"


def test_a_code_that_is_no_pack_is_not_found(terminal: Terminal) -> None:
    terminal.fails(6, 653, "packs", "show", "atlantis")


def test_a_file_is_checked_without_a_vault(terminal: Terminal, newer: Path) -> None:
    done = terminal.run("packs", "check", newer, "--json").json()
    assert (done["code"], done["version"], done["replaces"], done["loaded"]) == ("eu", 2, 1, False)
    assert done["difference"]["changed"] == [
        {
            "table": "deadline",
            "rule": "gdpr_breach",
            "changes": [{"name": "length.hours", "old": "72", "new": "96"}],
        }
    ]
    said = terminal.run("packs", "check", newer).out
    assert "~ deadline gdpr_breach: Report a personal data breach" in said
    assert "length.hours: 72 → 96" in said


def test_a_wrong_file_is_refused_with_its_line(terminal: Terminal, newer: Path) -> None:
    newer.write_text(newer.read_text(encoding="utf-8").replace("hours = 96", "hourz = 96"), encoding="utf-8")
    line = newer.read_text(encoding="utf-8").splitlines().index("length = { hourz = 96 }") + 1
    done = terminal.fails(2, 290, "packs", "check", newer)
    assert f"newer.toml cannot be used (line {line})" in done.err
    error = terminal.run("packs", "check", newer, "--json").error()
    assert error["code"] == "CS-290"


def test_a_file_that_is_not_there(terminal: Terminal, tmp_path: Path) -> None:
    terminal.fails(2, 247, "packs", "check", tmp_path / "none.toml")


def test_a_newer_pack_is_loaded_once(terminal: Terminal, practice: Practice, newer: Path) -> None:
    only_shown = terminal.unlocked("packs load", practice.path, newer, "--dry-run", "--json").json()
    assert not only_shown["loaded"]
    assert not any(row["loaded"] for row in terminal.unlocked("packs list", practice.path, "--json").lines())
    done = terminal.unlocked("packs load", practice.path, newer)
    assert "Loaded. What was computed with the version before keeps its dates." in done.out
    rows = {row["code"]: row for row in terminal.unlocked("packs list", practice.path, "--json").lines()}
    assert (rows["eu"]["version"], rows["eu"]["loaded"], rows["eu"]["ours"]) == (2, True, True)
    assert not rows["us"]["ours"]
    again = terminal.unlocked("packs load", practice.path, newer)
    assert (again.code, again.err.split()[0]) == (1, "CS-180")
    shown = terminal.unlocked("packs show", "eu", practice.path, "--json").json()
    assert shown["deadline"][0]["length"]["hours"] == 96
    entries = terminal.unlocked("trail list", practice.path, "--action", "setting", "--json").lines()
    assert len(entries) == 1


def test_retention_is_shown_for_all_and_for_one(terminal: Terminal, practice: Practice) -> None:
    (row,) = terminal.unlocked("retention", practice.path, "--json").lines()
    assert (row["client"], row["law"], row["open"]) == ("K-0001", "common 1, eu 1, pl 1", True)
    assert [rule["rule"] for rule in row["rules"]] == ["pl_medical", "pl_private"]
    assert row["keep_until"] == row["rules"][0]["keep_until"]
    assert row["rules"][1]["keep_until"] is None
    one = terminal.unlocked("retention", practice.path, "--client", "K-0001").out
    assert "No statutory rule says how long." in one
    assert "The file is open." in one
    assert "K-0001" in terminal.unlocked("retention", practice.path).out
