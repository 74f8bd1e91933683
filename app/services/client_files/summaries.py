"""What the front page of a client's file sums up: people, courses of care, documents, what is due.

Rows of the index, never content: opening one of the records is a view of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from app import clock
from app.desk import Action, Desk
from app.keeping import joined, naming, plans
from app.records import KINDS
from app.records.birthdays import Birthday
from app.records.client import SEVERAL, Client
from app.records.document import DocumentKind
from app.records.episode import EpisodeState
from app.records.related_person import ContactRule, PersonRole
from app.rules.completeness import Item
from app.rules.consent_state import State
from app.rules.slots import Slot, next_on, slots_from
from app.services.client_files import amendment_requests, birthdays, care_plans, counting, files, memberships
from app.services.client_files.amendment_requests import RequestRow
from app.services.client_files.care_plans import PlanRow
from app.services.client_files.files import ClientFile
from app.services.client_files.memberships import MemberRow
from app.services.client_safety import safety_plans
from app.services.client_safety.safety_plans import SafetyPlanRow
from app.services.consenting import consents
from app.texts import _
from storage.vault import Query, Row

_MOST_DUE = 20
_REVIEWED = frozenset({State.ACTIVE, State.EXPIRED, State.DEFECTIVE})


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody around the client; `roles` are words."""

    record: str
    name: str
    relationship: str
    roles: tuple[str, ...]
    rule: ContactRule
    must_not_know: bool

    @property
    def is_unsafe(self) -> bool:
        """Whether this person must not be contacted, or must not know."""
        return self.must_not_know or self.rule is ContactRule.NEVER


@dataclass(frozen=True, slots=True)
class CareRow:
    """A course of care with its usual times and the next day that one of them falls on."""

    record: str
    title: str
    state: EpisodeState
    state_label: str
    slots: tuple[Slot, ...]
    next_on: date | None


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something of this client that has a date."""

    record: str
    kind: str
    kind_label: str
    title: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line of the documents of a client; `pages` is None where nobody said how many."""

    record: str
    title: str
    kind_label: str
    dated: str
    received: str
    pages: int | None
    files: int
    state: str
    status: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The front page of an open file."""

    items: list[Item]
    people: list[PersonRow]
    care: list[CareRow]
    due: list[DueRow]
    members: list[MemberRow]
    units: list[MemberRow]
    plan: PlanRow | None = None
    requests: list[RequestRow] = field(default_factory=list)
    birthday: Birthday | None = None
    safety_plan: SafetyPlanRow | None = None


def of(desk: Desk, file: ClientFile) -> Summary:
    """All of it for a file that is open; each list is an entry that names what it shows.

    Whose role opens no clinical file sees who the client is, and who is around.
    """
    desk.require(Action.LIST, "identity", record=file.id)
    body = file.client.body if file.client is not None else None
    is_several = isinstance(body, Client) and body.unit in SEVERAL
    around = people(desk, file.id)
    members = memberships.members(desk, file) if is_several else []
    units = [] if is_several else memberships.units_of(desk, file.id)
    if not desk.may(Action.LIST, "clinical"):
        return Summary(items=[], people=around, care=[], due=[], members=members, units=units)
    return Summary(
        items=files.completeness(desk, file),
        people=around,
        care=care(desk, file.id),
        due=due(desk, file.id),
        members=members,
        units=units,
        plan=care_plans.current(desk, file.id),
        requests=[one for one in amendment_requests.rows(desk, file.id) if one.is_open],
        birthday=birthdays.pending(desk, file.id),
        safety_plan=safety_plans.current(desk, file.id),
    )


def client_of(desk: Desk, record_id: str) -> str | None:
    """The client that a record belongs to; None for one that belongs to none. Raises `not_found`."""
    desk.require_record(Action.VIEW, record_id)
    return plans.row_of(desk, record_id).client


def people(desk: Desk, client_id: str) -> list[PersonRow]:
    """Who is around a client, those whom nobody must contact or tell first."""
    desk.require(Action.LIST, "identity", record=client_id)
    rows = [_person(desk, row) for row in _rows(desk, client_id, Query(kinds=("related_person",), order="title"))]
    return sorted(rows, key=lambda row: not row.is_unsafe)


def care(desk: Desk, client_id: str) -> list[CareRow]:
    """The courses of care of a client, the newest first."""
    desk.require(Action.LIST, "clinical", record=client_id)
    today = clock.today()
    return [_care(desk, row, today) for row in _rows(desk, client_id, Query(kinds=("episode",), order="-at"))]


def due(desk: Desk, client_id: str) -> list[DueRow]:
    """What has a date in a client's file, late ones first; without what was entered in error or replaced."""
    desk.require(Action.LIST, "clinical", record=client_id)
    query = Query(due_before="9999", order="due", limit=_MOST_DUE)
    rows = [row for row in _rows(desk, client_id, query) if row.kind in KINDS and row.status != "entered_in_error"]
    rows = [row for row in counting.still(desk, rows) if not _is_far_birthday(row)]
    known = consents.states(desk, client_id) if any(row.kind == "consent" for row in rows) else {}
    today = clock.today().isoformat()
    owner = plans.row_of(desk, client_id)
    return [
        _due(desk, row, owner, today) for row in rows if row.record not in known or known[row.record].state in _REVIEWED
    ]


