"""Dates, times and numbers as people write them in their language.

Whole phrases come from the catalogues ("{day} April {year}" is "{day} kwietnia {year}"), because
Polish inflects months and a large locale library costs 60 ms at start.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from app.texts import N_, _, language, ngettext

_LONG_DATES = (
    N_("{day} January {year}"),
    N_("{day} February {year}"),
    N_("{day} March {year}"),
    N_("{day} April {year}"),
    N_("{day} May {year}"),
    N_("{day} June {year}"),
    N_("{day} July {year}"),
    N_("{day} August {year}"),
    N_("{day} September {year}"),
    N_("{day} October {year}"),
    N_("{day} November {year}"),
    N_("{day} December {year}"),
)
_SHORT_DATES = (
    N_("{day} Jan {year}"),
    N_("{day} Feb {year}"),
    N_("{day} Mar {year}"),
    N_("{day} Apr {year}"),
    N_("{day} May {year}"),
    N_("{day} Jun {year}"),
    N_("{day} Jul {year}"),
    N_("{day} Aug {year}"),
    N_("{day} Sep {year}"),
    N_("{day} Oct {year}"),
    N_("{day} Nov {year}"),
    N_("{day} Dec {year}"),
)
_MONTHS = (
    N_("January {year}"),
    N_("February {year}"),
    N_("March {year}"),
    N_("April {year}"),
    N_("May {year}"),
    N_("June {year}"),
    N_("July {year}"),
    N_("August {year}"),
    N_("September {year}"),
    N_("October {year}"),
    N_("November {year}"),
    N_("December {year}"),
)
_MONTHS_IN_SHORT = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_BYTES_PER_STEP = 1000
_NO_BREAK_SPACE = "\u00a0"
_YEAR_LENGTH, _MONTH_LENGTH = 4, 7


def long_date(value: date | str) -> str:
    """`22 November 2026`; takes a date or its ISO text, and partial dates (`1987-04`, `1987`)."""
    return _dated(_LONG_DATES, value)


def short_date(value: date | str) -> str:
    """`22 Nov 2026`; takes a date or its ISO text, and partial dates."""
    return _dated(_SHORT_DATES, value)


def short_month(value: str) -> str:
    """`Dec`: the month of a date or a month (`2025-12`), where the year goes without saying."""
    return _(_MONTHS_IN_SHORT[int(value[5:7]) - 1])


def day(value: date | str) -> str:
    """`Sunday, 22 November 2026`."""
    found = value if isinstance(value, date) else date.fromisoformat(value)
    return _("{weekday}, {date}").format(weekday=weekday(found), date=long_date(found))


def month(number: int) -> str:
    """`September` for 9, where the year stands elsewhere."""
    return _(_MONTHS[number - 1]).format(year="").strip()


def weekday(value: date) -> str:
    """`Sunday`."""
    return _(_WEEKDAYS[value.weekday()])


def clock_time(value: datetime) -> str:
    """`14:02`, as the clock on the wall of `value` shows it."""
    return f"{value:%H:%M}"


def moment(value: str) -> str:
    """`22 Nov 2026, 14:02`: an envelope time (UTC, shown as local time) or a wall time as it is."""
    found = local(value)
    return _("{date}, {time}").format(date=short_date(found.date()), time=clock_time(found))


def local(value: str) -> datetime:
    """The wall time of `value`: an envelope time in this computer's zone, a wall time unchanged."""
    found = datetime.fromisoformat(value)
    return found if found.tzinfo is None else found.astimezone()


def ago(value: str, now: datetime | None = None) -> str:
    """`just now`, `5 minutes ago`, `3 hours ago`, `yesterday`, else the date of an envelope time."""
    then, now = local(value), (now or datetime.now(UTC)).astimezone()
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
    if then.date() == now.date():
        hours = minutes // 60
        return ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)
    if then.date() == now.date() - timedelta(days=1):
        return _("yesterday")
    return short_date(then.date())


def number(value: int) -> str:
    """`12,345` in English, `12 345` in Polish."""
    separator = "," if language() == "en" else _NO_BREAK_SPACE
    return f"{value:,}".replace(",", separator)


def client(code: str, name: str) -> str:
    """`K-0007 Anna Zawadzka`: a client in one line; the code alone where the name is not shown."""
    return code if name == code else " ".join(part for part in (code, name) if part)


def length(minutes: int) -> str:
    """`1 h 30 min`, `2 h`: how long something took; the same signs for its parts in every length."""
    hours, rest = divmod(minutes, 60)
    parts = [_("{hours} h").format(hours=number(hours))] if hours else []
    if rest or not hours:
        parts.append(_("{minutes} min").format(minutes=rest))
    return " ".join(parts)


def size(count: int) -> str:
    """`12.3 MB`: a count of bytes in steps of a thousand."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < _BYTES_PER_STEP:
            break
        value, unit = value / _BYTES_PER_STEP, larger
    text = f"{value:.0f}" if unit == "B" else f"{value:.1f}"
    if language() != "en":
        text = text.replace(".", ",")
    return f"{text}{_NO_BREAK_SPACE}{unit}"


def _dated(phrases: tuple[str, ...], value: date | str) -> str:
    if isinstance(value, date):
        return _(phrases[value.month - 1]).format(day=value.day, year=value.year)
    if len(value) == _YEAR_LENGTH:
        return value
    if len(value) == _MONTH_LENGTH:
        return _(_MONTHS[int(value[5:]) - 1]).format(year=value[:4])
    return _dated(phrases, date.fromisoformat(value))
