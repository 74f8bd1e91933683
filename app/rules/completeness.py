"""How complete a file is: what is done, what is open, and what a person marked as *does not apply*.

What a file has to hold comes from the law packs, each item with its source: law where the pack has it, else good
practice common to the professions, which is no law. What the groups of the client ask for comes on top.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.packs.jurisdiction_rules import FileContents, FileItem
from app.records.choices import YesNo
from app.records.client import AT_REST, SEVERAL, Client, Phone
from app.records.client_profile import Capacity, ClientProfile
from app.records.consent import GivenBy
from app.records.related_person import PersonRole
from app.rules import client_groups
from app.rules.client_groups import Asked, Because
from app.texts import N_

_FULL_DATE = len("1987-04-12")
_TRUSTED = (
    PersonRole.ADVOCATE,
    PersonRole.POWER_OF_ATTORNEY,
    PersonRole.COURT_GUARDIAN,
    PersonRole.SOCIAL_WORKER,
    PersonRole.LAWYER,
)
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
    """An item of the list; `label` is a message id, kind and field say where it is written down.

    `source` is the rule of a pack that asks for it, the closest law first; None for what a group asks for.
    """

    key: str
    label: str
    state: ItemState
    kind: str
    field: str
    because: Because
    reason: str = ""
    source: FileContents | None = None


_EVERYONE = Because.EVERYONE
_OF_PACKS = (
    Asked(FileItem.CONTACT, N_("How to reach the client"), "client", "phones", _EVERYONE),
    Asked(FileItem.EMERGENCY_CONTACT, N_("Emergency contact"), "client", "emergency_contacts", _EVERYONE),
    Asked(FileItem.OPENED_ON, N_("Opening date"), "client", "opened_on", _EVERYONE),
    Asked(FileItem.PROBLEM, N_("Presenting problem"), "episode", "presenting_problem", _EVERYONE),
    Asked(FileItem.HISTORY, N_("History"), "episode", "history_psychosocial", _EVERYONE),
    Asked(FileItem.ASSESSMENT, N_("Assessment or purpose"), "episode", "formulation", _EVERYONE),
    Asked(FileItem.CONSENT, N_("Consent in force"), "consent", "decision", _EVERYONE),
    Asked(FileItem.CAPACITY, N_("Capacity to decide"), "client_profile", "capacity", _EVERYONE),
    Asked(FileItem.FEES, N_("Fees"), "client_profile", "fee_arrangement", _EVERYONE),
    Asked(FileItem.NOTES, N_("Notes of the sessions"), "session_note", "text", _EVERYONE),
    Asked(FileItem.PLAN, N_("Treatment plan"), "treatment_plan", "goals", _EVERYONE),
    Asked(FileItem.METHODS, N_("Principal methods"), "treatment_plan", "interventions", _EVERYONE),
    Asked(FileItem.TESTS, N_("Tests and their data"), "document", "title", _EVERYONE),
    Asked(FileItem.CONSULTATIONS, N_("Consultations and referrals"), "consultation", "with_whom", _EVERYONE),
    Asked(FileItem.REPORTS, N_("Reports"), "document", "title", _EVERYONE),
    Asked(FileItem.RELEASES, N_("Releases of information"), "release", "recipients", _EVERYONE),
    Asked(FileItem.CLOSING, N_("Closing summary"), "closure", "course", _EVERYONE),
)
_NOT_FOR_SEVERAL = frozenset({FileItem.CONTACT, FileItem.EMERGENCY_CONTACT, FileItem.CAPACITY})


def items(facts: FileFacts, on: date, contents: Sequence[FileContents] = ()) -> list[Item]:
    """All items of a file: what the packs ask for, then what the groups of the client ask for.

    Args:
        facts: What is known of the file.
        on: The day, because age and law depend on it.
        contents: What files have to hold where the practice works, the closest law first.
    """
    sources: dict[str, FileContents] = {}
    for rule in contents:
        if rule.holds_on(on):
            sources |= {item: rule for item in rule.items if item not in sources}
    marked = {row.item: row.reason for row in facts.profile.not_applicable}
    wanted = [one for one in _OF_PACKS if one.key in sources and _concerns(one.key, facts.client)]
    wanted += client_groups.asked(facts.client, facts.profile, on)
    return [
        Item(
            one.key,
            one.label,
            _state(one, facts, marked),
            one.kind,
            one.field,
            one.because,
            marked.get(one.key, ""),
            sources.get(one.key),
        )
        for one in wanted
    ]


def known_keys() -> frozenset[str]:
    """The keys of all items there can be."""
    return frozenset(_IS_DONE)


def _state(one: Asked, facts: FileFacts, marked: Mapping[str, str]) -> ItemState:
    if _IS_DONE[one.key](facts):
        return ItemState.DONE
    return ItemState.NOT_APPLICABLE if one.key in marked else ItemState.OPEN


def _concerns(key: str, client: Client) -> bool:
    """A couple has no telephone of its own; a file that is open has no closing summary yet."""
    if key == FileItem.CLOSING:
        return client.status in AT_REST
    return not (client.unit in SEVERAL and key in _NOT_FOR_SEVERAL)


def _holds(*kinds: str) -> Callable[[FileFacts], bool]:
    return lambda facts: any(facts.counts.get(kind) for kind in kinds)


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
    "assessment": lambda facts: "problem" in facts.episode,
    "notes": _holds("session_note"),
    "plan": _holds("treatment_plan"),
    "methods": _holds("treatment_plan"),
    "tests": _holds("measure_result", "document"),
    "consultations": _holds("consultation", "referral"),
    "reports": _holds("document"),
    "releases": _holds("release"),
    "closing": _holds("closure"),
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
