"""Immutable, signed, sealed revisions: how they are made, and when one may be shown (V-5.4, V-5.6)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from storage import canonical, clock, rows, sealing
from storage.attachments import Attached, SealedFile
from storage.checking import Signed
from storage.compartments import Keyring
from storage.database import Connection, many, one
from storage.entries import Entry
from storage.errors import KnownError, failure
from storage.roster import Roster
from storage.rows import Revision
from storage.sealing import SealError, Signer
from storage.trail import Trail

STATES = ("saved", "signed", "entered_in_error")
_FINAL = {"signed": "signed_is_final", "entered_in_error": "marked_in_error"}
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
    attachments: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """The opened words of a revision."""

    kind: str
    version: int
    body: dict[str, Any]
    files: tuple[SealedFile, ...] = ()


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
    attachments: tuple[Attached, ...] = ()


_NAMED = (
    "SELECT signature, id, revision.record, compartment, parent, author, at, state, digest, generation, sealed, "
    "(SELECT count(*) FROM revision WHERE record = ?1), "
    "(SELECT count(*) FROM trail WHERE record = ?1 AND wrote > 0) "
    "FROM revision LEFT JOIN body ON body.record = revision.record AND body.revision = revision.id "
    "WHERE revision.record = ?1 AND id = ?2"
)


_HEADS = (
    "WITH wanted (record, id) AS (VALUES {pairs}) "
    "SELECT signature, revision.id, revision.record, compartment, parent, author, at, state, digest, generation, "
    "sealed, (SELECT count(*) FROM revision AS all_of WHERE all_of.record = wanted.record) "
    "FROM wanted CROSS JOIN revision ON revision.record = wanted.record AND revision.id = wanted.id "
    "LEFT JOIN body ON body.record = wanted.record AND body.revision = wanted.id"
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
        self.distrusted: set[str] = set()  # records of which something newer is hidden
        self.is_verified: Callable[[bytes, str], bool] = lambda _, __: False
        self.is_signed: Callable[[bytes, str], bool] = lambda _, __: False
        self.remember_verified: Callable[[bytes, str], None] = lambda _, __: None

    def make(self, write: Write, attached: Sequence[SealedFile] = ()) -> tuple[Revision, bytes]:
        """Seal, sign and insert inside the running transaction; returns the row and its digest.

        Raises `not_shared`, `edit_conflict`, `signed_is_final`, `marked_in_error`, `other_file`, `too_long` or
        `bad_record`.
        """
        compartment = self._keyring.open(write.compartment, "write")
        self._check_parent(write)
        plain = _plain(write, attached)
        values = (write.record, write.compartment, write.parent, self._account, clock.now(), write.state)
        unsigned = Revision(b"", clock.new_id(), *values, sealing.digest(_CONTENT, plain))
        message = unsigned.message(self._trail.vault_id)
        row = replace(unsigned, signature=self._signer.sign(Revision.table, message))
        row.insert(self._connection)
        sealed = compartment.sealer.seal(plain, body_context(message, compartment.generation))
        self._connection.execute(
            "INSERT INTO body (record, revision, generation, sealed) VALUES (?, ?, ?, ?)",
            (row.record, row.id, compartment.generation, sealed),
        )
        return row, row.digest_of(message)

    def head(self, record: str) -> Named:
        """The newest revision that follows from the first one, its signature unverified.

        Raises `not_found`, `record_deleted`, `record_damaged` or `record_forged`.
        """
        entry = self._trail.last_write(record)
        if entry is None or entry.revision is None:
            if rows.revision_ids(self._connection, record):
                raise failure("record_forged")
            raise failure("not_found", what=record)
        newest: Named | None = None
        with contextlib.suppress(KnownError):
            newest = self._named(record, entry)
            if not self._is_known(newest):
                newest = None
        if newest is not None and not newest.strangers:
            return newest
        try:
            return self._true_chain(record)[-1]
        except KnownError:
            if newest is None:
                raise
            return newest  # what came before it is damaged, which is told; it was found to be the head

    def heads(self, records: Sequence[str]) -> dict[str, Named | KnownError]:
        """`head` for many records at once, in their order: each with its head, or with what `head` would raise."""
        found: dict[str, Named | KnownError] = dict.fromkeys(records, failure("not_found"))
        writes = self._trail.last_writes(records)
        pairs = [(record, entry.revision) for record, (entry, _) in writes.items() if entry.revision is not None]
        sql = _HEADS.format(pairs=", ".join(["(?, ?)"] * len(pairs)))
        lying: dict[str, tuple[Any, ...]] = {}
        if pairs:
            with contextlib.suppress(KnownError):  # one row that cannot be read hides all: then each is asked alone
                lying = {row[2]: row for row in many(self._connection, sql, tuple(chain(*pairs)))}
        for record in found:
            try:
                found[record] = self._head_of(record, lying.get(record), writes.get(record))
            except KnownError as error:
                found[record] = error
        return found

    def _head_of(self, record: str, row: tuple[Any, ...] | None, write: tuple[Entry, int] | None) -> Named:
        """The head from what was read together with others, where it is the only revision or known as true."""
        if row is None or write is None:
            return self.head(record)
        named = self._matched(row, *write)
        is_alone = write[1] == 1 and self._follows(named, None)
        return named if is_alone or (self._is_known(named) and not named.strangers) else self.head(record)

    def chain(self, record: str) -> list[Named]:
        """All revisions of a record that follow from the first one, oldest first; raises what `head` raises."""
        self.head(record)
        return self._true_chain(record)

    def _true_chain(self, record: str) -> list[Named]:
        """Each made by somebody who might, from the one before, in the same file; the others are counted as strangers.

        Whoever has the database key can name a row of any record: that makes it none of this one (V-5.4).
        """
        accepted: list[Named] = []
        false = 0
        for entry in self._trail.writes(record):
            try:
                named = self._named(record, entry)
            except KnownError:
                if accepted and not self._might(entry, accepted[-1].row.compartment):
                    false += 1
                    continue
                raise
            if self._follows(named, accepted[-1].row if accepted else None):
                accepted.append(named)
            else:
                false += 1
        if not accepted:
            raise failure(self._why_none(record))
        if false:
            accepted[-1] = replace(accepted[-1], strangers=max(0, accepted[-1].strangers) + false)
        return accepted

    def _why_none(self, record: str) -> str:
        """Where its compartment does not open, that is what is wrong, and not the record."""
        entry = self._trail.last_write(record)
        try:
            self._keyring.open((entry.compartment if entry else None) or "")
        except KnownError as error:
            return error.name
        return "record_forged"

    def _follows(self, named: Named, before: Revision | None) -> bool:
        row, entry = named.row, named.entry
        if (entry.account, entry.revision) != (row.author, row.id) or not self._might(entry, row.compartment):
            return False
        if before is None:
            return row.parent is None
        return row.parent == before.id and row.compartment == before.compartment and before.state not in _FINAL

    def _might(self, entry: Entry, compartment: str) -> bool:
        """Whether the account of an entry held `write` there, in the compartment that the entry names (V-5.6)."""
        return entry.compartment == compartment and self._keyring.may(
            entry.account, compartment, "write", entry.seq, entry.at
        )

    def _is_known(self, named: Named) -> bool:
        """Whether it was found to follow before, and its signature to hold."""
        record = named.row.record
        return self.is_verified(named.digest, record) or self.is_signed(named.digest, record)

    def check(self, named: Named, roster: Roster) -> None:
        """Verify author, right, signature and entry, once for ever; raises `record_forged` or others."""
        record = named.row.record
        if self.is_verified(named.digest, record):
            return
        if not self.is_signed(named.digest, record):
            self.check_author(named, roster)
        self._trail.check(named.entry, roster)
        self.remember_verified(named.digest, record)

    def check_author(self, named: Named, roster: Roster) -> None:
        """Verify author, right and signature: enough to be listed, not to be shown; raises `record_forged`."""
        if not self.signed(named, roster).holds():
            raise failure("record_forged")

    def signed(self, named: Named, roster: Roster) -> Signed:
        """The signature still to be checked, after author and right were; raises `record_forged`."""
        row, entry = named.row, named.entry
        if entry.account != row.author or not self._might(entry, row.compartment):
            raise failure("record_forged")
        return Signed.over(named.message, roster.public_key(row.author, entry.seq) or b"", row.signature, row.table)

    def open(self, named: Named) -> Content:
        """Decrypt the words of a revision; raises `record_damaged`, `record_deleted` or `not_shared`."""
        compartment = self._keyring.open(named.row.compartment)
        if named.generation is None or named.sealed is None:
            raise failure("record_deleted")
        try:
            plain = compartment.sealer.open(named.sealed, body_context(named.message, named.generation))
            sealing.ensure(sealing.digest(_CONTENT, plain) == named.row.content_digest)
            value = canonical.decode(plain.rstrip(b" "))
            attached = tuple(map(SealedFile.from_plain, value.get("attachments", ())))
            return Content(str(value["kind"]), int(value["version"]), value["body"], attached)
        except (SealError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise failure("record_damaged") from error

    def _named(self, record: str, entry: Entry) -> Named:
        found = one(self._connection, _NAMED, (record, entry.revision))
        if found is None:
            raise failure("record_deleted")
        return self._matched(found[:-1], entry, found[-1])

    def _matched(self, found: Sequence[Any], entry: Entry, named: int) -> Named:
        *columns, generation, sealed, present = found
        row = Revision(*columns)
        message = row.message(self._trail.vault_id)
        digest = row.digest_of(message)
        if row.record in self.distrusted:
            raise failure("record_deleted")
        if canonical.to_text(digest) not in entry.rows:
            raise failure("record_damaged")
        return Named(row, entry, message, digest, generation, sealed, present - named)

    def _check_parent(self, write: Write) -> None:
        row = None if self._trail.last_write(write.record) is None else self.head(write.record).row
        if (row.id if row else None) != write.parent:
            raise failure("edit_conflict")
        if row is None:
            return
        if row.state in _FINAL:
            raise failure(_FINAL[row.state])
        if row.compartment != write.compartment:
            raise failure("other_file")


def plain_of(kind: str, version: int, body: Mapping[str, Any], attached: Sequence[SealedFile] = ()) -> bytes:
    """What a revision seals, still without its padding: canonical, salted. Raises `bad_record` or `too_long`."""
    content: dict[str, Any] = {
        "body": canonical.normal(dict(body)),
        "kind": kind,
        "salt": canonical.to_text(os.urandom(_SALT_BYTES)),
        "version": version,
    }
    if attached:
        content["attachments"] = [file.to_plain() for file in attached]
    plain = canonical.encode(content)
    if len(plain) > MOST_PLAIN_BYTES:
        raise failure("too_long", found=str(-(-len(plain) // 1000)), most=str(MOST_PLAIN_BYTES // 1000))
    return plain


def _plain(write: Write, attached: Sequence[SealedFile]) -> bytes:
    if write.state not in STATES:
        raise failure("bad_record", problem=f"state {write.state}")
    plain = plain_of(write.kind, write.version, write.body, attached)
    return plain + b" " * (-len(plain) % _PAD)


def body_context(message: bytes, generation: int) -> bytes:
    """Associated data: the revision row and the generation of the key (V-5.4)."""
    return message + b"\n" + str(generation).encode()
