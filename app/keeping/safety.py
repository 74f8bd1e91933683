"""Who can open an incident among colleagues: shares at its making, and what has to change when somebody takes part."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.desk import Desk
from app.keeping import colleagues
from app.records.incident import Incident, LeftOut
from app.records.incident_response import IncidentResponse
from app.rules import safety as rules
from app.rules.permissions import Role
from app.rules.purposes import Purpose
from app.rules.safety import Circle
from app.texts import N_, _
from app.vaults import failure
from storage.vault import Query, Row, Share, SharingChange

_WITHOUT_STANDING = {"opt_out": "standing"}
_REASON = N_("Work on the incident")


def response_of(desk: Desk, incident: str) -> str | None:
    """The response to an incident, draft or saved, by ids alone; what lies elsewhere is none, whatever it says."""
    place = desk.signin.compartment_of(incident)
    if place is None:
        return None
    query = Query(kinds=("incident_response",), compartments=(place,), facets={"incident": incident}, limit=1)
    return next(iter(desk.signin.ids(query)), None)


def label(desk: Desk, record: str, what: str = "incident") -> dict[str, str]:
    """What the compartment says of itself to those who can open it; no standing access reaches it."""
    return {what: record} | ({} if colleagues.is_alone(desk) else _WITHOUT_STANDING)


def circle_of(desk: Desk, author: str, left_out: Collection[str]) -> Circle:
    """Who works on an incident that this account files, or filed."""
    owners = [one for one in colleagues.active(desk) if colleagues.role_in(desk, one) is Role.OWNER]
    return rules.circle(author, colleagues.safety_leads(desk), owners, left_out)


def shares_of(desk: Desk, incident: Incident) -> Mapping[str, str]:
    """The rights of everybody in a new incident by account, the author's among them; raises what is wrong with it."""
    check(desk, incident.left_out, desk.account)
    left_out = accounts_in(incident.left_out)
    return rules.shares(circle_of(desk, desk.account, left_out), (), left_out)


def accounts_in(left_out: Collection[LeftOut]) -> frozenset[str]:
    """The accounts of those who are left out."""
    return frozenset(one.person for one in left_out)


def check(desk: Desk, left_out: Collection[LeftOut], author: str) -> None:
    """Raise `not_yourself` or `nobody_there`: only a colleague can be left out."""
    for one in left_out:
        if one.person == author:
            raise failure("not_yourself")
        if not colleagues.is_active(desk, one.person):
            raise failure("nobody_there")


def left_out_of(row: Row, response: IncidentResponse) -> frozenset[str]:
    """Who is left out of an incident, given its list row: from the beginning or since."""
    return frozenset(row.facets.get("left_out") or ()) | accounts_in(response.left_out)


def rights_now(desk: Desk, compartment: str) -> dict[str, str]:
    """Who can open it now: rights by account."""
    return {holder.account: holder.rights for holder in desk.signin.sharing.holders(compartment)}


def may_manage(desk: Desk, compartment: str) -> bool:
    """Whether this person decides who takes part."""
    return "share" in desk.signin.sharing.rights(compartment)


def follow(desk: Desk, compartment: str, response: IncidentResponse, named: Collection[str] = ()) -> None:
    """Give those whom this person has just `named` access, and take it from those who are not responsible any more.

    Nobody gets in by what somebody else wrote into the response. The author and whoever decides over access stay,
    unless they are left out. Does nothing for somebody who does not decide over it.
    """
    if colleagues.is_alone(desk) or not may_manage(desk, compartment):
        return
    row = next((row for row in desk.signin.rows([response.incident]) if row.compartment == compartment), None)
    if row is None:
        return  # it names an incident of another compartment, which is none of its business
    left_out, held = left_out_of(row, response), rights_now(desk, compartment)
    responsible = {*rules.responsible(response).values()} - left_out
    deciding = {one for one, rights in held.items() if "share" in rights.split()}
    stays = (responsible | deciding | {row.author}) - left_out | {desk.account}
    grant = tuple(Share(one, rules.READ_AND_WRITE) for one in sorted(responsible.intersection(named) - held.keys()))
    revoke = tuple(sorted(held.keys() - stays))
    if grant or revoke:
        change = SharingChange(compartment, grant=grant, revoke=revoke)
        desk.signin.sharing.change([change], reason=_(_REASON), purpose=Purpose.SAFETY)
