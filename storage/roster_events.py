"""One event of the roster: what is written, hashed and signed when people change (V-3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from storage import canonical, clock, entries, sealing
from storage.sealing import AccountKeys, PublicKeys, SealError, Signer

_HASH = "roster"
SIGNATURE = "roster"
VERSION = 1
FIRST_PREVIOUS = bytes(32)
OWNER = "owner"
REMOVED = "removed"
ACTION = "roster_changed"
NEVER_STANDING = frozenset({"process", "personal"})
RIGHTS = frozenset({"read", "read write", "read write share", "read share"})
_COMMON = frozenset({"account", "at", "by", "n", "type", "v", "vault"})
_KEYS = frozenset({"mlkem768", "sign", "x25519"})
_FIELDS = {
    "add": _KEYS | {"role"},
    "role": frozenset({"role"}),
    "state": frozenset({"state"}),
    "keys": _KEYS | {"proof"},
    "standing": frozenset({"kind", "mode", "on", "rights"}),
}


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One change of who is in the practice; which fields it has depends on its type."""

    v: int
    vault: str
    n: int
    at: str
    type: Literal["add", "role", "state", "keys", "standing"]
    by: str
    account: str
    seq: int | None = None  # the entry that names the row; the founder's own event has none
    role: str | None = None
    state: Literal["removed"] | None = None
    sign: str | None = None
    x25519: str | None = None
    mlkem768: str | None = None
    proof: str | None = None
    kind: str | None = None
    rights: str | None = None
    on: bool | None = None
    mode: Literal["ordinary"] | None = None

    def keys(self) -> PublicKeys:
        """The public keys of an event that brings some."""
        return PublicKeys(key_of(self.sign), key_of(self.x25519), key_of(self.mlkem768))

    def without_proof(self) -> bytes:
        """What the new key signs, to show that somebody holds it."""
        return canonical.encode(msgspec.structs.replace(self, proof=None))

    @property
    def namer(self) -> str:
        """The account in whose session the event is made: new keys are one's own business."""
        return self.account if self.type == "keys" else self.by


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row as it is stored."""

    n: int
    event: bytes
    hash: bytes
    signature: bytes
    acceptance: bytes

    def digest(self) -> bytes:
        """What the trail names this row by (V-5.6)."""
        return sealing.digest("row/roster", self.hash, self.signature, self.acceptance)


@dataclass(frozen=True, slots=True)
class Pens:
    """Who signs an event: the owner, who accepts it, and for new keys the new one."""

    owner: Signer
    accepting: Signer | None = None
    new: Signer | None = None


def key_of(text: str | None) -> bytes:
    """A public key of an event; raises SealError where there is none."""
    if text is None:
        raise SealError
    return canonical.from_text(text)


def key_fields(keys: PublicKeys) -> dict[str, str]:
    """Public keys as an event carries them."""
    return {name: canonical.to_text(getattr(keys, name)) for name in _KEYS}


def founding_row(vault_id: str, account: str, at: str, keys: AccountKeys, role: str) -> RosterRow:
    """The first event: the founder adds themselves, signed by the root key."""
    fields = {"account": account, "at": at, "by": account, "n": 1, "role": role, "type": "add"}
    return signed(event(vault_id, fields | key_fields(keys.public)), FIRST_PREVIOUS, Pens(keys.signer))


def event(vault_id: str, fields: Mapping[str, Any]) -> Event:
    """An event with these fields."""
    return msgspec.convert({**fields, "v": VERSION, "vault": vault_id}, Event)


def signed(made: Event, previous: bytes, pens: Pens) -> RosterRow:
    """The row of an event, chained to the row before it."""
    if pens.new is not None:
        proof = pens.new.sign(SIGNATURE, previous + made.without_proof())
        made = msgspec.structs.replace(made, proof=canonical.to_text(proof))
    data = canonical.encode(made)
    signature = pens.owner.sign(SIGNATURE, previous + data)
    acceptance = signature if pens.accepting is None else pens.accepting.sign(SIGNATURE, previous + data)
    return RosterRow(made.n, data, digest_of(previous, data), signature, acceptance)


def digest_of(previous: bytes, data: bytes) -> bytes:
    """The hash of an event, chained to that of the row before it."""
    return sealing.digest(_HASH, previous, data)


def decode(data: bytes) -> Event:
    """An event as it stands; raises ValueError."""
    return msgspec.convert(canonical.decode(data), Event)


def parse(row: RosterRow, vault_id: str, number: int, previous: bytes) -> Event:
    """The event of row `number`: its place in the chain, and exactly the fields of its type.

    Raises ValueError or SealError.
    """
    value = canonical.decode(row.event)
    found = msgspec.convert(value, Event)
    expected = (number, number, VERSION, vault_id, digest_of(previous, row.event))
    sealing.ensure((row.n, found.n, found.v, found.vault, row.hash) == expected)
    sealing.ensure(clock.is_id(found.account))  # files are named after it
    fields = _COMMON | _FIELDS[found.type] | ({"seq"} if number > 1 else set())
    sealing.ensure(isinstance(value, dict) and value.keys() == fields)
    if found.type == "standing":
        sealing.ensure(found.kind not in NEVER_STANDING and found.rights in (RIGHTS if found.on else {""}))
    return found


def is_named_by(row: RosterRow, entry: bytes) -> bool:
    """Whether an entry of the trail is the one that the event says names its row, and names nothing else."""
    try:
        found, told = entries.parse(entry), decode(row.event)
    except ValueError:
        return False
    named = (found.seq, found.action, found.account, found.rows)
    return named == (told.seq, ACTION, told.namer, [canonical.to_text(row.digest())])
