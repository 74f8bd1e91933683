"""Records of every kind: open, write, sign, amend, look at their history, list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, cosigning, lessons, naming, numbering, opening, plans, responses, safety, why
from app.keeping.drill_actions import begin as begin_actions
from app.keeping.opening import Opened
from app.keeping.plans import Plan, Saved
from app.records import KINDS, Kind, RecordBody, decode, kind_of, missing, offered
from app.records.amendment import BY_HAND, Amendment, AmendmentKind
from app.records.client import Client
from app.records.closure import Closure
from app.records.consent import Consent
from app.records.contact import Contact
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.records.lesson import Lesson
from app.records.measure_result import MeasureResult
from app.records.session_note import SessionNote
from app.records.words import Change, changes
from app.services import clients, drafting
from app.services.client_files import closing, contacts, line_status
from app.services.client_safety import measures, telling
from app.services.client_safety.answering import keep
from app.services.consenting import consents
from app.services.drafting import Editing, discard, edit, resume, start, unfinished
from app.services.practice import practices
from app.services.reading import statuses
from app.services.safety import registers
from app.services.supervision import supervisions
from app.texts import _
from app.vaults import KnownError, failure
from storage.vault import Query

# Failures of rules, of what was typed, of one damaged draft, and of what is not there; the others concern
# the disk or the vault as a whole, and would meet the next draft too.
_OF_ONE_RECORD = frozenset({1, 2, 5, 6})
# Living kinds, and the fields without which there is nothing to keep.
_AT_ONCE = {
    "process_note": ("text",),
    "related_person": ("name",),
    "resource": ("name",),
    "snippet": ("name", "text"),
    "note_template": ("name",),
    "training": ("title", "completed_on"),
    "credential": ("credential_kind",),
    "hazard": ("hazard", "current", "contingency"),
}

__all__ = [
    "Added",
    "Editing",
    "Listed",
    "Opened",
    "Saved",
    "SignResult",
    "Version",
    "add",
    "amend",
    "discard",
    "edit",
    "history",
    "keep",
    "listing",
    "open",
    "resume",
    "save",
    "sign",
    "sign_all",
    "start",
    "unfinished",
]


@dataclass(frozen=True, slots=True)
class Version:
    """One revision of a record and what it changed."""

    revision: str
    at: str
    author: str
    author_name: str
    body: RecordBody
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class SignResult:
    """What became of one draft of many: `saved`, or `problem` that says what is missing."""

    record: str
    saved: Saved | None = None
    problem: KnownError | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A record that `add` made; `client` is the client's code, or None."""

    id: str
    kind: str
    client: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list of any kind; `status` is computed, such as `expired` or `amended`."""

    id: str
    kind: str
    client: str | None
    title: str
    state: str
    status: str
    at: str | None
    due: str | None


def open(desk: Desk, record_id: str, purpose: str | None = None, *, revision: str | None = None) -> Opened:
    """A record with its amendments; the entry in the trail is durable before anything is decrypted.

    Raises:
        KnownError: `not_found`, `refused`, `not_shared`, `purpose_needed`, `record_damaged` …
    """
    compartment = desk.require_record(Action.VIEW, record_id)
    found = opening.opened(desk, record_id, why.purpose_in(desk, compartment, purpose), revision)
    if found.record.kind in line_status.HAVE_VERSIONS and not found.status:
        found = replace(found, status=line_status.overtaken(desk, record_id))
    return naming.veiled(desk, [found])[0]


def save(desk: Desk, editing: Editing) -> Saved:
    """Keep a new revision of a living kind; its draft goes in the same write.

    Raises:
        KnownError: `edit_conflict`, `only_by_signing`, `text_needed`, `first_estimate_kept` …
    """
    desk.require_anywhere(Action.SAVE, editing.record)
    kind = kind_of(editing.kind)
    desk.require(Action.SAVE, kind.compartment, compartment=editing.compartment, record=editing.record)
    if kind.signed:
        raise failure("only_by_signing")
    plan = Plan()
    _put_living(desk, plan, kind, editing)
    plan.dropped.append(editing.record)
    revisions = plan.commit(desk, why.purpose_of_writing(desk, editing.compartment, kind.compartment))
    if isinstance(editing.body, IncidentResponse) and editing.compartment is not None:
        safety.follow(desk, editing.compartment, editing.body)
    written = [write.record for write in plan.writes]
    return Saved(editing.record, revisions[written.index(editing.record)])


def sign(desk: Desk, editing: Editing | str) -> Saved:
    """Sign what is being written, or the draft of a record; from then on it is final.

    Raises:
        KnownError: `not_complete` with what is missing, `not_signable`, `already_signed`, `no_draft`.
    """
    if isinstance(editing, str):
        desk.require_anywhere(Action.SIGN, editing)
        if desk.signin.head_of(editing) is not None:
            _refuse_to_sign_again(desk, editing)
        editing = resume(desk, editing)
    kind = kind_of(editing.kind)
    desk.require(Action.SIGN, kind.compartment, compartment=editing.compartment, record=editing.record)
    plan = Plan()
    _put_signed(desk, plan, kind, editing)
    plan.dropped.append(editing.record)
    revisions = plan.commit(desk, why.purpose_of_writing(desk, editing.compartment, kind.compartment))
    cosigning.let_in(desk, plan)
    written = [write.record for write in plan.writes]
    return Saved(editing.record, revisions[written.index(editing.record)])


def sign_all(desk: Desk, record_ids: Sequence[str]) -> list[SignResult]:
    """Sign these drafts, each for itself: one that cannot be signed stays a draft and says why.

    What concerns the whole vault, such as a full disk, ends it: what was signed before stays signed.
    """
    desk.require_anywhere(Action.SIGN)
    return [_sign_one(desk, record) for record in dict.fromkeys(record_ids)]


def amend(desk: Desk, target_id: str, *, kind: AmendmentKind | str, text: str, reason: str) -> Saved:
    """Add a later word to a signed record; the record itself stays as it is.

    Raises:
        KnownError: `not_signed`, `not_complete`, `unknown_choice`, `not_found`.
    """
    compartment = desk.require_record(Action.AMEND, target_id)
    revision, row = desk.signin.head_of(target_id), plans.row_of(desk, target_id)
    if revision is None or row.state != "signed":
        raise failure("not_signed")
    values = {"kind": str(kind), "text": text, "reason": reason, "target": target_id, "target_revision": revision}
    body = decode("amendment", KINDS["amendment"].version, values)
    if isinstance(body, Amendment) and body.kind not in BY_HAND:
        raise failure("unknown_choice", field=_("What it is"), path="kind", choices=", ".join(BY_HAND))
    _check_complete(body)
    record = desk.signin.new_id()
    plan = Plan()
    plan.put("amendment", record, compartment, body, state="signed", action="amend")
    if kind != AmendmentKind.ENTERED_IN_ERROR:
        cosigning.ask_again(desk, plan, row)
    revisions = plan.commit(desk, why.purpose_of_writing(desk, compartment))
    cosigning.let_in(desk, plan)
    return Saved(record, revisions[0])


def history(desk: Desk, record_id: str, purpose: str | None = None) -> list[Version]:
    """All versions of a record, oldest first, each with what it changed."""
    compartment = desk.require_record(Action.HISTORY, record_id)
    before: RecordBody | None = None
    found = []
    versions = desk.signin.history(record_id, purpose=why.purpose_in(desk, compartment, purpose))
    bodies = naming.veiled_bodies(desk, [decode(one.kind, one.version, one.body) for one in versions])
    for record, body in zip(versions, bodies, strict=True):
        name = practices.person_name(desk, record.author)
        found.append(Version(record.revision, record.at, record.author, name, body, changes(before, body)))
        before = body
    return found


def add(
    desk: Desk, kind: str, bodies: Sequence[Mapping[str, Any]], *, client: str | None = None, sign: bool = False
) -> list[Added]:
    """Add records from plain values: all of them or none.

    A living kind is saved. A signed kind becomes a draft, or with `sign` is signed at once.

    Args:
        desk: Whose desk.
        kind: One of the kinds that people write.
        bodies: Values of fields by name.
        client: The id of the client they belong to.
        sign: Sign at once.
    """
    action = Action.SIGN if sign else Action.SAVE
    desk.require_anywhere(action)
    wanted = kind_of(kind)
    if wanted.internal:
        raise failure("not_by_hand", kind=kind, kinds=", ".join(offered()))
    desk.require(action, wanted.compartment)
    if sign and not wanted.signed:
        raise failure("not_signable")
    drafting.check_client(wanted, client)
    plan = Plan()
    made = [_given(desk, plan, wanted, body, client) for body in bodies]
    for editing in made:
        _put(desk, plan, wanted, editing, sign=sign)
    if plan.writes or plan.compartments:
        plan.commit(desk, why.purpose_of_writing(desk, None, wanted.compartment))
        cosigning.let_in(desk, plan)
    if wanted.signed and not sign:
        _keep_all(desk, made)
    owners = [editing.record if kind == "client" else editing.client for editing in made]
    codes = clients.codes_of(desk, [owner for owner in owners if owner])
    return [Added(editing.record, kind, codes.get(owner or "")) for editing, owner in zip(made, owners, strict=True)]


def listing(desk: Desk, kind: str | None = None, client: str | None = None, *, due_only: bool = False) -> list[Listed]:
    """Records that people wrote, newest first; with `due_only` those that have a date, by that date."""
    desk.require_anywhere(Action.LIST)
    if kind:
        desk.require(Action.LIST, kind_of(kind).compartment or "clinical")
    seen = [name for name in offered() if desk.may(Action.LIST, KINDS[name].compartment or "clinical")]
    kinds = (kind,) if kind else tuple(seen)
    order = "due" if due_only else "-updated"
    query = Query(kinds=kinds, client=client, order=order, due_before="9999" if due_only else None)
    rows = plans.rows_of(desk, desk.signin.ids(query))
    owners = {
        row.record: row for row in plans.rows_of(desk, list(dict.fromkeys(row.client for row in rows if row.client)))
    }
    codes = {client: str(owner.facets.get("code", "")) for client, owner in owners.items()}
    computed = statuses.of(desk, rows)
    return [
        Listed(
            row.record,
            row.kind,
            codes.get(row.client or ""),
            naming.headline(desk, row, owners.get(row.client or "")),
            row.state,
            computed.get(row.record, row.status),
            row.at,
            row.due,
        )
        for row in rows
    ]


def _sign_one(desk: Desk, record: str) -> SignResult:
    try:
        return SignResult(record, sign(desk, record))
    except KnownError as error:
        if error.exit_code not in _OF_ONE_RECORD:
            raise
        return SignResult(record, problem=error)


def _put(desk: Desk, plan: Plan, kind: Kind, editing: Editing, *, sign: bool) -> None:
    if sign:
        _put_signed(desk, plan, kind, editing)
    elif not kind.signed:
        _put_living(desk, plan, kind, editing)


def _put_living(desk: Desk, plan: Plan, kind: Kind, editing: Editing) -> None:
    body = drafting.finished(desk, editing)
    if isinstance(body, Client):
        if editing.is_new:
            clients.add_to(desk, plan, body, editing.record)
        else:
            clients.change_in(desk, plan, editing.record, body, editing.base)
        return
    for spec in missing(body):
        if spec.name in _AT_ONCE.get(kind.name, ()):
            raise failure("text_needed", field=_(spec.label), path=spec.name)
    if isinstance(body, IncidentResponse) and editing.compartment is not None:
        responses.check(desk, editing.record, editing.compartment, body)
    compartment = registers.ready(desk, plan, editing, body) or _where(desk, plan, kind, editing)
    plan.put(editing.kind, editing.record, compartment, body, parent=editing.base)


def _put_signed(desk: Desk, plan: Plan, kind: Kind, editing: Editing) -> None:
    if not kind.signed:
        raise failure("not_signable")
    if not editing.is_new or desk.signin.head_of(editing.record) is not None:
        raise failure("already_signed")
    body = drafting.finished(desk, editing)
    _check_complete(body)
    if isinstance(body, Contact) and editing.client is not None:
        contacts.check(desk, body, editing.client)
    if isinstance(body, Lesson):
        lessons.check(desk, body)
    if isinstance(body, Incident):
        compartment = numbering.number(desk, plan, body, editing.record)
    else:
        compartment = _where(desk, plan, kind, editing)
    plan.put(editing.kind, editing.record, compartment, body, state="signed")
    telling.register(desk, plan, editing.record, compartment, body, editing.client)
    if isinstance(body, MeasureResult):
        measures.want_review(desk, plan, editing, compartment)
    cosigning.ask(desk, plan, editing.kind, editing.record, compartment)
    supervisions.begin_tasks(desk, plan, body, editing.record)
    begin_actions(desk, plan, body, editing.record)
    if isinstance(body, Closure) and editing.client is not None:
        closing.end(desk, plan, body, editing.client)


def _where(desk: Desk, plan: Plan, kind: Kind, editing: Editing) -> str:
    if editing.compartment is not None:
        return editing.compartment
    if editing.client is None:
        shared = compartments.shared_of(desk, kind)
        if shared is None:
            raise failure("client_needed")
        return shared
    return compartments.compartment_in(desk, plan, kind, editing.client)


def _check_complete(body: RecordBody) -> None:
    labels = [_(spec.label) for spec in missing(body)]
    if labels:
        raise failure("not_complete", fields=", ".join(dict.fromkeys(labels)))


def _refuse_to_sign_again(desk: Desk, record: str) -> None:
    row = plans.row_of(desk, record)
    raise failure("already_signed" if row.state == "signed" else "not_signable")


def _given(desk: Desk, plan: Plan, kind: Kind, body: Mapping[str, Any], client: str | None) -> Editing:
    """Something to write from plain values, with defaults of today."""
    if not isinstance(body, Mapping):
        raise failure("wrong_shape", field=kind.name, path="", problem="JSON")
    made = drafting.dated(decode(kind.name, kind.version, body))
    if isinstance(made, SessionNote) and made.started is None:
        made.started = clock.now()
    if isinstance(made, Consent) and client is not None:
        made = consents.prefilled(desk, made, client)
    compartment = compartments.compartment_in(desk, plan, kind, client) if client is not None else None
    return Editing(desk.signin.new_id(), kind.name, compartment, made, None, client)


def _keep_all(desk: Desk, made: Sequence[Editing]) -> None:
    """Keep drafts; if one cannot be kept, those before it are thrown away again."""
    kept: list[str] = []
    try:
        for editing in made:
            keep(desk, editing)
            kept.append(editing.record)
    except BaseException:
        for record in kept:
            desk.signin.drop_draft(record)
        raise
