"""Who works on an incident among colleagues: who leads it, who can open it, and who is left out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.records.incident_response import IncidentResponse
from app.rules.incidents import Step

READ_AND_WRITE, ALL_RIGHTS = "read write", "read write share"


@dataclass(frozen=True, slots=True)
class Circle:
    """Who can open an incident. `leads` are in the order in which they would take it over; empty: the author alone."""

    author: str
    leads: tuple[str, ...]

    @property
    def lead(self) -> str:
        """Who takes it over; empty where nobody else in the practice can."""
        return self.leads[0] if self.leads else ""

    @property
    def author_rights(self) -> str:
        """Who wrote the first entry keeps reading it, and decides over access only where nobody else may know."""
        return READ_AND_WRITE if self.leads and self.author not in self.leads else ALL_RIGHTS


def circle(author: str, named: Sequence[str], owners: Sequence[str], left_out: Collection[str]) -> Circle:
    """The safety leads less who is left out; where none is left the owners less the same; where none is left, nobody.

    Args:
        author: Who files the first entry.
        named: Active accounts that lead the work on incidents, in the order of the roster.
        owners: Active owners.
        left_out: Whom the incident concerns, and who must not learn of it.
    """
    for offered in (named, owners):
        found = tuple(one for one in offered if one not in left_out)
        if found:
            return Circle(author, found)
    return Circle(author, ())


def responsible(response: IncidentResponse) -> dict[Step, str]:
    """The accounts that are responsible for steps."""
    return {step: person for step, person in _persons(response) if person}


def shares(circle: Circle, responsible: Iterable[str], left_out: Collection[str]) -> Mapping[str, str]:
    """The rights that everybody has to have, by account; nobody who is left out is among them."""
    wanted = dict.fromkeys(responsible, READ_AND_WRITE)
    wanted |= {circle.author: circle.author_rights}
    wanted |= dict.fromkeys(circle.leads, ALL_RIGHTS)
    return {account: rights for account, rights in wanted.items() if account and account not in left_out}


def settle(before: IncidentResponse, after: IncidentResponse) -> None:
    """Whoever types another name as responsible means somebody else: the account that stood there goes."""
    for step in Step:
        was, now = getattr(before, step.value), getattr(after, step.value)
        if now.person == was.person and now.owner != was.owner:
            now.person = ""


def _persons(response: IncidentResponse) -> Iterator[tuple[Step, str]]:
    return ((step, getattr(response, step.value).person) for step in Step)
