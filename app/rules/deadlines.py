"""Deadlines of the law: when something is due, in the practice's own time; never reset, never moved by a weekend.

Counted are elapsed hours, calendar days, working days, months and years. A period of days begins on the day after
the event and ends with its last day. Public holidays are not known here and count as working days, so a date can be
too early by a day but never too late.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app import formats
from app.packs.jurisdiction_rules import Deadline, Span
from app.rules import days
from app.texts import N_, _
from app.vaults import failure

_SATURDAY = 5
_DAY_LENGTH = len("2026-11-22")
_MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that has begun, as a record stores it: plain texts, computed once and kept.

    `started` and `due` are a day, or a wall time (`2026-11-22T15:00`) in `zone` for a rule in hours.
    `due` is empty for what is due at once or has no known length; `why` says which, in words. After an
    extension `due` is the later day, `first_due` the one before.
    """

    rule: str
    pack: str
    started: str
    zone: str
    due: str
    why: str = ""
    first_due: str = ""
    extended_on: str = ""
    reason: str = ""

    @property
    def due_on(self) -> date | None:
        """The day on which it is due; None without one."""
        return date.fromisoformat(self.due[:_DAY_LENGTH]) if self.due else None


def begin(rule: Deadline, started: str, zone: str) -> Clock:
    """The clock of a rule that an event starts.

    Args:
        rule: From the packs.
        started: The day of the event, or its wall time to the minute. A rule in hours that is given
            only a day counts from the beginning of that day, because it can only be too early.
        zone: The time zone of the practice, as `Europe/Warsaw`.
    """
    begun = Clock(rule.id, rule.pack, started, zone, "")
    if rule.length is None:
        return replace(begun, why=_(N_("at once")) if rule.at_once else _(_no_length(rule)))
    if rule.length.hours:
        return replace(begun, due=_hours_on(started, zone, rule.length.hours))
    day = date.fromisoformat(started[:_DAY_LENGTH])
    if rule.starts == "year_end":
        day = date(day.year, 12, 31)
    return replace(begun, due=after(day, rule.length).isoformat())


def extend(clock: Clock, rule: Deadline, *, reason: str, on: str) -> Clock:
    """The clock extended once, counted from the end of the first period.

    Args:
        clock: As it was stored.
        rule: The rule that it was begun with.
        reason: Why; the law wants it told.
        on: The day on which the person was told; not after the first deadline.

    Raises:
        KnownError: `not_extendable`, `already_extended`, `extension_too_late`, `text_needed`.
    """
    if clock.extended_on:
        raise failure("already_extended", date=formats.long_date(clock.due))
    if rule.extension is None or rule.id != clock.rule or clock.due_on is None:
        raise failure("not_extendable")
    if date.fromisoformat(on) > clock.due_on:
        raise failure("extension_too_late", date=formats.long_date(clock.due_on))
    if not reason.strip():
        raise failure("text_needed", field=_("Reason"), path="reason")
    due = _extended(clock, rule, rule.extension)
    return replace(clock, due=due.isoformat(), first_due=clock.due, extended_on=on, reason=reason.strip())


def is_late(clock: Clock, now: datetime) -> bool:
    """Whether a deadline is over; `now` is an aware time. What has no date is never late by itself."""
    if not clock.due:
        return False
    zone = ZoneInfo(clock.zone)
    if len(clock.due) == _DAY_LENGTH:
        return now.astimezone(zone).date() > date.fromisoformat(clock.due)
    return now > datetime.fromisoformat(clock.due).replace(tzinfo=zone).astimezone(UTC)


def after(day: date, span: Span) -> date:
    """The last day of a period that an event on `day` begins; for spans that are not in hours."""
    if span.working_days:
        return _working_days_on(day, span.working_days)
    if span.days:
        return day + timedelta(days=span.days)
    return days.months_on(day, span.months + span.years * _MONTHS_OF_YEAR)


def _extended(clock: Clock, rule: Deadline, extension: Span) -> date:
    """Months are counted from the event, so that 31 January + 1 + 2 months is 30 April and not the 28th."""
    begun, first = date.fromisoformat(clock.started[:_DAY_LENGTH]), clock.due_on
    assert first is not None  # noqa: S101 - `extend` has looked
    if rule.length is not None and rule.length.months and extension.months:
        return days.months_on(begun, rule.length.months + extension.months)
    return after(first, extension)


def _hours_on(started: str, zone: str, hours: int) -> str:
    """The wall time after so many elapsed hours, across a change of the clocks.

    A wall time that exists twice means its first occurrence.
    """
    begun = datetime.fromisoformat(started).replace(tzinfo=ZoneInfo(zone))
    due = begun.astimezone(UTC) + timedelta(hours=hours)
    return f"{due.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def _working_days_on(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def _no_length(rule: Deadline) -> str:
    if rule.force == "practice":
        return N_("the practice sets the day")
    return N_("no date: how long was not verified")
