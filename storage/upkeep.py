"""Bringing the own index up to date with the trail, or filling a new one (V-7.2)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from storage import rows
from storage.database import many
from storage.drafts import Drafts
from storage.errors import KnownError
from storage.index import Item
from storage.opened import OpenVault
from storage.trail import Event

BATCH = 50
Progress = Callable[[int, int], None]


class Upkeep:
    """Keeps one account's index equal to what it can open."""

    def __init__(self, vault: OpenVault, drafts: Drafts) -> None:
        self._vault = vault
        self._drafts = drafts

    def catch_up(self, progress: Progress | None = None) -> int:
        """Index what was written since the index last looked; returns how many records."""
        self._catch_up_compartments()
        pending = self._pending()
        for start in range(0, len(pending), BATCH):
            with self._vault.index.transaction():
                for record in pending[start : start + BATCH]:
                    self._index(record)
            if progress:
                progress(min(start + BATCH, len(pending)), len(pending))
            time.sleep(0)  # lets a window paint between batches
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

    def _index(self, record: str) -> None:
        """Index the head of a record; what cannot be opened or is damaged is left out."""
        vault = self._vault
        try:
            named = vault.revisions.head(record)
            row = named.row
            if not vault.keyring.holds(row.compartment):
                return
            vault.revisions.check_author(named, vault.roster)
            content = vault.revisions.open(named)
            stored = vault.stored(record, row.compartment, content)
        except KnownError as error:
            vault.damage.setdefault(record, error.name)
            return
        vault.index.put(Item(stored, vault.describe(stored), row.state, row.author, row.at, row.id))
