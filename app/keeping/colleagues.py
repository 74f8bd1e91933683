"""Who is who in the practice: accounts of the roster with the names, supervisors and tasks that were written down."""

from __future__ import annotations

from app.desk import Desk
from app.keeping import ours
from app.rules.permissions import Role, role_of
from storage.vault import Member, Row


def persons(desk: Desk) -> dict[str, Row]:
    """The list rows of all people by account; read once a sign-in, until one of them is written."""
    if not desk.persons:
        rows = desk.signin.rows(desk.signin.ids(ours.query(desk, "person", states=("saved",))))
        desk.persons.update({str(row.facets.get("account")): row for row in rows})
    return desk.persons


def name_of(desk: Desk, account: str) -> str:
    """The name behind an account; its short id when there is none."""
    row = persons(desk).get(account)
    return (row.title if row else "") or account[-8:]


def members(desk: Desk) -> dict[str, Member]:
    """Everybody who ever had an account, by account, in the order in which they joined."""
    return {member.id: member for member in desk.signin.people()}


def active(desk: Desk) -> list[str]:
    """The accounts that can sign in."""
    return [member.id for member in desk.signin.people() if member.is_active]


def is_active(desk: Desk, account: str) -> bool:
    """Whether this account can sign in."""
    return account in active(desk)


def is_alone(desk: Desk) -> bool:
    """Whether one account is all there is; then no word of roles and sharing is shown."""
    return len(active(desk)) == 1


def role_in(desk: Desk, account: str) -> Role:
    """What somebody is; who has no account any more may do nothing."""
    member = members(desk).get(account)
    return role_of(member.role) if member is not None and member.is_active else Role.NOBODY


def supervisor_of(desk: Desk, account: str) -> str:
    """The account that supervises this one and can sign in; empty for nobody."""
    row = persons(desk).get(account)
    found = str(row.facets.get("supervisor") or "") if row else ""
    return found if found and is_active(desk, found) else ""


def supervisees_of(desk: Desk, account: str) -> frozenset[str]:
    """The accounts that this one supervises."""
    return frozenset(one for one in persons(desk) if supervisor_of(desk, one) == account)


def safety_leads(desk: Desk) -> tuple[str, ...]:
    """Who leads the work on incidents; where nobody was named, the owners."""
    there = active(desk)
    named = tuple(one for one in there if one in persons(desk) and persons(desk)[one].facets.get("safety_lead"))
    return named or tuple(one for one in there if role_in(desk, one) is Role.OWNER)
