"""The program as somebody at a terminal or a script meets it, in two ways.

`Terminal` calls the command line inside the process of the test, under rules that make keys cost next to nothing: the
same words, streams, files and exit codes, at a twentieth of the time. `RealTerminal` starts a process for each command,
under the rules of everybody. What a process of its own can get wrong is tested with that one: starting with nothing
loaded, terminals, pipes, signals, encodings, dying, and keys as costly as they are meant to be.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.costs import Rules
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.cli import inside

ROOT = Path(__file__).parents[2]
PASSPHRASE = "otter lantern violet seven harbour moss"
CODE_LINE = r"^CS-\d{3} \S"
CHEAP = Rules(policy=CHEAPEST_FOR_TESTS, allow_cheap=True)
# Python imports this module by itself when it starts.
WITHOUT_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

def refuse_sockets(event, arguments):
    if event == "socket.__new__":
        raise PermissionError("a socket was asked for")

sys.meta_path.insert(0, NoQt())
sys.addaudithook(refuse_sockets)
"""


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """The one document on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    def lines(self) -> list[dict[str, Any]]:
        """The JSON Lines on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]

    def error(self) -> dict[str, str]:
        """The error on standard error, with --json: the last line, notices may stand before it."""
        found: dict[str, dict[str, str]] = json.loads(self.err.splitlines()[-1])
        assert set(found) == {"error"}
        assert set(found["error"]) == {"code", "message", "advice"}
        return found["error"]


class Terminal:
    """Commands inside this process, with settings of this test alone, in a folder that is not the program's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.passphrase_file = folder / "passphrase"
        self.passphrase_file.write_text(f"{PASSPHRASE}\n", "utf-8")
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }

    def run(self, *arguments: object, given: bytes | str = b"", **environment: str) -> Done:
        """`clientsafe ARGUMENTS`; no traceback may ever be seen."""
        text = given.encode() if isinstance(given, str) else given
        code, out, err = self.ended([*map(str, arguments)], text, {**self.environment, **environment})
        done = Done(code, out.decode("utf-8"), err.decode("utf-8"))
        assert "Traceback" not in done.out + done.err, done.err
        return done

    def ended(self, words: list[str], given: bytes, environment: dict[str, str]) -> tuple[int, bytes, bytes]:
        """Exit code, standard output and standard error of a command."""
        return inside.run(words, given=given, environment=environment, folder=self.folder, rules=CHEAP)

    def unlocked(self, command: str, *arguments: object, given: bytes | str = b"") -> Done:
        """A command that unlocks, with the right passphrase."""
        return self.run(*command.split(), *arguments, "--passphrase-file", self.passphrase_file, given=given)

    def ok(self, command: str, *arguments: object, given: bytes | str = b"") -> Done:
        """The same, and it went well."""
        done = self.unlocked(command, *arguments, given=given)
        assert done.code == 0, done.err
        return done

    def fails(self, code: int, number: int, *arguments: object, given: bytes | str = b"") -> Done:
        """A command that ends with an exit code and a failure's number, and printed nothing."""
        done = self.run(*arguments, given=given)
        assert (done.code, done.out) == (code, ""), done
        assert done.err.splitlines()[-2].startswith(f"CS-{number} "), done.err
        assert done.err.splitlines()[-1].strip()
        return done


class RealTerminal(Terminal):
    """A process for each command, which belongs to no terminal unless the test makes one; keys cost what they cost."""

    def ended(self, words: list[str], given: bytes, environment: dict[str, str]) -> tuple[int, bytes, bytes]:
        done = subprocess.run(
            self.command(*words),
            input=given,
            env=environment,
            cwd=self.folder,
            capture_output=True,
            check=False,
            start_new_session=True,
        )
        return done.returncode, done.stdout, done.stderr

    def shell(self, command: str) -> Done:
        """A line for the shell, such as a pipe."""
        done = subprocess.run(
            ["/bin/sh", "-c", command], env=self.environment, cwd=self.folder, capture_output=True, check=False
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def command(self, *arguments: object) -> list[str]:
        """How the program is started."""
        return [sys.executable, "-m", "app", *map(str, arguments)]
