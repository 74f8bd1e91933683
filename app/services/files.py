"""The file of one client: its header, its timeline, and who has looked at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, opening, plans, why
from app.keeping.opening import Opened
from app.keeping.plans import Plan
from app.records import KINDS, headline
from app.records.client import Client, safe_contact
from app.records.client_profile import ClientProfile
from app.rules import consent_state, people
from app.rules.consent_state import ConsentState
from app.rules.permissions import VAULT
from app.services import practices, trails
from app.texts import _
from app.vaults import KnownError
from storage.vault import Query, Row


@dataclass(frozen=True, slots=True)
class ClientFile:
    """The header of an open file.

    With `needs_purpose` nothing was opened: ask why, and open again with one of `purposes.ASKED`.
    """

    id: str
    code: str = ""
    needs_purpose: bool = False
    purpose: str = ""
    client: Opened | None = None
    profile: Opened | None = None
    name: str = ""
    pronouns: str = ""
    age: int | None = None
    group: str = ""
    status: str = ""
    lead: str = ""
    lead_name: str = ""
    alerts: list[str] = field(default_factory=list)
    safe_contact: list[str] = field(default_factory=list)
    consent: ConsentState | None = None
    counts: dict[str, int] = field(default_factory=dict)
    drafts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A line of the timeline: a title, never content."""

    record: str
    kind: str
    kind_label: str
    title: str
    at: str
    updated: str
    state: str
    status: str
    author: str
    author_name: str
    severity: int


@dataclass(frozen=True, slots=True)
class AccessRow:
    """Who did what with the file, and why."""

    seq: int
    at: str
    who: str
    action: str
    action_label: str
    outcome: str
    what: str
    purpose: str


def open(desk: Desk, client_id: str, purpose: str | None = None) -> ClientFile:
    """Open a client's file: one entry names all that the header shows.

    The clinical compartment is made when the lead opens the file for the first time.
    """
    desk.require_record(Action.OPEN_FILE, client_id)
    try:
        reason = why.purpose_for(desk, client_id, purpose)
    except KnownError as error:
        if error.name != "purpose_needed":
            raise
        return ClientFile(client_id, needs_purpose=True)
    _make_clinical(desk, client_id)
    wanted = [client_id, *_header_ids(desk, client_id)]
    found = [opening.plain(record) for record in desk.signin.read_many(wanted, purpose=reason, action="open_file")]
    if not found or found[0].record.record != client_id:
        # Damaged or forged: reading it alone says which, with its advice.
        found = [opening.plain(desk.signin.read(client_id, purpose=reason))]
    return _header(desk, client_id, reason, found)


def timeline_kinds() -> tuple[str, ...]:
    """The kinds of record that a client's file can hold, amendments aside."""
    return tuple(kind.name for kind in KINDS.values() if kind.of_client and not kind.internal)


def timeline(desk: Desk, client_id: str, kinds: Sequence[str] = (), *, limit: int | None = None) -> list[TimelineRow]:
    """All records of a client (or the newest `limit`), newest first; titles only, opening one is a view of its own."""
    desk.require(Action.LIST, "clinical", record=client_id)
    wanted = tuple(kinds) or timeline_kinds()
    found = desk.signin.ids(Query(kinds=wanted, client=client_id, order="-at", limit=limit))
    lines = [_line(desk, row) for row in plans.rows_of(desk, found)]
    return sorted(lines, key=lambda line: (line.at, line.updated), reverse=True)


def access(desk: Desk, client_id: str, before: int | None = None, *, limit: int = 100) -> list[AccessRow]:
    """Who opened, listed, changed or searched this file, newest first; go on with `before=rows[-1].seq`."""
    desk.require(Action.VIEW_TRAIL, VAULT, record=client_id)
    entries = trails.of_client(desk, client_id, before=before, limit=limit)
    own = set(trails.compartments_of(desk, client_id))
    named = {
        entry.seq: [record for record in entry.records if desk.signin.compartment_of(record) in own]
        for entry in entries
    }
    titles = _titles(desk, [record for records in named.values() for record in records[:1]])
    return [
        AccessRow(
            entry.seq,
            entry.at,
            entry.who,
            entry.action,
            entry.action_label,
            entry.outcome,
            _what(named[entry.seq], titles),
            entry.purpose_label,
        )
        for entry in entries
    ]


