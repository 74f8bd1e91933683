"""Papers ready to be drawn: what stands on them is read here, under entries of its own, before they are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app import formats
from app.desk import Action, Desk
from app.keeping import compartments, naming, opening, plans, why
from app.keeping.opening import Opened
from app.keeping.outgoing import Parcel
from app.packs import crisis_card
from app.records import KINDS, RecordBody, headline
from app.records.complaint import Complaint
from app.records.document import Document
from app.records.incident import Incident
from app.records.release import Release
from app.records.safety_plan import SafetyPlan
from app.records.words import references
from app.reports import accounting_sheet, crisis_sheet, record_sheet, release_sheet, safety_plan_sheet
from app.reports.paper import Head, Paper
from app.rules import information
from app.rules.care_plans import PlanState
from app.rules.permissions import VAULT
from app.rules.purposes import Purpose
from app.services import clients, incidents, records
from app.services.client_files import files, line_status, open_incidents
from app.services.client_safety import safety_facts, safety_plans
from app.services.outgoing import disclosures, paper_lists, releases
from app.services.practice import crisis, practices
from app.services.reading import trails
from app.texts import N_, _, language, speaking
from storage.vault import Row

_ACCESS_PAGE = 1000
_NAMELESS = frozenset({"client", "client_profile", "register_entry"})
"""Kinds that are called by the client's code where others refer to them."""

