"""Writing: one transaction with its trail entries, then the own index (V-5.6, V-7.2)."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from storage import attachments, clock, destroying, generations
from storage.compartments import CLOSED, NewCompartment
from storage.drafts import Draft, Drafts
from storage.errors import KnownError, failure
from storage.index import NAMED, Item
from storage.opened import OpenVault
from storage.revisions import Content, Write
from storage.rows import Revision
from storage.trail import Event
from storage.upkeep import Upkeep

_ACTIONS = {"saved": "save", "signed": "sign", "entered_in_error": "save"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A draft that came into a file from elsewhere, and the entry that says so: a draft alone leaves none."""

    draft: Draft
    event: Event


class Made(NamedTuple):
    """A revision that was just made, and the digest of its row."""

    write: Write
    row: Revision
    digest: bytes


class Writer:
    """Writes records for one signed-in person."""

    def __init__(self, vault: OpenVault, drafts: Drafts) -> None:
        self._vault = vault
        self._drafts = drafts
        self._upkeep = Upkeep(vault, drafts)

    def write(
        self,
        writes: Sequence[Write],
        compartments: Sequence[NewCompartment],
        drop_drafts: Sequence[str],
        arrivals: Sequence[Arrival],
        purpose: str,
    ) -> list[str]:
        """All of it or nothing; durable on return. Gives the ids of the new revisions."""
        vault = self._vault
        at = clock.now()
        self.prepare(writes)
        try:
            with vault.trail.transaction():
                made = self.put(writes, compartments, purpose)
                for record in drop_drafts:
                    self._drafts.delete(record)
                for arrival in arrivals:
                    self._drafts.put(arrival.draft, at)
                    vault.trail.append(arrival.event)
        except BaseException as error:
            vault.keyring.forget([new.id for new in compartments])
            if isinstance(error, KnownError) and error.name in CLOSED:
                self._refused(writes, error)
            raise
        # The records are safe now. An index that cannot follow is caught up at the next unlock.
        with contextlib.suppress(KnownError):
            self.follow(made, compartments, drop_drafts)
            for arrival in arrivals:
                self._drafts.put_into_index(arrival.draft, at)
        return [one.row.id for one in made]

    def destroy(self, compartments: Sequence[str], writes: Sequence[Write], purpose: str) -> None:
        """Destroy compartments and write what says so: all of it or nothing; durable on return."""
        made: list[Made] = []
        destroying.destroy(self._vault, compartments, purpose, lambda: made.extend(self.put(writes, (), purpose)))
        with contextlib.suppress(KnownError):
            self.follow(made, ())

    def prepare(self, writes: Sequence[Write]) -> None:
        """Somebody left whose key is still that of a file: a new one is made before anything is written under it."""
        due = self._vault.due
        for compartment in {write.compartment for write in writes} & due if due else ():
            generations.renew(self._vault, compartment, without=())

    def put(self, writes: Sequence[Write], compartments: Sequence[NewCompartment], purpose: str) -> list[Made]:
        """Make compartments and revisions inside the running transaction, each with its entry."""
        for new in compartments:
            self._vault.keyring.create(new)
        return [self._write(write, purpose) for write in writes]

    def _refused(self, writes: Sequence[Write], error: KnownError) -> None:
        """Writing into a file that is not shared, or no longer, is an entry a file."""
        closed = {write.compartment for write in writes if "write" not in self._vault.keyring.rights(write.compartment)}
        with self._vault.trail.transaction():
            for compartment in sorted(closed):
                self._vault.trail.append(Event(action="save", outcome=error.name, compartment=compartment))

    def _write(self, write: Write, purpose: str) -> Made:
        attached = self._drafts.sealed_files(write.record, write.attachments, write.parent)
        if not all(attachments.is_whole(self._vault.connection, file) for file in attached):
            raise failure("attachment_damaged")
        row, digest = self._vault.revisions.make(write, attached)
        attachments.hold(self._vault.connection, write.record, attached)
        self._vault.trail.append(
            Event(
                action=write.action or _ACTIONS[write.state],
                record=write.record,
                revision=row.id,
                compartment=write.compartment,
                purpose=purpose,
                rows=(digest,),
                facts=attachments.facts(attached),
            )
        )
        return Made(write, row, digest)

    def follow(self, made: Sequence[Made], compartments: Sequence[NewCompartment], dropped: Sequence[str] = ()) -> None:
        """After the commit: the own index has what was written, where this account can still open it."""
        vault = self._vault
        if vault.index.behind:
            self._upkeep.catch_up()
            return
        written = {one.write.record for one in made}
        with vault.index.transaction():
            for new in compartments:
                if vault.keyring.holds(new.id):
                    vault.remember_compartment(new.id)
            for write, row, digest in made:
                if not vault.keyring.holds(write.compartment):
                    continue
                content = Content(write.kind, write.version, dict(write.body))
                stored = vault.stored(write.record, write.compartment, content)
                described = vault.describe(stored)
                vault.index.put(Item(stored, described, row.state, row.author, row.at, row.id, digest, NAMED))
            vault.index.set_seen(vault.trail.seq)
        for record in set(dropped) - written:
            self._drafts.remove_from_index(record)
