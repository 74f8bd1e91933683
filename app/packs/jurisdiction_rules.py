"""What a jurisdiction pack is made of: rules as data, each with words, citation, date, and whether it was verified."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from typing import Literal

import msgspec

from app.packs.crisis_lines import Words

Status = Literal["verified", "unverified"]
Force = Literal["law", "guideline", "practice"]
Start = Literal[
    "aware",
    "receipt",
    "discovery",
    "report",
    "incident",
    "year_end",
    "created",
    "knowledge",
    "statement",
    "form",
    "signed",
]
ClockStart = Literal[
    "last_service",
    "discharge",
    "termination",
    "last_contact",
    "end_of_calendar_year_of_last_entry",
    "document_created",
]
Basis = Literal[
    "roi",
    "client_access",
    "treatment",
    "payment",
    "operations",
    "mandated_report_child",
    "mandated_report_adult",
    "duty_to_protect",
    "court_order",
    "subpoena_assurance",
    "coroner",
    "oversight",
    "law_enforcement",
    "emergency",
    "vital_interests",
    "supervision",
    "executor",
    "other_law",
]
Effect = Literal["exempt", "no_minimum", "private_notes"]
Tells = Literal["", "authority", "people", "media"]
Topic = Literal["secrecy", "report", "protect", "records", "data_protection", "release"]
DutyMode = Literal["mandatory", "permissive", "none", "prohibited"]
ReportAbout = Literal[
    "child",
    "elder",
    "dependent_adult",
    "domestic_violence",
    "crime",
    "professional_misconduct",
    "trafficking",
]
Duties = Literal["mandated_report", "duty_to_protect", "domestic_abuse_review"]


class ReleaseElement(StrEnum):
    """What a release of information has to say, or what has to be done with it."""

    PATIENT_NAME = "patient_name"
    DISCLOSER = "discloser"
    INFORMATION = "information"
    RECIPIENT = "recipient"
    INTERMEDIARY = "intermediary"
    PURPOSE = "purpose"
    EXPIRY = "expiry"
    SIGNATURE = "signature"
    REPRESENTATIVE_AUTHORITY = "representative_authority"
    RIGHT_TO_REVOKE = "right_to_revoke"
    CONDITIONING = "conditioning"
    REDISCLOSURE = "redisclosure"
    PLAIN_LANGUAGE = "plain_language"
    COPY = "copy"
    SEPARATE_PSYCHOTHERAPY_NOTES = "separate_psychotherapy_notes"
    SEPARATE_COUNSELLING_NOTES = "separate_counselling_notes"
    SEPARATE_LEGAL_PROCEEDINGS = "separate_legal_proceedings"
    NOTICE_WITH_RECORDS = "notice_with_records"


class FileItem(StrEnum):
    """What a client's file can be asked to hold; `app.rules.completeness` says when each is there."""

    CONTACT = "contact"
    EMERGENCY_CONTACT = "emergency_contact"
    OPENED_ON = "opened_on"
    BIRTH_DATE = "birth_date"
    GUARDIANS = "guardians"
    CUSTODY = "custody"
    PROBLEM = "problem"
    HISTORY = "history"
    CONSENT = "consent"
    CAPACITY = "capacity"
    FEES = "fees"
    NOTES = "notes"
    METHODS = "methods"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    TESTS = "tests"
    CONSULTATIONS = "consultations"
    REPORTS = "reports"
    RELEASES = "releases"
    CLOSING = "closing"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every rule has.

    `verified_on` is when its source was last looked at, as exact as it is known (year, month or day);
    *unverified* says that the text itself was not read then. `where` narrows a rule to one place, as
    `US-FL`. `pack` is filled in by the reader: code and version, as `us 1`.
    """

    id: str
    title: Words
    text: Words
    citation: str
    verified_on: str
    status: Status
    source: str = ""
    force: Force = "law"
    where: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    pack: str = ""

    @property
    def is_verified(self) -> bool:
        """Whether the text of the rule, or a clear restatement, was read."""
        return self.status == "verified"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day, as far as the pack says."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A length of time in one unit: elapsed hours, calendar days, working days, months or years."""

    hours: int = 0
    days: int = 0
    working_days: int = 0
    months: int = 0
    years: int = 0


