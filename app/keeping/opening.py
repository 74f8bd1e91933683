"""Opening a record: its typed body, its amendments, whether it still counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.desk import Desk
from app.keeping import compartments
from app.records import KINDS, decode, headline
from app.records.amendment import EFFECTS, Amendment, AmendmentKind, effect_of
from app.records.base import RecordBody
from app.texts import _
from storage.vault import Query, Record


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as it is read: envelope, typed body, amendments from old to new.

    `status` is empty or one of `amendment.EFFECTS`.
    """

    record: Record
    body: RecordBody
    amendments: list[Opened] = field(default_factory=list)
    status: str = ""

    @property
    def title(self) -> str:
        """The title in the language of the person."""
        return headline(self.record.kind, self.body.summary(), self.body.facets())

    @property
    def kind_label(self) -> str:
        """The name of its kind in the language of the person."""
        return _(KINDS[self.record.kind].label)


def opened(desk: Desk, record: str, purpose: str, revision: str | None = None) -> Opened:
    """Read a record and what was later said about it; each reading is an entry."""
    found = plain(desk.signin.read(record, purpose=purpose, revision=revision))
    if found.record.state != "signed":
        return found
    amendments = [
        plain(amendment) for amendment in desk.signin.read_many(amendment_ids(desk, found.record), purpose=purpose)
    ]
    return Opened(found.record, found.body, amendments, status_from(amendments))


def plain(record: Record) -> Opened:
    """The typed body of a record that has been read."""
    return Opened(record, decode(record.kind, record.version, record.body))


def body_of(desk: Desk, record: str, purpose: str) -> RecordBody:
    """The typed body of the head of a record."""
    return plain(desk.signin.read(record, purpose=purpose)).body


def amendment_ids(desk: Desk, record: Record) -> list[str]:
    """Amendments of a record, oldest first; ids only."""
    query = Query(
        kinds=("amendment",),
        compartments=(record.compartment,),
        client=compartments.client_of(desk, record.compartment),
        facets={"target": record.record},
        states=("signed",),
    )
    return sorted(desk.signin.ids(query))


def is_in_error(desk: Desk, record: str, client: str | None) -> bool:
    """Whether an amendment says that a record was entered in error; asked by ids alone."""
    facets = {"target": record, "kind": AmendmentKind.ENTERED_IN_ERROR.value}
    return bool(desk.signin.ids(Query(kinds=("amendment",), client=client, facets=facets, states=("signed",), limit=1)))


def status_from(amendments: list[Opened]) -> str:
    """What the amendments of a record make of it."""
    effects = {effect_of(found.body) for found in amendments if isinstance(found.body, Amendment)}
    return next((effect for effect in EFFECTS if effect in effects), "")
