"""The doctor on the command line: sentences for people, JSON for programs, and an exit code by family."""

from __future__ import annotations

from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal


def codes(told: dict[str, list[dict[str, str]]]) -> set[str]:
    return {each["code"] for each in told["findings"]}


def test_without_a_backup_it_is_6_and_says_what_to_do(terminal: Terminal, practice: Practice) -> None:
    done = terminal.unlocked("doctor", practice.path)
    assert done.code == 6
    assert "There is no backup of this practice." in done.out
    assert "→ Make one now" in done.out
    assert done.err == ""


def test_with_a_backup_it_is_0_and_json_has_every_finding(terminal: Terminal, practice: Practice) -> None:
    terminal.ok("backup", practice.path, terminal.folder / "saved")
    done = terminal.unlocked("doctor", practice.path, "--json")
    told = done.json()
    assert (done.code, set(told)) == (0, {"vault", "worst", "findings"})
    assert {"data_good", "trail_good", "index_good", "sheet_untried"} <= codes(told)
    assert all(set(each) == {"code", "area", "severity", "text", "advice"} for each in told["findings"])
    assert told["worst"] == "warning"
    entries = terminal.ok("trail list", practice.path, "--action", "maintenance", "--json").lines()
    assert entries[0]["facts"]["what"] == "doctor"


def test_damage_is_5(terminal: Terminal, practice: Practice) -> None:
    file = practice.path / "records-1.db"
    data = bytearray(file.read_bytes())
    data[-3000] ^= 1
    file.write_bytes(data)
    done = terminal.unlocked("doctor", practice.path, "--json")
    assert done.code == 5
    if done.out:  # else the sign-in itself met that page
        assert "pages_damaged" in codes(done.json())
