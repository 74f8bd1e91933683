"""The first entry of an incident: what happened, when, where, is anyone in danger. Frozen by signing."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Choice, LocalTime, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_, _


class Danger(Choice):
    """Whether anyone is in danger at the time of writing."""

    NO = "no", N_("No")
    YES = "yes", N_("Yes, now")
    UNKNOWN = "unknown", N_("Not clear")


class LocationType(Choice):
    """What kind of place it was."""

    OFFICE = "office", N_("Consulting room")
    CORRIDOR = "corridor", N_("Waiting room or corridor")
    HOME_VISIT = "home_visit", N_("Home visit")
    CLIENT_HOME = "client_home", N_("At the client's home")
    VIDEO = "video", N_("Video session")
    PHONE = "phone", N_("Phone call")
    ONLINE = "online", N_("Online")
    COMMUNITY = "community", N_("Elsewhere")


class AffectedKind(Choice):
    """Who was affected, by role."""

    CLIENT = "client", N_("Client")
    VISITOR = "visitor", N_("Visitor")
    THERAPIST = "therapist", N_("Therapist")
    STAFF = "staff", N_("Staff")
    THIRD_PARTY = "third_party", N_("Somebody else")
    PRACTICE = "practice", N_("The practice")


class EmergencyKind(Choice):
    """Which emergency service."""

    AMBULANCE = "ambulance", N_("Ambulance")
    POLICE = "police", N_("Police")
    FIRE = "fire", N_("Fire brigade")
    CRISIS_TEAM = "crisis_team", N_("Crisis team")
    OTHER = "other", N_("Other")


class Affected(Part):
    """A person, or the practice, that was affected."""

    kind: Annotated[AffectedKind | None, field(N_("Who"))] = None
    client: Annotated[
        Reference,
        field(N_("Client file"), to=("client",), show_when=("kind", (AffectedKind.CLIENT,))),
    ] = ""
    role: Annotated[str, field(N_("Role, without a name"))] = ""


class EmergencyService(Part):
    """A call for help and what came of it."""

    service: Annotated[EmergencyKind | None, field(N_("Service"))] = None
    called: Annotated[LocalTime | None, field(N_("Called at"))] = None
    reference: Annotated[str, field(N_("Their number for it"))] = ""
    arrived: Annotated[LocalTime | None, field(N_("Arrived at"))] = None
    outcome: Annotated[str, field(N_("Outcome"))] = ""


class Witness(Part):
    """Somebody who saw or heard it."""

    role: Annotated[str, field(N_("Role, without a name"))] = ""
    statement: Annotated[
        str,
        field(
            N_("What they saw or heard"),
            help=N_("As close to their own words as you can; hearsay marked as hearsay."),
            long=True,
        ),
    ] = ""


class LeftOut(Part):
    """Somebody of the practice whom it concerns, and who does not learn of it."""

    person: Annotated[Reference, field(N_("Who"), needed=True, to=("account",))] = ""
    reason: Annotated[str, field(N_("Why"), needed=True)] = ""


class Incident(RecordBody):
    """The facts of the moment. Type, category, harm and learning live in the response."""

    what_happened: Annotated[
        str,
        field(
            N_("What happened"),
            help=N_(
                "What was seen, heard and done, in order. Roles instead of names, no opinions: "
                "“shouted and hit the table”, not “was aggressive”."
            ),
            needed=True,
            long=True,
        ),
    ] = ""
    occurred: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    where: Annotated[str, field(N_("Where"), needed=True)] = ""
    danger: Annotated[Danger | None, field(N_("Is anyone in danger"), needed=True)] = None
    danger_note: Annotated[
        str,
        field(
            N_("Who, and what is being done"),
            long=True,
            show_when=("danger", (Danger.YES, Danger.UNKNOWN)),
        ),
    ] = ""
    affected: Annotated[list[Affected], field(N_("Who was affected"), tier=Tier.MORE)] = []
    immediate_actions: Annotated[
        str,
        field(N_("What was done at once"), help=N_("Who did what, by role, and when."), tier=Tier.MORE, long=True),
    ] = ""
    emergency_services: Annotated[list[EmergencyService], field(N_("Emergency services"), tier=Tier.MORE)] = []
    location_type: Annotated[LocationType | None, field(N_("Kind of place"), tier=Tier.MORE)] = None
    discovered: Annotated[LocalTime | None, field(N_("Noticed at"), tier=Tier.MORE)] = None
    quotes: Annotated[
        str,
        field(N_("Exact words"), help=N_("Word for word, as quotations."), tier=Tier.MORE, long=True),
    ] = ""
    witnesses: Annotated[list[Witness], field(N_("Witnesses"), tier=Tier.MORE)] = []
    session: Annotated[Reference, field(N_("Related session note"), tier=Tier.RARE, to=("session_note",))] = ""
    consent: Annotated[Reference, field(N_("Related consent"), tier=Tier.RARE, to=("consent",))] = ""
    anonymous_report: Annotated[bool, field(N_("Reported by somebody who wants to stay unnamed"), tier=Tier.RARE)] = (
        False
    )
    left_out: Annotated[list[LeftOut], field(N_("Left out, because it concerns them"), tier=Tier.COMPUTED)] = []
    number: Annotated[str, field(N_("Number"), tier=Tier.HIDDEN)] = ""

    def check(self) -> None:
        if self.occurred and self.discovered:
            checks.check_order((N_("When"), self.occurred.at), (N_("Noticed at"), self.discovered.at))
        for help_called in self.emergency_services:
            if help_called.called and help_called.arrived:
                checks.check_order(
                    (N_("Called at"), help_called.called.at),
                    (N_("Arrived at"), help_called.arrived.at),
                )

    def check_today(self, today: date) -> None:
        if self.occurred:
            checks.check_not_future(N_("When"), self.occurred.day, today)

    def summary(self) -> str:
        return self.number

    def at(self) -> str | None:
        return self.occurred.at if self.occurred else None

    def severity(self) -> int:
        if self.danger is Danger.YES:
            return 2
        return 1 if self.danger is Danger.UNKNOWN else 0

    def facets(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "year": self.number[:4],
            "danger": self.danger.value if self.danger else "",
            "place": self.location_type.value if self.location_type else "",
            "occurred": self.occurred.at if self.occurred else "",
            "zone": self.occurred.zone if self.occurred else "",
            "discovered": self.discovered.at if self.discovered else "",
            "left_out": [one.person for one in self.left_out],
            **{f"about_{one.client}": "1" for one in self.affected if one.client},
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        occurred = str(facets.get("occurred", ""))
        day = formats.short_date(occurred[:10]) if occurred else ""
        return ", ".join(part for part in (title, day) if part) or _("New incident")
