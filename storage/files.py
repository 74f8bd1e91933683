"""Writing files so that a crash leaves the old or the new one, with tight permissions (V-2.1)."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from storage.errors import KnownError, failure

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_DISK_ERROR = {errno.EIO, errno.ENXIO, errno.ENODEV}
_LEAST_ROOM = 64 << 10  # the database needs half of it only to be opened


def as_known(error: OSError) -> KnownError:
    """The failure a person sees for an operating-system error while files are written or read."""
    if error.errno in _NO_SPACE:
        return failure("no_space")
    problem = os.strerror(error.errno) if error.errno else "unknown error"
    return failure("disk_error" if error.errno in _DISK_ERROR else "not_writable", problem=problem)


def is_full(folder: Path) -> bool:
    """Whether next to nothing can be written there any more: no room, or no room for another name."""
    try:
        if shutil.disk_usage(folder).free < _LEAST_ROOM:
            return True
        if sys.platform == "win32":
            return False
        names = os.statvfs(folder)
    except OSError:
        return False
    return names.f_files > 0 and names.f_favail == 0


@contextlib.contextmanager
def known_errors() -> Iterator[None]:
    """Turn every OSError inside the block into a known failure."""
    try:
        yield
    except OSError as error:
        raise as_known(error) from error


def make_private_folder(path: Path) -> None:
    """Create a folder that only its owner can enter, durably."""
    with known_errors():
        made = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(mode=PRIVATE_FOLDER, parents=True)
        path.chmod(PRIVATE_FOLDER)
        # What is written into it is lost with it, until its own name is durable too.
        for folder in made:
            sync_folder(folder.parent)


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


def give_name(source: Path, target: Path) -> None:
    """Give a finished file a name that nothing has yet, durably; FileExistsError when something has it by now.

    A hard link does it in one step, and Windows renames over nothing. Sticks (FAT, exFAT) and many shares have no
    links: there an empty file of our own takes the name first, which fails if it is taken, and is then replaced.
    """
    if sys.platform == "win32":
        source.rename(target)
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        _replace_own(source, target)
    else:
        # The name is given: a second one in the work folder goes with that.
        with contextlib.suppress(OSError):
            source.unlink()
    sync_folder(target.parent)


def _replace_own(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    try:
        source.replace(target)
    except OSError:
        target.unlink(missing_ok=True)
        raise


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


def sync_file(path: Path) -> None:
    """Make what was written to a file that nobody has open durable."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
