"""The people of the practice: who they are, what they may do, and what has changed among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.desk import Action, Desk
from app.keeping import colleagues as known
from app.keeping import opening
from app.keeping.plans import Plan, Saved
from app.records import KINDS, decode, encode
from app.records.person import Person
from app.rules.permissions import ROLE_LABELS, Role, allowed, role_of
from app.rules.purposes import Purpose
from app.texts import _
from app.vaults import Member, failure

_OWN = frozenset({"account", "login"})


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the practice. `since` and `removed` are times of the trail; empty: not so."""

    account: str
    name: str
    login: str
    title: str
    registration: str
    phone: str
    email: str
    role: Role
    role_label: str
    supervisor: str
    supervisor_name: str
    is_safety_lead: bool
    is_me: bool
    since: str
    removed: str
    standing: tuple[str, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether this person can sign in."""
        return not self.removed


def everybody(desk: Desk, *, also_removed: bool = False) -> list[Colleague]:
    """All people by name; those who cannot sign in any more come last, if they are wanted."""
    desk.require(Action.LIST, "practice")
    found = [_colleague(desk, member) for member in desk.signin.people() if also_removed or member.is_active]
    return sorted(found, key=lambda one: (not one.is_active, one.name.casefold()))


def one(desk: Desk, account: str) -> Colleague:
    """One of them; raises `not_found`."""
    desk.require(Action.LIST, "practice")
    member = known.members(desk).get(account)
    if member is None:
        raise failure("not_found", what=account)
    return _colleague(desk, member)


def by_login(desk: Desk, login: str) -> Colleague:
    """Who signs in with this name, also in other capitals; raises `no_such_account`."""
    desk.require(Action.LIST, "practice")
    wanted = login.strip().casefold()
    found = [one for one in everybody(desk) if one.login.casefold() == wanted]
    if not found:
        raise failure("no_such_account", login=login.strip())
    return found[0]


def who_may(desk: Desk, action: Action, compartment_kind: str) -> list[Colleague]:
    """The others who can sign in and whose role may do something: whom one can choose from."""
    desk.require(Action.LIST, "practice")
    return [one for one in everybody(desk) if not one.is_me and allowed(one.role, action, compartment_kind)]


def change(desk: Desk, account: str, **values: Any) -> Saved:
    """Change what is written about somebody, by the names of the fields of `person`.

    Raises:
        KnownError: `refused`, `not_found`, `text_needed` without a name, `bad_supervisor`, and what a field refuses.
    """
    desk.require(Action.SETTING, "practice")
    if account not in known.members(desk):
        raise failure("not_found", what=account)
    row = known.persons(desk).get(account)
    found = opening.plain(desk.signin.read(row.record, purpose=Purpose.ADMINISTRATION)) if row else None
    before = encode(found.body) if found else {"account": account}
    body = decode("person", KINDS["person"].version, before | {k: v for k, v in values.items() if k not in _OWN})
    assert isinstance(body, Person)  # noqa: S101 - decoded as one
    check(desk, body)
    record = row.record if row else desk.signin.new_id()
    return Saved(record, put(desk, record, body, found.record.revision if found else None))


def check(desk: Desk, person: Person) -> None:
    """Whether this can be written about somebody; raises `text_needed` or `bad_supervisor`."""
    desk.require(Action.SETTING, "practice")
    if not person.name.strip():
        raise failure("text_needed", field=_("Name"), path="name")
    boss = person.supervisor
    may_sign = boss != person.account and allowed(known.role_in(desk, boss), Action.CO_SIGN, "clinical")
    if boss and not may_sign:
        raise failure("bad_supervisor", who=known.name_of(desk, boss))


def put(desk: Desk, record: str, person: Person, parent: str | None) -> str:
    """Write what is known about somebody; gives the revision."""
    desk.require(Action.SETTING, "practice")
    plan = Plan()
    plan.put("person", record, desk.own("practice"), person, parent=parent)
    revision = plan.commit(desk, Purpose.ADMINISTRATION)[0]
    desk.persons.clear()
    return revision


def _colleague(desk: Desk, member: Member) -> Colleague:
    row = known.persons(desk).get(member.id)
    facets = row.facets if row else {}
    role = role_of(member.role)
    boss = known.supervisor_of(desk, member.id)
    login = desk.signin.login if member.id == desk.account else ""
    return Colleague(
        account=member.id,
        name=known.name_of(desk, member.id),
        login=login or str(facets.get("login") or ""),
        title=str(facets.get("title") or ""),
        registration=str(facets.get("registration") or ""),
        phone=str(facets.get("phone") or ""),
        email=str(facets.get("email") or ""),
        role=role,
        role_label=_(ROLE_LABELS[role]),
        supervisor=boss,
        supervisor_name=known.name_of(desk, boss) if boss else "",
        is_safety_lead=bool(facets.get("safety_lead")),
        is_me=member.id == desk.account,
        since=member.since,
        removed=member.removed,
        standing=tuple(sorted(member.standing)),
    )
