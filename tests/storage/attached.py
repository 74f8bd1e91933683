"""What the tests of attachments share: files made up, attached, kept with a record, and looked at as they lie."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO

from storage.vault import Attached, Draft, SignIn, Write
from tests.storage.kit import Practice, note

ROW = 1 << 20


def content(length: int, seed: str = "a") -> bytes:
    """Bytes that look random and are the same each time."""
    made = hashlib.shake_128(seed.encode()).digest(min(length, ROW))
    return (made * (length // ROW + 1))[:length]


def attach(signin: SignIn, practice: Practice, data: bytes) -> Attached:
    """Attach bytes to the clinical file."""
    return signin.attach(practice.clinical, io.BytesIO(data), len(data))


def keep(signin: SignIn, practice: Practice, *files: Attached) -> str:
    """A signed record that names these files."""
    record = signin.new_id()
    signin.write([Write(record, practice.clinical, "document", 1, note("a scan"), "signed", attachments=files)])
    return record


def keep_draft(signin: SignIn, practice: Practice, *files: Attached) -> Draft:
    """A draft that names these files."""
    draft = Draft(signin.new_id(), practice.clinical, "document", 1, note("a scan"), attachments=files)
    signin.save_draft(draft)
    return draft


def rows_of(signin: SignIn, attachment: str | None = None) -> list[tuple[int, int]]:
    """Number and length of the rows of one attachment, or of all."""
    sql = "SELECT number, length(sealed) FROM chunk WHERE attachment = coalesce(?, attachment) ORDER BY number"
    return list(signin._vault.connection.execute(sql, (attachment,)))


def names_of(signin: SignIn) -> set[tuple[str, str, str]]:
    """The whole index of who names what."""
    return set(signin._vault.connection.execute("SELECT record, account, attachment FROM attached"))


class Stream(io.RawIOBase):
    """A file of any length that is never in memory as a whole."""

    def __init__(self, length: int) -> None:
        self._pieces = _pieces(length)

    def read(self, size: int = -1) -> bytes:
        """The next piece; asked for at most 1 MiB at a time."""
        assert 0 < size <= ROW
        return next(self._pieces, b"")[:size]


def _pieces(length: int) -> Iterator[bytes]:
    while length > 0:
        yield content(min(length, ROW))
        length -= ROW


def as_file(stream: Stream) -> BinaryIO:
    """For the type checker."""
    return stream  # type: ignore[return-value]
