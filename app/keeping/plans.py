"""One write for all that belongs together, and list rows of any number of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app import clock
from app.desk import Desk
from app.keeping import attached
from app.records import KINDS, encode
from app.records.amendment import AmendmentKind
from app.records.base import RecordBody
from app.rules.purposes import Purpose
from app.vaults import failure
from storage.vault import Arrival, NewCompartment, Row, Share, SharingChange, Write

MOST_ROWS = 200
ALL_RIGHTS = "read write share"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was kept: the record and the revision that this save made."""

    record: str
    revision: str


@dataclass(slots=True)
class Plan:
    """Writes that become true together or not at all."""

    writes: list[Write] = field(default_factory=list)
    compartments: list[NewCompartment] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    def put(  # noqa: PLR0913 - a revision has so many sides
        self,
        kind: str,
        record: str,
        compartment: str,
        body: RecordBody,
        *,
        state: str = "saved",
        parent: str | None = None,
        action: str | None = None,
    ) -> None:
        """Add a revision; rules that depend on today are checked here."""
        body.check_today(clock.today())
        version = KINDS[kind].version
        values, files = encode(body), attached.named_in(body)
        self.writes.append(Write(record, compartment, kind, version, values, state, parent, action, files))

    def withdraw(self, record: str) -> Write | None:
        """Take back what is planned for a record, so that something on top of it can be put; None for nothing."""
        planned = next((write for write in self.writes if write.record == record), None)
        if planned is not None:
            self.writes.remove(planned)
        return planned

    def make(
        self,
        desk: Desk,
        kind: str,
        label: Mapping[str, str],
        shares: Mapping[str, str] | None = None,
        own_rights: str = ALL_RIGHTS,
    ) -> str:
        """Add a new compartment, with the rights of others by account; returns its id."""
        given = tuple(Share(account, rights) for account, rights in (shares or {}).items())
        made = NewCompartment(desk.signin.new_id(), kind, dict(label), given, own_rights)
        self.compartments.append(made)
        return made.id

    def commit(self, desk: Desk, purpose: str = Purpose.TREATMENT) -> list[str]:
        """Write everything; returns the ids of the revisions in the order of `put`."""
        made = desk.signin.write(
            self.writes,
            compartments=self.compartments,
            drop_drafts=self.dropped,
            arrivals=self.arrivals,
            purpose=purpose,
        )
        self._forget(desk)
        return made

    def commit_destroying(self, desk: Desk, compartments: Sequence[str], purpose: str) -> None:
        """Destroy compartments for good and write everything, in one transaction."""
        desk.signin.destroy(compartments, writes=self.writes, purpose=purpose)
        desk.homes.clear()

    def commit_sharing(self, desk: Desk, changes: Sequence[SharingChange], *, reason: str, purpose: str) -> None:
        """Write everything, then give compartments and take them back, in one transaction."""
        desk.signin.sharing.change(
            changes, reason=reason, purpose=purpose, writes=self.writes, compartments=self.compartments
        )
        self._forget(desk)

    def _forget(self, desk: Desk) -> None:
        """What a desk remembers of clients is looked up again once one was written: two files may be joined now."""
        if any(write.kind == "client" for write in self.writes):
            desk.homes.clear()
        desk.ended.extend(_ended_by(self.writes))


def _ended_by(writes: Sequence[Write]) -> Iterator[str]:
    """The records that these end: a withdrawal, something that replaces another, *entered in error*."""
    for write in writes:
        if write.kind == "release":
            yield from filter(None, (write.body.get("ends"), write.body.get("supersedes")))
        elif write.kind == "amendment" and write.body.get("kind") == AmendmentKind.ENTERED_IN_ERROR:
            yield str(write.body.get("target"))


def batches(records: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in portions that one entry may name."""
    for start in range(0, len(records), MOST_ROWS):
        yield records[start : start + MOST_ROWS]


def rows_of(desk: Desk, records: Sequence[str]) -> list[Row]:
    """List rows of any number of records."""
    return [row for batch in batches(records) for row in desk.signin.rows(batch)]


def row_of(desk: Desk, record: str) -> Row:
    """The list row of one record; raises `not_found`."""
    found = desk.signin.rows([record])
    if not found:
        raise failure("not_found", what=record)
    return found[0]
