"""From the words of the command line to the command that does the work, or to the window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import grammar
from app.cli.output import Output

if TYPE_CHECKING:
    from app.vaults import KnownError

_HELP = frozenset({"-h", "--help", "help"})
_VERSION = "--version"
_WINDOW = ("PySide6", "ui")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def perform(words: Sequence[str], output: Output) -> int:
    """Do what the command line says; returns the exit code of what went well, raises what did not."""
    words = _without_language(words)
    if not words:
        return open_window()
    if words[0] in _HELP:
        return _help(output)
    if words[0] == _VERSION:
        from app.vaults import APP_VERSION

        output.say(f"ClientSafe {APP_VERSION}")
        return 0
    return _command(words, output)


def open_window() -> int:
    """Start the window as a process of its own; raises `no_window`, `no_screen` or `window_died`."""
    _check_window()
    root = str(Path(__file__).resolve().parents[2])
    # Started from any folder, the window finds the program it belongs to, and nothing that lies in that folder.
    search = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    code = subprocess.call([sys.executable, "-P", "-m", "ui"], env={**os.environ, "PYTHONPATH": search})
    if code < 0:
        raise _failure("window_died")
    return code


def _check_window() -> None:
    missing = next((name for name in _WINDOW if not _is_installed(name)), None)
    if missing is not None:
        raise _failure("no_window", missing=missing)
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _SCREENS):
        raise _failure("no_screen")


def _failure(name: str, **values: str) -> KnownError:
    from app.cli import failures as failures  # noqa: PLC0414 - the failure is in its table
    from app.vaults import failure

    return failure(name, **values)


def _command(words: Sequence[str], output: Output) -> int:
    from app.cli.commands import COMMANDS

    name = words[0] if words[0] in COMMANDS else " ".join(words[:2])
    command = COMMANDS.get(name)
    if command is None:
        groups = [known for known in COMMANDS if known.startswith(f"{words[0]} ")]
        grammar.refuse_command(name if groups else words[0], groups)
    asked = grammar.parse(command, words[len(name.split()) :])
    output.as_json = asked.json
    return command.run(asked, output) or 0


def _help(output: Output) -> int:
    from app.cli.commands import GROUPS

    output.say(grammar.overview(GROUPS))
    return 0


def _without_language(words: Sequence[str]) -> list[str]:
    """`--lang` may also stand before the command; it has taken effect already."""
    rest = list(words)
    while rest and (rest[0] == "--lang" or rest[0].startswith("--lang=")):
        del rest[: 1 if "=" in rest[0] else 2]
    return rest


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ImportError:
        return False
