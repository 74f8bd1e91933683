"""Clients: register, change, list, look for doubles, find by code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app import clock
from app.desk import Action, Desk
from app.keeping import colleagues, compartments, naming, numbering, opening, plans, why
from app.keeping import register as the_register
from app.keeping.plans import Plan, Saved
from app.records.base import missing
from app.records.client import SEVERAL, Client, Unit
from app.records.register_entry import RegisterEntry, Series
from app.rules import people
from app.rules.permissions import ROLE_LABELS
from app.rules.sharing import Level, Part, can_use, last_day_of
from app.services.people import colleagues as everybody
from app.services.people.colleagues import Colleague
from app.texts import _
from app.vaults import failure
from storage.vault import Query, Row

CODE_PREFIX = "K"
_CODE = re.compile(r"^[A-Z0-9][A-Z0-9-]{0,19}$")
_SORTS = ("title", "-updated")


@dataclass(frozen=True, slots=True)
class ClientRef:
    """A client that was registered: the id, and the code that stands for the name."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A line of the list of clients. `group` is words; `status` is a code; `name` is as it may be shown.

    `until` is the last day on which this person can open the file; empty where that has no end.
    """

    id: str
    code: str
    name: str
    status: str
    group: str
    updated: str
    lead: str
    lead_name: str
    pronouns: str
    age: int | None
    due: str | None
    state: str
    until: str = ""


def register(desk: Desk, client: Client) -> ClientRef:
    """Take a client in: identity, client record and line of the register in one write.

    Raises:
        KnownError: `text_needed` without a name, `code_taken`, `bad_code`, `refused`, `cannot_lead`, `lead_needed`
            where nobody is named and the own role cannot lead.
    """
    desk.require(Action.SAVE, "identity")
    desk.require(Action.SAVE, "register")
    plan = Plan()
    made = add_to(desk, plan, client)
    plan.commit(desk)
    return made


def add_to(desk: Desk, plan: Plan, client: Client, record: str | None = None) -> ClientRef:
    """Put a new client into a plan; `record` is the id that a draft already has.

    The lead gets all rights. Who takes a client in for somebody else keeps what the contact details need.
    """
    desk.require(Action.SAVE, "identity")
    _check_complete(client)
    _check_members(desk, client)
    client.lead = _lead(desk, client.lead)
    made = ClientRef(record or desk.signin.new_id(), _code_for(desk, plan, client.code))
    client.code = made.code
    client.opened_on = client.opened_on or clock.today().isoformat()
    label = {"client": made.id}
    if client.lead == desk.account:
        identity = plan.make(desk, "identity", label)
    else:
        identity = plan.make(desk, "identity", label, {client.lead: Level.SHARE.value}, Level.WRITE.value)
    plan.put("client", made.id, identity, client)
    entry = RegisterEntry(series=Series.CLIENT, code=made.code, subject=made.id, lead=client.lead, identity=identity)
    plan.put("register_entry", desk.signin.new_id(), desk.own("register"), entry)
    return made


def save(desk: Desk, client_id: str, client: Client, parent: str | None) -> Saved:
    """Keep a changed client; `parent` is the revision the change was made from.

    Raises:
        KnownError: `edit_conflict` when somebody saved in between, `code_taken`, `bad_code`.
    """
    desk.require(Action.SAVE, "identity", record=client_id)
    plan = Plan()
    change_in(desk, plan, client_id, client, parent)
    revision = plan.commit(desk)[0]
    desk.purposes.pop(client_id, None)
    return Saved(client_id, revision)


def change_in(
    desk: Desk, plan: Plan, client_id: str, client: Client, parent: str | None, *, lead: str | None = None
) -> None:
    """Put a changed client into a plan. The code follows into the register, and so does another `lead`.

    Nobody becomes lead by being written into the record: files are handed over, with their keys.
    """
    desk.require(Action.SAVE, "identity", record=client_id)
    _check_complete(client)
    known = plans.row_of(desk, client_id).facets
    _check_members(desk, client, known.get("members") or ())
    client.code = client.code.strip().upper() or str(known["code"])
    client.lead = lead or str(known["lead"])
    plan.put("client", client_id, compartments.identity_of(desk, client_id), client, parent=parent)
    now = {"code": client.code, "lead": client.lead}
    changed = {name: value for name, value in now.items() if value != known[name]}
    if "code" in changed:
        _check_code(desk, client.code)
    if changed:
        the_register.change(desk, plan, client_id, **changed)


def leads(desk: Desk) -> list[Colleague]:
    """Who can lead a client's file, oneself first if one can."""
    desk.require(Action.LIST, "practice")
    found = [one for one in everybody.everybody(desk) if can_use(one.role, Part.CLINICAL, Level.SHARE)]
    return sorted(found, key=lambda one: (not one.is_me, one.name.casefold()))


class Whose(StrEnum):
    """Which clients a list holds: those whom this person leads, those whom others have shared, or all."""

    ALL = ""
    MINE = "mine"
    SHARED = "shared"


def ids(
    desk: Desk, *, text: str = "", status: str | None = None, whose: Whose = Whose.ALL, order: str = "title"
) -> list[str]:
    """Sorted ids of clients whose name or code holds `text`; nothing readable, so nothing is logged."""
    desk.require(Action.LIST, "identity")
    facets = {"status": status} if status else {}
    wanted = order if order in _SORTS else "title"
    query = Query(kinds=("client",), facets=facets, title=text.strip(), order=wanted, states=("saved",))
    found = desk.signin.ids(query)
    by_code = _id_of_code(desk, text) if text.strip() else None
    if by_code is not None and by_code not in found:
        found.insert(0, by_code)
    if whose is Whose.ALL:
        return found
    led = frozenset(desk.signin.ids(Query(kinds=("client",), facets={"lead": desk.account}, states=("saved",))))
    return [one for one in found if (one in led) is (whose is Whose.MINE)]


