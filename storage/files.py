"""Writing files so that a crash leaves the old or the new one, with tight permissions (V-2.1)."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from storage.errors import KnownError, failure

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


def as_known(error: OSError) -> KnownError:
    """The failure a person sees for an operating-system error while files are written or read."""
    if error.errno in _NO_SPACE:
        return failure("no_space")
    return failure("not_writable", problem=os.strerror(error.errno) if error.errno else "unknown error")


@contextlib.contextmanager
def known_errors() -> Iterator[None]:
    """Turn every OSError inside the block into a known failure."""
    try:
        yield
    except OSError as error:
        raise as_known(error) from error


def make_private_folder(path: Path) -> None:
    """Create a folder that only its owner can enter."""
    with known_errors():
        path.mkdir(mode=PRIVATE_FOLDER, parents=True)
        path.chmod(PRIVATE_FOLDER)


def replace(path: Path, data: bytes) -> None:
    """Replace the whole file durably: temp file, mode first, write, fsync, rename, fsync of the folder."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with known_errors():
        try:
            with open_private(temporary) as stream:
                stream_all(stream, data)
                os.fsync(stream)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


@contextlib.contextmanager
def open_private(path: Path) -> Iterator[int]:
    """A descriptor of a new file that only its owner can read, from its first byte on."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, PRIVATE_FILE)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def stream_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, however many calls it takes."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sync_folder(path: Path) -> None:
    """Make renames and new names in a folder durable; Windows has no such call."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settings_folder() -> Path:
    """Where this operating-system user keeps the program's settings and plain anchors (V-6.5)."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or str(Path.home())
        return Path(base) / "ClientSafe"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ClientSafe"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "clientsafe"
