"""The command line works where Qt is not installed, and opens no socket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import WITHOUT_QT

PASSPHRASE = "copper lantern walks beside quiet rivers"


class Terminal:
    """A terminal of a system without Qt, with a vault path in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.vault = folder / "practice"
        self._modules = folder / "modules"
        self._modules.mkdir()
        (self._modules / "sitecustomize.py").write_text(WITHOUT_QT, "utf-8")

    def python(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(self._modules)}
        return subprocess.run(
            [sys.executable, *arguments], env=environment, input=given, capture_output=True, text=True, check=False
        )

    def clientsafe(self, *arguments: str, given: str = "") -> str:
        done = self.python("-m", "app", *arguments, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal without Qt."""
    return Terminal(tmp_path)


@pytest.mark.parametrize(
    ("code", "error"),
    [("import PySide6", "ModuleNotFoundError"), ("import socket; socket.socket()", "PermissionError")],
)
def test_there_is_no_qt_and_no_socket(terminal: Terminal, code: str, error: str) -> None:
    done = terminal.python("-c", code)
    assert done.returncode == 1
    assert error in done.stderr


def test_help_needs_no_qt(terminal: Terminal) -> None:
    printed = terminal.clientsafe("--help")
    assert all(command in printed for command in ("create", "add", "search", "trail", "backup", "restore"))


def test_practice_is_made_and_used_without_qt(terminal: Terminal) -> None:
    vault = str(terminal.vault)
    secret = ("--passphrase-file", "-")
    made = terminal.clientsafe(
        "create", vault, "--practice", "Quiet Rooms", "--name", "Ada", "--login", "ada", *secret, "--json",
        given=f"{PASSPHRASE}\n",
    )  # fmt: skip
    assert json.loads(made)["login"] == "ada"
    assert json.loads(terminal.clientsafe("info", vault, "--json"))
    assert terminal.clientsafe("list", vault, "client", *secret, "--json", given=f"{PASSPHRASE}\n") == ""


def test_window_says_what_is_missing(terminal: Terminal) -> None:
    done = terminal.python("-m", "app")
    assert done.returncode not in {0, -6}
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("CS-")
