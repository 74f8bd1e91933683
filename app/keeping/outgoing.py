"""What leaves, and the file it leaves in: readable by this user alone, never inside the vault."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.records.release_choices import InformationClass
from app.rules.purposes import Purpose
from app.vaults import failure

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_PRIVATE_FILE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Something that may leave, and what has to be known to let it out.

    Args:
        document: What it is, as the trail names it.
        objects: The records in it with their compartments.
        purpose: Why they were opened.
        asks: Whether it is asked where it goes; crisis card and blank forms never ask.
        is_private: A private note: for its author alone.
        revisions: Of the records that were read for it, the versions that it shows.
        clients: Whom it is about besides those whose records are in it.
        information: Classes of information in it besides what the kinds of its records say.
        to_client_first: That it is for the client is the usual answer.
        attachment: Id and digest of the attached file that leaves, or nothing.
        file_name: What that file is called.
        has_notice: The notice that some records have to leave with stands on it, or goes beside it.
        attached: Files that leave inside it: their record, id and digest.
        withheld: What was left out on purpose, and why, as the register of disclosures names it.
        is_locked: The file asks whoever opens it for a passphrase.
        made_for: For whom it was made, where that decides what is in it: a value of `destinations.Destination`.
    """

    document: str
    objects: tuple[tuple[str, str], ...] = ()
    purpose: str = Purpose.ADMINISTRATION
    asks: bool = True
    is_private: bool = False
    revisions: tuple[tuple[str, str], ...] = ()
    clients: tuple[str, ...] = ()
    information: frozenset[InformationClass] = frozenset()
    to_client_first: bool = False
    attachment: tuple[str, str] = ("", "")
    file_name: str = ""
    has_notice: bool = False
    attached: tuple[tuple[str, str, str], ...] = ()
    withheld: tuple[tuple[str, str], ...] = ()
    is_locked: bool = False
    made_for: str = ""


def write(path: Path, data: bytes, vault: Path | None, *, replace: bool) -> None:
    """Write a file for its owner alone, as a whole or not at all, also when the process is killed meanwhile.

    Raises:
        KnownError: `already_exists` unless `replace`, `inside_vault`, `no_space`, `not_writable`.
    """
    if vault is not None and path.resolve().is_relative_to(vault.resolve()):
        raise failure("inside_vault")
    with _known_errors(path):
        if path.exists() and not replace:
            raise FileExistsError
        _write_whole(path, data, replace=replace)


def _write_whole(path: Path, data: bytes, *, replace: bool) -> None:
    """The name is given when all of it is on the disk; before that, the file has none where the system can do that."""
    try:
        descriptor = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, _PRIVATE_FILE)
    except (AttributeError, OSError):
        _write_hidden(path, data, replace=replace)
        return
    with os.fdopen(descriptor, "wb") as stream, _folder_of(path) as folder:
        _pour(stream, data)
        name = _free_name(path) if replace else path
        # With a folder named, the link is followed to the file without a name.
        source = f"/proc/self/fd/{stream.fileno()}"
        os.link(source, name.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
    if replace:
        name.replace(path)


def _write_hidden(path: Path, data: bytes, *, replace: bool) -> None:
    """For systems and disks without files that have no name: a hidden one that goes when anything goes wrong."""
    hidden = _free_name(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(hidden, flags, _PRIVATE_FILE), "wb") as stream:
            _pour(stream, data)
        if replace:
            hidden.replace(path)
        else:
            _give_name(hidden, path)
    finally:
        with contextlib.suppress(OSError):
            hidden.unlink()


def _give_name(hidden: Path, path: Path) -> None:
    """Never over a file that came meanwhile; disks that know no links, such as sticks, have no way to be sure."""
    try:
        os.link(hidden, path)
    except FileExistsError:
        raise
    except (AttributeError, OSError):
        if path.exists():
            raise FileExistsError from None
        hidden.rename(path)


@contextlib.contextmanager
def _folder_of(path: Path) -> Iterator[int]:
    folder = os.open(path.parent, os.O_DIRECTORY | os.O_RDONLY)
    try:
        yield folder
    finally:
        os.close(folder)


def _pour(stream: BinaryIO, data: bytes) -> None:
    stream.write(data)
    stream.flush()
    os.fsync(stream.fileno())


def _free_name(path: Path) -> Path:
    """A hidden name that says nothing, beside the file."""
    return path.with_name(f".clientsafe-{uuid.uuid4().hex}")


@contextlib.contextmanager
def _known_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise failure("already_exists", path=str(path)) from error
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise failure("no_space") from error
        raise failure("not_writable", problem=os.strerror(error.errno or 0)) from error
