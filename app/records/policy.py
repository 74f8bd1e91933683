"""A policy of the practice, such as its emergency protocol: signed when it is published, replaced by the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Date, OpenChoice, Reference, Tier, field
from app.texts import N_, _


class PolicyKind(OpenChoice):
    """What the policy is about."""

    EMERGENCY_PROTOCOL = "emergency_protocol", N_("Emergency protocol")
    CONFIDENTIALITY = "confidentiality", N_("Confidentiality")
    SAFEGUARDING = "safeguarding", N_("Protection of minors")
    INCIDENT = "incident", N_("Incidents")
    BREACH = "breach", N_("Data breaches")
    LONE_WORKING = "lone_working", N_("Working alone")
    TELEHEALTH = "telehealth", N_("Working at a distance")
    RETENTION = "retention", N_("Keeping and destroying records")
    COMPLAINTS = "complaints", N_("Complaints")
    PROFESSIONAL_WILL = "professional_will", N_("Professional will")
    OTHER = "other", N_("Other")


class Policy(RecordBody):
    """Title, text, who is responsible, from when it holds and when it is looked at again."""

    title: Annotated[str, field(N_("Title"), needed=True)] = ""
    policy_kind: Annotated[PolicyKind | None, field(N_("Kind of policy"), needed=True)] = None
    text: Annotated[str, field(N_("Text"), needed=True, long=True)] = ""
    approved_on: Annotated[Date, field(N_("Approved on"), needed=True, prefill="today")] = ""
    review_due: Annotated[Date, field(N_("Look at it again on"), tier=Tier.MORE)] = ""
    version: Annotated[str, field(N_("Version"), tier=Tier.MORE)] = "1"
    owner: Annotated[str, field(N_("Responsible"), tier=Tier.MORE)] = ""
    changed: Annotated[str, field(N_("What changed"), tier=Tier.MORE, long=True)] = ""
    supersedes: Annotated[Reference, field(N_("Replaces"), tier=Tier.HIDDEN, to=("policy",))] = ""

    def check(self) -> None:
        checks.check_order((N_("Approved on"), self.approved_on), (N_("Look at it again on"), self.review_due))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Approved on"), self.approved_on, today)

    def summary(self) -> str:
        return self.title

    def at(self) -> str | None:
        return self.approved_on or None

    def due(self) -> str | None:
        return self.review_due or None

    def facets(self) -> dict[str, Any]:
        return {
            "kind": self.policy_kind.value if self.policy_kind else "",
            "version": self.version,
            "approved_on": self.approved_on,
            "supersedes": self.supersedes,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        named = title or _(PolicyKind.label_of(str(facets.get("kind", ""))))
        version = str(facets.get("version", ""))
        words = _("version {version}").format(version=version) if version and named else ""
        return ", ".join(part for part in (named, words) if part)
