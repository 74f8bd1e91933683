"""Passing marks of Today, no records: sessions added or taken out by hand, reminders put off; sealed for oneself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

from app import clock
from app.desk import Desk

_MEMO = "today"
_KEPT_DAYS = 60


class Added(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A client on a day: expected by hand, or taken out. `day` is a date; `time` such as `15:00`, or empty."""

    day: str
    client: str
    time: str = ""
    minutes: int = 0


class Marks(msgspec.Struct, kw_only=True, omit_defaults=True):
    """`put_off` says by the key of a reminder until which day it is not shown."""

    added: list[Added] = msgspec.field(default_factory=list)
    skipped: list[Added] = msgspec.field(default_factory=list)
    put_off: dict[str, str] = msgspec.field(default_factory=dict)


def mine(desk: Desk) -> Marks:
    """The marks of this person."""
    return msgspec.convert(desk.signin.recall(_MEMO) or {}, Marks)


def change(desk: Desk, how: Callable[[Marks], None]) -> None:
    """Change the marks; those that no day asks for any more are dropped."""
    known = mine(desk)
    how(known)
    today = clock.today()
    first = (today - timedelta(days=_KEPT_DAYS)).isoformat()
    known.added = [one for one in known.added if one.day >= first]
    known.skipped = [one for one in known.skipped if one.day >= first]
    known.put_off = {key: until for key, until in known.put_off.items() if until > today.isoformat()}
    plain: dict[str, Any] = msgspec.to_builtins(known)
    desk.signin.remember(_MEMO, plain)