NOT_ON_PAPER = N_("The safety plan is not on this page: it is not safe for the client to hold a copy.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared(Parcel):
    """A paper and what has to be known to let it out.

    Args:
        paper: What is drawn.
        warnings: What to think of before it is given away.
        suggested_name: A file name with the client's code and the time.
        extension: Of the file that it is saved as; only a `pdf` is printed.
    """

    paper: Paper
    warnings: tuple[str, ...] = ()
    suggested_name: str = field(default="", compare=False)
    extension: str = "pdf"

    def leaves(self, pdf: bytes, notice: str = "") -> bytes:
        """What is written into the file, from the pages as they were drawn and the notice that goes with it.

        Call it where waiting is allowed.
        """
        del notice
        return pdf


@naming.in_full
def of_record(desk: Desk, record_id: str, purpose: str | None = None) -> Prepared:
    """A record with its amendments, or this person's draft of one.

    Raises:
        KnownError: `not_found`, `refused`, `not_shared`, `purpose_needed`, `record_damaged` …
    """
    desk.require_anywhere(Action.PRINT, record_id)
    if desk.signin.head_of(record_id) is None and record_id in records.unfinished(desk):
        return _of_draft(desk, record_id)
    compartment = desk.require_record(Action.PRINT, record_id)
    reason = why.purpose_in(desk, compartment, purpose)
    found = opening.opened(desk, record_id, reason)
    client, code = _client_of(desk, compartment)
    more = _response(desk, found)
    signature = [found.cosignature] if found.cosignature is not None else []
    read = (found, *more, *found.amendments, *signature)
    bodies = [one.body for one in read]
    shown = record_sheet.Shown(
        kind=found.kind_label,
        title=found.title,
        client=client,
        code=code,
        state=found.record.state,
        status=found.status or line_status.overtaken(desk, record_id),
        author=practices.person_name(desk, found.record.author),
        at=found.record.at,
        body=found.body,
        amendments=[_later(desk, later) for later in found.amendments],
        names=names_of(desk, bodies),
        files=_files(found.body),
        more=[_later(desk, one) for one in more],
        cosign=found.cosign_words,
        cosignature=next((_later(desk, one) for one in signature), None),
    )
    return ready(
        _sheet(desk, found, shown),
        "record",
        objects=[(one.record.record, one.record.compartment) for one in read],
        purpose=reason,
        revisions=tuple((one.record.record, one.record.revision) for one in read),
        clients=_affected(found.body),
        information=information.in_body(found.body),
        is_private=desk.signin.compartment_kind(compartment) == "process",
        warnings=_warnings(bodies),
    )


def _sheet(desk: Desk, found: Opened, shown: record_sheet.Shown) -> Paper:
    """A signed release and a safety plan have papers of their own; every other record stands there field by field.

    Raises:
        KnownError: `copy_not_safe`.
    """
    body, client = found.body, compartments.client_of(desk, found.record.compartment)
    safety_plans.check_may_leave(desk, found.record.record, str(getattr(body, "target", "")), client_id=client)
    if isinstance(body, SafetyPlan) and not found.amendments:
        words = _(PlanState.label_of(shown.status)) if shown.status else ""
        return safety_plan_sheet.paper(head_of(desk), body, client=shown.client, code=shown.code, status=words)
    if not isinstance(body, Release) or body.ends or client is None:
        return record_sheet.paper(head_of(desk), shown)
    known = releases.states(desk, client)[found.record.record]
    words = f"{_(known.state.label)}. {known.reason}"
    return release_sheet.paper(head_of(desk), shown, body, words)


@naming.in_full
def of_timeline(desk: Desk, client_id: str, kinds: Sequence[str] = ()) -> Prepared:
    """All records of a client by title; private notes are on no list that is printed."""
    desk.require_record(Action.PRINT, client_id)
    reason = why.purpose_for(desk, client_id, None)
    shown = [kind for kind in kinds or files.timeline_kinds() if KINDS[kind].compartment != "process"]
    rows = files.timeline(desk, client_id, shown) if shown else []
    kept_here = safety_facts.kept_here(desk, client_id) | safety_facts.not_in_their_hands(desk, client_id)
    rows = [row for row in rows if row.record not in kept_here]
    client, code = name_and_code(plans.row_of(desk, client_id))
    paper = paper_lists.timeline(head_of(desk), rows, client=client, code=code)
    objects = _objects(desk, [row.record for row in rows])
    return ready(paper, "timeline", objects=objects, purpose=reason, clients=(client_id,))


@naming.in_full
def of_clients(desk: Desk, wanted: Sequence[str]) -> Prepared:
    """The list of clients with these ids, in their order."""
    desk.require(Action.PRINT, "identity")
    rows = clients.rows(desk, wanted)
    leads = {} if practices.is_alone(desk) else {row.lead: practices.person_name(desk, row.lead) for row in rows}
    return ready(paper_lists.clients(head_of(desk), rows, leads), "clients", objects=_objects(desk, wanted))


@naming.in_full
def of_incidents(desk: Desk, wanted: Sequence[str]) -> Prepared:
    """The list of incidents with these ids, in their order."""
    desk.require(Action.PRINT, "safety")
    rows = incidents.rows(desk, wanted)
    paper = paper_lists.incidents(head_of(desk), rows)
    named = open_incidents.clients_in(desk, wanted)
    return ready(paper, "incidents", objects=_objects(desk, wanted), purpose=Purpose.SAFETY, clients=named)


def of_trail(desk: Desk, **filters: Any) -> Prepared:
    """A page of the audit trail; takes the filters of `trails.page`."""
    desk.require(Action.VIEW_TRAIL, VAULT)
    page = trails.page(desk, **filters)
    return ready(paper_lists.trail(head_of(desk), page.rows, goes_on=page.before is not None), "trail")


@naming.in_full
def of_access(desk: Desk, client_id: str) -> Prepared:
    """The access report of a client: all of it."""
    desk.require(Action.VIEW_TRAIL, VAULT, record=client_id)
    rows = files.access(desk, client_id, limit=_ACCESS_PAGE)
    while rows and len(rows) % _ACCESS_PAGE == 0:
        more = files.access(desk, client_id, before=rows[-1].seq, limit=_ACCESS_PAGE)
        if not more:
            break
        rows += more
    client, code = name_and_code(plans.row_of(desk, client_id))
    rows = [row for row in rows if not row.is_private and not row.is_suspended]
    paper = paper_lists.access(head_of(desk), rows, client=client, code=code)
    return ready(paper, "access_report", objects=_objects(desk, [client_id]))


@naming.in_full
def of_accounting(desk: Desk, client_id: str) -> Prepared:
    """The accounting of disclosures of the last six years: for the client first."""
    desk.require(Action.PRINT, "clinical", record=client_id)
    told = disclosures.accounting(desk, client_id)
    client, code = name_and_code(plans.row_of(desk, client_id))
    paper = accounting_sheet.paper(head_of(desk), told, client=client, code=code)
    return ready(paper, "accounting", objects=_objects(desk, [client_id]), to_client_first=True)


@naming.in_full
def of_crisis_card(desk: Desk, client_id: str | None = None) -> Prepared:
    """The crisis card of the practice, and of a client if one is named."""
    desk.require(Action.PRINT, "practice")
    card = crisis.card(desk, client_id)
    objects = _objects(desk, [client_id]) if client_id and card.client_code else []
    kept_here = [_(NOT_ON_PAPER)] if card.plan is not None and not card.plan.may_leave else []
    return ready(
        crisis_sheet.paper(head_of(desk), card), "crisis_card", objects=objects, asks=False, warnings=kept_here
    )


def of_public_card(place: str = "", text_language: str | None = None) -> Prepared:
    """The crisis card before anybody has signed in: from what ships alone."""
    spoken = text_language or language()
    with speaking(spoken):
        head = Head(spoken, [], _("Printed on {moment}").format(moment=formats.moment(_now())))
        return ready(crisis_sheet.paper(head, crisis_card.public_card(place)), "crisis_card", asks=False)


def _of_draft(desk: Desk, record_id: str) -> Prepared:
    editing = records.resume(desk, record_id)
    compartment = editing.compartment
    safety_plans.check_may_leave(desk, record_id, client_id=editing.client)
    client, code = _client_of(desk, compartment) if compartment else ("", "")
    shown = record_sheet.Shown(
        kind=_(KINDS[editing.kind].label),
        title=headline(editing.kind, editing.body.summary(), editing.body.facets()),
        client=client,
        code=code,
        state="draft",
        status="",
        author=practices.person_name(desk, desk.account),
        at="",
        body=editing.body,
        names=names_of(desk, [editing.body]),
        files=_files(editing.body),
    )
    return ready(
        record_sheet.paper(head_of(desk), shown),
        "draft",
        objects=[(record_id, compartment)] if compartment else [],
        purpose=why.purpose_of_writing(desk, compartment, KINDS[editing.kind].compartment),
        is_private=KINDS[editing.kind].compartment == "process",
        warnings=_warnings([editing.body]),
    )


def ready(paper: Paper, document: str, **known: Any) -> Prepared:
    """The paper with what `Prepared` and `Parcel` hold besides, by name."""
    name = f"{paper.code or 'ClientSafe'} {datetime.now().astimezone():%Y-%m-%d %H%M}.pdf"
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in known.items()}
    return Prepared(paper=paper, document=document, suggested_name=name, **given)


