"""`clientsafe` without a command opens the window: quickly, and with every end of it passed on."""

from __future__ import annotations

import json
import os
import sys

import pytest

from tests.cli.terminal import ROOT, RealTerminal

if sys.platform == "win32":
    pytest.skip("the stand-in is a shell script", allow_module_level=True)

# Python imports this module by itself when it starts.
STAND_IN = """
import os, sys
sys.executable = os.environ["PLANTED_WINDOW"]
"""
# Long enough for a signal to come, and not for ever when none does.
WAITS = ("n=0", "while [ $n -lt 2000000 ]; do n=$((n + 1)); done", "exit 3")
LOADED = """
import json, subprocess, sys
from app.cli import main

class Started(Exception):
    pass

def started(*_given, **_named):
    raise Started

subprocess.Popen = started
try:
    main([])
except Started:
    print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture
def planted(real_terminal: RealTerminal) -> RealTerminal:
    """A terminal where a script stands in for the process of the window."""
    modules = real_terminal.folder / "modules"
    modules.mkdir()
    (modules / "sitecustomize.py").write_text(STAND_IN, "utf-8")
    real_terminal.environment |= {
        "PYTHONPATH": os.pathsep.join([str(modules), str(ROOT)]),
        "PLANTED_WINDOW": str(real_terminal.folder / "window"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return real_terminal


def plant(terminal: RealTerminal, *lines: str) -> None:
    script = terminal.folder / "window"
    script.write_text("\n".join(("#!/bin/sh", *lines, "")), "utf-8")
    script.chmod(0o700)


@pytest.mark.parametrize("words", [(), ("--lang", "pl")])
def test_the_window_is_our_own_from_any_folder(planted: RealTerminal, words: tuple[str, ...]) -> None:
    plant(planted, 'echo "$* ${PYTHONPATH%%:*}"')
    done = planted.run(*words)
    assert (done.code, done.out, done.err) == (0, f"-P -m ui {ROOT}\n", "")


@pytest.mark.parametrize("words", [(), ("--lang", "en")])
def test_a_window_that_dies_is_told(planted: RealTerminal, words: tuple[str, ...]) -> None:
    plant(planted, "kill -KILL $$")
    done = planted.run(*words)
    assert done.code == 70
    assert done.err.startswith("CS-980 ")


@pytest.mark.parametrize(("name", "number"), [("INT", 2), ("TERM", 15), ("HUP", 1)])
def test_being_stopped_is_passed_on_and_the_window_may_sign_off(planted: RealTerminal, name: str, number: int) -> None:
    # Told to end, it takes its time for the last work, and ends by itself.
    plant(planted, f"trap 'echo signed off; exit 0' {name}", f"kill -{name} $PPID", *WAITS)
    done = planted.run()
    assert (done.code, done.out, done.err) == (0, "signed off\n", "")
    # Nobody is signed in: the signal ends it, and that is no mistake of the program.
    plant(planted, f"kill -{name} $PPID", *WAITS)
    done = planted.run()
    assert (done.code, done.err) == (128 + number, "")


def test_nothing_is_loaded_that_only_a_command_needs(real_terminal: RealTerminal) -> None:
    done = real_terminal.shell(f"QT_QPA_PLATFORM=offscreen '{sys.executable}' -c '{LOADED}'")
    loaded = set(json.loads(done.out))
    assert {name for name in loaded if name.split(".")[0] in {"app", "storage", "ui"}} == {
        "app", "app.cli", "app.cli.window",
    }  # fmt: skip
    assert loaded & {"argparse", "dataclasses", "pathlib", "typing"} == set()
