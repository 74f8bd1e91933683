"""What lies in a folder for backups: which files are backups of this vault, and removing one (V-8.4)."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from storage import backup, files
from storage.backup import SUFFIX, TrailPoint
from storage.errors import KnownError, failure

# Names that the program itself gave. A backup that somebody renamed or named is theirs to keep or to remove.
_OWN_NAME = re.compile(rf"clientsafe-[0-9a-f]{{8}}-[0-9]{{8}}T[0-9]{{6}}Z(-[0-9]+)?{re.escape(SUFFIX)}")


class FoundBackup(msgspec.Struct, frozen=True):
    """A backup as its first lines show it. They are not proven: that needs a key, and reading all of it."""

    file: str
    at: str
    bytes: int
    trail: TrailPoint
    is_own_name: bool


def found_in(folder: Path, vault_id: str) -> list[FoundBackup]:
    """Every whole backup of this vault in a folder, oldest first; what cannot be read as one is left out.

    Raises `destination_missing`, or what the disk says.
    """
    if not folder.is_dir():
        raise failure("destination_missing", path=str(folder))
    with files.known_errors():
        paths = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX) and path.is_file())
    found = [one for path in paths if (one := _read(path, vault_id)) is not None]
    return sorted(found, key=lambda each: (each.at, each.trail.seq))


def remove(found: FoundBackup, vault_id: str) -> bool:
    """Remove a backup of this vault, durably, if it still is the one that was found. Raises what the disk says."""
    path = Path(found.file)
    if not found.is_own_name or _read(path, vault_id) != found:
        return False
    with files.known_errors():
        path.unlink(missing_ok=True)
        files.sync_folder(path.parent)
    return True


def _read(path: Path, vault_id: str) -> FoundBackup | None:
    try:
        if path.is_symlink():
            return None
        container = backup.open_container(path)
        size = path.stat().st_size
    except (KnownError, OSError):
        return None
    header = container.header
    if header.vault.vault != vault_id:
        return None
    return FoundBackup(str(path), header.at, size, header.trail, _OWN_NAME.fullmatch(path.name) is not None)
