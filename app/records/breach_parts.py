"""The parts of a data breach: its clocks, who was told or not and why, the four factors of HIPAA, single states."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from app.records import checks
from app.records.breach_choices import Exemption, HipaaConclusion, HipaaException, Telling
from app.records.choices import Channel, YesNo
from app.records.fields import Date, LocalTime, Reference, Tier, field
from app.records.law_basis import LawBasis
from app.records.parts import Part
from app.texts import N_

_TOLD, _NOT_TOLD = (Telling.TELL,), (Telling.NOT_TELL,)
_DECISION = N_("Decision")
_REASON = field(
    N_("Why this was decided"),
    help=N_("Needed either way, also where nobody is told."),
    needed=True,
    long=True,
)
_DELAY = N_("Why it was late")
_DAY_LENGTH = len("2026-11-22")


class AwareChange(Part):
    """The moment of awareness as it stood before somebody changed it, and why they did."""

    before: Annotated[LocalTime | None, field(N_("It said before"), tier=Tier.COMPUTED)] = None
    reason: Annotated[str, field(N_("Why it was changed"), tier=Tier.COMPUTED)] = ""
    changed: Annotated[LocalTime | None, field(N_("Changed at"), tier=Tier.COMPUTED)] = None
    person: Annotated[Reference, field(N_("Changed by"), tier=Tier.COMPUTED, to=("account",))] = ""


class BreachClock(LawBasis):
    """A deadline that has begun, computed once from a law pack and kept.

    `due` is a wall time in `zone` for a rule in hours, a day for others, and empty for what is due at once.
    """

    tells: Annotated[str, field(N_("Who is told"), tier=Tier.COMPUTED)] = ""
    started: Annotated[str, field(N_("Started"), tier=Tier.COMPUTED)] = ""
    zone: Annotated[str, field(N_("Time zone"), tier=Tier.COMPUTED)] = ""
    due: Annotated[str, field(N_("Due"), tier=Tier.COMPUTED)] = ""

    @property
    def wanted_on(self) -> str:
        """The day for lists: what is due at once is wanted on the day on which it began."""
        return (self.due or self.started)[:_DAY_LENGTH]

    def is_late(self, at: str) -> bool:
        """Whether something that happened at `at` (a day or a wall time in the zone of the clock) came too late."""
        length = min(len(self.due), len(at))
        return bool(self.due) and at[:length] > self.due[:length]

    def due_utc(self) -> str:
        """The wall time of `due` in UTC; empty where `due` is a day or nothing."""
        if len(self.due) <= _DAY_LENGTH:
            return ""
        local = datetime.fromisoformat(self.due).replace(tzinfo=ZoneInfo(self.zone))
        return f"{local.astimezone(UTC):%Y-%m-%dT%H:%M}"


class AuthorityNotice(Part):
    """One notice to an authority; what was not known the first time follows in a later one."""

    authority: Annotated[str, field(N_("Which authority"))] = ""
    told: Annotated[LocalTime | None, field(N_("Told at"))] = None
    channel: Annotated[Channel | None, field(N_("How"))] = None
    reference: Annotated[str, field(N_("Their number for it"))] = ""
    content: Annotated[str, field(N_("What was said"), long=True)] = ""


class AuthorityDecision(Part):
    """Whether the authority is told, why, when, and whether more has to follow."""

    decided: Annotated[Telling | None, field(_DECISION, needed=True)] = None
    reason: Annotated[str, _REASON] = ""
    notices: Annotated[
        list[AuthorityNotice],
        field(
            N_("Notices"),
            help=N_("What is not known yet may follow in phases: one row for each."),
            show_when=("decided", _TOLD),
        ),
    ] = []
    delay_reason: Annotated[str, field(_DELAY, long=True, show_when=("decided", _TOLD))] = ""
    more_follows: Annotated[YesNo | None, field(N_("Does more have to follow"), show_when=("decided", _TOLD))] = None
    follow_by: Annotated[Date, field(N_("It follows by"), show_when=("more_follows", (YesNo.YES,)))] = ""
    contact_point: Annotated[
        str, field(N_("Who answers questions about it"), tier=Tier.MORE, show_when=("decided", _TOLD))
    ] = ""

    def first_told(self) -> LocalTime | None:
        """When the authority was told first."""
        times = [notice.told for notice in self.notices if notice.told is not None]
        return min(times, key=lambda told: told.at, default=None)

    @property
    def is_settled(self) -> bool:
        """Decided with a reason, and done where telling was decided."""
        if self.decided is None or not self.reason.strip():
            return False
        return self.decided is Telling.NOT_TELL or self.first_told() is not None


class PeopleDecision(Part):
    """Whether the people concerned are told, why, when and what."""

    decided: Annotated[Telling | None, field(_DECISION, needed=True)] = None
    reason: Annotated[str, _REASON] = ""
    exemption: Annotated[
        Exemption | None, field(N_("Exemption that is relied on"), show_when=("decided", _NOT_TOLD))
    ] = None
    public_notice: Annotated[
        str, field(N_("The public notice"), long=True, show_when=("exemption", (Exemption.DISPROPORTIONATE,)))
    ] = ""
    told_on: Annotated[Date, field(N_("Told on"), show_when=("decided", _TOLD))] = ""
    channel: Annotated[Channel | None, field(N_("How"), show_when=("decided", _TOLD))] = None
    content: Annotated[
        str,
        field(
            N_("What they were told"),
            help=N_("What happened and when, which data, what they can do, what you do, whom they can ask."),
            long=True,
            show_when=("decided", _TOLD),
        ),
    ] = ""
    substitute: Annotated[
        str,
        field(N_("Who could not be reached, and how else"), tier=Tier.MORE, long=True, show_when=("decided", _TOLD)),
    ] = ""
    delay_reason: Annotated[str, field(_DELAY, tier=Tier.MORE, long=True, show_when=("decided", _TOLD))] = ""

    @property
    def is_settled(self) -> bool:
        """Decided with a reason, and done where telling was decided."""
        if self.decided is None or not self.reason.strip():
            return False
        return self.decided is Telling.NOT_TELL or bool(self.told_on)


class MediaDecision(Part):
    """Whether the media are told, where a law asks for a decision."""

    decided: Annotated[Telling | None, field(_DECISION)] = None
    reason: Annotated[str, field(N_("Why this was decided"), long=True)] = ""
    told_on: Annotated[Date, field(N_("Told on"), show_when=("decided", _TOLD))] = ""
    whom: Annotated[str, field(N_("Which media"), show_when=("decided", _TOLD))] = ""

    @property
    def is_settled(self) -> bool:
        """Decided with a reason, and done where telling was decided."""
        if self.decided is None or not self.reason.strip():
            return False
        return self.decided is Telling.NOT_TELL or bool(self.told_on)


class HipaaFactors(Part):
    """The four factors of 45 CFR 164.402(2), each in words, and what they come to."""

    nature: Annotated[
        str,
        field(
            N_("1. Nature and extent of the data"),
            help=N_("Which identifiers, and how easily somebody is recognised."),
            needed=True,
            long=True,
        ),
    ] = ""
    recipient: Annotated[str, field(N_("2. Who used them, or got them"), needed=True, long=True)] = ""
    acquired: Annotated[
        str,
        field(N_("3. Were they really taken or looked at"), help=N_("And how that is known."), needed=True, long=True),
    ] = ""
    mitigated: Annotated[str, field(N_("4. How far the risk was reduced"), needed=True, long=True)] = ""
    exception: Annotated[HipaaException | None, field(N_("Exception that is relied on"), tier=Tier.MORE)] = None
    conclusion: Annotated[
        HipaaConclusion | None,
        field(
            N_("Conclusion"),
            help=N_("Without a reasoned low probability it counts as a breach."),
            needed=True,
        ),
    ] = None
    reason: Annotated[str, field(N_("Reasons for the conclusion"), needed=True, long=True)] = ""


class StateCount(Part):
    """How many of the people live in one state or country."""

    place: Annotated[str, field(N_("State or country"), help=N_("For example US-CA or PL."))] = ""
    people: Annotated[int | None, field(N_("People"), least=0)] = None


class StateNotice(Part):
    """A notice that the law of one state asks for, with its own day."""

    place: Annotated[str, field(N_("State or country"))] = ""
    citation: Annotated[str, field(N_("Legal basis"))] = ""
    due: Annotated[Date, field(N_("Due"))] = ""
    told_on: Annotated[Date, field(N_("Told on"))] = ""
    reason: Annotated[str, field(N_("Not told, because"))] = ""

    @property
    def is_settled(self) -> bool:
        """Told, or a reason why not."""
        return bool(self.told_on or self.reason.strip())


def check_period(first: LocalTime | None, last: LocalTime | None, labels: tuple[str, str]) -> None:
    """Raise `bad_order` for a period whose end lies before its beginning."""
    if first and last:
        checks.check_order((labels[0], first.at), (labels[1], last.at))
