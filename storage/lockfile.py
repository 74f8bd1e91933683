"""One process per vault, and never on a network drive (V-2.3)."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from pathlib import Path
from typing import Self

import msgspec

from storage import clock, files
from storage.errors import failure

_NETWORK_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "9p", "davfs", "glusterfs"}
    | {"fuse.sshfs", "fuse.davfs", "fuse.rclone"}
)
_MOUNTS = Path("/proc/self/mounts")
_MOST_BYTES = 1024


class VaultLock:
    """The operating system's lock on the file `lock`; the content only says who holds it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, vault: Path) -> Self:
        """Lock the vault for this process; raises `busy` or `network_folder`."""
        refuse_network(vault)
        path = vault / "lock"
        with files.known_errors():
            descriptor = hold(path)
        if descriptor is None:
            raise failure("busy", who=holder(vault))
        # The lock holds without the note: a full disk is told where it matters.
        with contextlib.suppress(OSError):
            note = {"at": clock.now(), "host": platform.node(), "pid": os.getpid()}
            os.ftruncate(descriptor, 0)
            os.write(descriptor, msgspec.json.encode(note))
        return cls(descriptor)

    def lent(self) -> VaultLock:
        """The same vault for a part of the work: releasing this one gives nothing free."""
        return VaultLock(-1)

    def release(self) -> None:
        """Give the vault free; closing the descriptor drops the lock."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def in_use(vault: Path) -> bool:
    """Whether some process holds the lock now."""
    path = vault / "lock"
    if not path.exists():
        return False
    with files.known_errors():
        descriptor = os.open(path, os.O_RDWR)
        try:
            return not _lock(descriptor)
        finally:
            os.close(descriptor)


def holder(vault: Path) -> str:
    """Who says to hold the lock: process and computer, for the message only."""
    try:
        note = msgspec.json.decode((vault / "lock").read_bytes()[:_MOST_BYTES])
        return f"{note['host']}, {note['pid']}"
    except (OSError, msgspec.DecodeError, KeyError, TypeError):
        return "?"


def refuse_network(path: Path) -> None:
    """Raise `network_folder` when the path lies on a network file system (Linux; others do not tell)."""
    kind = _kind_of(path.resolve())
    if kind in _NETWORK_KINDS:
        raise failure("network_folder", kind=kind)


def _kind_of(path: Path) -> str:
    try:
        lines = _MOUNTS.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    best = ("", "")
    for line in lines:
        fields = line.split(" ")
        point = fields[1].encode().decode("unicode_escape")
        if path.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, fields[2])
    return best[1]


def hold(path: Path) -> int | None:
    """Lock a file, made if need be: its descriptor, or None when another process has it. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), files.PRIVATE_FILE)
    try:
        if _lock(descriptor):
            return descriptor
    except OSError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _lock(descriptor: int) -> bool:
    """False when another process has the lock; OSError where the file system knows no locks."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
