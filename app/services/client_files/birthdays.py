"""Birthdays at which a minor's rights change: which one is to be looked at, and that somebody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.desk import Action, Desk
from app.keeping import joined, plans
from app.keeping.plans import Saved
from app.packs.jurisdiction_rules import MinorRule
from app.records import birthdays
from app.records.birthdays import Birthday
from app.records.client import Client
from app.services import clients
from app.services.practice import packs
from app.vaults import failure

HORIZON_DAYS = 14
"""So many days before it a birthday is to be looked at: a new consent takes a while."""


@dataclass(frozen=True, slots=True)
class Change:
    """A rule on minors that begins or ends with a birthday, in words, and how far it can be relied on."""

    begins: bool
    title: str
    text: str
    citation: str
    mark: str


def pending(desk: Desk, client_id: str) -> Birthday | None:
    """The birthday that has come or is near, and that nobody has looked at yet."""
    desk.require(Action.LIST, "identity", record=client_id)
    facets = plans.row_of(desk, joined.home_of(desk, client_id)).facets
    day, age = str(facets.get("birthday") or ""), str(facets.get("birthday_age") or "")
    until = (clock.today() + timedelta(days=HORIZON_DAYS + 1)).isoformat()
    if not day or day >= until:
        return None
    return birthdays.latest(str(facets.get("born") or ""), Birthday(day, int(age)), until)


def what_changes(desk: Desk, client_id: str) -> list[Change]:
    """What the law says from the pending birthday on and did not say before, and the reverse; empty without one."""
    desk.require(Action.LIST, "identity", record=client_id)
    found = pending(desk, client_id)
    if found is None:
        return []
    law, day = packs.law_for(desk, client_id), date.fromisoformat(found.day)
    before = {rule.id: rule for rule in law.minor_rules(found.age - 1, day - timedelta(days=1)) if rule.in_force}
    after = {rule.id: rule for rule in law.minor_rules(found.age, day) if rule.in_force}
    begun = [_change(rule, begins=True) for rule in after.values() if rule.id not in before]
    return begun + [_change(rule, begins=False) for rule in before.values() if rule.id not in after]


def _change(rule: MinorRule, *, begins: bool) -> Change:
    return Change(begins, str(rule.title), str(rule.text), rule.citation, packs.mark(rule))


def reviewed(desk: Desk, client_id: str) -> Saved:
    """Consents, assent and what representatives are told were looked at for the birthdays up to now.

    Raises:
        KnownError: `no_birthday` when none is to be looked at.
    """
    desk.require(Action.SAVE, "identity", record=client_id)
    found = clients.read(desk, joined.home_of(desk, client_id))
    waiting = pending(desk, client_id)
    if waiting is None or not isinstance(found.body, Client):
        raise failure("no_birthday")
    client = found.body
    client.birthday_reviewed = max(waiting.age, birthdays.passed(client.birth_date, clock.today().isoformat()))
    return clients.save(desk, found.record.record, client, found.record.revision)
