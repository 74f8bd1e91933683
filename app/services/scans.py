"""The folder that a scanner fills: which papers wait there, so that one is attached with a click."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.desk import Action, Desk
from app.media import file_types
from app.services.personal import preferences
from app.vaults import failure
from storage.vault import MOST_ATTACHED_BYTES

_MOST_SHOWN = 50
_OTHER_ENDINGS = frozenset({".jpeg", ".tiff", ".heif"})
_ENDINGS = frozenset(each.extension for each in file_types.ALL) | _OTHER_ENDINGS


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that waits: where it is, its name, how long it is, and when it was written (UTC, ISO)."""

    path: Path
    name: str
    bytes: int
    changed: str


def folder(desk: Desk) -> Path | None:
    """The folder that this person chose; None for none. It may be away, such as a stick that is not plugged in."""
    desk.require(Action.VIEW, "personal")
    chosen = preferences.mine(desk).scan_folder
    return Path(chosen) if chosen else None


def set_folder(desk: Desk, path: Path | None) -> None:
    """Choose the folder, or none.

    Raises:
        KnownError: `no_scan_folder` for what is no folder that can be read, `inside_vault`.
    """
    desk.require(Action.SAVE, "personal")
    if path is not None:
        path = path.resolve()
        if path.is_relative_to(desk.signin.path.resolve()):
            raise failure("inside_vault")
        list(_listed(path))
    preferences.change(desk, scan_folder=str(path) if path is not None else "")


def waiting(desk: Desk) -> list[Scan]:
    """What lies in the folder and may be attached, the newest first; reads names, not files.

    Raises:
        KnownError: `no_scan_folder` when it is away.
    """
    chosen = folder(desk)
    found = _listed(chosen) if chosen is not None else ()
    return sorted(found, key=lambda one: (one.changed, one.name), reverse=True)[:_MOST_SHOWN]


def _listed(path: Path) -> Iterator[Scan]:
    """Files of a known ending: what they are is found out by their content, when one is attached."""
    try:
        for each in path.iterdir():
            if each.name.startswith(".") or each.suffix.lower() not in _ENDINGS:
                continue
            known = each.lstat()
            if stat.S_ISREG(known.st_mode) and 0 < known.st_size <= MOST_ATTACHED_BYTES:
                changed = datetime.fromtimestamp(known.st_mtime, UTC).isoformat(timespec="seconds")
                yield Scan(each, each.name, known.st_size, changed)
    except OSError as error:
        raise failure("no_scan_folder", path=str(path)) from error
