"""A personal data breach: the register keeps every one, told to somebody or not, with the reasons for what was decided.

The program computes no risk and says to nobody whether to tell: it shows the clocks and asks for decisions and reasons.
"""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import msgspec

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.breach_choices import (
    Answer,
    BreachType,
    DataCategory,
    Encrypted,
    Gravity,
    Likelihood,
    RiskToPeople,
    SpecialCategory,
)
from app.records.breach_parts import (
    AuthorityDecision,
    AwareChange,
    BreachClock,
    HipaaFactors,
    MediaDecision,
    PeopleDecision,
    StateCount,
    StateNotice,
    check_period,
)
from app.records.choices import YesNo
from app.records.fields import Date, LocalTime, Reference, Tier, field
from app.records.incident import LeftOut
from app.records.lost_device import LostDevice
from app.records.response_parts import Action
from app.texts import N_, _

TELLS = {"authority": "authority", "people": "people_told", "media": "media"}
"""Which field decides about the clocks that tell somebody."""


class DataBreach(RecordBody):
    """What happened, since when it is known, whom it can harm, who is told or not and why. Lives until it is closed."""

    title: Annotated[str, field(N_("In a few words"), help=N_("Without names of clients."), needed=True)] = ""
    breach_types: Annotated[list[BreachType], field(N_("What was lost"), needed=True)] = []
    aware: Annotated[
        LocalTime | None,
        field(
            N_("Known to us since"),
            help=N_("When somebody of the practice first knew, not when it was confirmed. The clocks start here."),
            needed=True,
            prefill="now",
        ),
    ] = None
    what_happened: Annotated[
        str, field(N_("What happened"), help=N_("Facts, roles instead of names."), needed=True, long=True)
    ] = ""
    aware_reason: Annotated[
        str,
        field(
            N_("Why the time above is another than before"),
            help=N_("Only when you change it later. What it said before stays in the entry."),
            tier=Tier.MORE,
        ),
    ] = ""
    occurred_from: Annotated[LocalTime | None, field(N_("It began"), tier=Tier.MORE)] = None
    occurred_to: Annotated[LocalTime | None, field(N_("It ended"), tier=Tier.MORE)] = None
    discovered: Annotated[
        LocalTime | None,
        field(
            N_("Could have been known since"),
            help=N_("Where that was earlier: some laws count from here."),
            tier=Tier.MORE,
        ),
    ] = None
    how_discovered: Annotated[str, field(N_("How it was noticed, and by whom"), tier=Tier.MORE)] = ""
    cause: Annotated[str, field(N_("Cause"), tier=Tier.MORE, long=True)] = ""
    data_categories: Annotated[list[DataCategory], field(N_("Which data"), tier=Tier.MORE)] = []
    special_categories: Annotated[list[SpecialCategory], field(N_("Specially protected data"), tier=Tier.MORE)] = []
    people_count: Annotated[
        int | None,
        field(
            N_("How many people, about"), help=N_("While it is not known, the earlier day counts."),
            tier=Tier.MORE, least=0,
        ),
    ] = None  # fmt: skip
    records_count: Annotated[int | None, field(N_("How many records, about"), tier=Tier.MORE, least=0)] = None
    vulnerable: Annotated[
        Answer | None, field(N_("Children or especially vulnerable people among them"), tier=Tier.MORE)
    ] = None
    state_counts: Annotated[list[StateCount], field(N_("Where these people live"), tier=Tier.RARE)] = []
    encrypted: Annotated[Encrypted | None, field(N_("Were the data encrypted"), tier=Tier.MORE)] = None
    key_exposed: Annotated[
        Answer | None,
        field(
            N_("Could somebody have the key"),
            help=N_("The passphrase, the recovery sheet, or an open session."),
            tier=Tier.MORE,
        ),
    ] = None
    processor: Annotated[
        str, field(N_("Service provider involved, and when they told us"), tier=Tier.RARE, long=True)
    ] = ""
    device: Annotated[LostDevice, field(N_("Lost device: what was answered"), tier=Tier.COMPUTED)] = msgspec.field(
        default_factory=LostDevice
    )
    consequences: Annotated[str, field(N_("What it can mean for the people"), tier=Tier.MORE, long=True)] = ""
    likelihood: Annotated[Likelihood | None, field(N_("How likely harm is"), tier=Tier.MORE)] = None
    gravity: Annotated[Gravity | None, field(N_("How grave it would be"), tier=Tier.MORE)] = None
    risk: Annotated[RiskToPeople | None, field(N_("Your conclusion"), tier=Tier.MORE)] = None
    risk_reasons: Annotated[str, field(N_("Reasons for the conclusion"), tier=Tier.MORE, long=True)] = ""
    measures_taken: Annotated[str, field(N_("What was done"), tier=Tier.MORE, long=True)] = ""
    measures_planned: Annotated[str, field(N_("What will be done"), tier=Tier.MORE, long=True)] = ""
    authority: Annotated[AuthorityDecision, field(N_("Telling the authority"), tier=Tier.MORE)] = msgspec.field(
        default_factory=AuthorityDecision
    )
    people_told: Annotated[PeopleDecision, field(N_("Telling the people concerned"), tier=Tier.MORE)] = msgspec.field(
        default_factory=PeopleDecision
    )
    hipaa: Annotated[HipaaFactors, field(N_("The four factors of HIPAA"), tier=Tier.MORE)] = msgspec.field(
        default_factory=HipaaFactors
    )
    media: Annotated[MediaDecision, field(N_("Telling the media"), tier=Tier.RARE)] = msgspec.field(
        default_factory=MediaDecision
    )
    state_notices: Annotated[list[StateNotice], field(N_("Notices under the law of a state"), tier=Tier.RARE)] = []
    actions: Annotated[list[Action], field(N_("What is changed because of it"), tier=Tier.MORE)] = []
    lessons: Annotated[
        str, field(N_("What we learned"), help=N_("Without names or dates."), tier=Tier.MORE, long=True)
    ] = ""
    incident: Annotated[Reference, field(N_("Related incident"), tier=Tier.MORE, to=("incident",))] = ""
    clocks: Annotated[list[BreachClock], field(N_("Clocks"), tier=Tier.COMPUTED)] = []
    aware_changes: Annotated[list[AwareChange], field(N_("Changes of “known to us since”"), tier=Tier.COMPUTED)] = []
    left_out: Annotated[list[LeftOut], field(N_("Left out, because it concerns them"), tier=Tier.COMPUTED)] = []
    keep_until: Annotated[Date, field(N_("Keep this entry until"), tier=Tier.COMPUTED)] = ""
    closed_on: Annotated[Date, field(N_("Closed on"), tier=Tier.COMPUTED)] = ""
    reopened_reason: Annotated[str, field(N_("Why it was opened again"), tier=Tier.COMPUTED)] = ""
    under_hipaa: Annotated[YesNo | None, field(N_("HIPAA holds here"), tier=Tier.HIDDEN)] = None
    number: Annotated[str, field(N_("Number"), tier=Tier.HIDDEN)] = ""

    def check(self) -> None:
        began, ended, aware = N_("It began"), N_("It ended"), N_("Known to us since")
        check_period(self.occurred_from, self.occurred_to, (began, ended))
        check_period(self.occurred_from, self.aware, (began, aware))
        check_period(self.discovered, self.aware, (N_("Could have been known since"), aware))

    def check_today(self, today: date) -> None:
        for label, moment in ((N_("Known to us since"), self.aware), (N_("It began"), self.occurred_from)):
            checks.check_not_future(label, moment.day if moment else "", today)

    def summary(self) -> str:
        return self.number

    def at(self) -> str | None:
        return self.aware.at if self.aware else None

    def is_settled(self, tells: str) -> bool:
        """Whether it is decided, reasoned and done what a clock asks for."""
        return bool(getattr(self, TELLS[tells]).is_settled) if tells in TELLS else True

    def open_clocks(self) -> list[BreachClock]:
        """The clocks that still run, the first due first; none once it is closed."""
        if self.closed_on:
            return []
        found = [clock for clock in self.clocks if not self.is_settled(clock.tells)]
        return sorted(found, key=lambda clock: clock.due or clock.started)

    def due(self) -> str | None:
        return None if self.closed_on else min(self._open_dates(), default=None)

    def _open_dates(self) -> Iterator[str]:
        yield from (clock.wanted_on for clock in self.open_clocks())
        if self.authority.more_follows is YesNo.YES and self.authority.follow_by:
            yield self.authority.follow_by
        yield from (notice.due for notice in self.state_notices if notice.due and not notice.is_settled)
        yield from (action.waits_until() for action in self.actions if action.waits_until())

    def severity(self) -> int:
        return 1 if self.open_clocks() else 0

    def facets(self) -> dict[str, Any]:
        running = self.open_clocks()
        first = next((one for one in running if one.due), None)  # what has a date says more than *at once*
        return {
            "number": self.number,
            "year": self.number[:4],
            "title": self.title,
            "status": "closed" if self.closed_on else "open",
            "types": [one.value for one in self.breach_types],
            "incident": self.incident,
            "aware": self.aware.at if self.aware else "",
            "clock_tells": list(dict.fromkeys(one.tells for one in running)),
            "clock_due": first.due if first else "",
            "clock_utc": first.due_utc() if first else "",
            "closed_on": self.closed_on,
            "left_out": [one.person for one in self.left_out],
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        aware = str(facets.get("aware") or "")
        day = formats.short_date(aware[:10]) if aware else ""
        return ", ".join(part for part in (title, day) if part) or _("New data breach")
