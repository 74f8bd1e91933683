"""The clinical side of who the client is: groups, vulnerability, culture, capacity, representatives."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from typing import Annotated, Any

from app.records import checks
from app.records.base import RecordBody
from app.records.choices import Information, YesNo
from app.records.fields import Choice, Date, OpenChoice, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_


class ClientGroup(Choice):
    """Groups with needs of their own; they change what the file asks for."""

    CHILD = "child", N_("Child")
    ADOLESCENT = "adolescent", N_("Adolescent")
    ADULT = "adult", N_("Adult")
    OLDER_ADULT = "older_adult", N_("Older adult")
    VULNERABLE_ADULT = "vulnerable_adult", N_("Vulnerable adult")
    COUPLE_MEMBER = "couple_member", N_("Member of a couple")
    FAMILY_MEMBER = "family_member", N_("Member of a family")
    GROUP_MEMBER = "group_member", N_("Member of a group")
    MANDATED = "mandated", N_("Mandated by a court or office")


class Vulnerability(OpenChoice):
    """What makes harm more likely or help harder to reach."""

    DISABILITY = "disability", N_("Disability")
    HOMELESSNESS = "homelessness", N_("Homelessness")
    POVERTY = "poverty", N_("Poverty")
    ABUSE_HISTORY = "abuse_history", N_("History of abuse")
    DEPENDENCY = "dependency", N_("Dependent on others")
    MARGINALISED = "marginalised", N_("Marginalised group")
    COGNITIVE = "cognitive", N_("Cognitive difficulty")
    LANGUAGE = "language", N_("Language barrier")
    OTHER = "other", N_("Other")


class Capacity(Choice):
    """Who decides about the therapy in law."""

    FULL = "full", N_("Decides alone")
    MINOR = "minor", N_("Minor")
    MINOR_CAN_CONSENT = "minor_can_consent", N_("Minor who can consent")
    SUPPORTED = "supported", N_("Decides with support")
    GUARDIAN_FULL = "guardian_full", N_("Represented by a guardian")
    GUARDIAN_PARTIAL = "guardian_partial", N_("Guardian for some matters")
    UNKNOWN = "unknown", N_("Not known yet")


class Payer(OpenChoice):
    """Who pays for the sessions."""

    SELF = "self", N_("The client")
    INSURER = "insurer", N_("An insurer")
    PUBLIC = "public", N_("Public health care")
    CHARITY = "charity", N_("A charity")
    OTHER = "other", N_("Other")


class Permission(Choice):
    """Whether the doctor may be contacted."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    EMERGENCY_ONLY = "emergency_only", N_("Only in an emergency")


class AlertKind(Choice):
    """What a clinical alert is about."""

    SAFETY = "safety", N_("Safety")
    HEALTH = "health", N_("Health")
    CONTACT = "contact", N_("Contact")
    LEGAL = "legal", N_("Legal")
    OTHER = "other", N_("Other")


class Custody(Choice):
    """Who has custody of a minor."""

    JOINT = "joint", N_("Joint")
    SOLE = "sole", N_("Sole")
    JOINT_DECISIONS = "joint_decisions_required", N_("Important decisions only together")
    NO_ACCESS = "no_access", N_("No access")
    UNKNOWN = "unknown", N_("Not known yet")


class Authority(Choice):
    """What a representative's right rests on."""

    BIRTH_CERTIFICATE = "birth_certificate", N_("Birth certificate")
    COURT_ORDER = "court_order", N_("Court order")
    POWER_OF_ATTORNEY = "power_of_attorney", N_("Power of attorney")
    STATUTE = "statute", N_("By law")


class ClinicalAlert(Part):
    """Something to see first when the file is opened."""

    kind: Annotated[AlertKind | None, field(N_("Kind of alert"))] = None
    text: Annotated[str, field(N_("Alert"))] = ""
    review_on: Annotated[Date, field(N_("Look at it again on"))] = ""


