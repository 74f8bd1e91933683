"""Somebody around the client: who they are, how they may be reached, and whether they may know at all."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.choices import Information
from app.records.client import Address, Email, Phone
from app.records.fields import Choice, OpenChoice, Tier, field
from app.texts import N_


class PersonRole(OpenChoice):
    """What somebody is to the client or to the therapy."""

    PARENT = "parent", N_("Parent")
    PARTNER = "partner", N_("Partner or former partner")
    LEGAL_GUARDIAN = "legal_guardian", N_("Legal guardian")
    FOSTER = "foster", N_("Foster parent")
    POWER_OF_ATTORNEY = "power_of_attorney", N_("Holds a power of attorney")
    COURT_GUARDIAN = "court_guardian", N_("Court-appointed guardian")
    ADVOCATE = "advocate", N_("Advocate or person of trust")
    EMERGENCY_CONTACT = "emergency_contact", N_("Emergency contact")
    GP = "gp", N_("Family doctor")
    PSYCHIATRIST = "psychiatrist", N_("Psychiatrist")
    SCHOOL = "school", N_("School")
    SOCIAL_WORKER = "social_worker", N_("Social worker")
    LAWYER = "lawyer", N_("Lawyer")
    OTHER_THERAPIST = "other_therapist", N_("Another therapist")
    PERSONAL_REPRESENTATIVE = "personal_representative_deceased", N_("Representative of a client who has died")
    OTHER = "other", N_("Somebody else")


class ContactRule(Choice):
    """Whether the practice may get in touch with somebody."""

    FREELY = "freely", N_("Yes")
    ASK_FIRST = "ask_first", N_("Only after asking the client")
    EMERGENCY_ONLY = "emergency_only", N_("Only in an emergency")
    NEVER = "never", N_("Never: not safe")


class RelatedPerson(RecordBody):
    """Name, relationship, how they may be reached. Custody and authority stand in the client profile."""

    name: Annotated[str, field(N_("Name"), needed=True)] = ""
    relationship: Annotated[str, field(N_("Relationship"), needed=True)] = ""
    contact_rule: Annotated[ContactRule, field(N_("May the practice contact this person"))] = ContactRule.ASK_FIRST
    must_not_know: Annotated[
        bool,
        field(
            N_("Must not learn that this person is a client here"),
            help=N_("Without the reason: everybody at the desk sees this."),
        ),
    ] = False
    roles: Annotated[list[PersonRole], field(N_("Roles"), needed=True, tier=Tier.MORE)] = []
    phones: Annotated[list[Phone], field(N_("Phones"), tier=Tier.MORE)] = []
    emails: Annotated[list[Email], field(N_("E-mail addresses"), tier=Tier.MORE)] = []
    addresses: Annotated[list[Address], field(N_("Postal addresses"), tier=Tier.RARE)] = []
    may_be_told: Annotated[Information | None, field(N_("May be told"), tier=Tier.MORE)] = None
    note: Annotated[str, field(N_("When and how to reach them"), tier=Tier.RARE, long=True)] = ""

    @property
    def is_unsafe(self) -> bool:
        """Whether this person must not be contacted, or must not know."""
        return self.must_not_know or self.contact_rule is ContactRule.NEVER

    def summary(self) -> str:
        return self.name

    def severity(self) -> int:
        return 1 if self.is_unsafe else 0

    def facets(self) -> dict[str, Any]:
        return {
            "relationship": self.relationship,
            "roles": ",".join(role.value for role in self.roles),
            "rule": self.contact_rule.value,
            "must_not_know": "1" if self.must_not_know else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        return ", ".join(part for part in (title, str(facets.get("relationship", ""))) if part)
