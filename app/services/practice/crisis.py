"""The crisis card of a practice and a client: lines that ship, local help, emergency contacts, the emergency protocol.

It shows as much as it can: what cannot be logged is not shown, and the card says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from app import clock
from app.desk import Action, Desk
from app.keeping import naming, opening, ours, plans, why
from app.keeping.plans import Saved
from app.packs import crisis_lines
from app.packs.crisis_card import Card, Contact, Plan, Protocol, numbers, said, to_dial
from app.records.client import Client
from app.records.policy import Policy
from app.records.related_person import PersonRole, RelatedPerson
from app.records.safety_plan import SafetyPlan
from app.records.safety_plan_words import parts_of
from app.rules import policies
from app.rules.purposes import Purpose
from app.services import clients, records
from app.services.client_safety import safety_plans
from app.services.practice import crisis_numbers, practices
from app.texts import _
from app.vaults import KnownError, failure
from storage.vault import Query, Row

_RESOURCES, _PROTOCOL = "resources", "protocol"
_T = TypeVar("_T")


def card(desk: Desk, client_id: str | None = None) -> Card:
    """The card of the practice and, if one is named, of a client. Raises `refused`, and nothing else for what fails.

    The client's record is read under an entry of its own. On a full disk the lines, the local help and the protocol
    are there all the same, if `at_hand` was called before.
    """
    desk.require(Action.VIEW, "practice")
    closed: list[str] = []
    client = _told(closed, lambda: _client(desk, client_id)) if client_id else None
    plan = _told(closed, lambda: _plan(desk, client_id)) if client_id and client else None
    people = _told(closed, lambda: _related(desk, client_id)) if client_id and client else None
    _told(closed, lambda: at_hand(desk))
    today = clock.today()
    rows: list[Row] = desk.at_hand.get(_RESOURCES, [])
    found = numbers(_places(desk, client), crisis_numbers.rang_on(rows), today)
    return replace(
        found,
        local=crisis_numbers.local(rows, found.lines, today),
        client_code=client.code if client else "",
        client_name=naming.shown_name(desk, client.code, client.name) if client else "",
        contacts=_each_once([*_contacts(client), *(people or [])]) if client else [],
        plan=plan,
        protocol=desk.at_hand.get(_PROTOCOL),
        closed=" ".join(dict.fromkeys([found.closed, *closed])).strip(),
    )


def at_hand(desk: Desk) -> None:
    """Read and log what must be shown even when nothing can be logged any more; what has not changed is not read again.

    Call it once after signing in, so that F1 has protocol and local help also on a full disk.
    """
    desk.require(Action.VIEW, "practice")
    practices.profile(desk)
    desk.at_hand[_RESOURCES] = crisis_numbers.resource_rows(desk)
    protocol = _protocol_id(desk)
    known = desk.at_hand.get(_PROTOCOL)
    if protocol is None:
        desk.at_hand[_PROTOCOL] = None
    elif known is None or known.record != protocol:
        desk.at_hand[_PROTOCOL] = _protocol(desk, protocol)


def rang(desk: Desk, key: str) -> Saved:
    """The practice has rung a line that ships and found it working: kept in a `resource` record of its own.

    Raises:
        KnownError: `not_found` for a line that does not ship.
    """
    desk.require(Action.SAVE, "practice")
    line = _line_called(key)
    today = clock.today().isoformat()
    known = next((row.record for row in crisis_numbers.resource_rows(desk) if _is_about(row, line)), None)
    if known is not None:
        return records.save(desk, records.edit(desk, known).with_values({"rang_on": today}))
    values = {
        "name": str(line.name),
        "resource_kind": "crisis",
        "phone": ", ".join(part for part in (line.phone, line.press) if part) or _text_number(line),
        "web": line.chat,
        "hours": str(line.hours),
        "audience": str(line.for_whom),
        "country": key[:2].upper(),
        "source": line.source,
        "verified_on": line.checked.isoformat(),
        "rang_on": today,
    }
    return records.save(desk, records.start(desk, "resource").with_values(values))


def _told(closed: list[str], work: Callable[[], _T]) -> _T | None:
    """The result of `work`, or None and a sentence that says why there is none."""
    try:
        return work()
    except KnownError as error:
        closed.append(said(error))
        return None


def _line_called(key: str) -> crisis_lines.Line:

    for _where, line in crisis_lines.all_lines([key[:2].upper()]):
        if line.key == key:
            return line
    raise failure("not_found", what=key)


def _text_number(line: crisis_lines.Line) -> str:
    return line.text.number if line.text else ""


def _places(desk: Desk, client: Client | None) -> list[str]:
    """Where the practice is, then where the client lives and where the client's telephones are."""
    found = [desk.profile.jurisdiction if desk.profile else ""]
    if client is not None:
        found += [client.country, *(crisis_lines.country_of_phone(phone.number) for phone in client.phones)]
    return found


