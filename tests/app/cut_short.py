"""Does an everyday mistake's mending in a process of its own and dies at one entry of it, as a power cut would.

Arguments: the vault, what to do (`move` or `remove`), the record, the client, at which entry to die (0: never).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.services import mistakes
from app.services.practice import practices
from storage.trail import Event, Trail
from tests.app.conftest import sign_in

COUNTED = frozenset({"amend", "save", "destroy"})
KILLED = 9


def main() -> None:
    """Sign in, count the entries of the work from then on, and die before the one that was asked for."""
    vault, work, record, client, wanted = sys.argv[1:]
    desk = sign_in(Path(vault))
    die_at(int(wanted))
    if work == "move":
        mistakes.write_in_right_file(desk, record, client, "the wrong file")
    else:
        mistakes.remove_client(desk, client)
    practices.lock(desk, "test")


def die_at(wanted: int) -> None:
    """End the process, without a word to SQLite, after so many counted entries were appended."""
    append, seen = Trail.append, 0

    def counting(trail: Trail, event: Event) -> int:
        nonlocal seen
        made = append(trail, event)
        seen += event.action in COUNTED
        if seen == wanted:
            os._exit(KILLED)
        return made

    if wanted:
        Trail.append = counting  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    main()