def head_of(desk: Desk) -> Head:
    """The letterhead of the practice, and when and by whom it is printed."""
    profile = practices.profile(desk)
    reached = " · ".join(part for part in (profile.phone, profile.email) if part)
    address = " · ".join(line.strip() for line in profile.address.splitlines() if line.strip())
    printed = _("Printed on {moment} by {name}").format(
        moment=formats.moment(_now()), name=practices.person_name(desk, desk.account)
    )
    lines = [profile.name, address, reached, *profile.letterhead]
    return Head(language(), [line for line in lines if line.strip()], printed)


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _client_of(desk: Desk, compartment: str) -> tuple[str, str]:
    client = compartments.client_of(desk, compartment)
    return name_and_code(plans.row_of(desk, client)) if client is not None else ("", "")


def name_and_code(row: Row) -> tuple[str, str]:
    """Code and name of a client in one line, and the code alone."""
    code = str(row.facets.get("code", ""))
    return ", ".join(part for part in (code, row.title) if part), code


def _objects(desk: Desk, wanted: Sequence[str]) -> list[tuple[str, str]]:
    found = ((record, desk.signin.compartment_of(record)) for record in wanted)
    return [(record, compartment) for record, compartment in found if compartment is not None]


def _response(desk: Desk, found: Opened) -> list[Opened]:
    """The saved response to an incident: it is kept apart, and printed with it."""
    record = incidents.response_id(desk, found.record.record) if isinstance(found.body, Incident) else None
    if record is None or desk.signin.head_of(record) is None:
        return []
    return [opening.opened(desk, record, Purpose.SAFETY)]


def _affected(body: RecordBody) -> tuple[str, ...]:
    """The clients that an incident or a complaint names: it lies in no file of theirs."""
    if isinstance(body, Complaint):
        return (body.about_client,) if body.about_client else ()
    if not isinstance(body, Incident):
        return ()
    return tuple(dict.fromkeys(one.client for one in body.affected if one.client))


def _later(desk: Desk, found: Opened) -> record_sheet.Later:
    author = practices.person_name(desk, found.record.author)
    title = found.title if found.record.kind == "amendment" else found.kind_label
    return record_sheet.Later(title, found.record.at, author, found.body)


def names_of(desk: Desk, bodies: Sequence[RecordBody]) -> dict[str, str]:
    """What the people and records are called that the fields refer to; clients by their code alone."""
    desk.require_anywhere(Action.PRINT)
    found = [pair for body in bodies for pair in references(body)]
    names = {value: practices.person_name(desk, value) for spec, value in found if "account" in spec.to}
    wanted = list(dict.fromkeys(value for spec, value in found if "account" not in spec.to))
    codes = clients.codes_of(desk, wanted)
    for row in plans.rows_of(desk, wanted):
        code = codes.get(row.record if row.kind == "client" else row.client or "", "")
        names[row.record] = code if row.kind in _NAMELESS else headline(row.kind, row.title, row.facets)
    return names


def _files(body: RecordBody) -> list[str]:
    if not isinstance(body, Document):
        return []
    return [f"{file.name} ({formats.size(file.bytes)})" for file in body.attachments]


def _warnings(bodies: Sequence[RecordBody]) -> list[str]:
    if any(getattr(body, "third_party_confidential", False) for body in bodies):
        return [_("This record holds what somebody else said in confidence.")]
    return []