def documents(desk: Desk, client_id: str) -> list[DocumentRow]:
    """The documents of a client, drafts too, the newest first."""
    desk.require(Action.LIST, "clinical", record=client_id)
    found = _rows(desk, client_id, Query(kinds=("document",), order="-at"), states=("draft", "signed"))
    owner = plans.row_of(desk, client_id)
    return [_document(desk, row, owner) for row in found]


def _rows(desk: Desk, client_id: str, query: Query, *, states: tuple[str, ...] = ("saved", "signed")) -> list[Row]:
    """Rows of a client and of the files that were joined to this one, each in the order of the query."""
    found: list[Row] = []
    for client in joined.all_of(desk, joined.home_of(desk, client_id)):
        found += plans.rows_of(desk, desk.signin.ids(replace(query, client=client, states=states)))
    return found


def _person(desk: Desk, row: Row) -> PersonRow:
    facets = row.facets
    relationship = str(facets.get("relationship", ""))
    rule = next((rule for rule in ContactRule if rule == facets.get("rule")), ContactRule.ASK_FIRST)
    roles = [role for role in str(facets.get("roles") or "").split(",") if role]
    return PersonRow(
        row.record,
        naming.person_name(desk, row.title, relationship),
        relationship,
        tuple(_(PersonRole.label_of(role)) for role in roles),
        rule,
        bool(facets.get("must_not_know")),
    )


def _care(desk: Desk, row: Row, today: date) -> CareRow:
    state = next((one for one in EpisodeState if one == row.facets.get("state")), EpisodeState.OPEN)
    slots = tuple(slots_from(row.facets))
    days = [found for slot in slots if (found := next_on(slot, today)) is not None]
    title = naming.headline(desk, row)
    return CareRow(row.record, title, state, _(state.label), slots, min(days, default=None))


def _due(desk: Desk, row: Row, owner: Row, today: str) -> DueRow:
    title = naming.headline(desk, row, owner)
    due_on = (row.due or "")[: len(today)]
    return DueRow(row.record, row.kind, _(KINDS[row.kind].label), title, due_on, due_on < today)


def _is_far_birthday(row: Row) -> bool:
    """Whether all that a client row waits for is a birthday that may be years away."""
    horizon = (clock.today() + timedelta(days=birthdays.HORIZON_DAYS)).isoformat()
    return row.kind == "client" and not row.facets.get("alert_on") and (row.due or "") > horizon


def _document(desk: Desk, row: Row, owner: Row) -> DocumentRow:
    facets = row.facets
    return DocumentRow(
        row.record,
        naming.title(desk, row, owner),
        _(DocumentKind.label_of(str(facets.get("kind") or ""))),
        str(facets.get("dated") or ""),
        str(facets.get("received") or ""),
        int(facets.get("pages") or 0) or None,
        int(facets.get("attachments") or 0),
        row.state,
        row.status,
    )
