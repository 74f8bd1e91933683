"""The accounting of disclosures: what the client is told of, what the law exempts and why, what waits for its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.rules import days

YEARS = 6
"""How far back an accounting goes: 45 CFR 164.528(a)(1)."""


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
    """A disclosure as the index knows it. `at` is a wall time; days are ISO dates, empty where there is none."""

    record: str
    at: str
    basis: str = ""
    recipient: str = ""
    organisation: str = ""
    address: str = ""
    what: str = ""
    purpose: str = ""
    method: str = ""
    release: str = ""
    informed_on: str = ""
    suspended_until: str = ""
    series_first: str = ""
    series_last: str = ""
    series_times: int = 0
    series_often: str = ""
    is_in_error: bool = False


@dataclass(frozen=True, slots=True)
class AccountingRow:
    """One line: a disclosure, or a series of them to one recipient for one purpose, named by its first.

    `often` says how often in the words of whoever wrote it; `times` is 1 for a single disclosure.
    """

    first: DisclosureFacts
    last_on: str
    times: int
    often: str = ""
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class Accounting:
    """What the client is told, of the days from `since` to `until`; both lists have the oldest first."""

    since: str
    until: str
    rows: tuple[AccountingRow, ...]
    exempt: tuple[AccountingRow, ...]


def facts_from(record: str, at: str, facets: Mapping[str, Any], *, is_in_error: bool) -> DisclosureFacts:
    """The facts in an index row."""
    plain = [name for name in DisclosureFacts.__slots__ if name not in {"record", "at", "series_times", "is_in_error"}]
    found: dict[str, Any] = {name: str(facets.get(name) or "") for name in plain}
    return DisclosureFacts(
        record, at, series_times=int(facets.get("series_times") or 0), is_in_error=is_in_error, **found
    )


def is_suspended(facts: DisclosureFacts, on: date) -> bool:
    """Whether an authority's statement still keeps it from the client; its last day counts."""
    return bool(facts.suspended_until) and on.isoformat() <= facts.suspended_until


def first_day(on: date, years: int = YEARS) -> date:
    """The first day of an accounting on a day; the 29 of February begins on the 28 of a year without one."""
    return days.months_on(on, -12 * years)


def account(found: Iterable[DisclosureFacts], on: date, exempt: Mapping[str, str], years: int = YEARS) -> Accounting:
    """The accounting on a day. What is suspended is not in it, and nothing says that something is left out.

    `exempt` are the grounds that the law of the place exempts, each with its reason in words.
    """
    since, until = first_day(on, years).isoformat(), on.isoformat()
    told = [
        one
        for one in sorted(found, key=lambda one: (one.at, one.record))
        if since <= (one.series_last or one.at)[:10]
        and one.at[:10] <= until
        and not one.is_in_error
        and not is_suspended(one, on)
    ]
    accountable = _gathered((one for one in told if one.basis not in exempt), exempt)
    others = _gathered((one for one in told if one.basis in exempt), exempt)
    return Accounting(since, until, tuple(accountable), tuple(others))


def _gathered(found: Iterable[DisclosureFacts], exempt: Mapping[str, str]) -> list[AccountingRow]:
    """One row for all that went to one recipient for one purpose on one ground: 45 CFR 164.528(b)(3)."""
    rows: dict[tuple[str, ...], AccountingRow] = {}
    for one in found:
        key = tuple(
            " ".join(part.split()).casefold() for part in (one.recipient, one.organisation, one.purpose, one.basis)
        )
        times, last = max(one.series_times, 1), max(one.series_last, one.at[:10])
        known = rows.get(key)
        if known is None:
            rows[key] = AccountingRow(_from_its_first(one), last, times, one.series_often, exempt.get(one.basis, ""))
        else:
            often = known.often or one.series_often
            rows[key] = replace(known, last_on=max(known.last_on, last), times=known.times + times, often=often)
    return list(rows.values())


def _from_its_first(one: DisclosureFacts) -> DisclosureFacts:
    return replace(one, at=one.series_first) if one.series_first and one.series_first < one.at[:10] else one
