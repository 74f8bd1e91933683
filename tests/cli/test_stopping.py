"""Somebody presses Ctrl-C, closes the terminal, or reads only the first lines."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

if sys.platform == "win32":
    pytest.skip("signals are other things here", allow_module_level=True)

# Python imports this module by itself when it starts: the signal comes while the worker of a backup is being started.
SIGNALLED = """
import os, sys

def interrupt(event, arguments):
    if event == "subprocess.Popen":
        os.kill(os.getpid(), int(os.environ["PLANTED_SIGNAL"]))

sys.addaudithook(interrupt)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_command_has_signed_off_and_left_nothing(
    terminal: Terminal, practice: Practice, number: signal.Signals
) -> None:
    modules, drive = terminal.folder / "modules", terminal.folder / "drive"
    modules.mkdir()
    drive.mkdir()
    (modules / "sitecustomize.py").write_text(SIGNALLED, "utf-8")
    search = os.pathsep.join([str(modules), terminal.environment["PYTHONPATH"]])
    arguments = ("backup", practice.path, "drive", "--passphrase-file", "passphrase")
    done = terminal.run(*arguments, PYTHONPATH=search, PLANTED_SIGNAL=str(int(number)))
    assert (done.code, done.out) == (130, "")
    assert done.err.startswith("CS-404 ")
    assert list(drive.iterdir()) == []
    again = terminal.ok("trail list", practice.path, "--action", "backup", "--json")
    assert again.err == ""  # a session without its end would be told here
    assert [row["outcome"] for row in again.lines()] == ["failed", "begun"]


def test_reader_who_leaves_early_is_no_failure(terminal: Terminal, practice: Practice) -> None:
    lines = "".join(f'{{"text": "note {n}"}}\n' for n in range(300))
    terminal.ok("add", practice.path, "session_note", "--client", "K-0001", given=lines)
    command = " ".join([*terminal.command("list", practice.path, "--passphrase-file", "passphrase"), "| head -n 2"])
    done = terminal.shell(command)
    assert len(done.out.splitlines()) == 2
    assert done.err == ""
    assert terminal.ok("list", practice.path, "client", "--json").err == ""
