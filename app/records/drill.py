"""A drill: what was practised, when and with whom, how long it took, what was found, and when it is next due."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.choices import YesNo
from app.records.fields import Choice, Date, LocalTime, OpenChoice, Tier, field
from app.records.response_parts import Action
from app.texts import N_, _


class DrillKind(OpenChoice):
    """What is practised."""

    FIRE = "fire", N_("Fire and evacuation")
    MEDICAL = "medical", N_("Medical emergency")
    VIOLENCE = "violence", N_("Violence or a threat")
    SUICIDAL_CALLER = "suicidal_caller", N_("Somebody suicidal on the phone")
    MISSING_CHILD = "missing_child", N_("Missing child")
    TELEHEALTH = "telehealth", N_("Connection lost in a crisis")
    OUTAGE = "outage", N_("Power or computers fail")
    RESTORE = "restore", N_("Restoring from the backup")
    BREACH = "breach", N_("Data breach, at the table")
    EXECUTOR = "executor", N_("Professional will")


class Reality(Choice):
    """How real it was."""

    ACTUAL = "actual", N_("A real alarm")
    SIMULATED = "simulated", N_("Practised in the rooms")
    TABLETOP = "tabletop", N_("Talked through at the table")


class Problem(OpenChoice):
    """What did not go well."""

    TOO_SLOW = "too_slow", N_("It took too long")
    ALARM = "alarm", N_("The alarm was not heard or not understood")
    EXIT = "exit", N_("A way out was blocked or locked")
    ROLES = "roles", N_("Not clear who does what")
    NUMBERS = "numbers", N_("Numbers were not at hand or out of date")
    EQUIPMENT = "equipment", N_("Equipment was missing or broken")
    COUNTING = "counting", N_("Not known who was in the building")
    HELP = "help", N_("Somebody needed help that was not planned")
    BACKUP = "backup", N_("The backup could not be read")
    TRAINING = "training", N_("People did not know the procedure")


class Drill(RecordBody):
    """One drill, signed as it was; what follows from it lives on in the risk register."""

    drill_kind: Annotated[DrillKind | None, field(N_("What was practised"), needed=True)] = None
    started: Annotated[LocalTime | None, field(N_("Began"), needed=True, prefill="now")] = None
    ended: Annotated[LocalTime | None, field(N_("Finished at"))] = None
    place: Annotated[str, field(N_("Place"), needed=True)] = ""
    evacuation_minutes: Annotated[
        int | None,
        field(
            N_("Minutes until everybody was out"),
            show_when=("drill_kind", (DrillKind.FIRE,)),
            least=0,
            most=240,
        ),
    ] = None
    participants: Annotated[
        str, field(N_("Who took part"), help=N_("Roles and numbers; no names of clients."), needed=True)
    ] = ""
    outside_services: Annotated[str, field(N_("Services from outside"), tier=Tier.MORE)] = ""
    reality: Annotated[Reality | None, field(N_("How it was done"), needed=True)] = None
    announced: Annotated[YesNo | None, field(N_("Announced beforehand"), needed=True)] = None
    scenario: Annotated[str, field(N_("Scenario"), needed=True, long=True)] = ""
    went_well: Annotated[str, field(N_("What went well"), needed=True, long=True)] = ""
    problems: Annotated[list[Problem], field(N_("What did not go well"))] = []
    findings: Annotated[
        list[str],
        field(N_("What was found"), help=N_("One a line. Each can go into the risk register with one press.")),
    ] = []
    actions: Annotated[
        list[Action],
        field(N_("Actions"), help=N_("Those that are open stay on Today until they are done.")),
    ] = []
    next_due: Annotated[Date, field(N_("Next on"), help=N_("Left empty: in twelve months."), tier=Tier.MORE)] = ""

    def check(self) -> None:
        if self.started and self.ended:
            checks.check_order((N_("Began"), self.started.at), (N_("Finished at"), self.ended.at))
        if self.started:
            checks.check_order((N_("Began"), self.started.day), (N_("Next on"), self.next_due))

    def check_today(self, today: date) -> None:
        if self.started:
            checks.check_not_future(N_("Began"), self.started.day, today)

    def summary(self) -> str:
        return self.drill_kind.value if self.drill_kind else ""

    def at(self) -> str | None:
        return self.started.at if self.started else None

    def due(self) -> str | None:
        return self.next_due or None

    def facets(self) -> dict[str, Any]:
        return {
            "kind": self.drill_kind.value if self.drill_kind else "",
            "day": self.started.day if self.started else "",
            "place": self.place,
            "reality": self.reality.value if self.reality else "",
            "findings": len(self.found()),
            "evacuation_minutes": self.evacuation_minutes,
        }

    def found(self) -> list[str]:
        """The findings that say something, each once."""
        return list(dict.fromkeys(line.strip() for line in self.findings if line.strip()))

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        day = str(facets.get("day", ""))
        parts = (_(DrillKind.label_of(title)) if title else "", formats.short_date(day) if day else "")
        return ", ".join(part for part in parts if part) or _("New drill")
