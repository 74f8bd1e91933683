"""The file of one client: its header, its timeline, and who has looked at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app import clock
from app.desk import Action, Desk
from app.keeping import colleagues, compartments, holding, joined, naming, opening, plans, published, why
from app.keeping.opening import Opened
from app.keeping.plans import Plan, Saved
from app.records import KINDS
from app.records.client import Client, safe_contact
from app.records.client_profile import ClientProfile, NotApplicable
from app.rules import completeness as rules
from app.rules import consent_state, people
from app.rules.completeness import FileFacts, Item
from app.rules.consent_state import ConsentState
from app.rules.permissions import VAULT
from app.rules.sharing import last_day_of
from app.services import drafting, records
from app.services.client_files import line_status
from app.services.outgoing import disclosures
from app.services.practice import packs, practices
from app.services.reading import trails
from app.texts import _
from app.vaults import KnownError, failure
from storage.vault import Query, Row


@dataclass(frozen=True, slots=True)
class ClientFile:
    """The header of an open file.

    With `needs_purpose` nothing was opened: ask why, and open again with one of `purposes.ASKED`; `suggested` is what
    the way says in which the file was shared, or empty. `others` are the colleagues who can open it too, `until` is
    the last day on which oneself can (empty: no end), and `is_closed` says that the clinical part is not shared.
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
    joined_codes: list[str] = field(default_factory=list)
    suggested: str = ""
    others: tuple[str, ...] = ()
    until: str = ""
    is_closed: bool = False


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
    """Who did what with the file, and why.

    No paper lists what is `is_private` (with private notes alone) or `is_suspended` (a disclosure that an authority
    wants the client not to learn of for now, and what left on it).
    """

    seq: int
    at: str
    who: str
    action: str
    action_label: str
    outcome: str
    what: str
    purpose: str
    is_private: bool = False
    is_suspended: bool = False


def open(desk: Desk, client_id: str, purpose: str | None = None) -> ClientFile:
    """Open a client's file: one entry names all that the header shows.

    The clinical compartment is made when the lead opens the file for the first time. A file that was
    joined to another opens that one.
    """
    desk.require_record(Action.OPEN_FILE, client_id)
    client_id = joined.home_of(desk, client_id)
    try:
        reason = why.purpose_for(desk, client_id, purpose)
    except KnownError as error:
        if error.name != "purpose_needed":
            raise
        return ClientFile(client_id, needs_purpose=True, suggested=why.suggested_for(desk, client_id))
    _make_clinical(desk, client_id)
    wanted = [client_id, *_header_ids(desk, client_id)]
    found = [opening.plain(record) for record in desk.signin.read_many(wanted, purpose=reason, action="open_file")]
    if not found or found[0].record.record != client_id:
        # Damaged or forged: reading it alone says which, with its advice.
        found = [opening.plain(desk.signin.read(client_id, purpose=reason))]
    return _header(desk, client_id, reason, found)


def timeline_kinds() -> tuple[str, ...]:
    """The kinds of record that a client's file can hold, amendments aside."""
    return tuple(kind.name for kind in KINDS.values() if kind.of_client)


def timeline(desk: Desk, client_id: str, kinds: Sequence[str] = (), *, limit: int | None = None) -> list[TimelineRow]:
    """All records of a client (or the newest `limit`), newest first; titles only, opening one is a view of its own."""
    desk.require(Action.LIST, "clinical", record=client_id)
    wanted = tuple(kinds) or timeline_kinds()
    found = joined.found(desk, client_id, Query(kinds=wanted, order="-at", limit=limit))
    owner = plans.row_of(desk, client_id) if desk.discreet else None
    status = line_status.of(desk, client_id, found)
    lines = [_line(desk, row, owner, status[row.record]) for row in found]
    return sorted(lines, key=lambda line: (line.at, line.updated), reverse=True)[:limit]


