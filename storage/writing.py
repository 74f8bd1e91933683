"""Writing: one transaction with its trail entries, then the own index (V-5.6, V-7.2)."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

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
        made: list[tuple[Write, Revision, bytes]] = []
        at = clock.now()
        self._prepare(writes)
        try:
            with vault.trail.transaction():
                for new in compartments:
                    vault.keyring.create(new)
                made.extend(self._write(write, purpose) for write in writes)
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
            self._follow(made, compartments, drop_drafts)
            for arrival in arrivals:
                self._drafts.put_into_index(arrival.draft, at)
        return [row.id for _, row, _ in made]

    def destroy(self, compartments: Sequence[str], writes: Sequence[Write], purpose: str) -> None:
        """Destroy compartments and write what says so: all of it or nothing; durable on return."""
        made: list[tuple[Write, Revision, bytes]] = []
        destroying.destroy(
            self._vault, compartments, purpose, lambda: made.extend(self._write(write, purpose) for write in writes)
        )
        with contextlib.suppress(KnownError):
            self._follow(made, (), ())

    def _prepare(self, writes: Sequence[Write]) -> None:
        """Somebody left whose key is still that of a file: a new one is made before anything is written under it."""
        due = self._vault.due
        for compartment in {write.compartment for write in writes} & due if due else ():
            generations.renew(self._vault, compartment, without=())

    def _refused(self, writes: Sequence[Write], error: KnownError) -> None:
        """Writing into a file that is not shared, or no longer, is an entry a file."""
        closed = {write.compartment for write in writes if "write" not in self._vault.keyring.rights(write.compartment)}
        with self._vault.trail.transaction():
            for compartment in sorted(closed):
                self._vault.trail.append(Event(action="save", outcome=error.name, compartment=compartment))

    def _write(self, write: Write, purpose: str) -> tuple[Write, Revision, bytes]:
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
        return write, row, digest

    def _follow(
        self,
        made: Sequence[tuple[Write, Revision, bytes]],
        compartments: Sequence[NewCompartment],
        dropped: Sequence[str],
    ) -> None:
        vault = self._vault
        if vault.index.behind:
            self._upkeep.catch_up()
            return
        written = {write.record for write, _, _ in made}
        with vault.index.transaction():
            for new in compartments:
                if new.creator_rights:
                    vault.remember_compartment(new.id)
            for write, row, digest in made:
                content = Content(write.kind, write.version, dict(write.body))
                stored = vault.stored(write.record, write.compartment, content)
                described = vault.describe(stored)
                vault.index.put(Item(stored, described, row.state, row.author, row.at, row.id, digest, NAMED))
            vault.index.set_seen(vault.trail.seq)
        for record in set(dropped) - written:
            self._drafts.remove_from_index(record)
