"""What the file of a client asks for, because of the group the client belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.records.client import SEVERAL, Client
from app.records.client_profile import ClientGroup, ClientProfile
from app.rules import people
from app.texts import N_

_ADULT, _OLDER = 18, 65
_CHECKED_BIRTHDAYS = (12, 13, 16, 18)
_LEAP_DAY = "-02-29"


class Because(StrEnum):
    """The group that something is asked for."""

    EVERYONE = "everyone"
    MINOR = "minor"
    VULNERABLE = "vulnerable_adult"
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


def next_birthday_to_check(client: Client, on: date) -> str | None:
    """The next birthday at which a minor's rights change (12, 13, 16, 18); None for adults and partial dates."""
    born = client.birth_date
    if client.unit in SEVERAL or len(born) != len("1987-04-12"):
        return None
    # Who is born on 29 February comes of age on 1 March where the year has no such day.
    days = (f"{int(born[:4]) + age}{born[4:]}" for age in _CHECKED_BIRTHDAYS)
    found = (_next_day_of(day) if day.endswith(_LEAP_DAY) and not _is_leap(int(day[:4])) else day for day in days)
    return next((day for day in found if day >= on.isoformat()), None)


def _asked(client: Client, profile: ClientProfile, on: date) -> Iterator[Asked]:
    if client.unit in SEVERAL:
        yield from _OF_SEVERAL
        yield from _EVERYONE
        return
    groups = groups_of(client, profile, on)
    if groups & {ClientGroup.CHILD, ClientGroup.ADOLESCENT}:
        yield from _MINOR
    if ClientGroup.VULNERABLE_ADULT in groups or profile.vulnerability:
        yield from _VULNERABLE
    if ClientGroup.MANDATED in groups:
        yield from _MANDATED
    yield from _EVERYONE


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _next_day_of(day: str) -> str:
    return f"{day[:4]}-03-01"
