"""Somebody presses Ctrl-C, closes the terminal, or reads only the first lines."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from tests.cli.conftest import Practice
from tests.cli.terminal import RealTerminal, Terminal

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
    real_terminal: RealTerminal, terminal: Terminal, real_practice: Practice, number: signal.Signals
) -> None:
    modules, drive = real_terminal.folder / "modules", real_terminal.folder / "drive"
    modules.mkdir()
    drive.mkdir()
    (modules / "sitecustomize.py").write_text(SIGNALLED, "utf-8")
    search = os.pathsep.join([str(modules), real_terminal.environment["PYTHONPATH"]])
    arguments = ("backup", real_practice.path, "drive", "--passphrase-file", "passphrase")
    done = real_terminal.run(*arguments, PYTHONPATH=search, PLANTED_SIGNAL=str(int(number)))
    assert (done.code, done.out) == (130, "")
    assert done.err.startswith("CS-404 ")
    assert list(drive.iterdir()) == []
    again = terminal.ok("trail list", real_practice.path, "--action", "backup", "--json")
    assert again.err == ""  # a session without its end would be told here
    assert [row["outcome"] for row in again.lines()] == ["failed", "begun"]


def test_reader_who_leaves_early_is_no_failure(
    real_terminal: RealTerminal, terminal: Terminal, real_practice: Practice
) -> None:
    lines = "".join(f'{{"text": "note {n}"}}\n' for n in range(300))
    terminal.ok("add", real_practice.path, "session_note", "--client", "K-0001", given=lines)
    listing = real_terminal.command("list", real_practice.path, "--passphrase-file", "passphrase")
    done = real_terminal.shell(" ".join([*listing, "| head -n 2"]))
    assert len(done.out.splitlines()) == 2
    assert done.err == ""
    assert terminal.ok("list", real_practice.path, "client", "--json").err == ""
