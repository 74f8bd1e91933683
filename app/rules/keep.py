"""Which backups of a folder are kept: the newest ones, and one of each day, week and month (V-8.4)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class KeepRule:
    """How many: of the newest, and of the last days, weeks and months in which a backup was made."""

    last: int
    daily: int = 0
    weekly: int = 0
    monthly: int = 0


def kept(made: Iterable[tuple[datetime, T]], rule: KeepRule) -> set[T]:
    """The backups to keep, of those given oldest first; the newest is always among them.

    Days, weeks and months without a backup do not count: after a long holiday nothing is gone that was there before.
    """
    newest_first = list(made)[::-1]
    found = {backup for _, backup in newest_first[: max(1, rule.last)]}
    for count, period in ((rule.daily, _day), (rule.weekly, _week), (rule.monthly, _month)):
        found |= _newest_of_each(newest_first, count, period)
    return found


def _newest_of_each(newest_first: list[tuple[datetime, T]], count: int, period: Callable[[datetime], object]) -> set[T]:
    newest: dict[object, T] = {}
    for at, backup in newest_first:
        newest.setdefault(period(at), backup)
    return set(list(newest.values())[: max(0, count)])


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]


def _month(at: datetime) -> object:
    return at.year, at.month
