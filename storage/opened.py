"""Everything that exists while one person is signed in: connections, keys, trail, index."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage import canonical, database
from storage.anchors import Anchors
from storage.compartments import Keyring
from storage.database import Connection
from storage.entries import Entry
from storage.errors import KnownError, failure
from storage.header import Header
from storage.index import Describe, Index, Stored
from storage.lockfile import VaultLock
from storage.revisions import Content, Revisions
from storage.roster import Roster
from storage.sealing import AccountKeys, SealError
from storage.secrets import SecretBytes
from storage.trail import Event, Trail

PRACTICE = "practice"
PERSONAL = "personal"
REGISTER = "register"
_LONG_LOG_BYTES = 4 << 20
_WRITES_BETWEEN_LOOKS = 16


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
    role: str
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
    checkpoints_held: bool = False
    writes: int = 0

    def __post_init__(self) -> None:
        """What the account has verified is remembered in its index, whichever file that is just now."""
        # Views write too: without this a day of reading would let the write-ahead log grow without end.
        self.trail.after_commit = self.checkpoint_when_long
        for part in (self.keyring, self.revisions):
            part.is_verified = self._is_verified
            part.remember_verified = self._remember_verified

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
            sealed = canonical.from_text(entry.detail)
            plain = self.keyring.open(holder).sealer.open(sealed, _detail_context(self.vault_id, entry.seq, holder))
            detail: dict[str, Any] = canonical.decode(plain)
            return detail
        return None

    def stored(self, record: str, compartment: str, content: Content) -> Stored:
        """A record's words as `describe` wants them."""
        opened = self.keyring.open(compartment)
        return Stored(record, content.kind, content.version, content.body, opened.label, compartment, opened.kind)

    def report_damage(self, record: str, name: str) -> None:
        """Write a finding into the trail, once a session and record."""
        if record not in self.reported:
            self.damage[record] = name
            self.reported.add(record)
            self.trail.commit(Event(action="damage_found", outcome=name, record=record))

    def _is_verified(self, digest: bytes) -> bool:
        """A damaged index remembers nothing: the signature is verified again."""
        with contextlib.suppress(KnownError):
            return self.index.is_verified(digest)
        return False

    def _remember_verified(self, digest: bytes) -> None:
        with contextlib.suppress(KnownError):
            self.index.remember_verified(digest)

    def checkpoint_when_long(self) -> None:
        """Keep the write-ahead log short, unless a backup is copying the main file (V-8.2)."""
        self.writes += 1
        if self.checkpoints_held or self.writes % _WRITES_BETWEEN_LOOKS:
            return
        log = self.path / f"{self.header.database.file}-wal"
        if log.exists() and log.stat().st_size > _LONG_LOG_BYTES:
            # What was committed is safe in the log; a disk that refuses now is told by the next commit.
            with contextlib.suppress(KnownError):
                database.checkpoint(self.connection)


def _detail_context(vault_id: str, seq: int, compartment: str) -> bytes:
    return canonical.encode({"compartment": compartment, "seq": seq, "vault": vault_id})
