"""The program in a real process of its own, as somebody at a terminal or a script meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PASSPHRASE = "otter lantern violet seven harbour moss"
CODE_LINE = r"^CS-\d{3} \S"
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
    """What a process left behind."""

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
    """Runs commands with settings of this test alone, in a folder that is not the program's."""

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
        done = subprocess.run(
            self.command(*arguments),
            input=given.encode() if isinstance(given, str) else given,
            env={**self.environment, **environment},
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in out + err, err
        return Done(done.returncode, out, err)

    def shell(self, command: str) -> Done:
        """A line for the shell, such as a pipe."""
        done = subprocess.run(
            ["/bin/sh", "-c", command], env=self.environment, cwd=self.folder, capture_output=True, check=False
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

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

    def command(self, *arguments: object) -> list[str]:
        """How the program is started."""
        return [sys.executable, "-m", "app", *map(str, arguments)]
