"""One meeting for supervision: with whom, how long, which cases by code, what was advised and what follows."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.choices import Identified, Setting
from app.records.fields import Choice, Date, OpenChoice, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_, _

_LONGEST_MINUTES = 24 * 60


class SupervisionRole(Choice):
    """In which role somebody was there."""

    AS_SUPERVISEE = "as_supervisee", N_("I was supervised")
    AS_SUPERVISOR = "as_supervisor", N_("I supervised somebody")
    PEER = "peer", N_("Among colleagues")
    CONSULTATION = "consultation", N_("A single consultation")


RECEIVED = (SupervisionRole.AS_SUPERVISEE, SupervisionRole.PEER, SupervisionRole.CONSULTATION)
"""The roles in which one's own work is talked about; only `AS_SUPERVISEE` counts as supervision hours."""


class SupervisionForm(Choice):
    """Alone with the supervisor, or in a group."""

    INDIVIDUAL = "individual", N_("Individual")
    GROUP = "group", N_("In a group")


class SupervisionTheme(OpenChoice):
    """What it was about."""

    RISK = "risk", N_("Risk")
    ETHICS = "ethics", N_("Ethics")
    BOUNDARY = "boundary", N_("Boundaries")
    COUNTERTRANSFERENCE = "countertransference", N_("Countertransference")
    TECHNIQUE = "technique", N_("Technique")
    WELLBEING = "wellbeing", N_("The therapist's wellbeing")


class SupervisedCase(Part):
    """A client who was talked about, by code, and what came of it."""

    client: Annotated[
        Reference,
        field(N_("Client"), help=N_("Stands here by code alone."), needed=True, to=("client",)),
    ] = ""
    named: Annotated[Identified, field(N_("How the client was named"))] = Identified.ANONYMOUS
    consent: Annotated[
        Reference,
        field(
            N_("Consent that allows it"),
            help=N_("Type the code of the client to find it."),
            needed=True,
            to=("consent", "release"),
            show_when=("named", (Identified.IDENTIFIED,)),
        ),
    ] = ""
    advice: Annotated[str, field(N_("Advice"), long=True)] = ""
    decision: Annotated[str, field(N_("What you decided"), long=True)] = ""

    @property
    def can_be_carried(self) -> bool:
        """Whether there is something that the client's file should hold too."""
        return bool(self.client and self.advice.strip() and self.decision.strip())


class AgreedTask(Part):
    """Something that somebody does until a day."""

    task: Annotated[str, field(N_("Task"), needed=True)] = ""
    owner: Annotated[str, field(N_("Who does it"), help=N_("Empty: you."))] = ""
    due: Annotated[Date, field(N_("By when"))] = ""


class SupervisionSession(RecordBody):
    """In one's own compartment and without names; what was decided about a case goes into the client's file too."""

    held_on: Annotated[Date, field(N_("Date"), needed=True, prefill="today")] = ""
    minutes: Annotated[int, field(N_("Minutes"), needed=True, prefill="last", least=1, most=_LONGEST_MINUTES)] = 60
    role: Annotated[SupervisionRole, field(N_("Your role"), needed=True, prefill="last")] = (
        SupervisionRole.AS_SUPERVISEE
    )
    with_whom: Annotated[
        str,
        field(
            N_("With whom"),
            help=N_("Your supervisor, the person you supervise, or colleagues."),
            needed=True,
            prefill="last",
        ),
    ] = ""
    mode: Annotated[Setting, field(N_("How you met"), needed=True, prefill="last")] = Setting.IN_PERSON
    form: Annotated[SupervisionForm, field(N_("Individual or group"), needed=True, prefill="last")] = (
        SupervisionForm.INDIVIDUAL
    )
    qualification: Annotated[
        str,
        field(
            N_("Qualification of the supervisor"),
            needed=True,
            prefill="last",
            show_when=("role", (SupervisionRole.AS_SUPERVISEE,)),
        ),
    ] = ""
    cases: Annotated[list[SupervisedCase], field(N_("Cases"))] = []
    themes: Annotated[list[SupervisionTheme], field(N_("Themes"), needed=True)] = []
    discussion: Annotated[
        str,
        field(N_("What was talked about"), help=N_("Nothing that tells who somebody is: codes, no names."), long=True),
    ] = ""
    advice: Annotated[
        str,
        field(
            N_("Advice and decisions"),
            help=N_("What is about one client stands with the case."),
            long=True,
        ),
    ] = ""
    tasks: Annotated[list[AgreedTask], field(N_("Tasks"))] = []
    impact: Annotated[str, field(N_("What it changes in your work"), needed=True, long=True)] = ""
    counted_minutes: Annotated[
        int | None,
        field(
            N_("Minutes that count"),
            help=N_("If only a part of a group counts for you. Empty: all."),
            tier=Tier.MORE,
            least=0,
            most=_LONGEST_MINUTES,
        ),
    ] = None
    register_number: Annotated[str, field(N_("Register number of the supervisor"), tier=Tier.MORE, prefill="last")] = ""
    contract_on: Annotated[Date, field(N_("Supervision contract of"), tier=Tier.MORE, prefill="last")] = ""
    fee: Annotated[str, field(N_("Fee"), tier=Tier.MORE, prefill="last")] = ""
    also_signed_on: Annotated[Date, field(N_("Signed by the other side on"), tier=Tier.RARE)] = ""

    @property
    def counted(self) -> int:
        """The minutes that count."""
        return self.minutes if self.counted_minutes is None else self.counted_minutes

    def check(self) -> None:
        checks.check_order((N_("Supervision contract of"), self.contract_on), (N_("Date"), self.held_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Date"), self.held_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """*Discussed in supervision* is no record: what was advised belongs to it, in general or about a case."""
        if self.role not in RECEIVED or self.advice.strip() or any(case.advice.strip() for case in self.cases):
            return ()
        return ("advice",)

    def summary(self) -> str:
        return self.held_on

    def at(self) -> str | None:
        return self.held_on or None

    def facets(self) -> dict[str, Any]:
        return {
            "role": self.role.value,
            "form": self.form.value,
            "counted": str(self.counted),
            "with": self.with_whom,
            "cases": [case.client for case in self.cases if case.client],
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, I was supervised`."""
        role = facets.get("role")
        parts = (formats.short_date(title) if title else "", _(SupervisionRole.label_of(str(role))) if role else "")
        return ", ".join(part for part in parts if part) or _("Supervision")
