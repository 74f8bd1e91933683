"""Files beside records: one sealed stream each, kept as rows of 1 MiB, and who holds on to them (V-5.9)."""

from __future__ import annotations

import hashlib
import io
import math
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from storage import canonical, clock, database, files, sealing
from storage.database import Connection, many, one
from storage.errors import failure
from storage.sealing import StreamOpener, StreamSealer

MOST_BYTES = 512 << 20
ROW_BYTES = 1 << 20
ROWS_A_TRANSACTION = 8
_ROWS_REMOVED = 2
AT_ONCE_S = 1.0
"""How long somebody waits while a file that is not wanted any more is removed; the next start does the rest."""
# Whoever has the database key sees how long a stream is: in steps of one chunk of it.
PAD = sealing.STREAM_CHUNK
_PIECE = 1 << 20
_DIGEST = "attachment"
_DIGEST_BYTES = 32
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is kept with a record: its id, its length in bytes, its SHA-256 in hex."""

    id: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What a revision or draft seals of a file: enough to find, open and check its stream."""

    id: str
    length: int
    sha256: bytes
    digest: bytes  # of the sealed stream: what the trail names
    key: bytes = field(repr=False)

    @property
    def shown(self) -> Attached:
        """The same without the key."""
        return Attached(self.id, self.length, self.sha256.hex())

    def to_plain(self) -> dict[str, Any]:
        """As it is sealed (V-5.9)."""
        return {
            "bytes": self.length,
            "digest": canonical.to_text(self.digest),
            "id": self.id,
            "key": canonical.to_text(self.key),
            "sha256": canonical.to_text(self.sha256),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> SealedFile:
        """Read what `to_plain` wrote; raises ValueError, KeyError or TypeError."""
        sha256, digest, key = (canonical.from_text(plain[name]) for name in ("sha256", "digest", "key"))
        lengths = {len(sha256), len(digest), len(key)}
        if lengths != {_DIGEST_BYTES} or not clock.is_id(plain["id"]) or not 0 <= plain["bytes"] <= MOST_BYTES:
            raise ValueError(plain["id"])
        return cls(plain["id"], int(plain["bytes"]), sha256, digest, key)


class Sealing:
    """A file on its way into the database: reads it in pieces, gives the rows, and at the end what to seal of it."""

    def __init__(self, vault_id: str, source: BinaryIO, length: int) -> None:
        self.id = clock.new_id()
        self._source = source
        self.length = length
        self._key = sealing.random_key()
        self._stream = StreamSealer(self._key, _context(vault_id, self.id))
        self._plain = hashlib.sha256()
        self._sealed = sealing.hasher(_DIGEST)

    def rows(self) -> Iterator[bytes]:
        """The sealed stream in rows of 1 MiB, the last one shorter; raises `file_changed` or a failure of the disk."""
        waiting = bytearray()
        for sealed in self._sealed_pieces():
            waiting += sealed
            while len(waiting) >= ROW_BYTES:
                yield self._row(waiting)
        if waiting:
            yield self._row(waiting)

    def finished(self) -> SealedFile:
        """What to seal, once all rows were given."""
        return SealedFile(self.id, self.length, self._plain.digest(), self._sealed.digest(), self._key)

    def _row(self, waiting: bytearray) -> bytes:
        row = bytes(waiting[:ROW_BYTES])
        del waiting[:ROW_BYTES]
        self._sealed.update(row)
        return row

    def _sealed_pieces(self) -> Iterator[bytes]:
        yield from map(self._stream.update, self._pieces())
        yield self._stream.finish()

    def _pieces(self) -> Iterator[bytes]:
        left = self.length
        while left:
            with files.known_errors():
                piece = self._source.read(min(_PIECE, left))
            if not piece:
                raise failure("file_changed")
            left -= len(piece)
            self._plain.update(piece)
            yield piece
        with files.known_errors():
            if self._source.read(1):
                raise failure("file_changed")
        yield bytes(-self.length % PAD)


def _context(vault_id: str, attachment: str) -> bytes:
    """What the stream is bound to; the order of its chunks is bound by the construction itself."""
    return canonical.encode({"attachment": attachment, "vault": vault_id})


def insert(connection: Connection, attachment: str, first: int, rows: Sequence[bytes]) -> None:
    """Store rows, numbered from `first`, inside the running transaction."""
    for number, row in enumerate(rows, first):
        connection.execute("INSERT INTO chunk (attachment, number, sealed) VALUES (?, ?, ?)", (attachment, number, row))


def is_whole(connection: Connection, file: SealedFile) -> bool:
    """Whether rows of the right number and length are there; nothing is opened."""
    return _stored(connection, file.id) == _expected(sealed_length(file.length))


def open_stream(connection: Connection, vault_id: str, file: SealedFile, step: Callable[[int], None]) -> bytes:
    """The file, once its last chunk, its length and its digest were verified; raises SealError for anything else.

    It is in memory only. `step` hears how many bytes of it are done.
    """
    sealing.ensure(is_whole(connection, file))
    opener = StreamOpener(file.key, _context(vault_id, file.id))
    plain, state, padding = io.BytesIO(), hashlib.sha256(), 0
    for opened in _opened(opener, _rows(connection, file.id)):
        kept = opened[: file.length - plain.tell()]
        padding += len(opened) - len(kept)
        sealing.ensure(not any(opened[len(kept) :]))
        state.update(kept)
        plain.write(kept)
        step(plain.tell())
    sealing.ensure(state.digest() == file.sha256 and padding == -file.length % PAD)
    return plain.getvalue()


def _opened(opener: StreamOpener, rows: Iterator[bytes]) -> Iterator[bytes]:
    yield from map(opener.update, rows)
    yield opener.finish()


def _rows(connection: Connection, attachment: str) -> Iterator[bytes]:
    sql = "SELECT sealed FROM chunk WHERE attachment = ? ORDER BY number"
    return (row[0] for row in many(connection, sql, (attachment,)))


def sealed_length(plain: int) -> int:
    """How long the sealed stream of a file of so many bytes is."""
    padded = plain + -plain % PAD
    return sealing.STREAM_HEADER + padded + sealing.STREAM_TAG * (padded // sealing.STREAM_CHUNK + 1)


def _stored(connection: Connection, attachment: str) -> tuple[int, ...]:
    """Number of rows, first and last number, longest row, bytes in all."""
    sql = (
        "SELECT count(*), coalesce(min(number), 0), coalesce(max(number), 0), coalesce(max(length(sealed)), 0), "
        "coalesce(sum(length(sealed)), 0) FROM chunk WHERE attachment = ?"
    )
    return one(connection, sql, (attachment,)) or ()


def _expected(sealed: int) -> tuple[int, ...]:
    count = -(-sealed // ROW_BYTES)
    return count, 1, count, min(sealed, ROW_BYTES), sealed


# Who holds on to an attachment: rows of an index that nobody signs (V-5.9).


def hold(connection: Connection, record: str, kept: Sequence[SealedFile], account: str = "") -> None:
    """Note inside the running transaction that a revision, or the draft of `account`, names these files."""
    for file in kept:
        connection.execute(
            "INSERT OR IGNORE INTO attached (record, account, attachment) VALUES (?, ?, ?)", (record, account, file.id)
        )


def let_go(connection: Connection, record: str, account: str) -> list[str]:
    """A draft names nothing any more, inside the running transaction; the ids it named."""
    found = many(connection, "SELECT attachment FROM attached WHERE record = ? AND account = ?", (record, account))
    ids = [row[0] for row in found]
    if ids:
        connection.execute("DELETE FROM attached WHERE record = ? AND account = ?", (record, account))
    return ids


def holder(connection: Connection, attachment: str, account: str) -> str | None:
    """The record whose revision names an attachment, or else whose draft by this account does."""
    sql = "SELECT record FROM attached WHERE attachment = ? AND account IN ('', ?) ORDER BY account LIMIT 1"
    found = one(connection, sql, (attachment, account))
    return found[0] if found else None


def facts(kept: Sequence[SealedFile]) -> dict[str, Any]:
    """What the entry of a revision says of its files: the verifier has no other key to them."""
    if not kept:
        return {}
    return {
        "attachments": [
            {"bytes": sealed_length(file.length), "digest": canonical.to_text(file.digest), "id": file.id}
            for file in kept
        ]
    }


def unnamed(connection: Connection) -> list[str]:
    """Attachments that neither a revision nor a draft names."""
    sql = "SELECT DISTINCT attachment FROM chunk WHERE attachment NOT IN (SELECT attachment FROM attached)"
    return [row[0] for row in many(connection, sql)]


def remove(
    connection: Connection, ids: Sequence[str], checkpoint: Callable[[], None], *, seconds: float = math.inf
) -> None:
    """Remove the rows of attachments that nothing names, or what can be removed in that time.

    Few at a time, and with `checkpoint` called before each: what is deleted is overwritten, which needs room in the
    log, and the disk may be full because of these very rows.
    """
    named = {row[0] for row in many(connection, "SELECT DISTINCT attachment FROM attached")}
    sql = "DELETE FROM chunk WHERE rowid IN (SELECT rowid FROM chunk WHERE attachment = ? LIMIT ?)"
    end = time.monotonic() + seconds
    for attachment in ids:
        gone = attachment in named
        while not gone and time.monotonic() < end:
            checkpoint()
            with database.Transaction(connection):
                gone = connection.execute(sql, (attachment, _ROWS_REMOVED)).rowcount < _ROWS_REMOVED


class Expected:
    """For the verifier: what the entries say of attachments, to be compared with the rows (V-6.7)."""

    def __init__(self) -> None:
        self._streams: dict[str, set[tuple[int, str]]] = {}
        self._held: set[tuple[str, str]] = set()

    def add(self, record: str | None, named: Any) -> None:
        """Take the fact `attachments` of an entry; raises ValueError, KeyError or TypeError for what is none."""
        for stream in named:
            # All that was ever said: a later entry must not make good what was done to the rows.
            self._streams.setdefault(str(stream["id"]), set()).add((int(stream["bytes"]), str(stream["digest"])))
            self._held.add((str(record), str(stream["id"])))

    def leave_out(self, records: Collection[str]) -> None:
        """Forget the files of records that were destroyed, unless another record names them too."""
        gone = {attachment for record, attachment in self._held if record in records}
        self._held = {held for held in self._held if held[0] not in records}
        for attachment in gone - {attachment for _, attachment in self._held}:
            self._streams.pop(attachment, None)

    def compare(self, connection: Connection, step: Callable[[], None]) -> Iterator[tuple[str, str]]:
        """Name and place of each finding: rows that are missing or too many, or that are not those that were named.

        Drafts are sealed and unsigned: what they name is nobody's promise.
        """
        for attachment, said in self._streams.items():
            if {_expected(length) for length, _ in said} != {_stored(connection, attachment)}:
                yield "attachment_deleted", attachment
            elif {digest for _, digest in said} != {_digest_of(connection, attachment, step)}:
                yield "attachment_damaged", attachment
        held = set(many(connection, "SELECT record, attachment FROM attached WHERE account = ''"))
        if held != self._held:
            yield "columns_differ", "attached"


def _digest_of(connection: Connection, attachment: str, step: Callable[[], None]) -> str:
    state = sealing.hasher(_DIGEST)
    for row in _rows(connection, attachment):
        state.update(row)
        step()
    return canonical.to_text(state.digest())
