"""Bringing the own index up to date with the trail, or filling a new one (V-7.2)."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain

import msgspec

from storage import canonical, database, generations, rows
from storage.checking import MOST_AT_ONCE, Checkers, Signed
from storage.compartments import CLOSED
from storage.database import many, one
from storage.drafts import Drafts
from storage.entries import FIRST_PREVIOUS, RARE_ACTIONS
from storage.entries import chain as chained
from storage.errors import KnownError, failure
from storage.index import SIGNED, Item
from storage.opened import Notice, OpenVault
from storage.revisions import Named
from storage.trail import Event

BATCH = 50
MOST_NAMED = 200  # records in one entry
PLANTED = "record_planted"
_ENTRIES_A_STEP = 1000
_WORTH_HELPERS = 2000
_SLICE_S = 0.008
_AT_ONCE_S = 1.0
Progress = Callable[[int, int], None]


class Upkeep:
    """Keeps one account's index equal to what it can open."""

    def __init__(self, vault: OpenVault, drafts: Drafts) -> None:
        self._vault = vault
        self._drafts = drafts
        self._gone: set[str] | None = None
        self._planted: list[tuple[str, str]] = []

    def catch_up(self, progress: Progress | None = None) -> int:
        """Index what was written since the index last looked; returns how many records."""
        self._gone = None
        follow_trail(self._vault)
        added = self._catch_up_compartments()
        pending = self._pending(added)
        # Starting a process for a few signatures takes longer than checking them.
        with Checkers(alone=len(pending) < _WORTH_HELPERS) as checkers:
            for start in range(0, len(pending), MOST_AT_ONCE):
                heads, signatures = self._heads(pending[start : start + MOST_AT_ONCE])
                checkers.check(signatures, partial(self._index_true, heads))
                if progress:
                    progress(min(start + MOST_AT_ONCE, len(pending)), len(pending))
            checkers.finish()
        self._tell_planted()
        if self._vault.index.behind:
            # What was rolled back may have held drafts, which the trail does not name.
            self._drafts.fill_index()
        with self._vault.index.transaction():
            self._vault.index.set_seen(self._vault.trail.seq)
        self._vault.index.behind = False
        return len(pending)

    def follow(self, *, after_cut: bool) -> None:
        """At unlock: index what was written since, and after a session without an end also its drafts.

        Work shown to nobody is one `maintenance` entry; where nothing was opened there is none.
        """
        records = self.catch_up()
        drafts = self._drafts.fill_index() if after_cut else 0
        if records or drafts:
            self._note(records, drafts)
        self._renew()

    def fill(self, progress: Progress | None = None) -> None:
        """Fill a new index with everything this account can open, as one `maintenance` entry."""
        records = self.catch_up(progress)
        drafts = self._drafts.fill_index()
        self._vault.index.flush()
        database.release_memory(self._vault.connection)
        self._note(records, drafts)
        self._renew()

    def _renew(self) -> None:
        """New keys for what somebody can open who left, or whose grant has ended; the rest when there is time."""
        with contextlib.suppress(KnownError):
            generations.look_for_due(self._vault)
            generations.renew_due(self._vault, _AT_ONCE_S)

    def _note(self, records: int, drafts: int) -> None:
        facts = {"drafts": drafts, "records": records, "what": "index"}
        self._vault.trail.commit(Event(action="maintenance", facts=facts))

    def _catch_up_compartments(self) -> list[str]:
        """Take in what was granted since, and forget what is no longer this person's; the compartments that are new."""
        vault = self._vault
        known = vault.index.known_compartments()
        gone = self._destroyed()
        granted = [
            compartment
            for compartment in rows.granted_compartments(vault.connection, vault.account)
            if compartment not in known and compartment not in gone
        ]
        touched = self._touched() & known if known else set[str]()
        lost = [
            compartment
            for compartment in (touched | set(vault.index.ended(vault.keyring.latest()))) - gone
            if not vault.keyring.holds(compartment)
        ]
        if lost:
            vault.index.purge(sorted(lost))
            self._drafts.fill_index()
        renewed = sorted(touched.difference(lost, gone))
        added: list[str] = []
        wanted = [*renewed, *granted]
        for start in range(0, len(wanted), BATCH):
            with vault.index.transaction():
                added += filter(self._index_compartment, wanted[start : start + BATCH])
            time.sleep(0)
        new = [compartment for compartment in added if compartment not in known]
        if new and known:
            self._drafts.fill_index()  # what was begun in a file that is open again has its words back
        return new

    def _destroyed(self) -> set[str]:
        """Asked once: each time it reads every such entry."""
        if self._gone is None:
            self._gone = self._vault.keyring.histories.destroyed()
        return self._gone

    def _touched(self) -> set[str]:
        """Compartments with an entry about keys or grants since the index last looked."""
        sql = "SELECT entry FROM trail WHERE seq > ? AND action IN ('grant', 'revoke')"
        found = set[str]()
        for (data,) in many(self._vault.connection, sql, (self._vault.index.seen,)):
            with contextlib.suppress(ValueError):
                found.add(_concerns.decode(data).compartment or "")
        return found

    def _index_compartment(self, compartment: str) -> bool:
        """Whether this account can open it; one that is not, or no longer, for it is no damage."""
        try:
            self._vault.remember_compartment(compartment)
        except KnownError as error:
            if error.name not in CLOSED:
                self._vault.damage.setdefault(compartment, error.name)
            return False
        return True

    def _pending(self, added: Sequence[str]) -> Sequence[str]:
        """Records with a signed row since the index last looked, in trail order, and all of new compartments."""
        vault = self._vault
        older = generations.records_in(vault, added) if added and vault.index.seen else {}
        found = many(
            vault.connection,
            "SELECT record FROM trail WHERE wrote > 0 AND record IS NOT NULL AND seq > ? ORDER BY seq",
            (vault.index.seen,),
        )
        return list(dict.fromkeys([*chain.from_iterable(older.values()), *(row[0] for row in found)]))

    def _heads(self, records: Sequence[str]) -> tuple[list[Named], list[Signed]]:
        """The heads of records this account can open, with their signatures; what is damaged is noted."""
        vault = self._vault
        heads: list[Named] = []
        signatures: list[Signed] = []
        for record, found in vault.revisions.heads(records).items():
            if isinstance(found, KnownError):
                self._leave_out(record, None, found)
            elif vault.keyring.holds(found.row.compartment):
                if found.strangers > 0:
                    vault.damage.setdefault(record, "record_forged")
                try:
                    signatures.append(vault.revisions.signed(found, vault.roster))
                    heads.append(found)
                except KnownError as error:
                    self._leave_out(record, found, error)
        time.sleep(0)
        return heads, signatures

    def _index_true(self, heads: Sequence[Named], holding: Sequence[bool]) -> None:
        """Index those whose signatures hold, a few milliseconds at a time: a window wants to paint in between."""
        left = iter(zip(heads, holding, strict=True))
        is_done = False
        while not is_done:
            until = time.monotonic() + _SLICE_S
            with self._vault.index.transaction():
                for named, holds in left:
                    self._index(named, holds=holds)
                    if time.monotonic() > until:
                        break
                else:
                    is_done = True
            time.sleep(0)

    def _index(self, named: Named, *, holds: bool) -> None:
        """Index the head of a record; what cannot be opened or is damaged is left out."""
        vault, row = self._vault, named.row
        try:
            if not holds:
                raise failure("record_forged")
            stored = vault.stored(row.record, row.compartment, vault.revisions.open(named))
            described = vault.described(stored)
        except KnownError as error:
            self._leave_out(row.record, named, error)
            if error.name == PLANTED:
                self._planted.append((row.record, row.compartment))
            return
        vault.index.put(Item(stored, described, row.state, row.author, row.at, row.id, named.digest, SIGNED))

    def _tell_planted(self) -> None:
        """The verifier cannot know it, as it opens no label: who was to be deceived notes it in the trail."""
        planted, self._planted = self._planted, []
        for start in range(0, len(planted), MOST_NAMED):
            part = planted[start : start + MOST_NAMED]
            self._vault.trail.commit(Event(action="damage_found", outcome=PLANTED, objects=part))
        if planted:
            self._vault.notices.append(Notice(PLANTED, {"count": str(len(planted))}))

    def _leave_out(self, record: str, named: Named | None, error: KnownError) -> None:
        if named is None or named.row.compartment not in self._vault.keyring.histories.destroyed():
            self._vault.damage.setdefault(record, error.name)


