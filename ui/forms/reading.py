"""Understands dates and times as people type them: ISO, the ways of the language, *today*, a month by name."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache

from app import formats, texts
from app.clock import today
from app.texts import _

_ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_NUMBERS = re.compile(r"^(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{4}|\d{2}))?\.?$")
_MONTH_AND_YEAR = re.compile(r"^(\d{1,2})[./ -](\d{4})$")
_NAMED = re.compile(r"^(?:(\d{1,2})\.? +)?([^\W\d_]{3,})\.?(?: +(\d{4}))?$")
_TIME = re.compile(r"^(\d{1,2})(?:[:.h ]?(\d{2}))? *([ap]m)?$")
_ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
FIRST_YEAR = 1880
LAST_YEAR = 2200


def read_date(text: str, now: date | None = None) -> date | None:
    """The day that `text` names, or None. Without a year it is the one of `now` (today); day comes before month."""
    now = now or today()
    words = _folded(text)
    for days, names in _near_days(texts.language()):
        if len(words) > 2 and any(name.startswith(words) for name in names):
            return now + timedelta(days=days)
    if (found := _ISO.match(words)) and found[3]:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.match(words):
        return _day(_year(found[3], now), int(found[2]), int(found[1]))
    if (found := _NAMED.match(words)) and found[1]:
        return _day(_year(found[3], now), _month(found[2]), int(found[1]))
    return None


def read_partial_date(text: str, now: date | None = None) -> str | None:
    """A date of which perhaps only the year, or year and month, is known: "1987", "1987-04", "1987-04-12", or None."""
    words = _folded(text)
    if words.isdigit() and len(words) == 4:
        return words if FIRST_YEAR <= int(words) <= LAST_YEAR else None
    year, month = 0, 0
    if (found := _ISO.match(words)) and not found[3]:
        year, month = int(found[1]), int(found[2])
    elif found := _MONTH_AND_YEAR.match(words):
        year, month = int(found[2]), int(found[1])
    elif (found := _NAMED.match(words)) and not found[1] and found[3]:
        year, month = int(found[3]), _month(found[2])
    if month:
        first = _day(year, month, 1)
        return f"{first:%Y-%m}" if first else None
    day = read_date(text, now)
    return day.isoformat() if day else None


def read_time(text: str) -> str | None:
    """A time of day as "HH:MM": from "9", "915", "9:15", "9.15", "3 pm"; or None."""
    found = _TIME.match(_folded(text))
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_YEAR <= year <= LAST_YEAR else None


def _year(typed: str | None, now: date) -> int:
    if not typed:
        return now.year
    year = int(typed)
    if len(typed) == 4:
        return year
    # Two digits mean the nearest such year that is at most ten years ahead: somebody born in '58, a review in '31.
    return year + 2000 if year + 2000 <= now.year + 10 else year + 1900


def _month(word: str) -> int:
    """1 to 12 for a month's name in the language of the person or in English, also shortened; 0 for none."""
    for month, names in enumerate(_months(texts.language()), start=1):
        if any(name.startswith(word) for name in names):
            return month
    return 0


# A form reads its dates at every key that is pressed in it; the words are the same as long as the language is.


@cache
def _near_days(_language: str) -> tuple[tuple[int, frozenset[str]], ...]:
    """How many days from now, and what that day is called."""
    named = ((0, "today", _("today")), (-1, "yesterday", _("yesterday")), (1, "tomorrow", _("tomorrow")))
    return tuple((days, frozenset(map(_folded, names))) for days, *names in named)


@cache
def _months(_language: str) -> tuple[frozenset[str], ...]:
    """What each month is called, by itself and in a date."""
    return tuple(_month_names(month) for month in range(1, 13))


def _month_names(month: int) -> frozenset[str]:
    one = date(2001, month, 1)
    names = {_ENGLISH_MONTHS[month - 1]}
    names |= {_folded(text).split()[1] for text in (formats.short_date(one), formats.long_date(one))}
    names.add(_folded(formats.long_date(f"2001-{month:02}")).split()[0])
    return frozenset(names)


def _folded(text: str) -> str:
    """Lower case without accents and needless spaces, so that *paz* is *paź*."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "l"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(plain.replace(",", " ").casefold().split())
