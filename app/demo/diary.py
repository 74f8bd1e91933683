"""When the practice is open: usual slots, holidays, the therapist's breaks, and the next date."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

_HOURS = (9, 10, 11, 12, 14, 15, 16, 17, 18)
_AFTER_SCHOOL = (15, 16, 17)
_WORKDAYS = 5
_SCHOOL_HOLIDAYS = (7, 8)
_WEEK = timedelta(days=7)
# Month and day, from and to: around the turn of the year, and in the summer.
_BREAKS = (((1, 1), (1, 6)), ((8, 10), (8, 31)), ((12, 22), (12, 31)))
_HOLIDAYS = {
    "en": ((1, 1), (12, 25), (12, 26)),
    "pl": ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26)),
}
# Days from Easter Sunday.
_MOVING = {"en": (-2, 1), "pl": (-1, 1, 60)}


@dataclass(frozen=True, slots=True)
class Slot:
    """The usual hour of a client: weekday from Monday = 0, and the full hour; pupils stay away in the holidays."""

    weekday: int
    hour: int
    is_pupil: bool = False


def slots(rng: random.Random, today: date) -> list[Slot]:
    """Every hour of the week, shuffled: the first clients do not share one.

    Those of the weekday of the demo come first, so that whoever looks around sees a day with work in it: a practice
    that is looked at on a Sunday works on Sundays instead of Mondays.
    """
    first = today.weekday() if today.weekday() >= _WORKDAYS else 0
    found = [Slot(weekday, hour) for weekday in (first, *range(1, _WORKDAYS)) for hour in _HOURS]
    rng.shuffle(found)
    return sorted(found, key=lambda slot: slot.weekday != today.weekday())


def take(free: list[Slot], *, is_pupil: bool) -> Slot:
    """Take the next free hour out of the week; pupils come after school, and share an hour when all are taken."""
    fitting = [slot for slot in free if slot.hour in _AFTER_SCHOOL] if is_pupil else free
    if not fitting:
        return Slot(free[0].weekday, _AFTER_SCHOOL[free[0].hour % len(_AFTER_SCHOOL)], is_pupil)
    taken = fitting[0]
    free.remove(taken)
    return Slot(taken.weekday, taken.hour, is_pupil)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a practice, told up to `today`, on which it is open whatever day that is."""

    language: str
    today: date

    def before(self, day: date, weekday: int, count: int, *, weeks: int = 1) -> list[date]:
        """The last `count` open days before `day` on that weekday, so many weeks apart, oldest first."""
        found: list[date] = []
        day -= timedelta(days=(day.weekday() - weekday) % 7 or 7)
        while len(found) < count:
            if not self.is_closed(day):
                found.append(day)
            day -= _WEEK * weeks
        return found[::-1]

    def on_slot(self, day: date, slot: Slot) -> date:
        """The first day from `day` on that is the weekday of the slot, with the practice open."""
        found = day + timedelta(days=(slot.weekday - day.weekday()) % 7)
        while self._is_away(found, slot):
            found += _WEEK
        return found

    def in_some_days(self, day: date, days: int, slot: Slot) -> date:
        """An open workday about `days` after `day`, for a session out of turn."""
        found = day + timedelta(days=days)
        while found.weekday() >= _WORKDAYS or self._is_away(found, slot):
            found += timedelta(days=1)
        return found

    def is_closed(self, day: date) -> bool:
        """Whether the practice is closed: public holidays and the therapist's own breaks."""
        if day == self.today:
            return False
        if any(start <= (day.month, day.day) <= end for start, end in _BREAKS):
            return True
        return (day.month, day.day) in _HOLIDAYS[self.language] or day in _moving(day.year, self.language)

    def _is_away(self, day: date, slot: Slot) -> bool:
        return self.is_closed(day) or (slot.is_pupil and day.month in _SCHOOL_HOLIDAYS)


def words(day: date, hour: str, calendar: Mapping[str, Any]) -> str:
    """`Tuesday 14 March, 15:00`, as the language writes it. `hour` is `15:00`."""
    return str(
        calendar["moment"].format(
            weekday=calendar["days"][day.weekday()],
            day=day.day,
            month=calendar["months"][day.month - 1],
            time=clock_time(hour, calendar),
        )
    )


def clock_time(hour: str, calendar: Mapping[str, Any]) -> str:
    """`15:00` as the language writes it: `15:00`, `9.30`."""
    return str(calendar["time"].format(hour=int(hour[:2]), minute=hour[3:]))


def days_since_easter(day: date) -> int:
    """Days from Easter Sunday of the year to `day`."""
    return (day - _easter(day.year)).days


@cache
def _moving(year: int, language: str) -> frozenset[date]:
    easter = _easter(year)
    found = {easter + timedelta(days=days) for days in _MOVING[language]}
    if language == "en":
        found |= {_monday(year, 5, 1), _monday(year, 5, 25), _monday(year, 8, 25)}
    return frozenset(found)


def _monday(year: int, month: int, first: int) -> date:
    """The first Monday from that day on."""
    start = date(year, month, first)
    return start + timedelta(days=-start.weekday() % 7)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
