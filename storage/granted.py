"""Who holds a compartment at each place of the trail: generations and grants that count, in order (V-5.2, V-5.3)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from storage import canonical, rows, sealing
from storage.database import Connection
from storage.entries import Entry
from storage.errors import KnownError
from storage.roster import Roster
from storage.rows import Generation, Grant
from storage.sealing import SealError
from storage.trail import Trail

_PLACED = "placed"
SHARE = "share"
PRIVATE = frozenset({"personal", "process"})
"""Kinds of compartments that are nobody's but their maker's: a grant to anybody else is none (V-5.1)."""
FOUNDED = frozenset({"practice", "register"})
"""Kinds of compartments that are made with the vault, and never again, by whomever (V-5.1)."""
_FIRST_UNLOCK = 2  # number of the entry; the one before is the genesis


@dataclass(slots=True)
class Step:
    """A true generation and its true grants, each with the number of the entry that names it, oldest first."""

    seq: int
    generation: Generation
    grants: list[tuple[int, Grant]] = field(default_factory=list)

    def held(self, account: str, before: int | None = None) -> Grant | None:
        """What an account holds of it: the latest grant, up to a place of the trail."""
        for seq, grant in reversed(self.grants):
            if grant.grantee == account and (before is None or seq < before):
                return grant
        return None


@dataclass(slots=True)
class History:
    """What counts of one compartment, and what claims to."""

    steps: list[Step] = field(default_factory=list)
    refused: list[Generation | Grant] = field(default_factory=list)
    cut: list[Entry] = field(default_factory=list)  # true entries that name rows which are not there any more
    told: Callable[[str, int], str] = lambda _, __: ""  # the time of the last entry of somebody else, before an entry

    @property
    def current(self) -> Step | None:
        """The newest true generation."""
        return self.steps[-1] if self.steps else None

    def held(self, account: str) -> Grant | None:
        """What an account holds of the newest true generation, expired or not."""
        return self.steps[-1].held(account) if self.steps else None

    def may(self, account: str, right: str, seq: int, at: str) -> bool:
        """Whether the generation in force before entry `seq` gave this right to the account at the time `at`."""
        step = next((step for step in reversed(self.steps) if step.seq < seq), None)
        grant = step.held(account, seq) if step else None
        return grant is not None and right in grant.rights.split() and not self.is_over(grant, seq, at)

    def due(self, account: str) -> str | None:
        """When the first of the others' grants ends; empty when whoever made the key has none."""
        current = self.steps[-1]
        latest = {grant.grantee: grant.expires for _, grant in current.grants}
        if current.generation.maker not in latest:
            return ""
        return min((end for grantee, end in latest.items() if end and grantee != account), default=None)

    def is_over(self, grant: Grant, seq: int, at: str) -> bool:
        """Whether a grant has ended at an entry: by its time, or by that of the last entry of somebody else.

        Who puts the clock back, or writes an earlier time with own scripts, gains nothing by it.
        """
        return grant.expires is not None and grant.expires <= max(at, self.told(grant.grantee, seq))

    def is_missing_rows(self, account: str) -> bool:
        """Whether something newer than all this was taken away, or a true grant of this account may have been."""
        newest = self.steps[-1].seq if self.steps else 0
        if any(entry.action == "revoke" and entry.seq > newest for entry in self.cut):
            return True
        return bool(self.cut) and self.is_forged_for(account)

    def is_forged_for(self, account: str) -> bool:
        """Whether a row that does not count claims to be a grant to this account."""
        return any(isinstance(row, Grant) and row.grantee == account for row in self.refused)


