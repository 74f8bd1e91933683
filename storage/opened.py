"""Everything that exists while one person is signed in: connections, keys, trail, index."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from storage import attachments, canonical, database
from storage.anchors import Anchor, Anchors
from storage.attachments import SealedFile
from storage.ballast import Ballast
from storage.compartments import KeptKey, Keyring, OpenCompartment
from storage.database import Connection
from storage.entries import Entry
from storage.errors import KnownError, failure
from storage.granted import SHARE
from storage.header import Header
from storage.index import Describe, Described, Index, Stored
from storage.lockfile import VaultLock
from storage.revisions import Content, Revisions
from storage.roster import Roster
from storage.sealing import AccountKeys, SealError
from storage.secrets import SecretBytes
from storage.trail import Event, Trail

PRACTICE = "practice"
PERSONAL = "personal"
REGISTER = "register"
MISSING = frozenset({"history_missing", "people_missing"})
"""Notices that something is gone which this person has seen: said until it is acknowledged (V-6.5)."""
_LONG_LOG_BYTES = 4 << 20
_WRITES_BETWEEN_LOOKS = 16
_PAGES_KEPT = 1024  # 4 MiB: the next records take them again
_PAGES_A_SLICE = 256  # 15 ms, when each of them has to be moved


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should be told after signing in; `values` hold codes, counts and times."""

    name: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class OpenVault:
    """The parts of an open vault, wired together; belongs to one thread."""

    path: Path
    header: Header
    lock: VaultLock
    connection: Connection
    account: str
    login: str
    keys: AccountKeys
    database_key: SecretBytes
    roster: Roster
    trail: Trail
    keyring: Keyring
    revisions: Revisions
    index: Index
    anchors: Anchors
    describe: Describe
    notices: list[Notice] = field(default_factory=list)
    damage: dict[str, str] = field(default_factory=dict)
    reported: set[str] = field(default_factory=set)
    fresh_files: dict[str, SealedFile] = field(default_factory=dict)  # attached in this session
    due: set[str] = field(default_factory=set)  # compartments that need a new key before they are written to
    judged: dict[str, bool] = field(default_factory=dict)  # compartments: whether they are what they are called
    checkpoints_held: bool = False
    writes: int = 0
    ballast: Ballast = field(init=False)

    def __post_init__(self) -> None:
        """What the account has verified is remembered in its index, whichever file that is just now."""
        # Views write too: without this a day of reading would let the write-ahead log grow without end.
        self.trail.after_commit = self.checkpoint_when_long
        self.ballast = Ballast(self.path)
        self.trail.make_room = self.ballast.release
        for part in (self.keyring.histories, self.revisions):
            part.is_verified = self._is_verified
            part.remember_verified = self._remember_verified
        self.revisions.is_signed = self._is_signed
        self.keyring.kept_key = self._kept_key
        self.keyring.keep_key = self._keep_key

    @property
    def vault_id(self) -> str:
        """The vault's id."""
        return self.header.vault

    def own_compartment(self, kind: str) -> str:
        """The one compartment of this kind: `personal` made by this account, the others by the founder.

        Who made it matters: a colleague could make and share another one to receive what is written there.
        """
        founder = next(iter(self.roster.members))
        own = self.index.own(kind, {}, maker=self.account if kind == PERSONAL else founder)
        if not own:
            raise failure("compartment_damaged")
        return own[0]

    def seal_detail(self, detail: dict[str, Any], compartment: str | None) -> bytes:
        """Seal words that belong to the next entry, under its compartment or else `practice` (V-6.1)."""
        holder = compartment or self.own_compartment(PRACTICE)
        context = _detail_context(self.vault_id, self.trail.seq + 1, holder)
        return self.keyring.open(holder).sealer.seal(canonical.encode(canonical.normal(detail)), context)

    def open_detail(self, entry: Entry) -> dict[str, Any] | None:
        """The sealed words of an entry; None when there are none or they are not for this account."""
        if entry.detail is None:
            return None
        with contextlib.suppress(KnownError, SealError, ValueError):
            holder = entry.compartment or self.own_compartment(PRACTICE)
            sealed, context = canonical.from_text(entry.detail), _detail_context(self.vault_id, entry.seq, holder)
            for sealer in self.keyring.sealers(holder):
                with contextlib.suppress(SealError):
                    detail: dict[str, Any] = canonical.decode(sealer.open(sealed, context))
                    return detail
        return None

    def remember_compartment(self, compartment: str) -> None:
        """Keep what this account holds of a compartment in its index, inside a transaction of it."""
        opened = self.keyring.open(compartment)
        self.index.put_compartment(opened, self._due(opened))

    def _due(self, opened: OpenCompartment) -> str | None:
        """From when on the signed-in person is to replace a key (V-5.5)."""
        return self.keyring.histories.of(opened.id).due(self.account) if SHARE in opened.rights else None

    def stored(self, record: str, compartment: str, content: Content) -> Stored:
        """A record's words as `describe` wants them."""
        opened = self.keyring.open(compartment)
        return Stored(record, content.kind, content.version, content.body, opened.label, compartment, opened.kind)

    def described(self, stored: Stored) -> Described:
        """How a record appears in lists.

        Raises `record_planted` for one in a compartment that is called somebody's, and made by somebody who had no
        right to them: anybody can make one, and share it (V-5.1).
        """
        found = self.describe(stored)
        if found.client is None:
            return found
        if stored.compartment not in self.judged:
            self.judged[stored.compartment] = self._belongs(stored.compartment, found.client)
        if not self.judged[stored.compartment]:
            raise failure("record_planted")
        return found

    def _belongs(self, compartment: str, owner: str) -> bool:
        """Whether it is one's own, that of the record `owner`, or made by somebody who might share that one."""
        if self.keyring.open(compartment).maker == self.account:
            return True
        home = self.index.compartment_of(owner)
        with contextlib.suppress(KnownError):
            if home is None:
                head = self.revisions.head(owner)
                self.revisions.check_author(head, self.roster)
                home = head.row.compartment
        # Without a file there is none to stand in.
        return home in {None, compartment} or self.keyring.histories.vouched(compartment, home or "")

    def anchor_now(self) -> Anchor:
        """What somebody sees of the trail at this moment (V-6.5)."""
        return Anchor.of(self.trail, self.roster, self.header)

    def write_anchor(self, *, unnamed: bool) -> None:
        """Remember the end of the trail; of a vault that has not got its name only inside of it."""
        write = self.anchors.write_sealed if unnamed else self.anchors.write
        self.ballast.spend(lambda: write(self.anchor_now()))

    def last_checkpoint(self) -> None:
        """Before the database is closed; what is not brought into the main file now is safe in the log."""
        with contextlib.suppress(KnownError):
            database.checkpoint(self.connection)

    def report_damage(self, record: str, name: str) -> None:
        """Write a finding into the trail, once a session and record."""
        if record not in self.reported:
            self.damage[record] = name
            self.reported.add(record)
            self.trail.commit(Event(action="damage_found", outcome=name, record=record))

    def _is_verified(self, digest: bytes, record: str | None = None) -> bool:
        """A damaged index remembers nothing: the signature is verified again."""
        with contextlib.suppress(KnownError):
            return self.index.is_verified(digest, record)
        return False

    def _is_signed(self, digest: bytes, record: str) -> bool:
        with contextlib.suppress(KnownError):
            return self.index.is_signed(digest, record)
        return False

    def _remember_verified(self, digest: bytes, record: str | None = None) -> None:
        with contextlib.suppress(KnownError):
            self.index.remember_verified(digest, record)

    def _kept_key(self, compartment: str) -> KeptKey | None:
        with contextlib.suppress(KnownError, ValueError):
            return self.index.kept_key(compartment)
        return None

    def _keep_key(self, opened: OpenCompartment) -> None:
        with contextlib.suppress(KnownError):
            self.index.keep_key(opened, self._due(opened))

    def clear_away(self, files: Sequence[str], seconds: float = math.inf) -> None:
        """Remove attached files that nothing names any more, and shorten the database.

        What cannot be done now, for want of time, on a full disk or before a lock, the next start does.
        """
        with contextlib.suppress(KnownError):
            look = partial(self.checkpoint_when_long, look=True)
            attachments.remove(self.connection, files, look, seconds=seconds)
        self.give_room_back(seconds)

    def give_room_back(self, seconds: float = math.inf) -> None:
        """Shorten the file after something large was removed, a slice after the other, as far as that time goes.

        A little is left for what comes next.
        """
        if self.checkpoints_held:
            return
        end = time.monotonic() + seconds
        with contextlib.suppress(KnownError):
            while database.free_pages(self.connection) > _PAGES_KEPT and time.monotonic() < end:
                database.give_back(self.connection, _PAGES_A_SLICE)
                self.checkpoint_when_long(look=True)

    def checkpoint_when_long(self, *, look: bool = False) -> None:
        """Keep the write-ahead log short, unless a backup is copying the main file (V-8.2).

        It looks how long the log is once in some writes; with `look` at once, after a large one.
        """
        self.writes += 1
        if self.checkpoints_held or (self.writes % _WRITES_BETWEEN_LOOKS and not look):
            return
        log = self.path / f"{self.header.database.file}-wal"
        if log.exists() and log.stat().st_size > _LONG_LOG_BYTES:
            # What was committed is safe in the log; a disk that refuses now is told by the next commit.
            with contextlib.suppress(KnownError):
                database.checkpoint(self.connection)


def _detail_context(vault_id: str, seq: int, compartment: str) -> bytes:
    return canonical.encode({"compartment": compartment, "seq": seq, "vault": vault_id})
