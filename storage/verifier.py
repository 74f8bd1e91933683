"""The separate, small verifier of the trail: chain, sessions, rows, anchors (V-6.7, V-5.6).

It reads; it never prints a bare "OK". It needs the database key, not anybody's compartments.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from storage import attachments, canonical, database, entries, roster, rows, sealing
from storage.checking import MOST_AT_ONCE, Checkers, Signed
from storage.database import Connection
from storage.entries import Entry
from storage.errors import KnownError, failure
from storage.rights import Chain, Rights
from storage.roster import Roster
from storage.rows import Revision
from storage.sealing import SealError
from storage.trail import certified_key

Progress = Callable[[int, int], None]
_STEP = 2000
_WORTH_HELPERS = 5000
_GRANT_KEYS = (
    'SELECT id, compartment, generation, sealed_digest, sealed FROM "grant" '
    'LEFT JOIN grant_key ON grant_key."grant" = id'
)
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


class _Naming(NamedTuple):
    """What an entry says of a row that its account might make there."""

    account: str
    compartment: str | None
    key: bytes


class Verification:
    """One walk over the trail, from the first entry to the last."""

    def __init__(self, connection: Connection, job: VerifyJob, *, full: bool) -> None:
        self._connection = connection
        self._job = job
        self._full = full
        self._findings: list[Finding] = []
        self._named: dict[bytes, _Naming | None] = {}  # digests of rows; None when their signer had no right to them
        self._namings: dict[_Naming, _Naming] = {}  # each once: there are few, of very many rows
        self._written: dict[str, list[bytes]] = {}  # digests of its revisions, in the order of the trail
        self._rights = Rights(connection, job.vault, self._is_active)
        self._attachments = attachments.Expected()
        self._destroyed: set[str] = set()  # compartments, by somebody who might
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
        self._rights.pass_by(entry)
        if entry.rows or entry.action == "destroy":
            self._remember(entry)
        if seq in self._anchored and (point := (seq, canonical.to_text(head))) in self._anchors:
            self._held.add(point)
        self._follow_session(entry, previous + data, signature)

    def _remember(self, entry: Entry) -> None:
        """What the rows are compared with later. The first entry that names a row counts."""
        if entry.action == "destroy" and entry.compartment and self._rights.may("share", entry.compartment, entry):
            self._destroyed.add(entry.compartment)
        try:
            digests = [canonical.from_text(digest) for digest in entry.rows]
            allowed = self._allowed(entry, digests)
            naming = _Naming(entry.account, entry.compartment, self._account_key(entry.account, entry.seq) or b"")
            naming = self._namings.setdefault(naming, naming)
            for digest in digests:
                if digest in self._named:
                    self._find("row_forged", entry.seq, str(entry.seq))
                self._named.setdefault(digest, naming if digest in allowed else None)
            if entry.record is not None:
                self._written.setdefault(entry.record, []).extend(digests)
            for digest in entry.unfiled_rows():
                self._index_sum ^= hash((digest, entry.seq, entry.compartment))
            if "attachments" in entry.facts:
                self._attachments.add(entry.record, entry.facts["attachments"])
        except (ValueError, KeyError, TypeError):
            self._find("entry_damaged", entry.seq, str(entry.seq))

    def _allowed(self, entry: Entry, digests: Sequence[bytes]) -> Collection[bytes]:
        """Which of the rows that an entry names its account might make there."""
        if entry.record is None:
            return self._rights.follow(entry, digests)
        return digests if self._rights.may("write", entry.compartment, entry) else ()

    def _is_active(self, account: str, seq: int) -> bool:
        """Without a roster nobody is known; that there is none is a finding already."""
        return self._roster is None or self._roster.is_active(account, seq)

    def _follow_session(self, entry: Entry, message: bytes, signature: bytes) -> None:
        session = self._session
        if entry.action == "unlock" and entry.session != session.id:
            self._close_session()
            session = self._session = _Session(entry.session, entry.account, entry.seq, self._certified(entry))
        elif entry.seq == 1 and entry.action == "genesis":
            self._verify(self._account_key(entry.account, entry.seq), entry.seq, message, signature)
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
            return certified_key(entry, self._account_key(entry.account, entry.seq) or b"")
        except (SealError, ValueError):
            self._find("certificate_invalid", entry.seq, entry.session)
            return None

    def _account_key(self, account: str, seq: int | None = None) -> bytes | None:
        """The key of an account that was in force at a position of the trail (V-5.6)."""
        return self._roster.public_key(account, seq) if self._roster else None

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
        for row in rows.keys_and_grants(self._connection):
            digest = row.digest(self._job.vault)
            seen.add(digest)
            self._check_row(row, digest)
        for record, group in groupby(rows.revisions(self._connection), attrgetter("record")):
            found = {row.digest(self._job.vault): row for row in group}
            seen |= found.keys()
            true = self._following(record, found)
            for digest, revision in found.items():
                self._check_row(revision, digest, follows=digest in true)
        for digest in self._named.keys() - seen:
            self._find("row_deleted", 0, canonical.to_text(digest))
        self._check_words()

    def _check_row(self, row: rows.AnyRow, digest: bytes, *, follows: bool = True) -> None:
        """Who made it might, at the entry that names it first; with `full` the signature is checked."""
        place = f"{row.table} {getattr(row, 'id', None) or row.compartment}"
        naming = self._named.get(digest)
        if naming is None or naming[:2] != (row.signer, row.compartment) or not follows:
            self._find("row_forged", 0, place)
        elif self._full:
            signed = Signed.over(row.message(self._job.vault), naming.key, row.signature, row.table)
            self._ask(signed, Finding("row_forged", 0, place))

    def _following(self, record: str, found: Mapping[bytes, Revision]) -> set[bytes]:
        """The revisions of a record that follow one from the other, in the order of the trail."""
        chain, true = Chain(), set[bytes]()
        for digest in self._written.get(record, ()):
            row, naming = found.get(digest), self._named.get(digest)
            if naming is None:
                continue
            if row is None:
                chain.miss()
            elif naming[:2] == (row.author, row.compartment) and chain.take(row):
                true.add(digest)
        return true

    def _check_words(self) -> None:
        """Words and keys are there, but for compartments that somebody destroyed who might, and older keys (V-5.5)."""
        gone = set[str]()
        for revision, record, compartment in self._connection.execute(_WITHOUT_WORDS):
            if compartment in self._destroyed:
                gone.add(record)
            else:
                self._find("body_deleted", 0, revision)
        for grant, compartment, number, sealed_digest, sealed in self._connection.execute(_GRANT_KEYS):
            may_be_gone = compartment in self._destroyed or not self._rights.is_in_force(compartment, number)
            if sealed is None and may_be_gone:
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
