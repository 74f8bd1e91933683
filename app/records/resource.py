"""A place or line that helps: crisis, shelter, food, debt, legal, health, school; with the day it was checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Date, OpenChoice, Tier, field
from app.texts import N_, _

_LAST_PLACE = 99
VALID_DAYS = 180
"""For so long a checked number needs no confirmation."""


class ResourceKind(OpenChoice):
    """What kind of help it is."""

    CRISIS = "crisis", N_("Crisis line or centre")
    EMERGENCY = "emergency", N_("Emergency service")
    SHELTER = "shelter", N_("Shelter")
    HOUSING = "housing", N_("Housing")
    FOOD = "food", N_("Food")
    DEBT = "debt", N_("Debt and money")
    LEGAL = "legal", N_("Legal help")
    HEALTH = "health", N_("Health")
    SCHOOL = "school", N_("School and education")
    OTHER = "other", N_("Other")


class Resource(RecordBody):
    """What it is called, how to reach it, when it is open, where the number is from, and who checked it when."""

    name: Annotated[str, field(N_("What it is called"), needed=True)] = ""
    resource_kind: Annotated[ResourceKind | None, field(N_("Kind of help"), needed=True)] = None
    phone: Annotated[str, field(N_("Phone"))] = ""
    hours: Annotated[str, field(N_("Hours"))] = ""
    verified_on: Annotated[
        Date, field(N_("Checked on"), help=N_("The day of the source, or of your own check."), needed=True)
    ] = ""
    rang_on: Annotated[Date, field(N_("I rang it on"))] = ""
    sms: Annotated[str, field(N_("Text messages to"), tier=Tier.MORE)] = ""
    web: Annotated[str, field(N_("Website or chat"), tier=Tier.MORE)] = ""
    address: Annotated[str, field(N_("Address"), tier=Tier.MORE, long=True)] = ""
    place: Annotated[str, field(N_("Town or region"), tier=Tier.MORE)] = ""
    country: Annotated[str, field(N_("Country"), help=N_("Two letters, as in PL or GB."), tier=Tier.MORE)] = ""
    languages: Annotated[str, field(N_("Languages"), tier=Tier.MORE)] = ""
    audience: Annotated[str, field(N_("For whom"), tier=Tier.MORE)] = ""
    topic: Annotated[str, field(N_("For what"), tier=Tier.MORE)] = ""
    cost: Annotated[str, field(N_("Cost"), tier=Tier.RARE)] = ""
    source: Annotated[str, field(N_("Where this is from"), tier=Tier.RARE)] = ""
    priority: Annotated[
        int | None,
        field(N_("Place in the list"), help=N_("1 comes first."), tier=Tier.RARE, least=1, most=_LAST_PLACE),
    ] = None
    note: Annotated[str, field(N_("Note"), tier=Tier.RARE, long=True)] = ""

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Checked on"), self.verified_on, today)
        checks.check_not_future(N_("I rang it on"), self.rang_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """Without any way to reach it, it is of no use."""
        ways = (self.phone, self.sms, self.web, self.address)
        return () if any(way.strip() for way in ways) else ("phone",)

    def summary(self) -> str:
        return self.name

    def due(self) -> str | None:
        return check_again_on(max(self.verified_on, self.rang_on))

    def facets(self) -> dict[str, Any]:
        """All that the crisis card shows, so that it opens without reading a record."""
        return {
            "kind": self.resource_kind.value if self.resource_kind else "",
            "phone": self.phone,
            "sms": self.sms,
            "web": self.web,
            "hours": self.hours,
            "languages": self.languages,
            "place": self.place,
            "country": self.country.strip().upper(),
            "audience": self.audience,
            "verified_on": self.verified_on,
            "rang_on": self.rang_on,
            "priority": self.priority or _LAST_PLACE,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        return title or _(ResourceKind.label_of(str(facets.get("kind", ""))))


def check_again_on(checked_on: str) -> str | None:
    """The day until which a check holds; None when there was none."""
    return (date.fromisoformat(checked_on) + timedelta(days=VALID_DAYS)).isoformat() if checked_on else None
