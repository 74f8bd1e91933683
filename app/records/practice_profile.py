"""The practice itself: its name, where it works, its rules, and what is printed at the head of its papers."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.fields import Tier, field
from app.records.parts import Part
from app.texts import N_

LONGEST_IDLE_MINUTES, LONGEST_HIDE_MINUTES = 30, 60
LONGEST_KEPT_YEARS = 100
_MOST_HOURS, _MOST_KEPT = 24 * 31, 1000


class BackupDestination(Part):
    """A folder for backups: how often one is made there, and which are kept."""

    folder: Annotated[str, field(N_("Folder"))] = ""
    every_hours: Annotated[
        int,
        field(N_("Every how many hours"), help=N_("0: only by hand."), least=0, most=_MOST_HOURS),
    ] = 24
    after_sign_in: Annotated[bool, field(N_("After signing in"))] = True
    at_quit: Annotated[bool, field(N_("When the program is closed"))] = True
    keep_last: Annotated[int, field(N_("Keep the newest"), least=1, most=_MOST_KEPT)] = 5
    keep_daily: Annotated[int, field(N_("Keep one of each day, for days"), least=0, most=_MOST_KEPT)] = 7
    keep_weekly: Annotated[int, field(N_("Keep one of each week, for weeks"), least=0, most=_MOST_KEPT)] = 8
    keep_monthly: Annotated[int, field(N_("Keep one of each month, for months"), least=0, most=_MOST_KEPT)] = 12


class ValueList(Part):
    """What the practice added to a list of values, and what it does not want to be offered."""

    name: Annotated[str, field(N_("List"))] = ""
    added: Annotated[list[str], field(N_("Added"))] = []
    hidden: Annotated[list[str], field(N_("Not offered"))] = []


class PracticeProfile(RecordBody):
    """Name, jurisdiction, language, time zone, letterhead, and the rules of the window and of backups."""

    name: Annotated[str, field(N_("Name of the practice"), needed=True)] = ""
    jurisdiction: Annotated[str, field(N_("Jurisdiction"), help=N_("Country or state, as in PL or US-CA."))] = ""
    place: Annotated[
        str,
        field(N_("Town or region"), help=N_("Local places that help are offered for it first.")),
    ] = ""
    language: Annotated[str, field(N_("Language"))] = "en"
    zone: Annotated[str, field(N_("Time zone"), tier=Tier.MORE)] = ""
    address: Annotated[str, field(N_("Address on letters"), tier=Tier.MORE, long=True)] = ""
    phone: Annotated[str, field(N_("Phone"), tier=Tier.MORE)] = ""
    email: Annotated[str, field(N_("E-mail"), tier=Tier.MORE)] = ""
    letterhead: Annotated[
        list[str],
        field(N_("More lines of the letterhead"), help=N_("Such as the number in a register."), tier=Tier.MORE),
    ] = []
    idle_minutes: Annotated[
        int | None,
        field(
            N_("Lock after minutes without input"),
            help=N_("Left empty: 10 alone, 5 with several people."),
            tier=Tier.MORE,
            least=1,
            most=LONGEST_IDLE_MINUTES,
        ),
    ] = None
    hide_minutes: Annotated[
        int,
        field(N_("Lock a hidden window after minutes"), tier=Tier.MORE, least=1, most=LONGEST_HIDE_MINUTES),
    ] = 3
    names_on_lock_page: Annotated[bool, field(N_("Sign-in names on the lock page"), tier=Tier.HIDDEN)] = True
    backup_destinations: Annotated[list[BackupDestination], field(N_("Where backups go"), tier=Tier.MORE)] = []
    value_lists: Annotated[list[ValueList], field(N_("Own lists of values"), tier=Tier.RARE)] = []
    keep_rules: Annotated[
        list[str],
        field(
            N_("Rules on keeping records that hold for us"),
            help=N_("Their codes; left empty, all of the jurisdiction are shown."),
            tier=Tier.RARE,
        ),
    ] = []
    keep_years: Annotated[
        int | None,
        field(
            N_("Keep records for years"),
            help=N_("Where no law says how long, the practice decides."),
            tier=Tier.RARE,
            least=1,
            most=LONGEST_KEPT_YEARS,
        ),
    ] = None
    keep_reason: Annotated[str, field(N_("Why so long"), tier=Tier.RARE, long=True)] = ""
    fictional: Annotated[bool, field(N_("Fictional example"), tier=Tier.HIDDEN)] = False
    recovery_sheet_checked_on: Annotated[str, field(N_("Recovery sheet checked on"), tier=Tier.HIDDEN)] = ""
    backup_folder: Annotated[str, field(N_("Backup folder"), tier=Tier.HIDDEN)] = ""

    def summary(self) -> str:
        return self.name

    def facets(self) -> dict[str, Any]:
        return {"jurisdiction": self.jurisdiction}
