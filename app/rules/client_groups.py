"""What the file of a client asks for, because of the group the client belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.records.client import SEVERAL, Client
from app.records.client_profile import Capacity, ClientGroup, ClientProfile
from app.rules import people
from app.texts import N_

_ADULT, _OLDER = 18, 65
_WITH_GUARDIAN = (Capacity.GUARDIAN_FULL, Capacity.GUARDIAN_PARTIAL)


class Because(StrEnum):
    """The group that something is asked for."""

    EVERYONE = "everyone"
    MINOR = "minor"
    VULNERABLE = "vulnerable_adult"
    REPRESENTED = "represented"
    SEVERAL = "several"
    MANDATED = "mandated"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something the file asks for: `key` is stable, `label` a message id, kind and field say where it is written."""

    key: str
    label: str
    kind: str
    field: str
    because: Because


_EVERYONE = (
    Asked("culture", N_("Culture and language"), "client_profile", "cultural_considerations", Because.EVERYONE),
    Asked("language", N_("Preferred language"), "client", "language", Because.EVERYONE),
)
_MINOR = (
    Asked("birth_date", N_("Full date of birth"), "client", "birth_date", Because.MINOR),
    Asked("guardians", N_("Legal representatives"), "client_profile", "representatives", Because.MINOR),
    Asked("custody", N_("Custody"), "client_profile", "representatives", Because.MINOR),
    Asked("assent", N_("The child's own agreement"), "consent", "given_by", Because.MINOR),
    Asked("told", N_("What representatives will be told"), "client_profile", "guardian_informed", Because.MINOR),
)
_REPRESENTED = (
    Asked("guardians", N_("Legal representatives"), "client_profile", "representatives", Because.REPRESENTED),
)
_SUPPORTED = (Asked("advocate", N_("An advocate or person of trust"), "related_person", "roles", Because.REPRESENTED),)
_VULNERABLE = (
    Asked("barriers", N_("Barriers, and what helps"), "client_profile", "vulnerability_note", Because.VULNERABLE),
    Asked("advocate", N_("An advocate or person of trust"), "related_person", "roles", Because.VULNERABLE),
    Asked("contact_safety", N_("Safe ways of contact"), "client", "phones", Because.VULNERABLE),
    Asked("needs", N_("Communication needs"), "client", "communication_needs", Because.VULNERABLE),
)
_OF_SEVERAL = (
    Asked("members", N_("Members"), "client", "members", Because.SEVERAL),
    Asked("access_rule", N_("Who may see the shared file"), "consent", "access_rule", Because.SEVERAL),
)
_MANDATED = (
    Asked("mandated_by", N_("Mandated by"), "client_profile", "mandated_by", Because.MANDATED),
    Asked("court_case", N_("Court case"), "client_profile", "court_case", Because.MANDATED),
)


def asked(client: Client, profile: ClientProfile, on: date) -> list[Asked]:
    """What the file asks for on a day, in the order in which it is shown."""
    return list(_asked(client, profile, on))


def groups_of(client: Client, profile: ClientProfile, on: date) -> set[ClientGroup]:
    """The groups that were ticked, and the one that follows from the date of birth."""
    found = set(profile.client_group)
    age = people.age_on(client.birth_date, on)
    if client.unit in SEVERAL or age is None:
        return found
    if age < _ADULT:
        found.add(ClientGroup.CHILD if age < people.ADOLESCENT else ClientGroup.ADOLESCENT)
    elif age >= _OLDER:
        found.add(ClientGroup.OLDER_ADULT)
    return found


def _asked(client: Client, profile: ClientProfile, on: date) -> Iterator[Asked]:
    if client.unit in SEVERAL:
        yield from _OF_SEVERAL
        yield from _EVERYONE
        return
    groups = groups_of(client, profile, on)
    is_minor = bool(groups & {ClientGroup.CHILD, ClientGroup.ADOLESCENT})
    is_vulnerable = ClientGroup.VULNERABLE_ADULT in groups or bool(profile.vulnerability)
    if is_minor:
        yield from _MINOR
    elif profile.capacity in _WITH_GUARDIAN:
        yield from _REPRESENTED
    if is_vulnerable:
        yield from _VULNERABLE
    elif profile.capacity is Capacity.SUPPORTED:
        yield from _SUPPORTED
    if ClientGroup.MANDATED in groups:
        yield from _MANDATED
    yield from _EVERYONE
