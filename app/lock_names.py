"""What the lock page may show: the sign-in names of a practice with several people, in a plain file of the vault.

Whoever can open the folder can read and change `names.json`, and it says nothing that the lock page does not show to
everybody at the desk. Nothing rests on it: a wrong name opens nothing, and without the file the name is typed. It is
in no backup. The first screen reads it before the vault's code is loaded.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

_FILE = "names.json"
_VERSION = 1
_LARGEST_BYTES = 16 * 1024
_PRIVATE_FILE = 0o600
_FEWEST_NAMES, _MOST_NAMES = 2, 64
_MOST_LETTERS = 40


def read(vault: Path) -> dict[str, str]:
    """Sign-in names by account id, in the order of the names; empty where none may be shown or the file is no good."""
    try:
        with (vault / _FILE).open("rb") as stream:
            found = json.loads(stream.read(_LARGEST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    names = found.get("names") if isinstance(found, dict) and found.get("version") == _VERSION else None
    if not isinstance(names, dict):
        return {}
    kept = [(account, name) for account, name in names.items() if is_shown_whole(name)]
    return dict(sorted(kept[:_MOST_NAMES], key=lambda one: (one[1].casefold(), one[0])))


def write(vault: Path, names: Mapping[str, str]) -> None:
    """Let the lock page show these names; with fewer than two it shows none.

    A disk that refuses is no reason to stop work: the names are typed then.
    """
    kept = {account: name for account, name in names.items() if is_shown_whole(name)}
    if kept == read(vault):
        return
    with contextlib.suppress(OSError):
        if len(kept) < _FEWEST_NAMES:
            (vault / _FILE).unlink(missing_ok=True)
        else:
            _replace(vault, json.dumps({"version": _VERSION, "names": kept}, ensure_ascii=False, sort_keys=True))


def leave_out(vault: Path, account: str) -> None:
    """Show this name no more."""
    write(vault, {known: name for known, name in read(vault).items() if known != account})


def is_shown_whole(name: object) -> bool:
    """Whether a name fits on a button as it is: anybody may have written this file."""
    return isinstance(name, str) and 0 < len(name) <= _MOST_LETTERS and name.isprintable() and name == name.strip()


def _replace(vault: Path, text: str) -> None:
    """Whole or not at all, unless the power fails: then there may be no names, which the next sign-in mends."""
    temporary = vault / f".{_FILE}.{os.getpid()}.tmp"  # swept at the next start, if this process is killed
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    temporary.replace(vault / _FILE)
