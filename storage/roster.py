"""People and their keys: a hash-chained table of signed events that begins with the root (V-3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from storage import canonical, sealing
from storage.database import Connection, many
from storage.errors import failure
from storage.sealing import AccountKeys, PublicKeys, SealError

_HASH = "roster"
_SIGNATURE = "roster"
_FIRST_PREVIOUS = bytes(32)


class RosterEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change of who is in the practice. So far there is one type: `add`."""

    v: int
    vault: str
    n: int
    at: str
    type: Literal["add"]
    by: str
    account: str
    role: str
    sign: str
    x25519: str
    mlkem768: str


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the roster: its role and its public keys."""

    id: str
    role: str
    keys: PublicKeys


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


class Roster:
    """The verified list of people."""

    def __init__(self, members: dict[str, Member], heads: list[bytes]) -> None:
        self.members = members
        self.head = heads[-1]
        self.rows = len(heads)
        self._heads = heads

    def head_at(self, rows: int) -> str | None:
        """The hash of row number `rows` as an anchor keeps it; None when there is no such row."""
        return canonical.to_text(self._heads[rows - 1]) if 0 < rows <= self.rows else None

    def member(self, account: str) -> Member:
        """The account with this id; raises KeyError for a stranger."""
        return self.members[account]

    def public_key(self, account: str) -> bytes | None:
        """The signing key of an account, or None for a stranger."""
        member = self.members.get(account)
        return member.keys.sign if member else None


def root_digest(public: bytes) -> bytes:
    """What every slot seals beside the account secret: whose roster this must be."""
    return sealing.digest("root", public)


def founding_row(vault_id: str, account: str, at: str, keys: AccountKeys, role: str) -> RosterRow:
    """The first event: the founder adds themselves, signed by the root key."""
    event = RosterEvent(
        v=1,
        vault=vault_id,
        n=1,
        at=at,
        type="add",
        by=account,
        account=account,
        role=role,
        sign=canonical.to_text(keys.public.sign),
        x25519=canonical.to_text(keys.public.x25519),
        mlkem768=canonical.to_text(keys.public.mlkem768),
    )
    data = canonical.encode(event)
    signature = keys.signer.sign(_SIGNATURE, _FIRST_PREVIOUS + data)
    return RosterRow(1, data, sealing.digest(_HASH, _FIRST_PREVIOUS, data), signature, signature)


def insert(connection: Connection, row: RosterRow) -> None:
    """Append a row inside the running transaction."""
    connection.execute(
        "INSERT INTO roster (n, event, hash, signature, acceptance) VALUES (?, ?, ?, ?, ?)",
        (row.n, row.event, row.hash, row.signature, row.acceptance),
    )


def rows(connection: Connection) -> list[RosterRow]:
    """All rows in order."""
    found = many(connection, "SELECT n, event, hash, signature, acceptance FROM roster ORDER BY n")
    return [RosterRow(*row) for row in found]


def load(connection: Connection, vault_id: str, root: bytes) -> Roster:
    """Verify the whole chain against the root digest of the reader's slot.

    Raises `root_replaced` or `roster_damaged`.
    """
    members: dict[str, Member] = {}
    previous = _FIRST_PREVIOUS
    found = rows(connection)
    for number, row in enumerate(found, start=1):
        try:
            event = msgspec.convert(canonical.decode(row.event), RosterEvent)
            member = _member(event)
            if number == 1 and root_digest(member.keys.sign) != root:
                raise failure("root_replaced")
            _check(row, event, number, vault_id, previous)
            sealing.ensure(member.id not in members)
            author = members[event.by] if members else member
            sealing.ensure(author.role == "owner" and author.id == event.by)
            sealing.verify(author.keys.sign, row.signature, _SIGNATURE, previous + row.event)
            sealing.verify(member.keys.sign, row.acceptance, _SIGNATURE, previous + row.event)
        except (ValueError, SealError, KeyError) as error:
            raise failure("roster_damaged", n=str(number)) from error
        members[member.id] = member
        previous = row.hash
    if not found:
        raise failure("root_replaced")
    return Roster(members, [row.hash for row in found])


def _check(row: RosterRow, event: RosterEvent, number: int, vault_id: str, previous: bytes) -> None:
    expected: tuple[Any, ...] = (number, number, 1, vault_id, sealing.digest(_HASH, previous, row.event))
    if (row.n, event.n, event.v, event.vault, row.hash) != expected:
        raise SealError


def _member(event: RosterEvent) -> Member:
    keys = PublicKeys(
        sign=canonical.from_text(event.sign),
        x25519=canonical.from_text(event.x25519),
        mlkem768=canonical.from_text(event.mlkem768),
    )
    return Member(event.account, event.role, keys)
