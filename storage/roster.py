"""People and their keys: a hash-chained table of signed events that begins with the root (V-3.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from storage import (
    canonical,
    people_errors,  # noqa: F401 - registers what can go wrong with people
    roster_events,
    sealing,
)
from storage.database import Connection, many, one
from storage.errors import failure
from storage.roster_events import FIRST_PREVIOUS, OWNER, Event, RosterRow, key_of
from storage.sealing import PublicKeys, SealError


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the roster. Positions are numbers of trail entries: what entry `n` changes counts after it.

    `keys` are those in force, `roles` and `earlier` what was before, each with the position up to which it held.
    """

    id: str
    role: str
    keys: PublicKeys
    since: str = ""
    since_seq: int = 0
    removed: str = ""
    removed_seq: int | None = None
    standing: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[tuple[int, str], ...] = ()
    earlier: tuple[tuple[int, PublicKeys], ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether the account has not been removed."""
        return self.removed_seq is None

    def is_active_at(self, seq: int) -> bool:
        """Whether the account was there, and not removed yet, at a position of the trail."""
        return self.since_seq < seq and (self.removed_seq is None or seq <= self.removed_seq)


@dataclass(slots=True)
class Roster:
    """The verified list of people, in the order in which they joined, and who held what at which time."""

    members: dict[str, Member] = field(default_factory=dict)
    heads: list[bytes] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    seq: int = 0  # position of the last event

    @property
    def head(self) -> bytes:
        """The hash of the last row."""
        return self.heads[-1] if self.heads else FIRST_PREVIOUS

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.heads)

    @property
    def founder(self) -> str:
        """The account with which the practice began."""
        return next(iter(self.members))

    @property
    def root(self) -> bytes:
        """The digest of the root: of the founder's first key (V-3.6)."""
        return root_digest(self._keys_at(self.members[self.founder], 0).sign)

    def head_at(self, rows: int) -> str | None:
        """The hash of row number `rows` as an anchor keeps it; None when there is no such row."""
        return canonical.to_text(self.heads[rows - 1]) if 0 < rows <= self.rows else None

    def member(self, account: str) -> Member:
        """The account with this id; raises KeyError for a stranger."""
        return self.members[account]

    def is_active(self, account: str, seq: int | None = None) -> bool:
        """Whether an account is one of the practice, now or at a position of the trail."""
        member = self.members.get(account)
        if member is None:
            return False
        return member.is_active if seq is None else member.is_active_at(seq)

    def public_key(self, account: str, seq: int | None = None) -> bytes | None:
        """The signing key in force now or at a position of the trail; None for a stranger or a removed account."""
        if not self.is_active(account, seq):
            return None
        member = self.members[account]
        return (member.keys if seq is None else self._keys_at(member, seq)).sign

    def role_at(self, account: str, seq: int) -> str | None:
        """The role of an account at a position of the trail; None where it was not there."""
        if not self.is_active(account, seq):
            return None
        member = self.members[account]
        return next((role for until, role in member.roles if seq <= until), member.role)

    def owners(self) -> list[str]:
        """The active owners."""
        return [each.id for each in self.members.values() if each.is_active and each.role == OWNER]

    def standing(self, kind: str) -> dict[str, str]:
        """Which active accounts get every compartment of this kind, and with which rights (V-5.11)."""
        found = self.members.values()
        return {each.id: each.standing[kind] for each in found if each.is_active and kind in each.standing}

    def become(self, other: Roster) -> None:
        """Say what another reading of the table says: everybody who holds this list sees the change."""
        self.members, self.heads, self.events, self.seq = other.members, other.heads, other.events, other.seq

    @staticmethod
    def _keys_at(member: Member, seq: int) -> PublicKeys:
        return next((keys for until, keys in member.earlier if seq <= until), member.keys)


def root_digest(public: bytes) -> bytes:
    """What every slot seals beside the account secret: whose roster this must be."""
    return sealing.digest("root", public)


def insert(connection: Connection, row: RosterRow) -> None:
    """Append a row inside the running transaction."""
    connection.execute(
        "INSERT INTO roster (n, event, hash, signature, acceptance) VALUES (?, ?, ?, ?, ?)",
        (row.n, row.event, row.hash, row.signature, row.acceptance),
    )


def rows(connection: Connection) -> list[RosterRow]:
    """All rows in order."""
    sql = "SELECT n, event, hash, signature, acceptance FROM roster ORDER BY n"
    return [RosterRow(*row) for row in many(connection, sql)]


def load(connection: Connection, vault_id: str, root: bytes) -> Roster:
    """Verify the whole chain against the root digest of the reader's slot.

    Raises `root_replaced` or `roster_damaged`.
    """
    found = rows(connection)
    roster = read(found, vault_id, root)
    for row in found[1:]:
        if not _is_named(connection, row):
            raise failure("roster_damaged", n=str(row.n))
    return roster


def read(found: Sequence[RosterRow], vault_id: str, root: bytes) -> Roster:
    """The people that these rows give, without asking whether the trail names them; raises what `load` raises."""
    roster = Roster()
    for number, row in enumerate(found, start=1):
        try:
            event = roster_events.parse(row, vault_id, number, roster.head)
            if number == 1 and root_digest(key_of(event.sign)) != root:
                raise failure("root_replaced")
            _take(roster, event, row)
        except (ValueError, SealError, KeyError) as error:
            raise failure("roster_damaged", n=str(number)) from error
    if not found:
        raise failure("root_replaced")
    return roster


def _take(roster: Roster, event: Event, row: RosterRow) -> None:
    """Check who may say this, and what it says, and bring the list up to date; raises SealError or KeyError."""
    previous = roster.head
    if roster.members:
        sealing.ensure(event.seq is not None and event.seq > roster.seq and event.by in roster.owners())
    else:
        sealing.ensure(event.seq is None and event.type == "add" and event.by == event.account)
    before = roster.members.get(event.account)
    member = _changed(before, event)
    author = roster.members.get(event.by, member)
    sealing.verify(author.keys.sign, row.signature, roster_events.SIGNATURE, previous + row.event)
    if event.type in {"add", "keys"}:
        accepting = before or member
        sealing.verify(accepting.keys.sign, row.acceptance, roster_events.SIGNATURE, previous + row.event)
    else:
        sealing.ensure(row.acceptance == row.signature)
    if event.type == "keys":
        proof = canonical.from_text(event.proof or "")
        sealing.verify(member.keys.sign, proof, roster_events.SIGNATURE, previous + event.without_proof())
    roster.members[member.id] = member
    roster.heads.append(row.hash)
    roster.events.append(event)
    roster.seq = event.seq or 0
    sealing.ensure(bool(roster.owners()))


def _changed(before: Member | None, event: Event) -> Member:
    """The account after the event; raises SealError for an event about nobody, or about somebody who left."""
    seq = event.seq or 0
    if event.type == "add":
        sealing.ensure(before is None)
        return Member(event.account, event.role or "", event.keys(), since=event.at, since_seq=seq)
    if before is None or not before.is_active:
        raise SealError
    if event.type == "role":
        sealing.ensure(event.role != before.role)
        return replace(before, role=event.role or "", roles=(*before.roles, (seq, before.role)))
    if event.type == "state":
        sealing.ensure(event.by != event.account)
        return replace(before, removed=event.at, removed_seq=seq)
    if event.type == "keys":
        sealing.ensure(event.keys().sign != before.keys.sign)
        return replace(before, keys=event.keys(), earlier=(*before.earlier, (seq, before.keys)))
    kind, rights = event.kind or "", event.rights or ""
    sealing.ensure(event.on or kind in before.standing)
    standing = {name: held for name, held in before.standing.items() if name != kind}
    return replace(before, standing=standing | ({kind: rights} if event.on else {}))


def _is_named(connection: Connection, row: RosterRow) -> bool:
    """Whether the entry whose number the event carries names this row, and is of the account that it must be of."""
    told = roster_events.decode(row.event)
    found = one(connection, "SELECT entry FROM trail WHERE seq = ?", (told.seq,))
    return found is not None and roster_events.is_named_by(row, found[0])
