"""What a jurisdiction pack must keep to beside its shape: the first mistake, with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.packs.jurisdiction_rules import (
    Birthdays,
    Deadline,
    FileContents,
    Grounds,
    Guidance,
    MinorRule,
    Pack,
    ProtectRule,
    ReleaseRule,
    ReportingRule,
    Retention,
    Rule,
    Span,
    rules_of,
    written,
)
from app.packs.toml_lines import Path

_CODE = re.compile(r"[a-z]{2,6}(-[a-z0-9]{2,3})?")
_ID = re.compile(r"[a-z][a-z0-9_]{2,39}")
_WHERE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_DATED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_REST_OF_DATE = {4: "-01-01", 7: "-01", 10: ""}
_UNITS = ("hours", "days", "working_days", "months", "years")
_MOST = {"hours": 24 * 366, "days": 3660, "working_days": 3660, "months": 600, "years": 100}
_OLDEST = 30


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and where: the names and numbers of tables as the file writes them."""

    path: Path
    problem: str


def first_mistake(pack: Pack) -> Mistake | None:
    """The first thing in a pack that cannot be used; None for a good one."""
    return next(_mistakes(pack), None)


def earliest(verified_on: str) -> date:
    """The first day that a year, month or day can mean; raises ValueError."""
    if _DATED.fullmatch(verified_on) is None:
        raise ValueError(verified_on)
    return date.fromisoformat(verified_on + _REST_OF_DATE[len(verified_on)])


def _mistakes(pack: Pack) -> Iterator[Mistake]:
    for name, problem in _of_head(pack):
        yield Mistake((name,), problem)
    ids: dict[str, str] = {}
    for table, place, rule in rules_of(pack):
        where = (written(table), place)
        if rule.id in ids:
            yield Mistake((*where, "id"), f"{rule.id} is used twice")
        ids[rule.id] = table
        for name, problem in (*_of_rule(rule), *_BY_TYPE.get(type(rule), _nothing)(rule, pack)):
            yield Mistake((*where, name), problem)
    elements = [(rule.regime, rule.element) for rule in pack.release]
    for place, element in enumerate(elements):
        if element in elements[:place]:
            yield Mistake((written("release"), place, "element"), f"{element[1]} stands twice for {element[0]}")


def _of_head(pack: Pack) -> Iterator[tuple[str, str]]:
    if _CODE.fullmatch(pack.code) is None:
        yield "code", "a code is written as pl or us-ca"
    if pack.base == pack.code:
        yield "base", "a pack does not stand on itself"
    if pack.version < 1:
        yield "version", "a version is a whole number from 1 on"
    if not _is_filled(pack.name.en, pack.name.pl):
        yield "name", "needed in every language"
    if pack.valid_to is not None and pack.valid_to < pack.valid_from:
        yield "valid_to", "lies before valid_from"
    for member in pack.members:
        if _WHERE.fullmatch(member) is None:
            yield "members", f"{member} is no place such as DE"


def _of_rule(rule: Rule) -> Iterator[tuple[str, str]]:
    if _ID.fullmatch(rule.id) is None:
        yield "id", "small letters, digits and _ only, 3 to 40 of them"
    for name, words in (("title", rule.title), ("text", rule.text)):
        if not _is_filled(words.en, words.pl):
            yield name, "needed in every language"
    if not rule.citation.strip():
        yield "citation", "a rule has a citation"
    if rule.is_verified and not rule.source.strip():
        yield "source", "a verified rule says where it was read"
    yield from _of_dates(rule)
    if rule.where and _WHERE.fullmatch(rule.where) is None:
        yield "where", "a place is written as US-FL or DE"
    if rule.pack:
        yield "pack", "is filled in by the program"


def _of_dates(rule: Rule) -> Iterator[tuple[str, str]]:
    try:
        earliest(rule.verified_on)
    except ValueError:
        yield "verified_on", "not a year, month or day of the calendar, such as 2026-09"
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        yield "valid_to", "lies before valid_from"


def _of_deadline(rule: Deadline, _pack: Pack) -> Iterator[tuple[str, str]]:
    if rule.length is None and not rule.at_once and rule.is_verified and rule.force != "practice":
        yield "length", "a verified deadline has a length, or at_once"
    if rule.length is not None:
        yield from (("length", problem) for problem in _of_span(rule.length))
    if rule.extension is not None:
        yield from (("extension", problem) for problem in _of_span(rule.extension))
        if rule.length is None:
            yield "extension", "there is no length to extend"
        elif rule.length.hours:
            yield "extension", "a deadline in hours is not extended"


