"""Birthdays at which the rights of a minor change, and which of them nobody has looked at yet."""

from __future__ import annotations

from typing import NamedTuple

CHECKED = (12, 13, 16, 18)
"""Ages at which consent, assent and what representatives are told are looked at again."""

_FULL_DATE = len("1987-04-12")
_LEAP_DAY = "-02-29"


class Birthday(NamedTuple):
    """A birthday: the day (ISO) and the age that is reached on it."""

    day: str
    age: int


def birthday(born: str, age: int) -> str:
    """The day on which somebody born on a full date reaches an age.

    Who is born on 29 February reaches it on 1 March where the year has no such day.
    """
    year = int(born[:4]) + age
    if born.endswith(_LEAP_DAY) and not _is_leap(year):
        return f"{year:04d}-03-01"
    return f"{year:04d}{born[4:]}"


def to_look_at(born: str, since: str, reviewed: int) -> Birthday | None:
    """The first birthday after the file was opened that nobody has looked at; None for adults and partial dates."""
    if len(born) != _FULL_DATE or not since:
        return None
    days = (Birthday(birthday(born, age), age) for age in CHECKED if age > reviewed)
    return next((found for found in days if found.day > since), None)


def latest(born: str, first: Birthday, until: str) -> Birthday:
    """The last of the birthdays from `first` on that come before `until` (ISO date): the one worth naming."""
    days = (Birthday(birthday(born, age), age) for age in CHECKED if age > first.age)
    return max((found for found in days if found.day < until), default=first)


def passed(born: str, on: str) -> int:
    """The highest of the checked ages that was reached by a day; 0 for none."""
    if len(born) != _FULL_DATE:
        return 0
    return max((age for age in CHECKED if birthday(born, age) <= on), default=0)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
