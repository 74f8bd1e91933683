"""A threat against somebody: what was said, who was asked, what was decided, who was warned and told, to the minute."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.duty_choices import (
    OUTSIDE,
    REACHED,
    Clarity,
    ClientTold,
    CommunicatedBy,
    ProtectStep,
    Victim,
)
from app.records.duty_parts import Attempt, Consulted, EarlierDecision, LawSaid, PoliceReport
from app.records.fields import Date, LocalTime, Tier, field
from app.records.movable import Movable
from app.texts import N_, _

_GOES_OUT = ("decisions", OUTSIDE)
_TOLD = ("client_told", (ClientTold.BEFORE, ClientTold.AFTER))
_SOMEBODY = ("victim", (Victim.NAMED, Victim.IDENTIFIABLE, Victim.GROUP))


class DutyToProtect(Movable):
    """Victim and police stand side by side: whoever was left out, it is said why."""

    learned: Annotated[LocalTime | None, field(N_("When you learned of it"), needed=True, prefill="now")] = None
    communicated_by: Annotated[CommunicatedBy | None, field(N_("Who told of it"), needed=True)] = None
    exact_words: Annotated[str, field(N_("The exact words"), needed=True, long=True)] = ""
    context: Annotated[str, field(N_("When, to whom, and in what situation"), needed=True, long=True)] = ""
    clarity: Annotated[Clarity | None, field(N_("How it was said"), needed=True)] = None
    inquiry: Annotated[
        str, field(N_("What you asked, and what was answered; how serious it is"), needed=True, long=True)
    ] = ""
    victim: Annotated[Victim | None, field(N_("Against whom"), needed=True)] = None
    victim_who: Annotated[
        str,
        field(
            N_("Who, or how they can be found"), help=N_("Name, relation, role or trait."), needed=True,
            show_when=_SOMEBODY,
        ),
    ] = ""  # fmt: skip
    how_soon: Annotated[
        str, field(N_("How soon"), help=N_("Here and below: “not known” is an answer too."), needed=True)
    ] = ""
    means: Annotated[str, field(N_("With what means, and whether they are at hand"), needed=True)] = ""
    earlier_violence: Annotated[str, field(N_("Violence before"), needed=True)] = ""
    substances: Annotated[str, field(N_("Alcohol and drugs"), needed=True)] = ""
    psychosis: Annotated[str, field(N_("Hold on reality"), needed=True)] = ""
    consulted: Annotated[list[Consulted], field(N_("Who was asked for advice"))] = []
    not_consulted_because: Annotated[str, field(N_("Why nobody was asked"))] = ""
    hospital: Annotated[str, field(N_("Hospital treatment and other steps: considered or tried"), needed=True)] = ""
    legal_test: Annotated[
        str,
        field(
            N_("The rule you went by"),
            help=N_("The rule of the place as the law pack has it; add what you read yourself."),
            needed=True,
            long=True,
        ),
    ] = ""
    decisions: Annotated[list[ProtectStep], field(N_("What you decided"), needed=True)] = []
    because: Annotated[str, field(N_("Why"), needed=True, long=True)] = ""
    victim_attempts: Annotated[
        list[Attempt],
        field(
            N_("The person under threat: each attempt"), help=N_("With its time; the failed ones too."),
            show_when=_GOES_OUT,
        ),
    ] = []  # fmt: skip
    police: Annotated[
        list[PoliceReport],
        field(N_("The police: each attempt"), help=N_("With its time; the failed ones too."), show_when=_GOES_OUT),
    ] = []
    only_one_because: Annotated[
        str,
        field(
            N_("Why only one of the two"), help=N_("Needed where the other was not tried."), long=True,
            show_when=_GOES_OUT,
        ),
    ] = ""  # fmt: skip
    information_given: Annotated[str, field(N_("What they were told"), needed=True, long=True, show_when=_GOES_OUT)] = (
        ""
    )
    minimum_necessary: Annotated[
        str, field(N_("Why this is the least that is enough"), needed=True, long=True, show_when=_GOES_OUT)
    ] = ""
    not_handed_over: Annotated[
        str,
        field(
            N_("What was not handed over"), help=N_("The records stay here: say so."), needed=True, show_when=_GOES_OUT
        ),
    ] = ""
    client_told: Annotated[ClientTold | None, field(N_("The client"), needed=True)] = None
    told_on: Annotated[Date, field(N_("Told on"), needed=True, show_when=_TOLD)] = ""
    told_note: Annotated[
        str, field(N_("What was said, and what it does to the work together"), needed=True, long=True, show_when=_TOLD)
    ] = ""
    not_told_because: Annotated[
        str, field(N_("Why not"), needed=True, long=True, show_when=("client_told", (ClientTold.NOT_TOLD,)))
    ] = ""
    monitoring: Annotated[
        str, field(N_("How it is followed at each meeting until it has passed"), needed=True, long=True)
    ] = ""
    review_on: Annotated[Date, field(N_("Look at it again on"), needed=True)] = ""
    state_report: Annotated[
        str,
        field(N_("Report to the state"), help=N_("Such as one that bars from weapons."), tier=Tier.RARE, long=True),
    ] = ""
    law: LawSaid = ""
    earlier: EarlierDecision = ""

    def check(self) -> None:
        learned = (N_("When you learned of it"), self.learned.day if self.learned else "")
        checks.check_order(learned, (N_("Look at it again on"), self.review_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("When you learned of it"), self.learned.day if self.learned else "", today)
        checks.check_not_future(N_("Told on"), self.told_on, today)
        for at in [*(one.at for one in self.victim_attempts), *(one.at for one in self.police)]:
            checks.check_not_future(N_("When"), at.day if at else "", today)

    def also_missing(self) -> tuple[str, ...]:
        """Advice or the reason for none; what was decided is tried; who leaves one out says why."""
        found = [*checks.advice_missing(self.consulted, self.not_consulted_because)]
        if ProtectStep.WARN_VICTIM in self.decisions and not self.victim_attempts:
            found.append("victim_attempts")
        if ProtectStep.POLICE in self.decisions and not self.police:
            found.append("police")
        is_one_left_out = bool(self.victim_attempts) is not bool(self.police)
        if set(self.decisions) & set(OUTSIDE) and is_one_left_out and not self.only_one_because.strip():
            found.append("only_one_because")
        return tuple(found)

    @property
    def went_out(self) -> bool:
        """Whether somebody outside was told."""
        results = [*(one.result for one in self.victim_attempts), *(one.result for one in self.police)]
        return any(result in REACHED for result in results)

    def summary(self) -> str:
        return self.learned.at if self.learned else ""

    def at(self) -> str | None:
        return self.learned.at if self.learned else None

    def due(self) -> str | None:
        return self.review_on or None

    def facets(self) -> dict[str, Any]:
        return {"decisions": ",".join(self.decisions), "earlier": self.earlier}

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, Tell the police`: never against whom."""
        decided = [_(ProtectStep.label_of(one)) for one in str(facets.get("decisions", "")).split(",") if one]
        return ", ".join(part for part in (formats.short_date(title[:10]) if title else "", *decided) if part)