class _Concerns(msgspec.Struct):
    """Of an entry only what it is about: its own bytes are checked where they are shown."""

    action: str
    record: str | None = None
    compartment: str | None = None
    objects: list[tuple[str, str]] = []
    rows: list[str] = []


_concerns = msgspec.json.Decoder(_Concerns)


def follow_trail(vault: OpenVault) -> None:
    """Note in the own index which compartments the entries concern that it has not seen yet.

    On the way the chain is followed, and the columns beside it are compared: else a newer key or revision could be
    hidden by taking an entry away, changing it, or changing what it is found by (V-5.6).
    """
    index = vault.index
    if index.followed > vault.trail.seq:
        with index.transaction():
            index.follow_again()
    head = _hash_of(vault, index.followed)
    while index.followed < vault.trail.seq:
        sql = "SELECT seq, entry, hash, action, record, wrote, rare FROM trail WHERE seq > ? ORDER BY seq LIMIT ?"
        touched: set[tuple[str, int]] = set()
        last, before = vault.trail.seq, index.followed
        for last, data, hashed, *columns in many(vault.connection, sql, (before, _ENTRIES_A_STEP)):
            if last != before + 1 or chained(head, data) != hashed:
                _note_gap(vault, before + 1)
            before, head = last, hashed
            with contextlib.suppress(ValueError):
                entry = _concerns.decode(data)
                touched.update((compartment, last) for _, compartment in entry.objects)
                if entry.compartment is not None:
                    touched.add((entry.compartment, last))
                if not _is_indexed(vault, last, entry, columns):
                    _distrust(vault, entry)
        with index.transaction():
            index.follow(touched, last)
        time.sleep(0)


