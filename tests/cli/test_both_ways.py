"""The two terminals of these tests say the same, and the one inside this process leaves nothing of itself behind."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from app import texts
from app.cli import grammar
from tests.cli.conftest import Practice
from tests.cli.terminal import RealTerminal, Terminal

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.mark.parametrize(
    "line",
    [
        "schema consent",
        "trail list --help --lang pl",
        "list VAULT --passphrase-file passphrase --lang pl",
        "show VAULT NOTE --json --passphrase-file -",
        "add VAULT client --passphrase-file passphrase",
        "nonsense --lang=pl --json",
    ],
)
def test_a_command_ends_alike_inside_this_process_and_in_its_own(
    terminal: Terminal, real_terminal: RealTerminal, real_practice: Practice, line: str
) -> None:
    values = {"VAULT": real_practice.path, "NOTE": real_practice.note}
    words = [values.get(word, word) for word in line.split()]
    given = terminal.passphrase_file.read_bytes()
    assert terminal.run(*words, given=given) == real_terminal.run(*words, given=given)


def surroundings() -> tuple[object, ...]:
    """What a command of its own process may change as it likes."""
    handlers = [signal.getsignal(number) for number in ENDING]
    return dict(os.environ), Path.cwd(), texts.language(), sys.stdin, sys.stdout, sys.stderr, handlers


def test_everything_around_a_command_is_as_it_was(terminal: Terminal) -> None:
    before = surroundings()
    terminal.run("list", "--help", "--lang", "pl", GIVEN="this once")
    assert surroundings() == before


def test_so_it_is_after_what_no_command_expects(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(*_given: object) -> None:
        raise GeneratorExit

    monkeypatch.setattr(grammar, "parse", ends)
    before = surroundings()
    with pytest.raises(GeneratorExit):
        terminal.run("info", "x", "--lang", "pl")
    assert surroundings() == before
