"""A course of care: one period of work from opening to end, with its usual slots."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.choices import Modality, Setting
from app.records.fields import Choice, Date, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_, _

_LONGEST_SESSION_MINUTES = 24 * 60
_MOST_WEEKS = 52


class EpisodeState(Choice):
    """Where the work stands."""

    PLANNED = "planned", N_("Planned")
    OPEN = "open", N_("In progress")
    PAUSED = "paused", N_("Paused")
    ENDED = "ended", N_("Ended")


class Weekday(Choice):
    """A day of the week, from Monday."""

    MONDAY = "mon", N_("Monday")
    TUESDAY = "tue", N_("Tuesday")
    WEDNESDAY = "wed", N_("Wednesday")
    THURSDAY = "thu", N_("Thursday")
    FRIDAY = "fri", N_("Friday")
    SATURDAY = "sat", N_("Saturday")
    SUNDAY = "sun", N_("Sunday")


class DiagnosisSystem(Choice):
    """Which list a code is from."""

    ICD10 = "icd10", N_("ICD-10")
    ICD11 = "icd11", N_("ICD-11")
    DSM = "dsm", N_("DSM")
    OTHER = "other", N_("Other")


class Certainty(Choice):
    """How sure a diagnosis is."""

    PROVISIONAL = "provisional", N_("Provisional")
    CONFIRMED = "confirmed", N_("Confirmed")
    RULED_OUT = "ruled_out", N_("Ruled out")


class UsualSlot(Part):
    """When the client usually comes, such as Tuesdays at 15:00."""

    weekday: Annotated[Weekday | None, field(N_("Day of the week"))] = None
    time: Annotated[str, field(N_("Time"), help=N_("As in 15:00."))] = ""
    minutes: Annotated[int, field(N_("Minutes"), least=1, most=_LONGEST_SESSION_MINUTES)] = 50
    every_weeks: Annotated[int, field(N_("Every how many weeks"), least=1, most=_MOST_WEEKS)] = 1
    since: Annotated[Date, field(N_("Since"), prefill="today")] = ""
    until: Annotated[Date, field(N_("Until"))] = ""

    def check(self) -> None:
        checks.check_clock_time(N_("Time"), self.time)
        checks.check_order((N_("Since"), self.since), (N_("Until"), self.until))

    def facets(self) -> dict[str, Any]:
        """What a list of today's sessions needs, so that no file has to be opened for it."""
        return {
            "weekday": self.weekday.value if self.weekday else "",
            "time": self.time,
            "minutes": self.minutes,
            "every": self.every_weeks,
            "since": self.since,
            "until": self.until,
        }


class Diagnosis(Part):
    """A diagnosis, where one was made, and by whom."""

    system: Annotated[DiagnosisSystem | None, field(N_("List"))] = None
    code: Annotated[str, field(N_("Code"))] = ""
    name: Annotated[str, field(N_("Diagnosis"))] = ""
    on: Annotated[Date, field(N_("Date"))] = ""
    certainty: Annotated[Certainty | None, field(N_("Certainty"))] = None
    by_whom: Annotated[str, field(N_("Made by"))] = ""


class Episode(RecordBody):
    """Why the client came, how the work is set up, when they usually come, how it is understood."""

    presenting_problem: Annotated[
        str,
        field(
            N_("Presenting problem"),
            help=N_("In the client's own words, and in yours."),
            needed=True,
            long=True,
        ),
    ] = ""
    started_on: Annotated[Date, field(N_("Begun on"), needed=True, prefill="today")] = ""
    usual_slots: Annotated[list[UsualSlot], field(N_("Usual times"))] = []
    modality: Annotated[Modality, field(N_("Kind of work"), needed=True)] = Modality.INDIVIDUAL
    setting: Annotated[Setting, field(N_("Setting"), needed=True)] = Setting.IN_PERSON
    state: Annotated[EpisodeState, field(N_("State"), tier=Tier.MORE)] = EpisodeState.OPEN
    ended_on: Annotated[
        Date, field(N_("Ended on"), tier=Tier.MORE, needed=True, show_when=("state", (EpisodeState.ENDED,)))
    ] = ""
    review_on: Annotated[Date, field(N_("Look at the work again on"), tier=Tier.MORE)] = ""
    formulation: Annotated[
        str, field(N_("Formulation"), help=N_("How you understand it."), tier=Tier.MORE, long=True)
    ] = ""
    history_psychosocial: Annotated[str, field(N_("Life and family"), tier=Tier.MORE, long=True)] = ""
    history_medical: Annotated[str, field(N_("Health"), tier=Tier.MORE, long=True)] = ""
    history_medication: Annotated[str, field(N_("Medication, past and present"), tier=Tier.MORE, long=True)] = ""
    history_substance: Annotated[str, field(N_("Alcohol and other substances"), tier=Tier.MORE, long=True)] = ""
    history_trauma: Annotated[str, field(N_("Trauma"), tier=Tier.MORE, long=True)] = ""
    history_treatment: Annotated[str, field(N_("Earlier treatment"), tier=Tier.MORE, long=True)] = ""
    diagnoses: Annotated[
        list[Diagnosis],
        field(N_("Diagnoses"), help=N_("Only where one was made; never required."), tier=Tier.RARE),
    ] = []
    supervisor: Annotated[str, field(N_("Supervisor of this work"), tier=Tier.RARE)] = ""
    lead: Annotated[Reference, field(N_("Lead"), tier=Tier.HIDDEN, to=("account",))] = ""

    def check(self) -> None:
        checks.check_order((N_("Begun on"), self.started_on), (N_("Ended on"), self.ended_on))
        checks.check_order((N_("Begun on"), self.started_on), (N_("Look at the work again on"), self.review_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Ended on"), self.ended_on, today)

    def summary(self) -> str:
        return self.started_on

    def at(self) -> str | None:
        return self.started_on or None

    def due(self) -> str | None:
        return None if self.state is EpisodeState.ENDED else self.review_on or None

    def facets(self) -> dict[str, Any]:
        history = any(getattr(self, name).strip() for name in self.__struct_fields__ if name.startswith("history_"))
        slots = [slot.facets() for slot in self.usual_slots if slot.weekday and slot.time]
        filled = {"problem": bool(self.presenting_problem.strip()), "history": history}
        return {
            "state": self.state.value,
            "modality": self.modality.value,
            "setting": self.setting.value,
            "ended": self.ended_on,
            "slots": slots,
            **{f"on_{slot['weekday']}": "1" for slot in slots},
            "filled": ",".join(name for name, is_filled in filled.items() if is_filled),
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`Individual, since 3 Mar 2025`."""
        kind = _(Modality.label_of(str(facets.get("modality", ""))))
        if not title:
            return kind or _("Course of care")
        began = _("since {date}").format(date=formats.short_date(title))
        return ", ".join(part for part in (kind, began) if part)
