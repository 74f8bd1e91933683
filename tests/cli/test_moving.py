"""Moving to another computer and back on the command line (V-8.6)."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

SECRET = ("--passphrase-file", "passphrase")


def other_computer(terminal: Terminal, name: str) -> None:
    """From here on the settings are those of another computer."""
    terminal.environment["XDG_CONFIG_HOME"] = str(terminal.folder / name)


def moves(terminal: Terminal, vault: object) -> list[tuple[str, str]]:
    """What the trail says of moves and restores, oldest first."""
    lines = terminal.ok("trail list", vault, "--action", "moved", "--action", "restore", "--json").lines()
    return [(line["action"], line["outcome"]) for line in reversed(lines)]


def test_moved_there_and_back_and_the_trail_is_one_chain(terminal: Terminal, practice: Practice) -> None:
    (terminal.folder / "stick").mkdir()
    first = terminal.ok("move", practice.path, "stick", "--json").json()
    assert (first["verified"], first["moved"]) == (True, True)
    refused = terminal.fails(1, 107, "list", practice.path, *SECRET)
    assert Path(first["file"]).name in refused.err
    assert terminal.run("info", practice.path, "--json").json()["moved"]

    other_computer(terminal, "laptop")
    terminal.ok("restore", first["file"], "there.clientsafe")
    assert terminal.ok("trail verify", "there.clientsafe", "--full", "--json").json()["findings"] == []
    added = terminal.ok("add", "there.clientsafe", "client", given='{"name": "Written there"}').out
    second = terminal.ok("move", "there.clientsafe", "stick", "--json").json()

    other_computer(terminal, "config")
    terminal.ok("restore", second["file"], "back.clientsafe")
    verified = terminal.ok("trail verify", "back.clientsafe", "--full", "--json").json()
    assert verified["findings"] == []
    assert verified["anchored_to"] > 0
    assert moves(terminal, "back.clientsafe") == [("moved", "begun"), ("restore", "done"), ("moved", "done")] * 2
    assert re.search(r"[0-9a-f-]{36}", added)
    terminal.fails(1, 107, "list", "there.clientsafe", *SECRET)


def test_taken_back_when_the_move_is_off(terminal: Terminal, practice: Practice) -> None:
    terminal.ok("move", practice.path, terminal.folder / "moved.clientsafe-backup")
    done = terminal.ok("move", practice.path, "--take-back")
    assert "here again" in done.out
    assert moves(terminal, practice.path) == [("moved", "begun"), ("moved", "taken_back")]


def test_a_vault_that_is_here_is_taken_back_without_harm(terminal: Terminal, practice: Practice) -> None:
    terminal.ok("move", practice.path, "--take-back")
    assert moves(terminal, practice.path) == []


def test_a_move_that_fails_leaves_the_vault_open(terminal: Terminal, practice: Practice) -> None:
    terminal.fails(7, 703, "move", practice.path, "gone/deeper", *SECRET)
    terminal.ok("list", practice.path)
    assert moves(terminal, practice.path) == [("moved", "begun"), ("moved", "destination_missing")]


def test_either_a_destination_or_taking_back(terminal: Terminal, practice: Practice) -> None:
    terminal.fails(2, 280, "move", practice.path, *SECRET)
    terminal.fails(2, 280, "move", practice.path, "stick", "--take-back", *SECRET)