def rows(desk: Desk, wanted: Sequence[str]) -> list[ClientRow]:
    """Lines of the list for these ids, in their order; delivering them is logged once a sign-in."""
    desk.require(Action.LIST, "identity")
    ending = desk.signin.sharing.ending()
    return [_row(desk, row, ending.get(row.compartment)) for row in plans.rows_of(desk, wanted)]


def duplicates(desk: Desk, client: Client) -> list[ClientRow]:
    """Clients who may be the same person: the same name, or the same full date of birth."""
    desk.require(Action.LIST, "identity")
    found: dict[str, None] = {}
    names = {name.strip() for name in (client.name, client.legal_name, *client.aliases) if len(name.strip()) > 1}
    for name in sorted(names):
        turned = " ".join(reversed(name.split()))
        for text in (name, turned):
            found |= dict.fromkeys(desk.signin.ids(Query(kinds=("client",), title=text, states=("saved",), limit=10)))
    if len(client.birth_date) == len("1987-04-12"):
        facets = {"born": client.birth_date}
        found |= dict.fromkeys(desk.signin.ids(Query(kinds=("client",), facets=facets, states=("saved",), limit=10)))
    return rows(desk, list(found))


def by_code(desk: Desk, code: str) -> str:
    """The client with this code; raises `no_such_client`."""
    desk.require(Action.LIST, "identity")
    found = _id_of_code(desk, code)
    if found is None:
        raise failure("no_such_client", code=code.strip())
    return found


def code_of(desk: Desk, client_id: str) -> str:
    """The code of a client; raises `not_found`."""
    desk.require(Action.LIST, "identity", record=client_id)
    return str(plans.row_of(desk, client_id).facets.get("code", ""))


def codes_of(desk: Desk, client_ids: Sequence[str]) -> dict[str, str]:
    """The codes of those clients that this person can open."""
    desk.require(Action.LIST, "identity")
    wanted = list(dict.fromkeys(client_ids))
    return {row.record: str(row.facets.get("code", "")) for row in plans.rows_of(desk, wanted)}


def read(desk: Desk, client_id: str, purpose: str | None = None) -> opening.Opened:
    """The client record, for changing it; `record.revision` is the `parent` that `save` wants."""
    compartment = desk.require_record(Action.VIEW, client_id)
    return opening.opened(desk, client_id, why.purpose_in(desk, compartment, purpose))


def _lead(desk: Desk, wanted: str) -> str:
    """Whose client it will be: who is named, or who takes the client in."""
    lead = wanted or (desk.account if desk.may(Action.SHARE, "clinical") else "")
    if not lead:
        raise failure("lead_needed")
    role = colleagues.role_in(desk, lead)
    if not can_use(role, Part.CLINICAL, Level.SHARE):
        raise failure("cannot_lead", who=colleagues.name_of(desk, lead), role=_(ROLE_LABELS[role]))
    return lead


def _row(desk: Desk, row: Row, expires: str | None) -> ClientRow:
    today = clock.today()
    born, code, lead = (str(row.facets.get(name, "")) for name in ("born", "code", "lead"))
    return ClientRow(
        id=row.record,
        code=code,
        name=naming.shown_name(desk, code, row.title),
        status=str(row.facets.get("status", "")),
        group=people.group_of(str(row.facets.get("unit", "")), born, today),
        updated=row.updated,
        lead=lead,
        lead_name=colleagues.name_of(desk, lead) if lead and not colleagues.is_alone(desk) else "",
        pronouns=str(row.facets.get("pronouns", "")),
        age=people.age_on(born, today),
        due=row.due,
        state=row.state,
        until=last_day_of(expires),
    )


def _check_complete(client: Client) -> None:
    for spec in missing(client):
        raise failure("text_needed", field=_(spec.label), path=spec.name)


def _check_members(desk: Desk, client: Client, before: Sequence[str] = ()) -> None:
    """Members are clients who are one person, each named once; those of before may be nobody this person knows."""
    named = [member.client for member in client.members if member.client]
    if client.unit not in SEVERAL:
        return
    added = [one for one in named if one not in before]
    known = plans.rows_of(desk, list(dict.fromkeys(added)))
    people = [row for row in known if row.kind == "client" and row.facets.get("unit") == Unit.PERSON]
    if len(set(named)) != len(named) or len(people) != len(added):
        raise failure("bad_member", field=_("Members"))


def _code_for(desk: Desk, plan: Plan, wanted: str) -> str:
    """The wanted code if it is free, else the next free number; gaps are left as they are."""
    code = wanted.strip().upper()
    if code:
        _check_code(desk, code)
        if code in plan.taken:
            raise failure("code_taken", code=code)
        plan.taken[code] = 1
        return code
    while True:
        number = numbering.next_number(desk, plan, Series.CLIENT, CODE_PREFIX)
        code = f"{CODE_PREFIX}-{number:04d}"
        if code not in plan.taken and not numbering.is_taken(desk, Series.CLIENT, code):
            return code


def _check_code(desk: Desk, code: str) -> None:
    if not _CODE.match(code):
        raise failure("bad_code", code=code)
    if numbering.is_taken(desk, Series.CLIENT, code):
        raise failure("code_taken", code=code)


def _id_of_code(desk: Desk, text: str, lead: str | None = None) -> str | None:
    facets = {"code": text.strip().upper()} | ({"lead": lead} if lead else {})
    found = desk.signin.ids(Query(kinds=("client",), facets=facets, states=("saved",), limit=1))
    return found[0] if found else None
