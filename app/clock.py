"""Today, now, and the time zone of this computer: dates of records are local, never UTC."""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import cache
from pathlib import Path

from app.records.checks import is_zone
from app.records.fields import LocalTime

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")
_MARK = "zoneinfo/"


def today() -> date:
    """The day on the wall."""
    return datetime.now().astimezone().date()


def now(zone: str = "") -> LocalTime:
    """The wall time to the minute, with its zone."""
    return LocalTime(at=f"{datetime.now().astimezone():%Y-%m-%dT%H:%M}", zone=zone or local_zone())


@cache
def local_zone() -> str:
    """The IANA name of this computer's time zone; `UTC` where it does not tell."""
    for name in _candidates():
        if name and is_zone(name):
            return name
    return "UTC"


def _candidates() -> list[str]:
    found = [os.environ.get("TZ", "").removeprefix(":")]
    try:
        target = str(_LOCALTIME.resolve())
        if _MARK in target:
            found.append(target.split(_MARK, 1)[1].removeprefix("posix/"))
        found.append(_TIMEZONE.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        pass
    return found