class Extension(Span, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By how much a deadline may be extended, once; its source may be worse than that of the deadline."""

    status: Status


class Deadline(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something to do in time. Without a length: at once, or nobody has verified how long it is.

    `tells` is whom a data breach is told to by then; such a deadline holds from `at_least` people concerned on, or for
    `fewer_than` so many, counted in `one_state` or everywhere.
    """

    starts: Start
    length: Span | None = None
    at_once: bool = False
    extension: Extension | None = None
    tells: Tells = ""
    at_least: int = 0
    fewer_than: int = 0
    one_state: bool = False


class MinorPeriod(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long the records of somebody who was younger than `under` when the clock began are kept.

    Until `years` after the birthday `after_age` (and until the birthday `seventeen` for who was 17 at
    the end); without `after_age`, `years` from the start of the clock.
    """

    status: Status
    years: int = 0
    after_age: int | None = None
    under: int = 18
    seventeen: int | None = None
    summary_years: int | None = None


class Retention(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long records are kept. `own_period`: no law says so, the practice decides and gives its reason."""

    records: Literal["clinical", "medical", "hipaa_documents"]
    clock: ClockStart | None = None
    adult_years: int | None = None
    minor: MinorPeriod | None = None
    summary_years: int | None = None
    after_death_years: int | None = None
    combine: Literal["longest"] = "longest"
    own_period: bool = False


class FileContents(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a client's file has to hold."""

    items: tuple[FileItem, ...]


class MinorRule(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who consents for a client from one age to below another, and what has to be written down."""

    from_age: int = 0
    below_age: int = 18
    consent_of: tuple[Literal["minor", "representatives"], ...]
    both_parents: bool = False
    or_court: bool = False
    if_mature: bool = False
    record: tuple[Literal["maturity", "competence", "minor_consulted", "contact_attempts"], ...] = ()
    setting: Literal["any", "health_services", "online"] = "any"
    in_force: bool = True


class ReleaseRule(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One element of a release under one regime; `system` is kept by the program and not by the form."""

    regime: str
    element: ReleaseElement
    kind: Literal["field", "statement", "system"]
    when: Literal["always", "representative", "intermediary"] = "always"


class Grounds(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the law says of disclosures on some grounds.

    `exempt`: the accounting need not list them. `no_minimum`: nobody has to say why it was the least that is enough.
    `private_notes`: on these grounds private notes may leave without a release of their own.
    """

    effect: Effect
    bases: tuple[Basis, ...]


class Duty(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the law says on secrecy, reporting, protecting and records, in our words."""

    topic: Topic


class ProtectRule(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether the law orders a therapist to protect somebody under threat, permits it, is silent, or forbids it."""

    mode: DutyMode


class ReportingRule(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which deadline of the same pack holds for reports about somebody or something, and on which form."""

    about: tuple[ReportAbout, ...]
    deadline: str
    form: str = ""


class Guidance(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A list to have before the eyes while calling, or afterwards while writing; it decides nothing."""

    kinds: tuple[Duties, ...]
    moment: Literal["call", "write"]
    items: tuple[Words, ...]


class RiskLevel(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether a clinician may write down a level of risk; the program never computes one."""

    allowed: bool


class Birthdays(Rule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Birthdays at which the consents of a minor are looked at again."""

    ages: tuple[int, ...]


class Pack(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The rules of one jurisdiction, on top of those of `base`.

    `members` are the countries for which this pack holds although it is not named after them.
    `reviewer` is who practises law there and has read it; empty while nobody has.
    """

    code: str
    version: int
    name: Words
    valid_from: date
    valid_to: date | None = None
    reviewer: str = ""
    base: str = ""
    members: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = msgspec.field(default=(), name="deadline")
    retention: tuple[Retention, ...] = ()
    contents: tuple[FileContents, ...] = ()
    minors: tuple[MinorRule, ...] = msgspec.field(default=(), name="minor")
    release: tuple[ReleaseRule, ...] = ()
    grounds: tuple[Grounds, ...] = ()
    duties: tuple[Duty, ...] = msgspec.field(default=(), name="duty")
    protect: tuple[ProtectRule, ...] = ()
    reporting: tuple[ReportingRule, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    risk_level: tuple[RiskLevel, ...] = ()
    birthdays: tuple[Birthdays, ...] = ()

    @property
    def named(self) -> str:
        """Code and version, as records store it: `us 1`."""
        return f"{self.code} {self.version}"


TABLES: tuple[str, ...] = (
    "deadlines",
    "retention",
    "contents",
    "minors",
    "release",
    "grounds",
    "duties",
    "protect",
    "reporting",
    "guidance",
    "risk_level",
    "birthdays",
)
"""The fields of a pack that hold rules."""


def written(table: str) -> str:
    """The name of a field of a pack as the file writes it."""
    return _written()[table]


@cache
def _written() -> dict[str, str]:
    """Looked up once: msgspec works types and all out anew at each call."""
    return {found.name: found.encode_name for found in msgspec.structs.fields(Pack)}


def rules_of(pack: Pack) -> list[tuple[str, int, Rule]]:
    """All rules with the table and the place in it where each stands."""
    return [(table, place, rule) for table in TABLES for place, rule in enumerate(getattr(pack, table))]
