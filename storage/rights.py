"""For the verifier: who had which right at which entry, found by walking the trail once (V-5.2, V-5.3, V-5.6).

Written apart from the keyring, whose check this is: it follows the entries from the first to the last, and keeps
only what holds at the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from storage import rows
from storage.database import Connection
from storage.entries import Entry
from storage.rows import Generation, Grant, Revision

_PRIVATE = ("process", "personal")
_FOUNDED = ("practice", "register")
_ORDER = {right: place for place, right in enumerate(rows.RIGHTS)}


@dataclass(frozen=True, slots=True)
class _Right:
    """What one account holds of the key in force; `until` is the end of time for a grant without end."""

    names: frozenset[str]
    until: str

    def covers(self, other: _Right) -> bool:
        return other.names <= self.names and other.until <= self.until


@dataclass(slots=True)
class _File:
    """One compartment as it stands at the entry that the walk is at."""

    number: int
    kind: str
    founder: str
    made_by: int  # number of the entry
    hands: dict[str, _Right] = field(default_factory=dict)
    hands_before: dict[str, _Right] | None = None  # of the generation before
    changed_by: int = 0  # number of the last entry that put it into a hand, and what was held before that entry
    hands_unchanged: dict[str, _Right] = field(default_factory=dict)


_FOREVER = "~"  # after every envelope time
_NOTHING = _Right(frozenset(), "")


class Rights:
    """Walks with the verifier; `is_active` says whether an account was one of the practice at an entry."""

    def __init__(self, connection: Connection, vault_id: str, is_active: Callable[[str, int], bool]) -> None:
        self._is_active = is_active
        self._rows: dict[bytes, Generation | Grant] = {}
        for row in rows.keys_and_grants(connection):
            self._rows[row.digest(vault_id)] = row
        self._files: dict[str, _File] = {}
        self._last = ("", "")  # whose entry was the last, and its time
        self._sessions = 0
        self._told = ""  # the time of the last entry of another account than this one's

    def pass_by(self, entry: Entry) -> None:
        """To be called with every entry, before it is asked about: what time it was, others know too."""
        self._sessions += entry.action == "unlock"
        account, at = self._last
        if account != entry.account:
            self._told = at
        self._last = (entry.account, entry.at)

    def follow(self, entry: Entry, digests: Sequence[bytes]) -> set[bytes]:
        """Which of the generations and grants that an entry names may be made there; they hold from here on."""
        return {digest for digest in digests if digest in self._rows and self._accept(self._rows[digest], entry)}

    def may(self, right: str, compartment: str | None, entry: Entry) -> bool:
        """Whether the account of an entry held a right in a compartment when it was written."""
        file = self._files.get(compartment or "")
        return file is not None and right in self._held(file, entry.account, entry).names

    def is_in_force(self, compartment: str, number: int) -> bool:
        """Whether this is the generation in force at the end; of older ones no key is kept."""
        file = self._files.get(compartment)
        return file is None or number >= file.number

    def _held(self, file: _File, account: str, entry: Entry) -> _Right:
        """Rights count from the entry after the one that gives them, until they end."""
        hands = file.hands_unchanged if file.changed_by == entry.seq else file.hands
        right = hands.get(account, _NOTHING)
        if (
            file.made_by == entry.seq
            or right.until <= max(entry.at, self._told)
            or not self._is_active(account, entry.seq)
        ):
            return _NOTHING
        return right

    def _accept(self, row: Generation | Grant, entry: Entry) -> bool:
        if row.signer != entry.account or row.compartment != entry.compartment:
            return False
        if not self._is_active(row.signer, entry.seq):
            return False
        return self._make(row, entry) if isinstance(row, Generation) else self._give(row, entry)

    def _make(self, made: Generation, entry: Entry) -> bool:
        file = self._files.get(made.compartment)
        if file is None:
            may_begin = made.number == 1 and (made.kind not in _FOUNDED or self._sessions == 1)
            if may_begin:
                self._files[made.compartment] = _File(1, made.kind, made.maker, entry.seq)
            return may_begin
        follows = made.number > file.number and made.kind == file.kind
        if not follows or "share" not in self._held(file, made.maker, entry).names:
            return False
        self._files[made.compartment] = _File(made.number, made.kind, file.founder, entry.seq, {}, file.hands)
        return True

    def _give(self, grant: Grant, entry: Entry) -> bool:
        file = self._files.get(grant.compartment)
        given = _right_of(grant)
        if file is None or given is None or file.number != grant.generation:
            return False
        if file.kind in _PRIVATE and grant.grantee != file.founder:
            return False
        if not self._is_active(grant.grantee, entry.seq) or not self._may_give(file, grant, given, entry):
            return False
        if file.changed_by != entry.seq:
            file.changed_by, file.hands_unchanged = entry.seq, file.hands
        file.hands = file.hands | {grant.grantee: given}
        return True

    def _may_give(self, file: _File, grant: Grant, given: _Right, entry: Entry) -> bool:
        if file.made_by == entry.seq:
            if file.hands_before is None:
                return True
            before = (file.hands_before.get(account, _NOTHING) for account in (grant.granter, grant.grantee))
            return any(right.covers(given) for right in before)
        own = self._held(file, grant.granter, entry)
        return own.covers(given) and (grant.granter == grant.grantee or "share" in own.names)


class Chain:
    """The revisions of one record: each follows from the one before, in its compartment, while that is not final."""

    def __init__(self) -> None:
        self._last: Revision | None = None
        self._is_cut = False

    def take(self, row: Revision) -> bool:
        """Whether a revision follows; then it is the last one."""
        last = self._last
        if last is None:
            follows = self._is_cut or row.parent is None
        else:
            is_next = row.parent == last.id and last.state == "saved"
            follows = row.compartment == last.compartment and (is_next or self._is_cut)
        if follows:
            self._last, self._is_cut = row, False
        return follows

    def miss(self) -> None:
        """One of them is gone, which is a finding: what comes next cannot be judged by it."""
        self._is_cut = True


def _right_of(grant: Grant) -> _Right | None:
    """None for rights that are not spelled as they must be."""
    names = grant.rights.split(" ")
    places = [_ORDER.get(name, -1) for name in names]
    if places != sorted(set(places)) or places[0] != 0:
        return None
    return _Right(frozenset(names), _FOREVER if grant.expires is None else grant.expires)
