"""What a person at a real terminal meets: a passphrase that is not shown, and bold matches."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.cli.conftest import Practice
from tests.cli.terminal import PASSPHRASE, Done, RealTerminal

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals here", allow_module_level=True)

# Makes standard input the controlling terminal, as a shell would, and becomes the program.
AS_A_SHELL = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "app", *sys.argv[1:]])
"""

MARKS = re.compile(r"\x1b\[\d*m")


def typed(terminal: RealTerminal, answers: list[tuple[str, bytes]], *arguments: object) -> Done:
    """Run at a terminal; each answer is typed once its question is seen. Returns all that was seen."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", AS_A_SHELL, *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**terminal.environment, "TERM": "xterm", "COLUMNS": "120", "LINES": "40"},
        cwd=terminal.folder,
    )
    os.close(theirs)
    seen = b""
    for question, answer in answers:
        while question.encode() not in seen:
            seen += os.read(ours, 4096)
        os.write(ours, answer)
        seen = seen.replace(question.encode(), b"", 1)
    while piece := _read(ours):
        seen += piece
    os.close(ours)
    return Done(process.wait(), seen.decode(), "")


def _read(terminal: int) -> bytes:
    """What comes next; nothing once the other end is closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_passphrase_is_asked_and_not_shown(real_terminal: RealTerminal, real_practice: Practice) -> None:
    secret = f"{PASSPHRASE}\n".encode()
    done = typed(real_terminal, [("Passphrase:", secret)], "search", real_practice.path, "złożony")
    assert done.code == 0
    assert PASSPHRASE not in done.out
    assert "\x1b[1mzłożony\x1b[0m" in done.out


def test_table_fits_the_terminal(real_terminal: RealTerminal, real_practice: Practice) -> None:
    done = typed(real_terminal, [("Passphrase:", f"{PASSPHRASE}\n".encode())], "list", real_practice.path)
    assert "Łucja" in done.out
    lines = MARKS.sub("", done.out).splitlines()
    assert max(map(len, lines)) <= 120
    assert any(line.startswith(real_practice.note) for line in lines)  # an id is never broken


def test_new_passphrase_is_asked_twice(real_terminal: RealTerminal) -> None:
    names = ("--practice", "P", "--name", "N", "--login", "n")
    twice = [("New passphrase:", b"seven herons above a pond\n"), ("The same again:", b"seven herons above a bond\n")]
    done = typed(real_terminal, twice, "create", "new", *names)
    assert done.code == 2
    assert "CS-283 " in done.out
    assert not (real_terminal.folder / "new").exists()


@pytest.mark.parametrize("key", [b"\x03", b"\x04"])
def test_giving_up_at_the_question_is_clean(real_terminal: RealTerminal, real_practice: Practice, key: bytes) -> None:
    done = typed(real_terminal, [("Passphrase:", key)], "list", real_practice.path)
    assert done.code == (130 if key == b"\x03" else 2)
    assert "Traceback" not in done.out
    assert "CS-" in done.out
