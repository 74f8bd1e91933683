"""Days, months and years as people type them: `2026-03-15`, `2026-03`, `2026`, and spans from today such as `30d`."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_DAY = re.compile(r"(?:1\d|2[0-8])\d\d(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_AHEAD = re.compile(r"(?P<number>\d{1,4})(?P<unit>[dwtmyr])", re.ASCII)
_DAYS = {"d": 1, "w": 7, "t": 7}  # and t of the Polish tydzień
_MONTHS = {"m": 1, "y": 12, "r": 12}  # and r of rok
_LAST_YEAR = 2800


def first(text: str) -> date | None:
    """The first day of a day, month or year; None where there is no such day."""
    if _DAY.fullmatch(text) is None:
        return None
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def after(text: str) -> str:
    """The day, month or year after this one, in the same form; empty where there is no such day."""
    begin = first(text)
    if begin is None:
        return ""
    if text.count("-") == 2:
        return (begin + timedelta(days=1)).isoformat()
    end = months_on(begin, 1 if "-" in text else 12)
    return end.isoformat()[: len(text)]


def ahead(text: str, today: date) -> date | None:
    """The day after so many days, weeks, months or years from today; None for anything else, and for too far away."""
    found = _AHEAD.fullmatch(text.casefold())
    if found is None:
        return None
    number, unit = int(found["number"]), found["unit"]
    if unit in _MONTHS and today.year + number * _MONTHS[unit] // 12 >= _LAST_YEAR:
        return None
    end = months_on(today, number * _MONTHS[unit]) if unit in _MONTHS else today + timedelta(number * _DAYS[unit])
    return end + timedelta(days=1)


def months_on(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
