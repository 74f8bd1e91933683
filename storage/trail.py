"""The audit trail while signed in: append entries, and check the ones that are relied on (V-6)."""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from storage import canonical, clock, database, entries, sealing
from storage.database import Connection, many, one
from storage.entries import Entry
from storage.errors import KnownError, failure
from storage.roster import Roster
from storage.sealing import SealError, Signer

_NO_CODE = "purpose and outcome are codes"  # the words themselves may be somebody's


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What an entry says beyond who and when."""

    action: str
    outcome: str = "ok"
    record: str | None = None
    revision: str | None = None
    compartment: str | None = None
    purpose: str = ""
    objects: Sequence[tuple[str, str]] = ()
    rows: Sequence[bytes] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    detail: bytes | None = None

    def with_detail(self, sealed: bytes) -> Event:
        """The same event with sealed words."""
        return replace(self, detail=sealed)


class Trail:
    """Appends to the chain; every entry is signed with the key of this session."""

    def __init__(self, connection: Connection, vault_id: str, account: str) -> None:
        self._connection = connection
        self.vault_id = vault_id
        self._account = account
        self._device = platform.node()
        self._signer = Signer()
        self._session_keys: dict[tuple[str, str], bytes] = {}
        self.session = ""
        self.began_at = 0
        self.after_commit: Callable[[], None] = lambda: None
        self.resume: Callable[[], None] | None = None  # after a sign-off that turned out not to be the end
        self.make_room: Callable[[], bool] = lambda: False  # on a full disk; whether it is worth another try
        row = one(connection, "SELECT seq, hash FROM trail ORDER BY seq DESC LIMIT 1")
        self.seq: int = row[0] if row else 0
        self.head: bytes = row[1] if row else entries.FIRST_PREVIOUS
        if not 0 <= self.seq < entries.MOST_ENTRIES:
            raise failure("trail_damaged", seq=str(self.seq))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """A write transaction; when it fails, the chain's end and the session are what they were before."""
        before = (self.seq, self.head, self.session, self.began_at, self._signer, self.resume)
        try:
            with database.Transaction(self._connection):
                yield
        except BaseException:
            self.seq, self.head, self.session, self.began_at, self._signer, self.resume = before
            raise

    def begin(self, account_key: Signer, *, facts: dict[str, Any]) -> None:
        """The session's first entry: it certifies the session's key with the account's (V-6.3)."""
        if self.session:
            self._signer = Signer()  # the key of a session that was signed off signs nothing more
        self.session = clock.new_id()
        at, session_key = clock.now(), canonical.to_text(self._signer.public)
        message = entries.certificate_message(self.vault_id, self._account, self.session, at, session_key)
        certificate = canonical.to_text(account_key.sign(entries.CERTIFICATE, message))
        facts = facts | {"certificate": certificate, "session_key": session_key}
        self._store(self._entry(Event(action="unlock", facts=facts), at), self._signer)
        self.began_at = self.seq

    def genesis(self, root_key: Signer, facts: dict[str, Any]) -> None:
        """Entry 1, before any session: signed by the root itself."""
        self._store(self._entry(Event(action="genesis", facts=facts), clock.now()), root_key)

    def end(self, trigger: str) -> None:
        """The session's last entry: how many entries it has, this one included, and the head before it."""
        facts = {"count": self.seq - self.began_at + 2, "head": canonical.to_text(self.head), "trigger": trigger}
        self.append(Event(action="lock", facts=facts))

    def next_seq(self) -> int:
        """The number of the next entry, which the running transaction will write."""
        if self.resume is not None:
            resume, self.resume = self.resume, None
            resume()
        return self.seq + 1

    def append(self, event: Event) -> int:
        """Add an entry inside the running transaction; returns its number."""
        if event.action not in entries.ACTIONS:
            raise ValueError(event.action)
        self.next_seq()
        entry = self._entry(event, clock.now())
        if not entry.is_coded():
            raise ValueError(_NO_CODE)
        self._store(entry, self._signer)
        return self.seq

    def commit(self, event: Event) -> int:
        """Add an entry in a transaction of its own; durable on return. A full disk first takes the ballast (V-2.5)."""
        try:
            with self.transaction():
                self.append(event)
        except KnownError as error:
            if error.name != "no_space" or not self.make_room():
                raise
            with self.transaction():
                self.append(event)
        self.after_commit()
        return self.seq

    def _entry(self, event: Event, at: str) -> Entry:
        return Entry(
            v=entries.VERSION,
            vault=self.vault_id,
            seq=self.seq + 1,
            at=at,
            mono=clock.monotonic_ms(),
            boot=clock.boot_id(),
            device=self._device,
            session=self.session,
            account=self._account,
            action=event.action,
            outcome=event.outcome,
            app=entries.APP_VERSION,
            record=event.record,
            revision=event.revision,
            compartment=event.compartment,
            purpose=event.purpose,
            objects=list(event.objects),
            rows=[canonical.to_text(digest) for digest in event.rows],
            facts=event.facts,
            detail=None if event.detail is None else canonical.to_text(event.detail),
        )

    def _store(self, entry: Entry, signer: Signer) -> None:
        data = entry.to_bytes()
        head = entries.chain(self.head, data)
        signature = signer.sign(entries.SIGNATURE, self.head + data)
        rare = entry.action in entries.RARE_ACTIONS
        self._connection.execute(
            "INSERT INTO trail (seq, entry, hash, signature, action, record, wrote, rare) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (entry.seq, data, head, signature, entry.action, entry.record, len(entry.rows), int(rare)),
        )
        for row in entry.unfiled_rows():
            self._connection.execute(
                "INSERT INTO named (digest, seq, compartment) VALUES (?, ?, ?)", (row, entry.seq, entry.compartment)
            )
        self.seq, self.head = entry.seq, head

    def at(self, seq: int) -> tuple[Entry, bytes] | None:
        """Entry number `seq` with its hash; raises `trail_damaged` when the bytes are not an entry."""
        row = one(self._connection, "SELECT entry, hash FROM trail WHERE seq = ?", (seq,))
        if row is None:
            return None
        return _parse(seq, row[0]), row[1]

    def has(self, seq: int, head: str) -> bool:
        """Whether entry number `seq` is there and has this hash."""
        found = self.at(seq)
        return found is not None and canonical.to_text(found[1]) == head

    def last_change(self) -> int:
        """The number of the last entry that wrote a record; 0 for none."""
        row = one(self._connection, "SELECT max(seq) FROM trail WHERE wrote > 0 AND record IS NOT NULL")
        return (row[0] if row else None) or 0

    def last(self, action: str, before: int | None = None) -> Entry | None:
        """The newest entry of a rare action, up to and including number `before`; none that was moved to another."""
        sql = "SELECT seq, entry FROM trail WHERE rare = 1 AND action = ? AND seq <= ? ORDER BY seq DESC LIMIT 1"
        place = self.seq if before is None else before
        while (row := one(self._connection, sql, (action, place))) is not None:
            found = _parse(*row)
            if found.seq == row[0]:
                return found
            place = row[0] - 1
        return None

    def numbers_of(self, action: str, after: int) -> list[int]:
        """The entries after number `after` that are of this action by their own words, newest first.

        The columns beside an entry are only an index, which a holder of the database key can change (V-6.2).
        """
        words = f'","action":"{action}",'.encode()
        sql = "SELECT seq FROM trail WHERE seq > ? AND substr(entry, ?, ?) = ? ORDER BY seq DESC"
        return [row[0] for row in many(self._connection, sql, (after, entries.ACCOUNT_ENDS, len(words), words))]

    def last_write(self, record: str) -> Entry | None:
        """The newest entry that names a signed row of this record."""
        sql = "SELECT seq, entry FROM trail WHERE record = ? AND wrote > 0 ORDER BY seq DESC LIMIT 1"
        row = one(self._connection, sql, (record,))
        return _parse(*row) if row else None

    def last_writes(self, records: Sequence[str]) -> dict[str, tuple[Entry, int]]:
        """`last_write` for many records at once, with how many such entries each has; damaged ones are left out."""
        sql = (
            "SELECT newest.record, seq, entry, times FROM trail JOIN (SELECT record, max(seq) AS seq, "  # noqa: S608
            "count(*) AS times FROM trail WHERE wrote > 0 "
            f"AND record IN ({', '.join('?' * len(records))}) GROUP BY record) AS newest USING (seq)"
        )
        found: dict[str, tuple[Entry, int]] = {}
        for record, seq, data, times in many(self._connection, sql, tuple(records)):
            with contextlib.suppress(KnownError):
                found[record] = (_parse(seq, data), times)
        return found

    def writes(self, record: str) -> list[Entry]:
        """All entries that name signed rows of this record, oldest first."""
        sql = "SELECT seq, entry FROM trail WHERE record = ? AND wrote > 0 ORDER BY seq"
        return [_parse(*row) for row in many(self._connection, sql, (record,))]

    def grants(self, compartment: str) -> list[Entry]:
        """All entries that say they name generations or grants of this compartment, oldest first."""
        sql = (
            "SELECT DISTINCT seq, entry FROM named JOIN trail USING (seq) "
            "WHERE named.compartment = ? AND action IN ('grant', 'revoke') ORDER BY seq"
        )
        return [_parse(*row) for row in many(self._connection, sql, (compartment,))]

    def destructions(self) -> list[Entry]:
        """All entries that say that a compartment was destroyed, oldest first."""
        sql = "SELECT seq, entry FROM trail WHERE rare = 1 AND action = 'destroy' ORDER BY seq"
        return [_parse(*row) for row in many(self._connection, sql)]

    def naming(self, digest: bytes) -> Entry | None:
        """The entry that names a row of no record, or None when the row is forged (V-5.6)."""
        row = one(self._connection, "SELECT seq FROM named WHERE digest = ?", (digest,))
        found = self.at(row[0]) if row else None
        return found[0] if found and canonical.to_text(digest) in found[0].rows else None

    def check(self, entry: Entry, roster: Roster) -> None:
        """Verify one entry: chained to the one before it, and signed by its session.

        The session is certified with the key that the account had when it began, and the account was not removed
        since (V-5.6). Raises `trail_damaged`.
        """
        row = one(self._connection, "SELECT entry, hash, signature FROM trail WHERE seq = ?", (entry.seq,))
        before = one(self._connection, "SELECT hash FROM trail WHERE seq = ?", (entry.seq - 1,))
        previous = before[0] if before else entries.FIRST_PREVIOUS
        try:
            data, head, signature = row or (b"", b"", b"")
            sealing.ensure(data == entry.to_bytes() and entries.chain(previous, data) == head)
            sealing.ensure(roster.is_active(entry.account, entry.seq))
            key = self._session_key(entry, roster)
            sealing.verify(key, signature, entries.SIGNATURE, previous + data)
        except (SealError, ValueError) as error:
            raise failure("trail_damaged", seq=str(entry.seq)) from error

    def _session_key(self, entry: Entry, roster: Roster) -> bytes:
        known = self._session_keys.get((entry.session, entry.account))
        if known is None:
            if entry.session == "":
                return _public(roster, entry)
            start = self.last("unlock", before=entry.seq)
            if start is None or start.session != entry.session or start.account != entry.account:
                raise SealError
            known = certified_key(start, _public(roster, start))
            self._session_keys[(entry.session, entry.account)] = known
        return known


def certified_key(start: Entry, account_key: bytes) -> bytes:
    """The session key of an unlock entry; raises SealError unless the account certified it."""
    session_key = str(start.facts.get("session_key"))
    signature = canonical.from_text(str(start.facts.get("certificate")))
    message = entries.certificate_message(start.vault, start.account, start.session, start.at, session_key)
    sealing.verify(account_key, signature, entries.CERTIFICATE, message)
    return canonical.from_text(session_key)


def _parse(seq: int, data: bytes) -> Entry:
    try:
        return entries.parse(data)
    except ValueError as error:
        raise failure("trail_damaged", seq=str(seq)) from error


def _public(roster: Roster, entry: Entry) -> bytes:
    key = roster.public_key(entry.account, entry.seq)
    if key is None:
        raise SealError
    return key