def completeness(desk: Desk, file: ClientFile) -> list[Item]:
    """What is done, open, or does not apply in an open file; no further record is opened for it."""
    desk.require(Action.LIST, "clinical", record=file.id)
    if file.client is None or not isinstance(file.client.body, Client):
        return []
    profile = file.profile.body if file.profile is not None else None
    facts = FileFacts(
        file.client.body,
        profile if isinstance(profile, ClientProfile) else ClientProfile(),
        _valid(desk, file),
        _roles(desk, file.id),
        _newest_episode(desk, file.id),
        _consent_facets(desk, file),
    )
    return rules.items(facts, clock.today(), packs.law_for(desk, file.id).contents)


def set_applicable(desk: Desk, client_id: str, item: str, *, applies: bool, reason: str = "") -> Saved:
    """Say that an item of the file does not apply to this client, or that it does after all."""
    desk.require(Action.SAVE, "clinical", record=client_id)
    if item not in rules.known_keys():
        raise failure("unknown_choice", field="item", path="item", choices=", ".join(sorted(rules.known_keys())))
    editing = drafting.start(desk, "client_profile", client_id)
    profile = editing.body
    assert isinstance(profile, ClientProfile)  # noqa: S101 - started as one
    kept = [row for row in profile.not_applicable if row.item != item]
    profile.not_applicable = kept if applies else [*kept, NotApplicable(item=item, reason=reason.strip())]
    return records.save(desk, editing)


def access(desk: Desk, client_id: str, before: int | None = None, *, limit: int = 100) -> list[AccessRow]:
    """Who opened, listed, changed or searched this file, newest first; go on with `before=rows[-1].seq`."""
    desk.require(Action.VIEW_TRAIL, VAULT, record=client_id)
    entries = trails.of_client(desk, client_id, before=before, limit=limit)
    own = set(trails.compartments_of(desk, client_id))
    named = {
        entry.seq: [record for record in entry.records if desk.signin.compartment_of(record) in own]
        for entry in entries
    }
    private, quiet = set(desk.signin.compartments("process")), disclosures.suspended(desk, client_id)
    is_private = {seq: _is_private(desk, records, private, quiet) for seq, records in named.items()}
    owner = plans.row_of(desk, client_id) if desk.discreet else None
    titles = _titles(desk, [record for records in named.values() for record in records[:1]], owner)
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
            is_private[entry.seq],
            bool(quiet & {*named[entry.seq][:1], *entry.facts.get("disclosures", ())}),
        )
        for entry in entries
    ]


def _is_private(desk: Desk, records: list[str], private: set[str], quiet: frozenset[str]) -> bool:
    """Whether only private notes are named; where there are others, they come first."""
    records.sort(key=lambda record: (record in quiet, desk.signin.compartment_of(record) in private))
    return bool(records) and desk.signin.compartment_of(records[0]) in private


def _header(desk: Desk, client_id: str, reason: str, found: list[Opened]) -> ClientFile:
    found = naming.veiled(desk, found)
    body = found[0].body
    assert isinstance(body, Client)  # noqa: S101 - the client's id is the id of its client record
    profile = next((opened for opened in found if isinstance(opened.body, ClientProfile)), None)
    today = clock.today()
    every = joined.all_of(desk, client_id)
    others, until = _sharing(desk, client_id)
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
        consent=_consent(desk, found) if desk.may(Action.VIEW, "clinical") else None,
        counts={kind: sum(_count(desk, one, kind) for one in every) for kind in (*timeline_kinds(), "amendment")},
        drafts=[draft for one in every for draft in desk.signin.ids(Query(client=one, states=("draft",)))],
        joined_codes=list(body.joined_codes),
        others=others,
        until=until,
        is_closed=compartments.has_closed_part(desk, client_id),
    )


def _sharing(desk: Desk, client_id: str) -> tuple[tuple[str, ...], str]:
    """Who else can open the file, by name, and the last day on which this person can; nothing of it when alone."""
    if colleagues.is_alone(desk):
        return (), ""
    places = holding.places(desk, client_id)
    held = [one for place in places for one in place.holders]
    others = {colleagues.name_of(desk, one.account) for one in held if one.account != desk.account}
    own = [one.expires for one in held if one.account == desk.account and one.expires]
    return tuple(sorted(others, key=str.casefold)), last_day_of(min(own, default=None))