def _header(desk: Desk, client_id: str, reason: str, found: list[Opened]) -> ClientFile:
    body = found[0].body
    assert isinstance(body, Client)  # noqa: S101 - the client's id is the id of its client record
    profile = next((opened for opened in found if isinstance(opened.body, ClientProfile)), None)
    today = clock.today()
    return ClientFile(
        id=client_id,
        code=body.code,
        purpose=reason,
        client=found[0],
        profile=profile,
        name=body.name,
        pronouns=body.pronouns,
        age=people.age_on(body.birth_date, today),
        group=people.group_of(body.unit.value, body.birth_date, today),
        status=body.status.value,
        lead=body.lead,
        lead_name=practices.person_name(desk, body.lead) if body.lead else "",
        alerts=_alerts(body, profile),
        safe_contact=safe_contact(body),
        consent=_consent(desk, client_id, found),
        counts={kind: _count(desk, client_id, kind) for kind in (*timeline_kinds(), "amendment")},
        drafts=desk.signin.ids(Query(client=client_id, states=("draft",))),
    )


def _header_ids(desk: Desk, client_id: str) -> list[str]:
    query = Query(kinds=("client_profile", "consent"), client=client_id, states=("saved", "signed"))
    return desk.signin.ids(query)


def _consent(desk: Desk, client_id: str, found: list[Opened]) -> ConsentState:
    facts = [
        consent_state.facts_from(
            opened.record.record,
            opened.body.facets(),
            is_signed=True,
            is_in_error=opening.is_in_error(desk, opened.record.record, client_id),
        )
        for opened in found
        if opened.record.kind == "consent"
    ]
    return consent_state.current(facts, clock.today())


def _alerts(client: Client, profile: Opened | None) -> list[str]:
    found = [alert.text for alert in client.desk_alerts if alert.text]
    if profile is not None and isinstance(profile.body, ClientProfile):
        found += [alert.text for alert in profile.body.alerts if alert.text]
        found += [
            _("The client is afraid of: {name}").format(name=person.name or person.relationship)
            for person in profile.body.representatives
            if person.is_person_feared
        ]
    return found


def _count(desk: Desk, client_id: str, kind: str) -> int:
    return len(desk.signin.ids(Query(kinds=(kind,), client=client_id, states=("saved", "signed"))))


def _make_clinical(desk: Desk, client_id: str) -> None:
    """Only the lead makes the clinical compartment; somebody standing in finds it or has none."""
    if compartments.clinical_of(desk, client_id) is not None:
        return
    lead = desk.signin.ids(Query(kinds=("client",), client=client_id, facets={"lead": desk.account}, limit=1))
    if not lead:
        return
    plan = Plan()
    compartments.with_clinical(desk, plan, client_id)
    plan.commit(desk)


def _line(desk: Desk, row: Row) -> TimelineRow:
    return TimelineRow(
        record=row.record,
        kind=row.kind,
        kind_label=_(KINDS[row.kind].label),
        title=_(KINDS[row.kind].label) if row.kind == "client" else headline(row.kind, row.title, row.facets),
        at=row.at or row.updated,
        updated=row.updated,
        state=row.state,
        status=row.status,
        author=row.author,
        author_name=practices.person_name(desk, row.author),
        severity=row.severity,
    )


def _titles(desk: Desk, records: Sequence[str]) -> dict[str, str]:
    wanted = list(dict.fromkeys(records))
    found = {}
    for row in plans.rows_of(desk, wanted):
        kind = KINDS.get(row.kind)
        label = _(kind.label) if kind else row.kind
        named = row.kind in {"client", "client_profile", "register_entry"}
        found[row.record] = label if named else f"{label}: {headline(row.kind, row.title, row.facets)}"
    return found


def _what(records: Sequence[str], titles: dict[str, str]) -> str:
    if not records:
        return ""
    first = titles.get(records[0], "")
    others = len(records) - 1
    return _("{first} and {n} more").format(first=first, n=others) if others and first else first
