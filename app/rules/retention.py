"""How long a file is kept: dates computed from a rule of the packs, every branch shown, the longest one counts.

Nothing here destroys anything. A day too long is safe and a day too short is not: an anniversary of 29 February is
1 March, and of a birth date that is only partly known the latest possible day counts.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.packs.jurisdiction_rules import ClockStart, MinorPeriod, Retention
from app.texts import N_, _

_LEAP_MONTH, _LEAP_DAY = 2, 29
_YEAR_LENGTH, _MONTH_LENGTH = 4, 7
_LAST_OF_MINORITY = 17


_FIELDS: Mapping[ClockStart, str] = {
    "last_service": "last_service",
    "discharge": "closed_on",
    "termination": "closed_on",
    "last_contact": "last_contact",
    "end_of_calendar_year_of_last_entry": "last_entry",
    "document_created": "last_document",
}
_CLOSING = frozenset({"discharge", "termination"})


class BranchName(StrEnum):
    """Why a file is kept until a day."""

    ADULT = "adult"
    MINOR = "minor"
    DEATH = "death"


BRANCH_LABELS: Mapping[BranchName, str] = {
    BranchName.ADULT: N_("General period"),
    BranchName.MINOR: N_("Because the client was a minor"),
    BranchName.DEATH: N_("After the client's death"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file; days are ISO dates, empty when unknown. `born` may be partial.

    `own_years` and `own_reason` are what the practice decided where no law says how long.
    """

    born: str = ""
    last_service: str = ""
    last_contact: str = ""
    last_entry: str = ""
    last_document: str = ""
    closed_on: str = ""
    died_on: str = ""
    own_years: int | None = None
    own_reason: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """One way of counting, and the last day that it asks for."""

    name: BranchName
    until: date
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What one rule asks for. Without `until`, `why` says in words why there is no day.

    `notes` are sentences that belong beside the date; `summary_until` is for how long a summary is
    kept when the whole record may go earlier.
    """

    rule: Retention
    start: date | None
    branches: tuple[Branch, ...]
    until: date | None
    summary_until: date | None
    why: str
    notes: tuple[str, ...] = ()


def kept(rule: Retention, facts: Facts) -> Kept:
    """The dates of one rule, from the facts as they are known now: a corrected birth date moves them."""
    start = _start(rule, facts)
    if start is None:
        return Kept(rule, None, (), None, None, _no_start(rule))
    years = facts.own_years if rule.own_period else rule.adult_years
    branches = tuple(_branches(rule, facts, start, years))
    is_certain = years is not None
    until = max((branch.until for branch in branches), default=None) if is_certain else None
    why = "" if until is not None else _no_period(rule)
    return Kept(rule, start, branches, until, _summary_until(rule, facts, start), why, tuple(_notes(rule, facts)))


def applicable(rules: Iterable[Retention], on: date, chosen: Sequence[str] = ()) -> list[Retention]:
    """The rules in force on a day: those that the practice said are its own, or else all of them.

    A guideline gives way where a law says how long records of the same class are kept.
    """
    found = [rule for rule in rules if rule.holds_on(on)]
    if any(rule.id in chosen for rule in found):
        return [rule for rule in found if rule.id in chosen or rule.records == "hipaa_documents"]
    settled = {rule.records for rule in found if rule.force == "law" and not rule.own_period}
    return [rule for rule in found if rule.force == "law" or rule.records not in settled]


def longest(found: Iterable[Kept]) -> date | None:
    """The last day that any of the rules asks for; None where none of them gives one."""
    return max((one.until for one in found if one.until is not None), default=None)


def latest_birth(born: str) -> date | None:
    """The latest day that a partial birth date can mean; None when unknown."""
    if len(born) == _YEAR_LENGTH:
        return date(int(born), 12, 31)
    if len(born) == _MONTH_LENGTH:
        year, month = int(born[:_YEAR_LENGTH]), int(born[_YEAR_LENGTH + 1 :])
        return date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(born) if born else None


def years_on(day: date, years: int) -> date:
    """The same day so many years later; 1 March for 29 February where the year has no such day."""
    if (day.month, day.day) == (_LEAP_MONTH, _LEAP_DAY) and not calendar.isleap(day.year + years):
        return date(day.year + years, _LEAP_MONTH + 1, 1)
    return day.replace(year=day.year + years)


def _branches(rule: Retention, facts: Facts, start: date, years: int | None) -> Iterable[Branch]:
    if years is not None:
        yield Branch(BranchName.ADULT, years_on(start, years), rule.is_verified)
    born = latest_birth(facts.born)
    if rule.minor is not None and born is not None and _age(born, start) < rule.minor.under:
        yield Branch(BranchName.MINOR, _minor_until(rule.minor, born, start), rule.minor.status == "verified")
    if rule.after_death_years is not None and facts.died_on:
        died = date.fromisoformat(facts.died_on)
        yield Branch(BranchName.DEATH, years_on(died, rule.after_death_years), rule.is_verified)


def _minor_until(minor: MinorPeriod, born: date, start: date) -> date:
    if minor.after_age is None:
        return years_on(start, minor.years)
    is_seventeen = minor.seventeen is not None and _age(born, start) == _LAST_OF_MINORITY
    age = minor.seventeen if is_seventeen and minor.seventeen is not None else minor.after_age
    return years_on(years_on(born, age), minor.years)


def _summary_until(rule: Retention, facts: Facts, start: date) -> date | None:
    found = [years_on(start, rule.summary_years)] if rule.summary_years is not None else []
    born, minor = latest_birth(facts.born), rule.minor
    if minor and minor.summary_years and minor.after_age and born and _age(born, start) < minor.under:
        found.append(years_on(years_on(born, minor.after_age), minor.summary_years))
    return max(found, default=None)


def _start(rule: Retention, facts: Facts) -> date | None:
    if rule.clock is None:
        return None
    found = str(getattr(facts, _FIELDS[rule.clock]))
    if not found:
        return None
    day = date.fromisoformat(found)
    return date(day.year, 12, 31) if rule.clock == "end_of_calendar_year_of_last_entry" else day


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _no_start(rule: Retention) -> str:
    if rule.clock is None:
        return _no_period(rule)
    if rule.clock in _CLOSING:
        return _(N_("The period begins when the file is closed."))
    return _(N_("Nothing is there yet that the period could begin with."))


def _no_period(rule: Retention) -> str:
    if rule.own_period:
        return _(N_("No statutory rule says how long. The practice sets its own period, with a reason."))
    return _(N_("How long was not verified, so no date is computed."))


def _notes(rule: Retention, facts: Facts) -> Iterable[str]:
    if rule.minor is not None and not facts.born:
        yield _(N_("The date of birth is not known, so the period for minors is not computed."))
    if rule.own_period and facts.own_years is not None and facts.own_reason.strip():
        yield _(N_("The practice's own period, because: {reason}")).format(reason=facts.own_reason.strip())
