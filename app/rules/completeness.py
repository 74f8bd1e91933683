"""How complete a file is: what is done, what is open, and what a person marked as *does not apply*.

The list is good practice common to the professions, not law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.records.choices import YesNo
from app.records.client import SEVERAL, Client, Phone
from app.records.client_profile import Capacity, ClientProfile
from app.records.consent import GivenBy
from app.records.related_person import PersonRole
from app.rules import client_groups
from app.rules.client_groups import Asked, Because
from app.texts import N_

_FULL_DATE = len("1987-04-12")
_TRUSTED = (PersonRole.POWER_OF_ATTORNEY, PersonRole.COURT_GUARDIAN, PersonRole.SOCIAL_WORKER, PersonRole.LAWYER)
_ASSENTED = (GivenBy.CLIENT.value, GivenBy.CLIENT_AND_REPRESENTATIVE.value)


class ItemState(StrEnum):
    """What is known of an item."""

    DONE = "done"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the list is computed from; no record besides the header of the file is opened for it.

    `roles` are the roles of people around the client, `episode` the flags of the newest course of
    care, `consent` the facets of the consent in force, `counts` signed or saved records by kind.
    """

    client: Client
    profile: ClientProfile = field(default_factory=ClientProfile)
    counts: Mapping[str, int] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    episode: frozenset[str] = frozenset()
    consent: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the list; `label` is a message id, kind and field say where it is written down."""

    key: str
    label: str
    state: ItemState
    kind: str
    field: str
    because: Because
    reason: str = ""


_COMMON = (
    Asked("contact", N_("How to reach the client"), "client", "phones", Because.EVERYONE),
    Asked("emergency_contact", N_("Emergency contact"), "client", "emergency_contacts", Because.EVERYONE),
    Asked("opened_on", N_("Opening date"), "client", "opened_on", Because.EVERYONE),
    Asked("problem", N_("Presenting problem"), "episode", "presenting_problem", Because.EVERYONE),
    Asked("history", N_("History"), "episode", "history_psychosocial", Because.EVERYONE),
    Asked("consent", N_("Consent in force"), "consent", "decision", Because.EVERYONE),
    Asked("capacity", N_("Capacity to decide"), "client_profile", "capacity", Because.EVERYONE),
    Asked("fees", N_("Fees"), "client_profile", "fee_arrangement", Because.EVERYONE),
)
_NOT_FOR_SEVERAL = frozenset({"contact", "emergency_contact", "capacity"})


def items(facts: FileFacts, on: date) -> list[Item]:
    """All items of a file: what is common to all, then what the groups of the client ask for."""
    marked = {row.item: row.reason for row in facts.profile.not_applicable}
    common = [one for one in _COMMON if not (facts.client.unit in SEVERAL and one.key in _NOT_FOR_SEVERAL)]
    wanted = [*common, *client_groups.asked(facts.client, facts.profile, on)]
    return [
        Item(one.key, one.label, _state(one, facts, marked), one.kind, one.field, one.because, marked.get(one.key, ""))
        for one in wanted
    ]


def known_keys() -> frozenset[str]:
    """The keys of all items there can be."""
    return frozenset(_IS_DONE)


def _state(one: Asked, facts: FileFacts, marked: Mapping[str, str]) -> ItemState:
    if _IS_DONE[one.key](facts):
        return ItemState.DONE
    return ItemState.NOT_APPLICABLE if one.key in marked else ItemState.OPEN


def _has_contact(facts: FileFacts) -> bool:
    client = facts.client
    return any(phone.number.strip() for phone in client.phones) or any(mail.address.strip() for mail in client.emails)


def _is_contact_safe(facts: FileFacts) -> bool:
    """Somebody asked, for every number, whether calling it is safe."""
    asked = [_said(phone) for phone in facts.client.phones] + [mail.safe_to_write for mail in facts.client.emails]
    return bool(asked) and all(answer is not None for answer in asked)


def _said(phone: Phone) -> YesNo | None:
    return phone.safe_to_call or phone.safe_to_text


def _gave_assent(facts: FileFacts) -> bool:
    return facts.consent is not None and facts.consent.get("given_by") in _ASSENTED


_IS_DONE: Mapping[str, Callable[[FileFacts], bool]] = {
    "contact": _has_contact,
    "emergency_contact": lambda facts: (
        any(contact.name.strip() and contact.phone.strip() for contact in facts.client.emergency_contacts)
        or PersonRole.EMERGENCY_CONTACT in facts.roles
    ),
    "opened_on": lambda facts: bool(facts.client.opened_on),
    "problem": lambda facts: "problem" in facts.episode,
    "history": lambda facts: "history" in facts.episode,
    "consent": lambda facts: facts.consent is not None,
    "capacity": lambda facts: facts.profile.capacity is not Capacity.UNKNOWN,
    "fees": lambda facts: bool(facts.profile.fee_arrangement.strip()) or facts.profile.payer is not None,
    "birth_date": lambda facts: len(facts.client.birth_date) == _FULL_DATE,
    "guardians": lambda facts: any(person.authority is not None for person in facts.profile.representatives),
    "custody": lambda facts: any(person.custody is not None for person in facts.profile.representatives),
    "assent": _gave_assent,
    "told": lambda facts: facts.profile.guardian_informed is YesNo.YES,
    "barriers": lambda facts: bool(facts.profile.vulnerability_note.strip()),
    "advocate": lambda facts: bool(facts.roles & set(_TRUSTED)) or bool(facts.profile.representatives),
    "contact_safety": _is_contact_safe,
    "needs": lambda facts: bool(facts.client.communication_needs.strip()),
    "members": lambda facts: len([member for member in facts.client.members if member.client]) > 1,
    "access_rule": lambda facts: facts.consent is not None and bool(facts.consent.get("access_rule")),
    "mandated_by": lambda facts: bool(facts.profile.mandated_by.strip()),
    "court_case": lambda facts: bool(facts.profile.court_case.strip()),
    "culture": lambda facts: bool(facts.profile.cultural_considerations.strip()),
    "language": lambda facts: bool(facts.client.language.strip()),
}
