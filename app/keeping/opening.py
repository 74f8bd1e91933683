"""Opening a record: its typed body, its amendments, its co-signature, whether it still counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from app import formats
from app.desk import Desk
from app.keeping import colleagues, compartments
from app.records import KINDS, decode, headline
from app.records.amendment import EFFECTS, Amendment, AmendmentKind, effect_of
from app.records.base import RecordBody
from app.records.cosignature import Cosignature
from app.rules import cosigning
from app.rules.cosigning import CosignState, Standing
from app.texts import _
from storage.vault import Query, Record


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as it is read: envelope, typed body, amendments from old to new.

    `status` is empty or one of `amendment.EFFECTS`; `cosign` is None where nobody asked for a co-signature.
    """

    record: Record
    body: RecordBody
    amendments: list[Opened] = field(default_factory=list)
    status: str = ""
    cosign: Cosign | None = None

    @property
    def title(self) -> str:
        """The title in the language of the person."""
        return headline(self.record.kind, self.body.summary(), self.body.facets())

    @property
    def kind_label(self) -> str:
        """The name of its kind in the language of the person."""
        return _(KINDS[self.record.kind].label)

    @property
    def cosign_words(self) -> str:
        """Where it stands with a co-signature, in one line; empty where nobody asked for one."""
        return self.cosign.words if self.cosign is not None else ""

    @property
    def cosignature(self) -> Opened | None:
        """The co-signature that counts, once it is there."""
        return self.cosign.signature if self.cosign is not None else None


@dataclass(frozen=True, slots=True)
class Cosign:
    """Where a record stands that wants a co-signature: of whom, since when, and what was remarked.

    `is_mine` says that this person may answer, `may_ask` that they may ask again; `steps` are all that happened, from
    old to new, and `latest` the one that counts.
    """

    state: CosignState
    whom: str
    whom_name: str
    at: str
    remark: str
    is_mine: bool
    may_ask: bool
    steps: list[Opened]
    latest: Opened

    @property
    def label(self) -> str:
        """The state in the language of the person."""
        return _(cosigning.COSIGN_LABELS[self.state])

    @property
    def words(self) -> str:
        """The state, whose it is and since when, in one line."""
        told = _("{state}: {name}, {moment}")
        return told.format(state=self.label, name=self.whom_name, moment=formats.moment(self.at))

    @property
    def signature(self) -> Opened | None:
        """The co-signature that counts, once it is there."""
        return self.latest if self.state is CosignState.COSIGNED else None


def opened(desk: Desk, record: str, purpose: str, revision: str | None = None) -> Opened:
    """Read a record and what was later said about it; each reading is an entry."""
    found = plain(desk.signin.read(record, purpose=purpose, revision=revision))
    if found.record.state != "signed":
        return found
    later = [plain(one) for one in desk.signin.read_many(later_ids(desk, found.record), purpose=purpose)]
    return with_later(desk, found, later)


def with_later(desk: Desk, found: Opened, later: list[Opened]) -> Opened:
    """A signed record with what was read of what was later said about it."""
    amendments = [one for one in later if isinstance(one.body, Amendment)]
    steps = [one for one in later if isinstance(one.body, Cosignature)]
    status = status_from(amendments)
    cosign = cosign_from(desk, found.record, steps) if steps and status != "entered_in_error" else None
    return Opened(found.record, found.body, amendments, status, cosign)


def plain(record: Record) -> Opened:
    """The typed body of a record that has been read."""
    return Opened(record, decode(record.kind, record.version, record.body))


def body_of(desk: Desk, record: str, purpose: str) -> RecordBody:
    """The typed body of the head of a record."""
    return plain(desk.signin.read(record, purpose=purpose)).body


def later_ids(desk: Desk, record: Record) -> list[str]:
    """Amendments of a record and the steps of co-signing it, oldest first; ids only."""
    return _later(desk, record.record, record.compartment, ("amendment", "cosignature"))


def amendments_of(desk: Desk, record: str, compartment: str) -> list[str]:
    """Amendments of a record, oldest first; ids only."""
    return _later(desk, record, compartment, ("amendment",))


def _later(desk: Desk, record: str, compartment: str, kinds: tuple[str, ...]) -> list[str]:
    query = Query(
        kinds=kinds,
        compartments=(compartment,),
        client=compartments.client_of(desk, compartment),
        facets={"target": record},
        states=("signed",),
    )
    return sorted(desk.signin.ids(query))


def cosign_from(desk: Desk, record: Record, steps: list[Opened]) -> Cosign | None:
    """Where a record stands, from the steps as they were read; an answer counts for the version that was signed."""
    facts = [
        cosigning.facts_from(one.record.record, one.record.author, one.record.at, one.body.facets()) for one in steps
    ]
    known = cosigning.standing(facts, record.revision)
    if known is None:
        return None
    by_record = {one.record.record: one for one in steps}
    answer = by_record[known.answer.record].body if known.answer is not None else None
    whom = known.request.supervisor
    return Cosign(
        state=known.state,
        whom=whom,
        whom_name=colleagues.name_of(desk, whom),
        at=known.latest.at,
        remark=answer.remark if isinstance(answer, Cosignature) else "",
        is_mine=whom == desk.account and known.state is not CosignState.COSIGNED,
        may_ask=may_ask_again(desk, known),
        steps=steps,
        latest=by_record[known.latest.record],
    )


def may_ask_again(desk: Desk, known: Standing) -> bool:
    """Whether who asked may ask again: it was returned, or it waits for somebody who is not the supervisor any more."""
    supervisor = colleagues.supervisor_of(desk, desk.account)
    if not supervisor or known.request.author != desk.account:
        return False
    is_orphan = known.state is CosignState.WAITING and known.request.supervisor != supervisor
    return is_orphan or known.state is CosignState.RETURNED


def is_in_error(desk: Desk, record: str, client: str | None) -> bool:
    """Whether an amendment says that a record was entered in error; asked by ids alone."""
    facets = {"target": record, "kind": AmendmentKind.ENTERED_IN_ERROR.value}
    return bool(desk.signin.ids(Query(kinds=("amendment",), client=client, facets=facets, states=("signed",), limit=1)))


def status_from(amendments: list[Opened]) -> str:
    """What the amendments of a record make of it."""
    effects = {effect_of(found.body) for found in amendments if isinstance(found.body, Amendment)}
    return next((effect for effect in EFFECTS if effect in effects), "")