class Histories:
    """The histories of one vault's compartments; each is read once a session."""

    def __init__(self, connection: Connection, roster: Roster, trail: Trail) -> None:
        self._connection = connection
        self._roster = roster
        self._trail = trail
        self._known: dict[str, History] = {}
        self.is_verified: Callable[[bytes], bool] = lambda _: False
        self.remember_verified: Callable[[bytes], None] = lambda _: None

    def of(self, compartment: str) -> History:
        """The history of a compartment; of one that nobody made an empty one."""
        found = self._known.get(compartment)
        if found is None:
            found = self._known[compartment] = self._read(compartment)
        return found

    def forget(self, compartment: str) -> None:
        """Its rows have changed, or were not committed after all."""
        self._known.pop(compartment, None)

    def may(self, account: str, compartment: str, right: str, seq: int, at: str) -> bool:
        """Whether an account, active there, held a right at a place of the trail (V-5.6)."""
        return self._roster.is_active(account, seq) and self.of(compartment).may(account, right, seq, at)

    def vouched(self, compartment: str, by: str) -> bool:
        """Whether who made a compartment might share another one when they did: a stranger can make one alike."""
        steps = self.of(compartment).steps
        if not steps:
            return False
        first = steps[0]
        return self.may(first.generation.maker, by, SHARE, first.seq, first.generation.at)

    def destroyed(self) -> set[str]:
        """Compartments that somebody destroyed who might: that their keys are gone is no damage (V-5.10)."""
        return {
            entry.compartment
            for entry in self._trail.destructions()
            if entry.compartment and self.may(entry.account, entry.compartment, SHARE, entry.seq, entry.at)
        }

    def is_founding(self, seq: int) -> bool:
        """Whether an entry is of the session that made the vault."""
        start = self._trail.last("unlock", before=seq)
        return start is not None and start.seq == _FIRST_UNLOCK

    def told(self, account: str, seq: int) -> str:
        """The time of the last entry of another account before this place; empty when there is none."""
        while (start := self._trail.last("unlock", before=seq)) is not None and start.seq <= seq:
            seq = start.seq - 1
            before = self._trail.at(seq)
            if before is None or before[0].account != account:
                return before[0].at if before else ""
        return ""

    def _read(self, compartment: str) -> History:
        """In the order of the trail each row is judged by those before it."""
        entries = [entry for entry in self._trail.grants(compartment) if entry.compartment == compartment]
        present = rows.in_compartment(self._connection, compartment, list(self._roster.members))
        digests = {canonical.to_text(row.digest(self._trail.vault_id)): row for row in present}
        history = History(told=self.told)
        named = set[str]()
        for entry, digest in _in_order(entries):
            row = digests.get(digest)
            if row is None or digest in named or row.signer != entry.account:
                continue
            named.add(digest)
            if not (self._is_true(row, digest, entry) and self._take(history, row, entry)):
                history.refused.append(row)
        history.refused += [row for digest, row in digests.items() if digest not in named]
        history.cut = self._cut(history, entries, compartment, set(digests))
        return history

    def _is_true(self, row: Generation | Grant, digest: str, entry: Entry) -> bool:
        """Signature and entry, checked once for ever: remembered with the place, which an index could lie about."""
        placed = sealing.digest(_PLACED, canonical.from_text(digest), f"{entry.seq} {entry.at}".encode())
        if self.is_verified(placed):
            return True
        public = self._roster.public_key(row.signer, entry.seq)
        try:
            sealing.ensure(public is not None)
            row.verify(self._trail.vault_id, public or b"")
            self._trail.check(entry, self._roster)
        except SealError:
            return False
        except KnownError as error:
            if error.name != "trail_damaged":
                raise
            return False
        self.remember_verified(placed)
        return True

    def _take(self, history: History, row: Generation | Grant, entry: Entry) -> bool:
        """Add a row if its signer had the right to make it at this place."""
        if not self._roster.is_active(row.signer, entry.seq):
            return False
        if isinstance(row, Generation):
            if not _may_make(history, row, entry) or not self._may_found(history, row, entry):
                return False
            history.steps.append(Step(entry.seq, row))
            return True
        if not self._roster.is_active(row.grantee, entry.seq) or not _may_give(history, row, entry):
            return False
        history.steps[-1].grants.append((entry.seq, row))
        return True

    def _may_found(self, history: History, row: Generation, entry: Entry) -> bool:
        return bool(history.steps) or row.kind not in FOUNDED or self.is_founding(entry.seq)

    def _cut(self, history: History, entries: list[Entry], compartment: str, present: set[str]) -> list[Entry]:
        """Entries of somebody who might, that name a row which is gone: also none that was granted to a stranger."""
        suspected = [entry for entry in entries if not present.issuperset(entry.rows)]
        if not suspected:
            return []
        for row in rows.of_compartment(self._connection, compartment):
            present.add(canonical.to_text(row.digest(self._trail.vault_id)))
        found = list[Entry]()
        for entry in suspected:
            first = history.steps[0].seq if history.steps else entry.seq
            might = entry.seq <= first or self._might(history, entry)
            if might and not present.issuperset(entry.rows):
                with contextlib.suppress(KnownError):
                    self._trail.check(entry, self._roster)
                    found.append(entry)
        return found

    def _might(self, history: History, entry: Entry) -> bool:
        return self._roster.is_active(entry.account, entry.seq) and history.may(
            entry.account, SHARE, entry.seq, entry.at
        )


def _in_order(entries: list[Entry]) -> Iterator[tuple[Entry, str]]:
    for entry in entries:
        for digest in entry.rows:
            yield entry, digest


def _may_make(history: History, generation: Generation, entry: Entry) -> bool:
    """Number 1 is its creator's; a later one is made by a holder of share in the one before, and stays of its kind.

    The one before is the highest that counts: a forged row must not take a number away.
    """
    before = history.current
    if before is None:
        return generation.number == 1
    return (
        generation.number > before.generation.number
        and generation.kind == before.generation.kind
        and history.may(generation.maker, SHARE, entry.seq, entry.at)
    )


def _may_give(history: History, grant: Grant, entry: Entry) -> bool:
    """Nobody grants more than they hold, nor longer; a new generation takes over what the one before gave."""
    step = history.current
    if step is None or grant.generation != step.generation.number or not is_in_order(grant.rights):
        return False
    if step.generation.kind in PRIVATE and grant.grantee != history.steps[0].generation.maker:
        return False
    if step.seq == entry.seq:  # within the entry that made the generation, of its maker alone
        before = history.steps[-2] if len(history.steps) > 1 else None
        sources = [] if before is None else [before.held(grant.granter), before.held(grant.grantee)]
        return before is None or any(held is not None and is_within(grant, held) for held in sources)
    held = step.held(grant.granter, entry.seq)
    if held is None or history.is_over(held, entry.seq, entry.at) or not is_within(grant, held):
        return False
    return grant.granter == grant.grantee or SHARE in held.rights.split()


def is_in_order(rights: str) -> bool:
    """Whether rights are spelled as they must be: `read`, and then `write`, `share`, or both."""
    given = rights.split(" ")
    return given == [right for right in rows.RIGHTS if right in given] and given[0] == rows.RIGHTS[0]


def is_within(wanted: Grant, held: Grant) -> bool:
    """Whether one grant gives no more, and no longer, than another."""
    return is_covered(wanted.rights, wanted.expires, held.rights, held.expires)


def is_covered(rights: str, expires: str | None, held: str, until: str | None) -> bool:
    """Whether rights up to a time are covered by those held up to a time."""
    lasts = until is None or (expires is not None and expires <= until)
    return lasts and set(rights.split()) <= set(held.split())


def has_ended(expires: str | None, at: str) -> bool:
    """Whether a grant with this end is past it at a time."""
    return expires is not None and expires <= at