def _is_about(row: Row, line: crisis_lines.Line) -> bool:
    return crisis_lines.digits_of(str(row.facets.get("phone", ""))) in map(crisis_lines.digits_of, to_dial(line))


def _client(desk: Desk, client_id: str) -> Client:
    """The client as recorded; the entry is durable before it is read."""
    body = clients.read(desk, client_id).body
    assert isinstance(body, Client)  # noqa: S101 - the client's id is the id of its client record
    return body


def _plan(desk: Desk, client_id: str) -> Plan | None:
    """The safety plan in force; where the role opens no clinical file there is none."""
    if not desk.may(Action.VIEW, "clinical"):
        return None
    known = safety_plans.current(desk, client_id)
    if known is None:
        return None
    body = opening.body_of(desk, known.record, why.purpose_for(desk, client_id, None))
    assert isinstance(body, SafetyPlan)  # noqa: S101 - found by its kind
    return Plan(known.record, known.made_on, parts_of(body), known.may_leave)


def _contacts(client: Client) -> Iterator[Contact]:
    for found in client.emergency_contacts:
        yield Contact(found.name, found.relationship, found.phone, found.may_be_told)


def _each_once(contacts: Iterable[Contact]) -> list[Contact]:
    """Who is named in the client's record and among the related persons too is called once, as in the record."""
    found: dict[tuple[str, str], Contact] = {}
    for one in contacts:
        found.setdefault((one.name, crisis_lines.digits_of(one.phone) or one.phone), one)
    return [*found.values()]


def _related(desk: Desk, client_id: str) -> list[Contact]:
    """Related persons who are emergency contacts; somebody unsafe is never among them."""
    ids = desk.signin.ids(Query(kinds=("related_person",), client=client_id, states=("saved",)))
    wanted = [
        row.record
        for row in plans.rows_of(desk, ids)
        if PersonRole.EMERGENCY_CONTACT in str(row.facets.get("roles", "")).split(",")
    ]
    purpose = why.purpose_for(desk, client_id, None)
    bodies = [opening.plain(record).body for record in desk.signin.read_many(wanted, purpose=purpose)] if wanted else []
    return [
        Contact(body.name, body.relationship, phone.number, _(body.may_be_told.label) if body.may_be_told else "")
        for body in bodies
        if isinstance(body, RelatedPerson) and not body.is_unsafe
        for phone in body.phones
    ]


def _protocol_id(desk: Desk) -> str | None:
    """The emergency protocol in force: signed, not in error, the newest."""
    facets = {"kind": "emergency_protocol"}
    ids = desk.signin.ids(ours.query(desk, "policy", facets=facets, states=("signed",)))
    rows = plans.rows_of(desk, ids)
    found = policies.in_force(policies.facts_of(row) for row in rows)
    return found[0].record if found else None


def _protocol(desk: Desk, record: str) -> Protocol:

    body = opening.body_of(desk, record, Purpose.ADMINISTRATION)
    assert isinstance(body, Policy)  # noqa: S101 - found by its kind
    return Protocol(record, body.title, body.text, body.approved_on)
