"""Making a practice, looking at it from outside, and the ways in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Practice
from tests.cli.terminal import PASSPHRASE, RealTerminal, Terminal

NAMES = ("--practice", "Cicha Przystań", "--name", "Ewa", "--login", "ewa")


def test_practice_is_made_and_opens_with_passphrase_and_code(terminal: Terminal) -> None:
    vault = terminal.folder / "nowa.clientsafe"
    made = terminal.ok("create", vault, *NAMES, "--jurisdiction", "PL", "--json").json()
    assert set(made) == {"vault", "account", "login", "recovery_code"}
    assert (made["vault"], made["login"]) == (str(vault), "ewa")
    (terminal.folder / "code").write_text(made["recovery_code"].lower().replace("-", " "), "utf-8")
    assert terminal.ok("list", vault, "--account", "ewa", "--json").out == ""
    assert terminal.run("list", vault, "--recovery-file", "code").code == 0


def test_recovery_code_is_shown_once_to_a_person(terminal: Terminal) -> None:
    vault = terminal.folder / "new.clientsafe"
    said = terminal.ok("create", vault, *NAMES).out
    assert said.count("Recovery code: ") == 1
    assert PASSPHRASE not in said


@pytest.mark.parametrize(
    ("passphrase", "number"),
    [("short", 201), ("a" * 1100, 201), ("passwordpassword", 201), ("", 284), ("\n rest", 284)],
)
def test_unusable_passphrase_makes_nothing(terminal: Terminal, passphrase: str, number: int) -> None:
    vault = terminal.folder / "new.clientsafe"
    terminal.fails(2, number, "create", vault, *NAMES, "--passphrase-file", "-", given=passphrase)
    assert [path.name for path in terminal.folder.iterdir()] == ["passphrase"]


def test_names_may_not_be_empty(terminal: Terminal) -> None:
    names = ("--practice", " ", "--name", "Ewa", "--login", "ewa")
    terminal.fails(2, 266, "create", "new", *names, "--passphrase-file", "passphrase")


def test_existing_folder_is_left_alone(terminal: Terminal, practice: Practice) -> None:
    before = sorted(path.name for path in practice.path.iterdir())
    terminal.fails(2, 202, "create", practice.path, *NAMES, "--passphrase-file", "passphrase")
    assert sorted(path.name for path in practice.path.iterdir()) == before


def test_nowhere_to_make_it(terminal: Terminal) -> None:
    terminal.fails(7, 702, "create", "no/such/folder/new", *NAMES, "--passphrase-file", "passphrase")


def test_info_needs_no_passphrase(terminal: Terminal, practice: Practice) -> None:
    told = terminal.run("info", practice.path, "--json").json()
    assert told["vault"] == str(practice.path)
    assert (told["accounts"], told["in_use"], told["header_repair_due"]) == (1, False, False)
    said = terminal.run("info", practice.path, "--lang", "pl")
    assert said.code == 0
    assert told["vault_id"] in said.out


def test_damaged_header_copy_is_told(terminal: Terminal, practice: Practice) -> None:
    (practice.path / "vault.json").write_bytes(b"{}")
    assert terminal.run("info", practice.path, "--json").json()["header_repair_due"] is True
    done = terminal.ok("list", practice.path, "client", "--json")
    assert json.loads(done.err)["notice"]
    assert terminal.run("info", practice.path, "--json").json()["header_repair_due"] is False


def test_secret_is_read_from_the_first_line_as_it_was_typed(terminal: Terminal, practice: Practice) -> None:
    for given in (PASSPHRASE, f"{PASSPHRASE}\r\nsecond line\n", f"\ufeff{PASSPHRASE}\n"):
        done = terminal.run("list", practice.path, "--passphrase-file", "-", given=given)
        assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("content", "code", "number"),
    [(b"\xff\xfe\x00binary", 2, 285), (b"", 2, 284), (None, 6, 680)],
)
def test_unusable_passphrase_file(
    terminal: Terminal, practice: Practice, content: bytes | None, code: int, number: int
) -> None:
    file = terminal.folder / "sekret"
    if content is not None:
        file.write_bytes(content)
    terminal.fails(code, number, "list", practice.path, "--passphrase-file", file)


def test_folder_is_no_passphrase_file(terminal: Terminal, practice: Practice) -> None:
    terminal.fails(7, 702, "list", practice.path, "--passphrase-file", terminal.folder)


def test_without_a_terminal_a_passphrase_file_is_wanted(real_terminal: RealTerminal, practice: Practice) -> None:
    done = real_terminal.fails(2, 282, "list", practice.path, given=f"{PASSPHRASE}\n")
    assert "--passphrase-file" in done.err


def test_path_is_looked_at_before_the_passphrase(terminal: Terminal) -> None:
    terminal.fails(6, 602, "list", terminal.folder / "none")
    terminal.fails(6, 603, "verify", terminal.folder / "none")
    terminal.fails(6, 603, "restore", terminal.folder / "none", "new")


def test_file_name_that_is_not_unicode_is_told_escaped(real_terminal: RealTerminal) -> None:
    done = real_terminal.run("info", "caf\udce9", "--json")
    assert done.code == 6
    assert "caf\\udce9" in done.err
    assert Path(real_terminal.folder, "caf").exists() is False


def test_demo_is_told_with_its_passphrase(real_terminal: RealTerminal) -> None:
    made = real_terminal.run("demo", "demo", "--clients", "2", "--years", "1", "--lang", "pl", "--json").json()
    assert set(made) == {"vault", "passphrase", "logins", "clients", "records"}
    assert made["clients"] == 2
    (real_terminal.folder / "own").write_text(made["passphrase"], "utf-8")
    rows = real_terminal.run("list", "demo", "client", "--passphrase-file", "own", "--json").lines()
    assert len(rows) == 2


def test_demo_of_several_people_tells_each_way_in(terminal: Terminal) -> None:
    made = terminal.run("demo", "demo", "--clients", "3", "--years", "1", "--people", "4", "--json").json()
    assert made["logins"] == [one["login"] for one in made["people"]]
    assert [one["role"] for one in made["people"]] == ["owner", "supervisor", "clinician", "front_desk"]
    desk = made["people"][3]
    (terminal.folder / "own").write_text(desk["passphrase"], "utf-8")
    rows = terminal.run("list", "demo", "client", "--account", desk["login"], "--passphrase-file", "own", "--json")
    assert len(rows.lines()) == 3


def test_demo_of_several_people_is_told_to_a_person(terminal: Terminal) -> None:
    said = terminal.run("demo", "demo", "--clients", "2", "--years", "1", "--people", "2").out
    assert "Role: Owner" in said
    assert "Role: Clinician" in said
    assert said.count("Passphrase: ") == 2