def _header_ids(desk: Desk, client_id: str) -> list[str]:
    """The profile of the file itself, and the consents of all files that are joined to it."""
    profile = desk.signin.ids(Query(kinds=("client_profile",), client=client_id, states=("saved",)))
    queries = [Query(kinds=("consent",), client=one, states=("signed",)) for one in joined.all_of(desk, client_id)]
    return profile + [record for query in queries for record in desk.signin.ids(query)]


def _consent(desk: Desk, found: list[Opened]) -> ConsentState:
    facts = [
        consent_state.facts_from(
            opened.record.record,
            opened.body.facets(),
            is_signed=True,
            is_in_error=opening.is_in_error(
                desk, opened.record.record, compartments.client_of(desk, opened.record.compartment)
            ),
        )
        for opened in found
        if opened.record.kind == "consent"
    ]
    return consent_state.current(facts, clock.today(), None, published.text_facts(desk))


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


def _valid(desk: Desk, file: ClientFile) -> dict[str, int]:
    """How many records of each kind there are besides those that were entered in error: these complete nothing."""
    query = Query(effects=("entered_in_error",), states=("saved", "signed"))
    every = joined.all_of(desk, file.id)
    wrong = {
        kind: sum(len(desk.signin.ids(replace(query, kinds=(kind,), client=one))) for one in every)
        for kind, count in file.counts.items()
        if count
    }
    return {kind: count - wrong.get(kind, 0) for kind, count in file.counts.items()}


def _roles(desk: Desk, client_id: str) -> frozenset[str]:
    found = desk.signin.ids(Query(kinds=("related_person",), client=client_id, states=("saved",)))
    return frozenset(role for row in plans.rows_of(desk, found) for role in str(row.facets.get("roles")).split(","))


def _newest_episode(desk: Desk, client_id: str) -> frozenset[str]:
    query = Query(kinds=("episode",), client=client_id, states=("saved",), order="-at", limit=1)
    rows = plans.rows_of(desk, desk.signin.ids(query))
    return frozenset(str(rows[0].facets.get("filled")).split(",")) if rows else frozenset()


def _consent_facets(desk: Desk, file: ClientFile) -> dict[str, Any] | None:
    if file.consent is None or not file.consent.is_active or file.consent.record is None:
        return None
    return plans.row_of(desk, file.consent.record).facets


def _make_clinical(desk: Desk, client_id: str) -> None:
    """Only the lead makes the clinical compartment; somebody standing in finds it or has none."""
    if compartments.clinical_of(desk, client_id) is not None or compartments.has_closed_part(desk, client_id):
        return
    if not compartments.is_led_by(desk, client_id, desk.account):
        return
    plan = Plan()
    compartments.with_clinical(desk, plan, client_id)
    plan.commit(desk)


def _line(desk: Desk, row: Row, owner: Row | None, status: str) -> TimelineRow:
    return TimelineRow(
        record=row.record,
        kind=row.kind,
        kind_label=_(KINDS[row.kind].label),
        title=_(KINDS[row.kind].label) if row.kind == "client" else naming.headline(desk, row, owner),
        at=row.at or row.updated,
        updated=row.updated,
        state=row.state,
        status=status,
        author=row.author,
        author_name=practices.person_name(desk, row.author),
        severity=row.severity,
    )


def _titles(desk: Desk, records: Sequence[str], owner: Row | None) -> dict[str, str]:
    wanted = list(dict.fromkeys(records))
    found = {}
    for row in plans.rows_of(desk, wanted):
        kind = KINDS.get(row.kind)
        label = _(kind.label) if kind else row.kind
        named = row.kind in {"client", "client_profile", "register_entry"}
        found[row.record] = label if named else f"{label}: {naming.headline(desk, row, owner)}"
    return found


def _what(records: Sequence[str], titles: dict[str, str]) -> str:
    if not records:
        return ""
    first = titles.get(records[0], "")
    others = len(records) - 1
    return _("{first} and {n} more").format(first=first, n=others) if others and first else first
