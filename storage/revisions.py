"""Immutable, signed, sealed revisions: how they are made, and when one may be shown (V-5.4, V-5.6)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from storage import canonical, clock, rows, sealing
from storage.compartments import Keyring
from storage.database import Connection, one
from storage.entries import Entry
from storage.errors import failure
from storage.roster import Roster
from storage.rows import Revision
from storage.sealing import SealError, Signer
from storage.trail import Trail

STATES = ("saved", "signed", "entered_in_error")
MOST_PLAIN_BYTES = 8 << 20
_PAD = 256
_SALT_BYTES = 16
_CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Write:
    """A new revision to be kept. `parent` is the head it was made from; None for a new record."""

    record: str
    compartment: str
    kind: str
    version: int
    body: Mapping[str, Any]
    state: str = "saved"
    parent: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The opened words of a revision."""

    kind: str
    version: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One revision as it is shown: envelope and words."""

    record: str
    revision: str
    parent: str | None
    compartment: str
    kind: str
    version: int
    state: str
    author: str
    at: str
    body: dict[str, Any]


_NAMED = (
    "SELECT signature, id, revision.record, compartment, parent, author, at, state, digest, generation, sealed, "
    "(SELECT count(*) FROM revision WHERE record = ?1), "
    "(SELECT count(*) FROM trail WHERE record = ?1 AND wrote > 0) "
    "FROM revision LEFT JOIN body ON body.record = revision.record AND body.revision = revision.id "
    "WHERE revision.record = ?1 AND id = ?2"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A revision row with the entry that names it and its sealed words, all unverified.

    What is signed and the row's digest are made once, because a view needs them three times.
    """

    row: Revision
    entry: Entry
    message: bytes
    digest: bytes
    generation: int | None
    sealed: bytes | None
    strangers: int  # rows that claim to be of this record, less those that the trail names


class Revisions:
    """Makes and reads revisions of one vault, for one signed-in account."""

    def __init__(self, connection: Connection, account: str, signer: Signer, keyring: Keyring, trail: Trail) -> None:
        self._connection = connection
        self._account = account
        self._signer = signer
        self._keyring = keyring
        self._trail = trail
        self.is_verified: Callable[[bytes], bool] = lambda _: False
        self.remember_verified: Callable[[bytes], None] = lambda _: None

    def make(self, write: Write) -> tuple[Revision, bytes]:
        """Seal, sign and insert inside the running transaction; returns the row and its digest.

        Raises `not_shared`, `edit_conflict`, `signed_is_final` or `bad_record`.
        """
        compartment = self._keyring.open(write.compartment, "write")
        self._check_parent(write)
        plain = _plain(write)
        values = (write.record, write.compartment, write.parent, self._account, clock.now(), write.state)
        unsigned = Revision(b"", clock.new_id(), *values, sealing.digest(_CONTENT, plain))
        message = unsigned.message(self._trail.vault_id)
        row = replace(unsigned, signature=self._signer.sign(Revision.table, message))
        row.insert(self._connection)
        sealed = compartment.sealer.seal(plain, _context(message, compartment.generation))
        self._connection.execute(
            "INSERT INTO body (record, revision, generation, sealed) VALUES (?, ?, ?, ?)",
            (row.record, row.id, compartment.generation, sealed),
        )
        return row, row.digest_of(message)

    def head(self, record: str) -> Named:
        """The newest revision the trail names, unverified.

        Raises `not_found`, `record_deleted`, `record_damaged` or `record_forged`.
        """
        entry = self._trail.last_write(record)
        if entry is None or entry.revision is None:
            if rows.revision_ids(self._connection, record):
                raise failure("record_forged")
            raise failure("not_found", what=record)
        return self._named(record, entry)

    def chain(self, record: str) -> list[Named]:
        """All revisions of a record, oldest first, unverified; raises what `head` raises."""
        return [self._named(record, entry) for entry in self._trail.writes(record)] or [self.head(record)]

    def check(self, named: Named, roster: Roster) -> None:
        """Verify author, right, signature and entry, once for ever; raises `record_forged` or others."""
        if self.is_verified(named.digest):
            return
        self.check_author(named, roster)
        self._trail.check(named.entry, roster)
        self.remember_verified(named.digest)

    def check_author(self, named: Named, roster: Roster) -> None:
        """Verify author, right and signature: enough to be listed, not to be shown; raises `record_forged`."""
        if self.is_verified(named.digest):
            return
        row, entry = named.row, named.entry
        try:
            sealing.ensure(entry.account == row.author)
            sealing.verify(roster.public_key(row.author) or b"", row.signature, row.table, named.message)
        except SealError as error:
            raise failure("record_forged") from error
        if not self._keyring.may(row.author, row.compartment, "write"):
            raise failure("record_forged")

    def open(self, named: Named) -> Content:
        """Decrypt the words of a revision; raises `record_damaged`, `record_deleted` or `not_shared`."""
        compartment = self._keyring.open(named.row.compartment)
        if named.generation is None or named.sealed is None:
            raise failure("record_deleted")
        try:
            plain = compartment.sealer.open(named.sealed, _context(named.message, named.generation))
            sealing.ensure(sealing.digest(_CONTENT, plain) == named.row.content_digest)
            value = canonical.decode(plain.rstrip(b" "))
            return Content(str(value["kind"]), int(value["version"]), value["body"])
        except (SealError, ValueError, KeyError, TypeError) as error:
            raise failure("record_damaged") from error

    def _named(self, record: str, entry: Entry) -> Named:
        found = one(self._connection, _NAMED, (record, entry.revision))
        if found is None:
            raise failure("record_deleted")
        *columns, generation, sealed, present, named = found
        row = Revision(*columns)
        message = row.message(self._trail.vault_id)
        digest = row.digest_of(message)
        if canonical.to_text(digest) not in entry.rows:
            raise failure("record_damaged")
        return Named(row, entry, message, digest, generation, sealed, present - named)

    def _check_parent(self, write: Write) -> None:
        entry = self._trail.last_write(write.record)
        head = entry.revision if entry else None
        if head != write.parent:
            raise failure("edit_conflict")
        if head is None:
            return
        row = self.head(write.record).row
        if row.state == "signed" or row.compartment != write.compartment:
            raise failure("signed_is_final")


def _plain(write: Write) -> bytes:
    if write.state not in STATES:
        raise failure("bad_record", problem=f"state {write.state}")
    content = {
        "body": canonical.normal(dict(write.body)),
        "kind": write.kind,
        "salt": canonical.to_text(os.urandom(_SALT_BYTES)),
        "version": write.version,
    }
    plain = canonical.encode(content)
    if len(plain) > MOST_PLAIN_BYTES:
        raise failure("bad_record", problem="it is too long")
    return plain + b" " * (-len(plain) % _PAD)


def _context(message: bytes, generation: int) -> bytes:
    """Associated data: the revision row and the generation of the key (V-5.4)."""
    return message + b"\n" + str(generation).encode()
