"""One's own account at the terminal: another passphrase, another recovery sheet, trying the sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Practice
from tests.cli.terminal import PASSPHRASE, RealTerminal, Terminal

NEW = "twelve brisk otters climb the ladder"


@pytest.fixture
def new_file(terminal: Terminal) -> Path:
    """A file with the new passphrase."""
    path = terminal.folder / "new"
    path.write_text(f"{NEW}\n", "utf-8")
    return path


def test_the_new_passphrase_opens_and_the_old_one_does_not(
    real_terminal: RealTerminal, real_practice: Practice, new_file: Path
) -> None:
    done = real_terminal.ok(
        "account passphrase", real_practice.path, "--new-passphrase-file", new_file, "--json"
    ).json()
    assert done == {"vault": str(real_practice.path), "login": "ewa", "changed": True}
    real_terminal.fails(3, 301, "list", real_practice.path, "--passphrase-file", "passphrase")
    assert real_terminal.run("list", real_practice.path, "--passphrase-file", new_file).code == 0


def test_a_forgotten_passphrase_is_replaced_with_the_recovery_code(
    terminal: Terminal, practice: Practice, new_file: Path
) -> None:
    (terminal.folder / "code").write_text(practice.recovery_code, "utf-8")
    done = terminal.run(
        "account", "passphrase", practice.path, "--recovery-file", "code", "--new-passphrase-file", new_file
    )
    assert done.code == 0, done.err
    assert PASSPHRASE not in done.out
    assert NEW not in done.out
    assert terminal.run("list", practice.path, "--passphrase-file", new_file).code == 0


def test_both_passphrases_may_come_from_standard_input(terminal: Terminal, practice: Practice) -> None:
    done = terminal.run(
        "account", "passphrase", practice.path, "--passphrase-file", "-", "--new-passphrase-file", "-",
        given=f"{PASSPHRASE}\n{NEW}\n",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert terminal.run("list", practice.path, "--passphrase-file", "-", given=NEW).code == 0


@pytest.mark.parametrize("weak", ["short", "Ewa Lis Ewa Lis Ewa Lis", "aaaaaaaaaaaaaaaaaaaa"])
def test_a_weak_passphrase_changes_nothing(terminal: Terminal, practice: Practice, weak: str) -> None:
    (terminal.folder / "weak").write_text(weak, "utf-8")
    terminal.fails(
        2, 201, "account", "passphrase", practice.path, "--passphrase-file", "passphrase",
        "--new-passphrase-file", "weak",
    )  # fmt: skip
    terminal.ok("list", practice.path)


def test_the_new_sheet_opens_and_the_old_one_does_not(terminal: Terminal, practice: Practice) -> None:
    told = terminal.ok("account recover", practice.path, "--json").json()
    assert set(told) == {"vault", "login", "recovery_code"}
    (terminal.folder / "old").write_text(practice.recovery_code, "utf-8")
    (terminal.folder / "code").write_text(told["recovery_code"], "utf-8")
    terminal.fails(3, 301, "list", practice.path, "--recovery-file", "old")
    assert terminal.run("list", practice.path, "--recovery-file", "code").code == 0


def test_a_sheet_is_tried(terminal: Terminal, practice: Practice) -> None:
    (terminal.folder / "code").write_text(practice.recovery_code.lower(), "utf-8")
    assert terminal.ok("account recover", practice.path, "--try", "code", "--json").json()["opens"] is True
    wrong = terminal.ok("account recover", practice.path, "--json").json()["recovery_code"]
    assert wrong != practice.recovery_code
    tried = ("account", "recover", practice.path, "--passphrase-file", "passphrase", "--try", "code")
    terminal.fails(3, 301, *tried)
    (terminal.folder / "code").write_text("ABCDE-FGHJK", "utf-8")
    terminal.fails(3, 305, *tried)