def _hash_of(vault: OpenVault, seq: int) -> bytes:
    found = one(vault.connection, "SELECT hash FROM trail WHERE seq = ?", (seq,))
    return found[0] if found else FIRST_PREVIOUS


def _is_indexed(vault: OpenVault, seq: int, entry: _Concerns, columns: Sequence[object]) -> bool:
    """Whether what is found by the columns and `named` is what the entry says."""
    if columns != [entry.action, entry.record, len(entry.rows), int(entry.action in RARE_ACTIONS)]:
        return False
    sql = "SELECT seq, compartment FROM named WHERE digest = ?"
    return entry.record is not None or all(
        one(vault.connection, sql, (canonical.from_text(row),)) == (seq, entry.compartment) for row in entry.rows
    )


def _note_gap(vault: OpenVault, seq: int) -> None:
    """Nobody knows what entries said that are gone or others: no more is written into files that others could open."""
    vault.index.is_to_go = True
    vault.keyring.gap = seq
    vault.damage.setdefault(vault.vault_id, "trail_damaged")


def _distrust(vault: OpenVault, entry: _Concerns) -> None:
    """Nothing is sealed in a compartment, and nothing shown of a record, of which something newer is hidden.

    The index goes at the end, so that the next sign-in finds it again.
    """
    vault.index.is_to_go = True
    if entry.record is not None:
        vault.revisions.distrusted.add(entry.record)
        vault.damage.setdefault(entry.record, "record_deleted")
    elif entry.compartment is not None and entry.rows:
        vault.keyring.distrust(entry.compartment)
        vault.damage.setdefault(entry.compartment, "compartment_damaged")