def _of_span(span: Span) -> Iterator[str]:
    given = [(unit, getattr(span, unit)) for unit in _UNITS if getattr(span, unit)]
    if len(given) != 1:
        yield f"one of {', '.join(_UNITS)}"
        return
    unit, count = given[0]
    if not 0 < count <= _MOST[unit]:
        yield f"{unit} from 1 to {_MOST[unit]}"


def _of_retention(rule: Retention, _pack: Pack) -> Iterator[tuple[str, str]]:
    if rule.own_period:
        if rule.adult_years is not None:
            yield "own_period", "either the law says how long, or the practice does"
        return
    if rule.adult_years is None and rule.is_verified:
        yield "adult_years", "a verified period has a length, or own_period"
    if rule.adult_years is not None and rule.clock is None:
        yield "clock", "a period has a day on which it begins"
    for name in ("adult_years", "summary_years", "after_death_years"):
        years = getattr(rule, name)
        if years is not None and not 0 < years <= _MOST["years"]:
            yield name, f"years from 1 to {_MOST['years']}"
    if rule.minor is not None and not rule.minor.years and rule.minor.after_age is None:
        yield "minor", "years, after_age or both are needed"
    if rule.minor is not None and not (0 <= rule.minor.years <= _MOST["years"] and 0 < rule.minor.under <= _OLDEST):
        yield "minor", "years or under cannot be meant"


def _of_contents(rule: FileContents, _pack: Pack) -> Iterator[tuple[str, str]]:
    if not rule.items:
        yield "items", "at least one is needed"
    if len(set(rule.items)) != len(rule.items):
        yield "items", "one stands twice"


def _of_minor(rule: MinorRule, _pack: Pack) -> Iterator[tuple[str, str]]:
    if not 0 <= rule.from_age < rule.below_age <= _OLDEST:
        yield "from_age", "from_age lies below below_age"
    if not rule.consent_of:
        yield "consent_of", "somebody consents"
    if rule.both_parents and "representatives" not in rule.consent_of:
        yield "both_parents", "only where representatives consent"


def _of_release(rule: ReleaseRule, pack: Pack) -> Iterator[tuple[str, str]]:
    if rule.regime not in pack.regimes:
        yield "regime", f"{rule.regime} is not among the regimes of the pack"


def _of_grounds(rule: Grounds, _pack: Pack) -> Iterator[tuple[str, str]]:
    if not rule.bases:
        yield "bases", "at least one is needed"
    if len(set(rule.bases)) != len(rule.bases):
        yield "bases", "one stands twice"
    if rule.effect == "private_notes" and {"roi", "client_access"} & set(rule.bases):
        yield "bases", "roi and client_access are no grounds of the law"


def _of_protect(rule: ProtectRule, _pack: Pack) -> Iterator[tuple[str, str]]:
    if not rule.is_verified:
        yield "mode", "a mode that nobody verified is not said"


def _of_reporting(rule: ReportingRule, pack: Pack) -> Iterator[tuple[str, str]]:
    yield from _once(rule.about, "about")
    if rule.deadline not in {deadline.id for deadline in pack.deadlines}:
        yield "deadline", f"{rule.deadline} is no deadline of this pack"


def _of_guidance(rule: Guidance, _pack: Pack) -> Iterator[tuple[str, str]]:
    yield from _once(rule.kinds, "kinds")
    if not rule.items or not all(_is_filled(words.en, words.pl) for words in rule.items):
        yield "items", "at least one, each in every language"


def _once(values: Sequence[str], name: str) -> Iterator[tuple[str, str]]:
    if not values:
        yield name, "at least one is needed"
    if len(set(values)) != len(values):
        yield name, "one stands twice"


def _of_birthdays(rule: Birthdays, _pack: Pack) -> Iterator[tuple[str, str]]:
    if not rule.ages or list(rule.ages) != sorted(set(rule.ages)) or not 0 < rule.ages[0] <= rule.ages[-1] <= _OLDEST:
        yield "ages", f"ages from 1 to {_OLDEST}, each once, in order"


def _nothing(_rule: Any, _pack: Pack) -> Iterator[tuple[str, str]]:
    return iter(())


_BY_TYPE: Mapping[type[Rule], Callable[[Any, Pack], Iterator[tuple[str, str]]]] = {
    Deadline: _of_deadline,
    Retention: _of_retention,
    FileContents: _of_contents,
    MinorRule: _of_minor,
    ReleaseRule: _of_release,
    Grounds: _of_grounds,
    ProtectRule: _of_protect,
    ReportingRule: _of_reporting,
    Guidance: _of_guidance,
    Birthdays: _of_birthdays,
}


def _is_filled(*texts: str) -> bool:
    return all(text.strip() for text in texts)