class Representative(Part):
    """Somebody who may decide for the client, or must not."""

    name: Annotated[str, field(N_("Name"))] = ""
    relationship: Annotated[str, field(N_("Relationship"))] = ""
    custody: Annotated[Custody | None, field(N_("Custody"))] = None
    authority: Annotated[Authority | None, field(N_("Authority rests on"))] = None
    verified_on: Annotated[Date, field(N_("Document seen on"))] = ""
    document: Annotated[Reference, field(N_("The document"), tier=Tier.RARE, to=("document",))] = ""
    expires_on: Annotated[Date, field(N_("Authority ends on"))] = ""
    may_receive: Annotated[Information | None, field(N_("May be told"))] = None
    scope: Annotated[str, field(N_("Details"))] = ""
    is_person_feared: Annotated[bool, field(N_("The client is afraid of this person"), tier=Tier.RARE)] = False
    person: Annotated[Reference, field(N_("Contact details under"), tier=Tier.RARE, to=("related_person",))] = ""


class NotApplicable(Part):
    """Something that the file of most clients has and this one does not need."""

    item: Annotated[str, field(N_("Item"))] = ""
    reason: Annotated[str, field(N_("Reason"))] = ""


class ClientProfile(RecordBody):
    """Groups, vulnerability, culture, capacity, referral, doctor, alerts, representatives."""

    client_group: Annotated[list[ClientGroup], field(N_("Client groups"), needed=True)] = []
    alerts: Annotated[list[ClinicalAlert], field(N_("Alerts"))] = []
    cultural_considerations: Annotated[
        str,
        field(
            N_("Culture and language"),
            help=N_("Family involvement, beliefs about illness and help, preferred support."),
            long=True,
        ),
    ] = ""
    vulnerability: Annotated[list[Vulnerability], field(N_("Vulnerability"), tier=Tier.MORE)] = []
    vulnerability_note: Annotated[
        str,
        field(
            N_("What helps"),
            tier=Tier.MORE,
            long=True,
            show_when=("vulnerability", tuple(Vulnerability)),
        ),
    ] = ""
    capacity: Annotated[Capacity, field(N_("Capacity to decide"), tier=Tier.MORE)] = Capacity.UNKNOWN
    representatives: Annotated[
        list[Representative],
        field(N_("Custody and legal representatives"), tier=Tier.MORE),
    ] = []
    referral_source: Annotated[str, field(N_("Referred by"), tier=Tier.MORE)] = ""
    mandated_by: Annotated[
        str,
        field(
            N_("Mandated by"),
            needed=True,
            tier=Tier.MORE,
            show_when=("client_group", (ClientGroup.MANDATED,)),
        ),
    ] = ""
    court_case: Annotated[
        str,
        field(
            N_("Court case"),
            tier=Tier.MORE,
            show_when=("client_group", (ClientGroup.MANDATED,)),
        ),
    ] = ""
    gp_name: Annotated[str, field(N_("Doctor"), tier=Tier.MORE)] = ""
    gp_contact: Annotated[str, field(N_("How to reach the doctor"), tier=Tier.MORE)] = ""
    gp_permission: Annotated[Permission | None, field(N_("May the doctor be contacted"), tier=Tier.MORE)] = None
    payer: Annotated[Payer | None, field(N_("Who pays"), tier=Tier.RARE)] = None
    fee_arrangement: Annotated[str, field(N_("Fee arrangement"), tier=Tier.RARE)] = ""
    guardian_informed: Annotated[
        YesNo | None,
        field(
            N_("Client knows what representatives will be told"),
            tier=Tier.RARE,
            show_when=(
                "capacity",
                (Capacity.MINOR, Capacity.MINOR_CAN_CONSENT, Capacity.GUARDIAN_PARTIAL),
            ),
        ),
    ] = None
    not_applicable: Annotated[list[NotApplicable], field(N_("Does not apply"), tier=Tier.HIDDEN)] = []

    def check(self) -> None:
        for person in self.representatives:
            checks.check_order(
                (N_("Document seen on"), person.verified_on),
                (N_("Authority ends on"), person.expires_on),
            )

    def _alert_due(self) -> str:
        return min((alert.review_on for alert in self.alerts if alert.review_on), default="")

    def _authority_ends(self) -> str:
        return min((person.expires_on for person in self.representatives if person.expires_on), default="")

    def due(self) -> str | None:
        return min((found for found in (self._alert_due(), self._authority_ends()) if found), default=None)

    def facets(self) -> dict[str, Any]:
        return {
            "groups": ",".join(group.value for group in self.client_group),
            "capacity": self.capacity.value,
            "alert_on": self._alert_due(),
            "authority_ends": self._authority_ends(),
        }
