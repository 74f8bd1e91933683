"""The separate, small verifier of the trail: chain, sessions, rows, anchors (V-6.7, V-5.6).

It reads; it never prints a bare "OK". It needs the database key, not anybody's compartments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from storage import attachments, canonical, database, entries, roster, rows, sealing
from storage.checking import MOST_AT_ONCE, Checkers, Signed
from storage.database import Connection
from storage.entries import Entry
from storage.errors import KnownError, failure
from storage.roster import Roster
from storage.rows import Generation, Grant, Revision
from storage.sealing import SealError
from storage.trail import certified_key

Progress = Callable[[int, int], None]
_STEP = 2000
_WORTH_HELPERS = 5000
_GRANT_KEYS = 'SELECT id, compartment, sealed_digest, sealed FROM "grant" LEFT JOIN grant_key ON grant_key."grant" = id'
_WITHOUT_WORDS = (
    "SELECT revision.id, revision.record, compartment FROM revision LEFT JOIN body "
    "ON body.record = revision.record AND body.revision = revision.id WHERE body.revision IS NULL"
)


class Finding(msgspec.Struct, frozen=True):
    """One kind of damage at one place; `text` names row or entry ids, never content."""

    code: str
    seq: int
    text: str


class AnchorPoint(msgspec.Struct, frozen=True):
    """A remembered moment of the trail."""

    seq: int
    head: str


class VerifyJob(msgspec.Struct, frozen=True):
    """What the verifier needs; it carries the database key and travels by pipe only."""

    database: str
    key: str
    salt: str
    vault: str
    root: str
    anchors: list[AnchorPoint]
    running: str = ""

    def to_json(self) -> bytes:
        """For the worker process."""
        return canonical.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> VerifyJob:
        """In the worker process."""
        return msgspec.json.decode(data, type=cls)


class TrailReport(msgspec.Struct, frozen=True):
    """Verified to entry N, sealed to T, anchored to A, and every finding."""

    entries: int
    verified_to: int
    sealed_to: str | None
    anchored_to: int
    head: str
    findings: list[Finding]


@dataclass(slots=True)
class _Session:
    """The session the walk is in."""

    id: str
    account: str
    start: int
    key: bytes | None
    ended: bool = False


class _Rights:
    """Who may have signed what, as far as the rows themselves say; grows in the order of `rows.every`."""

    def __init__(self) -> None:
        self._makers: dict[tuple[str, int], str] = {}
        self._held: set[tuple[str, int, str, str]] = set()

    def allow(self, row: rows.SignedRow) -> bool:
        """Whether the signer of this row held the right for it."""
        if isinstance(row, Generation):
            self._makers[row.compartment, row.number] = row.maker
            return row.number == 1 or self._may_share(row.compartment, row.number - 1, row.maker)
        if isinstance(row, Grant):
            allowed = self._may_share(row.compartment, row.generation, row.granter)
            if allowed:
                self._held |= {(row.compartment, row.generation, row.grantee, right) for right in row.rights.split()}
            return allowed
        if isinstance(row, Revision):
            return any(
                (row.compartment, number, row.author, "write") in self._held
                for number in range(1, self._newest(row.compartment) + 1)
            )
        return False

    def may_destroy(self, compartment: str, account: str) -> bool:
        """Whether an account held all rights in a compartment."""
        return any(self._may_share(compartment, number, account) for number in range(1, self._newest(compartment) + 1))

    def _may_share(self, compartment: str, number: int, account: str) -> bool:
        if self._makers.get((compartment, number)) == account:
            return True
        return (compartment, number, account, "share") in self._held

    def _newest(self, compartment: str) -> int:
        number = 0
        while (compartment, number + 1) in self._makers:
            number += 1
        return number


class Verification:
    """One walk over the trail, from the first entry to the last."""

    def __init__(self, connection: Connection, job: VerifyJob, *, full: bool) -> None:
        self._connection = connection
        self._job = job
        self._full = full
        self._findings: list[Finding] = []
        self._named: dict[bytes, str] = {}  # digests of rows, and whose entry names them
        self._attachments = attachments.Expected()
        self._destroyers: dict[str, str] = {}  # destroyed compartments, and by whom
        self._anchors = {(anchor.seq, anchor.head) for anchor in job.anchors}
        self._anchored = {anchor.seq for anchor in job.anchors}
        self._held: set[tuple[int, str]] = set()
        self._asked: list[tuple[Signed, Finding]] = []
        self._checkers = Checkers(alone=True)
        self._session = _Session("", "", 0, None, ended=True)
        self._open: list[tuple[int, bytes, bytes]] = []
        self._roster: Roster | None = None
        self._roster_rows: set[bytes] = set()
        self._broken_at: int | None = None
        self._index_sum = 0

    def run(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> TrailReport:
        """Walk, then compare the rows with what the trail names."""
        self._load_roster()
        total = (database.one(self._connection, "SELECT coalesce(max(seq), 0) FROM trail") or (0,))[0]
        # Starting a process for a few signatures takes longer than checking them.
        with Checkers(alone=not self._full or total < _WORTH_HELPERS) as self._checkers:
            return self._walk(total, progress, cancelled)

    def _walk(self, total: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> TrailReport:
        previous, last, count = entries.FIRST_PREVIOUS, 0, 0
        sql = "SELECT seq, entry, hash, signature, action, record, wrote, rare FROM trail ORDER BY seq"
        for row in self._connection.execute(sql):
            count += 1
            if row[0] != last + 1:
                self._find("entry_missing", last + 1, f"{last + 1}-{row[0] - 1}")
            self._entry(row, previous)
            previous, last = row[2], row[0]
            if last % _STEP == 0:
                if cancelled and cancelled():
                    raise failure("stopped")
                if progress:
                    progress(last, total)
        self._close_session()
        self._check_rows()
        self._check_attachments(cancelled)
        self._check_named()
        self._check_anchors(last)
        self._send()
        self._checkers.finish()
        verified = last if self._broken_at is None else min(last, self._broken_at - 1)
        anchored = max((seq for seq, _ in self._held), default=0)
        return TrailReport(count, verified, None, anchored, canonical.to_text(previous), self._findings)

    def _load_roster(self) -> None:
        try:
            self._roster = roster.load(self._connection, self._job.vault, canonical.from_text(self._job.root))
            self._roster_rows = {row.digest() for row in roster.rows(self._connection)}
        except KnownError as error:
            self._find(error.name, 1, "roster")

    def _entry(self, row: tuple[Any, ...], previous: bytes) -> None:
        seq, data, head, signature, action, record, wrote, rare = row
        if entries.chain(previous, data) != head:
            self._find("chain_broken", seq, str(seq))
        try:
            entry = entries.parse(data)
        except ValueError:
            self._find("entry_damaged", seq, str(seq))
            return
        columns = (entry.seq, entry.action, entry.record, len(entry.rows), int(entry.action in entries.RARE_ACTIONS))
        if columns != (seq, action, record, wrote, rare) or entry.vault != self._job.vault:
            self._find("columns_differ", seq, str(seq))
        if not entry.is_coded():
            self._find("not_a_code", seq, str(seq))
        if entry.rows or entry.action == "destroy":
            self._remember(entry)
        if seq in self._anchored and (point := (seq, canonical.to_text(head))) in self._anchors:
            self._held.add(point)
        self._follow_session(entry, previous + data, signature)

    def _remember(self, entry: Entry) -> None:
        """What the rows are compared with later."""
        if entry.action == "destroy" and entry.compartment is not None:
            self._destroyers[entry.compartment] = entry.account
        try:
            self._named.update((canonical.from_text(digest), entry.account) for digest in entry.rows)
            for digest in entry.unfiled_rows():
                self._index_sum ^= hash((digest, entry.seq, entry.compartment))
            if "attachments" in entry.facts:
                self._attachments.add(entry.record, entry.facts["attachments"])
        except (ValueError, KeyError, TypeError):
            self._find("entry_damaged", entry.seq, str(entry.seq))

    def _follow_session(self, entry: Entry, message: bytes, signature: bytes) -> None:
        session = self._session
        if entry.action == "unlock" and entry.session != session.id:
            self._close_session()
            session = self._session = _Session(entry.session, entry.account, entry.seq, self._certified(entry))
        elif entry.seq == 1 and entry.action == "genesis":
            self._verify(self._account_key(entry.account), entry.seq, message, signature)
            return
        elif entry.session != session.id or entry.account != session.account:
            self._find("session_mixed", entry.seq, str(entry.seq))
            return
        elif session.ended:
            self._find("entry_after_end", entry.seq, str(entry.seq))
        if entry.action == "lock":
            session.ended = True
            facts = {"count": entry.seq - session.start + 1, "head": canonical.to_text(message[: sealing.KEY_BYTES])}
            if any(entry.facts.get(name) != value for name, value in facts.items()):
                self._find("session_count", entry.seq, str(entry.seq))
            self._verify(session.key, entry.seq, message, signature)
            self._open.clear()
        elif self._full:
            self._verify(session.key, entry.seq, message, signature)
        else:
            self._open.append((entry.seq, message, signature))

    def _close_session(self) -> None:
        """A session without an end: each of its signatures is checked, and the cut is shown."""
        session = self._session
        if not session.ended:
            for seq, message, signature in self._open:
                self._verify(session.key, seq, message, signature)
            if session.id != self._job.running:
                self._find("session_without_end", session.start, session.id)
        self._open.clear()

    def _certified(self, entry: Entry) -> bytes | None:
        try:
            return certified_key(entry, self._account_key(entry.account) or b"")
        except (SealError, ValueError):
            self._find("certificate_invalid", entry.seq, entry.session)
            return None

    def _account_key(self, account: str) -> bytes | None:
        return self._roster.public_key(account) if self._roster else None

    def _verify(self, key: bytes | None, seq: int, message: bytes, signature: bytes) -> None:
        signed = Signed.over(message, key or b"", signature, entries.SIGNATURE)
        self._ask(signed, Finding("signature_invalid", seq, str(seq)))

    def _ask(self, signed: Signed, else_found: Finding) -> None:
        """Have a signature checked; the finding is added, sooner or later, if it does not hold."""
        self._asked.append((signed, else_found))
        if len(self._asked) == MOST_AT_ONCE:
            self._send()

    def _send(self) -> None:
        asked, self._asked = self._asked, []

        def told(answers: Sequence[bool]) -> None:
            for (_, found), holds in zip(asked, answers, strict=True):
                if not holds:
                    self._find(found.code, found.seq, found.text)

        self._checkers.check([signed for signed, _ in asked], told)

    def _check_rows(self) -> None:
        """Every signed row is named by an entry, and every named row is there with its words."""
        seen = set(self._roster_rows)
        for _ in self._roster_rows - self._named.keys():
            self._find("row_forged", 0, "roster")
        held = _Rights()
        for row in rows.every(self._connection):
            digest = row.digest(self._job.vault)
            seen.add(digest)
            place = f"{row.table} {getattr(row, 'id', None) or row.compartment}"
            if self._named.get(digest) != row.signer or not held.allow(row):
                self._find("row_forged", 0, place)
            elif self._full:
                message, public = row.message(self._job.vault), self._account_key(row.signer) or b""
                self._ask(Signed.over(message, public, row.signature, row.table), Finding("row_forged", 0, place))
        for digest in self._named.keys() - seen:
            self._find("row_deleted", 0, canonical.to_text(digest))
        self._check_words(held)

    def _check_words(self, held: _Rights) -> None:
        """Words and keys are there, but for compartments that somebody destroyed who was allowed to (V-5.10)."""
        destroyed = {place for place, account in self._destroyers.items() if held.may_destroy(place, account)}
        gone = set[str]()
        for revision, record, compartment in self._connection.execute(_WITHOUT_WORDS):
            if compartment in destroyed:
                gone.add(record)
            else:
                self._find("body_deleted", 0, revision)
        for grant, compartment, sealed_digest, sealed in self._connection.execute(_GRANT_KEYS):
            if sealed is None and compartment in destroyed:
                continue
            if sealed is None or sealing.digest("grant", sealed) != sealed_digest:
                self._find("grant_key_damaged", 0, grant)
        self._attachments.leave_out(gone)

    def _check_attachments(self, cancelled: Callable[[], bool] | None) -> None:
        def step() -> None:
            if cancelled and cancelled():
                raise failure("stopped")

        for code, place in self._attachments.compare(self._connection, step):
            self._find(code, 0, place)

    def _check_named(self) -> None:
        """`named` holds exactly what the entries say, in whatever order."""
        found = 0
        for row in self._connection.execute("SELECT digest, seq, compartment FROM named"):
            found ^= hash(row)
        if found != self._index_sum:
            self._find("columns_differ", 0, "named")

    def _check_anchors(self, last: int) -> None:
        for seq, _ in sorted(self._anchors - self._held):
            if seq > last:
                self._find("history_missing", seq, f"{last + 1}-{seq}")
            else:
                self._find("history_rewritten", seq, str(seq))

    def _find(self, code: str, seq: int, text: str) -> None:
        harmless = code == "session_without_end"
        if seq and not harmless and (self._broken_at is None or seq < self._broken_at):
            self._broken_at = seq
        self._findings.append(Finding(code, seq, text))


def verify_trail(
    job: VerifyJob,
    *,
    full: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> TrailReport:
    """Verify the trail of a vault that may be open elsewhere; raises `stopped` or a damage of the file itself."""
    key = canonical.from_text(job.key)
    file = Path(job.database)
    if not file.is_file():
        raise failure("damaged")
    connection = database.connect(file, key, salt=canonical.from_text(job.salt))
    try:
        with database.known_errors():
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            return Verification(connection, job, full=full).run(progress, cancelled)
    finally:
        connection.close()
