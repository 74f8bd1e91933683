"""What the law of a client's places says of the grounds of disclosures; where two differ, the stricter counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app import clock
from app.desk import Action, Desk
from app.packs.jurisdiction_rules import Effect
from app.packs.jurisdiction_rules import Grounds as Rule
from app.packs.law import Law
from app.records.disclosure import Agency, Disclosure
from app.rules import deadlines
from app.services.practice import packs
from app.vaults import failure

SPOKEN = "oral_suspension_of_accounting"
"""The deadline for a suspension that an authority asked for in words only."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Grounds by code.

    `exempt` says in words, with the source, why the accounting need not list a disclosure. `no_minimum`: nobody has
    to say why it was the least. `private_notes`: private notes may leave without a release of their own.
    """

    exempt: Mapping[str, str]
    no_minimum: frozenset[str]
    private_notes: frozenset[str]


def of(desk: Desk, client_ids: Sequence[str] = ()) -> Grounds:
    """What the law says where the practice works and where these clients live."""
    desk.require_anywhere(Action.LIST)
    places = packs.laws_for(desk, client_ids)
    return Grounds(
        exempt=_in_words(places),
        no_minimum=frozenset(_common(places, "no_minimum")),
        private_notes=frozenset(_common(places, "private_notes")),
    )


def completed(desk: Desk, body: Disclosure, client_id: str | None) -> Disclosure:
    """With what the law of the place wants to know of it; raises `suspended_too_long`."""
    desk.require_anywhere(Action.SAVE)
    clients = [client_id] if client_id is not None else []
    body.needs_minimum = body.legal_basis is not None and body.legal_basis not in of(desk, clients).no_minimum
    last = _last_day_of(desk, body, clients)
    if last is not None and body.suspended_until > last.isoformat():
        raise failure("suspended_too_long", last=last.isoformat())
    return body


def _last_day_of(desk: Desk, body: Disclosure, clients: Sequence[str]) -> date | None:
    """Until when the client is not told on a spoken statement, by the strictest law; None where none says."""
    if not body.suspended_until or not body.suspension_stated_on or body.suspension_how is not Agency.SPOKEN:
        return None
    rules = [law.deadline(SPOKEN) for law in packs.laws_for(desk, clients)]
    begun = [deadlines.begin(rule, body.suspension_stated_on, clock.local_zone()) for rule in rules if rule is not None]
    return min((found.due_on for found in begun if found.due_on is not None), default=None)


def _common(places: Sequence[Law], effect: Effect) -> list[str]:
    """The grounds on which every one of these laws agrees."""
    return [basis for basis in places[0].grounds(effect) if all(basis in law.grounds(effect) for law in places)]


def _in_words(places: Sequence[Law]) -> dict[str, str]:
    first = places[0].grounds("exempt")
    return {basis: _words(first[basis]) for basis in _common(places, "exempt")}


def _words(rule: Rule) -> str:
    """The title, and the source where it is law."""
    if rule.force != "law":
        return f"{rule.title}."
    source = rule.citation if rule.is_verified else f"{rule.citation} ({packs.mark(rule)})"
    return f"{rule.title}: {source}."
