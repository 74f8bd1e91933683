"""Bringing the own index up to date with the trail, or filling a new one (V-7.2)."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from storage import database, rows
from storage.checking import MOST_AT_ONCE, Checkers, Signed
from storage.database import many
from storage.drafts import Drafts
from storage.errors import KnownError, failure
from storage.index import SIGNED, Item
from storage.opened import OpenVault
from storage.revisions import Named
from storage.trail import Event

BATCH = 50
_ENTRIES_A_STEP = 1000
_WORTH_HELPERS = 2000
_SLICE_S = 0.008
Progress = Callable[[int, int], None]


class Upkeep:
    """Keeps one account's index equal to what it can open."""

    def __init__(self, vault: OpenVault, drafts: Drafts) -> None:
        self._vault = vault
        self._drafts = drafts

    def catch_up(self, progress: Progress | None = None) -> int:
        """Index what was written since the index last looked; returns how many records."""
        self._catch_up_compartments()
        follow_trail(self._vault)
        pending = self._pending()
        # Starting a process for a few signatures takes longer than checking them.
        with Checkers(alone=len(pending) < _WORTH_HELPERS) as checkers:
            for start in range(0, len(pending), MOST_AT_ONCE):
                heads, signatures = self._heads(pending[start : start + MOST_AT_ONCE])
                checkers.check(signatures, partial(self._index_true, heads))
                if progress:
                    progress(min(start + MOST_AT_ONCE, len(pending)), len(pending))
            checkers.finish()
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

    def fill(self, progress: Progress | None = None) -> None:
        """Fill a new index with everything this account can open, as one `maintenance` entry."""
        records = self.catch_up(progress)
        drafts = self._drafts.fill_index()
        self._vault.index.flush()
        database.release_memory(self._vault.connection)
        self._note(records, drafts)

    def _note(self, records: int, drafts: int) -> None:
        facts = {"drafts": drafts, "records": records, "what": "index"}
        self._vault.trail.commit(Event(action="maintenance", facts=facts))

    def _catch_up_compartments(self) -> None:
        vault = self._vault
        known = vault.index.known_compartments()
        granted = [
            compartment
            for compartment in rows.granted_compartments(vault.connection, vault.account)
            if compartment not in known
        ]
        if granted:
            gone = vault.trail.destroyed()
            granted = [compartment for compartment in granted if compartment not in gone]
        for start in range(0, len(granted), BATCH):
            with vault.index.transaction():
                for compartment in granted[start : start + BATCH]:
                    self._index_compartment(compartment)
            time.sleep(0)

    def _index_compartment(self, compartment: str) -> None:
        try:
            opened = self._vault.keyring.open(compartment)
        except KnownError as error:
            self._vault.damage.setdefault(compartment, error.name)
            return
        self._vault.index.put_compartment(opened)

    def _pending(self) -> Sequence[str]:
        """Records with a signed row since the index last looked, each once, in trail order."""
        found = many(
            self._vault.connection,
            "SELECT record FROM trail WHERE wrote > 0 AND record IS NOT NULL AND seq > ? ORDER BY seq",
            (self._vault.index.seen,),
        )
        return list(dict.fromkeys(row[0] for row in found))

    def _heads(self, records: Sequence[str]) -> tuple[list[Named], list[Signed]]:
        """The heads of records this account can open, with their signatures; what is damaged is noted."""
        vault = self._vault
        heads: list[Named] = []
        signatures: list[Signed] = []
        for record, found in vault.revisions.heads(records).items():
            if isinstance(found, KnownError):
                self._leave_out(record, None, found)
            elif vault.keyring.holds(found.row.compartment):
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
        except KnownError as error:
            self._leave_out(row.record, named, error)
            return
        described = vault.describe(stored)
        vault.index.put(Item(stored, described, row.state, row.author, row.at, row.id, named.digest, SIGNED))

    def _leave_out(self, record: str, named: Named | None, error: KnownError) -> None:
        if named is None or named.row.compartment not in self._vault.trail.destroyed():
            self._vault.damage.setdefault(record, error.name)


class _Concerns(msgspec.Struct):
    """Of an entry only what it is about: its own bytes are checked where they are shown."""

    compartment: str | None = None
    objects: list[tuple[str, str]] = []


_concerns = msgspec.json.Decoder(_Concerns)


def follow_trail(vault: OpenVault) -> None:
    """Note in the own index which compartments the entries concern that it has not seen yet."""
    index = vault.index
    if index.followed > vault.trail.seq:
        with index.transaction():
            index.follow_again()
    while index.followed < vault.trail.seq:
        sql = "SELECT seq, entry FROM trail WHERE seq > ? ORDER BY seq LIMIT ?"
        touched: set[tuple[str, int]] = set()
        last = vault.trail.seq
        for last, data in many(vault.connection, sql, (index.followed, _ENTRIES_A_STEP)):
            with contextlib.suppress(ValueError):
                entry = _concerns.decode(data)
                touched.update((compartment, last) for _, compartment in entry.objects)
                if entry.compartment is not None:
                    touched.add((entry.compartment, last))
        with index.transaction():
            index.follow(touched, last)
        time.sleep(0)
