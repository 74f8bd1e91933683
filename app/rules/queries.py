"""What somebody typed into the search, understood: words, phrases and filters, and what is wrong with them.

`sleep "bad dream" -tired kind:note client:K-0007 due:<30d state:draft from:2026-01 to:2026-03 by:me has:file`,
in English and Polish words alike. Pure: nothing is looked up, and no text makes it fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.rules import days, query_words
from app.rules.query_words import KEYS, Key
from app.texts import N_


class Span(NamedTuple):
    """Where something stands in what was typed: from a place up to another one."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """Something that the text of a record has to hold, or with `is_excluded` must not."""

    text: str
    span: Span
    is_phrase: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Kinds:
    """Of one of these kinds of record."""

    names: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class OfClient:
    """Of the client with this code or name."""

    who: str
    span: Span


@dataclass(frozen=True, slots=True)
class Due:
    """Due from the first day on, and before the other; either may be open."""

    since: date | None
    before: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class States:
    """In one of these states."""

    names: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Since:
    """Of this day, month or year, or later (ISO, may be partial)."""

    day: str
    span: Span


@dataclass(frozen=True, slots=True)
class Until:
    """Of this day, month or year, or earlier (ISO, may be partial)."""

    day: str
    span: Span

    @property
    def before(self) -> str:
        """The first day, month or year that is too late; empty where there is none."""
        return days.after(self.day)


@dataclass(frozen=True, slots=True)
class Author:
    """Written by this person; empty is oneself."""

    who: str
    span: Span


@dataclass(frozen=True, slots=True)
class HasFile:
    """With a file attached."""

    span: Span


Filter = Kinds | OfClient | Due | States | Since | Until | Author | HasFile


class Wrong(NamedTuple):
    """A part that is not understood: which word it is, counted from 1, and why (message id)."""

    word: str
    number: int
    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A search. `number_of` tells which word of it a part is."""

    typed: str
    words: tuple[Word, ...] = ()
    filters: tuple[Filter, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, as the index takes them."""
        return " ".join(_spelled_word(word) for word in self.words)

    @property
    def wants_words(self) -> bool:
        """Whether there is a word to look for, and not only words to leave out."""
        return any(not word.is_excluded and re.search(r"\w", word.text) for word in self.words)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked: no word to look for and no filter."""
        return not self.wants_words and not self.filters

    def amiss(self, part: Filter, why: str) -> Wrong:
        """That a part cannot be used after all, such as a client there is not."""
        return Wrong(self.typed[slice(*part.span)], self.spans.index(part.span) + 1, part.span, why)


class Unfinished(NamedTuple):
    """A filter whose value is being typed: what it is about, so far what, and where that stands."""

    key: Key
    value: str
    span: Span


NOTHING_FOLLOWS = N_("something has to follow the colon")
NO_KIND = N_("there is no such kind of record")
NO_STATE = N_("there is no such state")
NO_DAY = N_("it is no date such as 2026-03-15, 2026-03 or 2026")
NO_DUE = N_("it is no time such as <30d, late, today or 2026-12")
NO_THING = N_("only “file” can stand there")
NOT_LEFT_OUT = N_("only words can be left out with a minus")
TWICE = N_("it stands there twice")
NO_CLIENT = N_("no client has this code or name")
SEVERAL_CLIENTS = N_("several clients are called so; use the code")
NO_PERSON = N_("nobody in the practice is called so")

_KEYS = "|".join(sorted(KEYS, key=len, reverse=True))
_PART = re.compile(
    rf'(?P<minus>-)?(?:(?P<key>(?ai:{_KEYS})):(?P<value>"[^"]*"?|[^\s"]*)|"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)
_ONCE = (OfClient, Due, Since, Until, Author)
_RANGE = ".."


def parse(typed: str, today: date) -> Asked:
    """Understand what was typed; `today` is what `due:<30d` counts from."""
    words: list[Word] = []
    filters: list[Filter] = []
    wrong: list[Wrong] = []
    parts = list(_PART.finditer(typed))
    for number, found in enumerate(parts, start=1):
        span = Span(*found.span())
        if found["key"] is None:
            words += _word(found, span)
            continue
        one = _filter(found, span, today)
        if isinstance(one, str) or any(type(one) is type(other) and isinstance(one, _ONCE) for other in filters):
            wrong.append(Wrong(found[0], number, span, one if isinstance(one, str) else TWICE))
        else:
            filters.append(one)
    spans = tuple(Span(*found.span()) for found in parts)
    return Asked(typed, tuple(words), tuple(filters), tuple(wrong), spans)


def unfinished(typed: str, cursor: int) -> Unfinished | None:
    """The filter in whose value the cursor stands."""
    for found in _PART.finditer(typed):
        if found["key"] is not None and found.start("value") <= cursor <= found.end():
            span = Span(found.start("value"), found.end())
            return Unfinished(KEYS[found["key"].casefold()], found["value"].strip('"'), span)
    return None


def without(typed: str, span: Span) -> str:
    """What was typed, less one part."""
    return " ".join(f"{typed[: span.start]} {typed[span.end :]}".split())


def with_value(typed: str, span: Span, value: str) -> tuple[str, int]:
    """What was typed with another value in that place, and where the cursor goes: behind it and a space."""
    head = f"{typed[: span.start]}{_quoted(value)} "
    return head + typed[span.end :].lstrip(), len(head)


def with_filter(typed: str, key: Key, value: str) -> str:
    """What was typed and one more filter, in the words of the person."""
    return f"{typed.strip()} {query_words.spelled(key)}:{_quoted(value)}".strip()


def spelled(asked: Asked, code: str = "en") -> str:
    """The same search in the words of a language, with whole dates: it is understood as what was asked."""
    return " ".join(part for part in (asked.text, spelled_filters(asked.filters, code)) if part)


def spelled_filters(filters: Sequence[Filter], code: str = "en") -> str:
    """Filters in the words of a language."""
    return " ".join(f"{query_words.spelled(key_of(one), code)}:{_value(one)}" for one in filters)


def key_of(one: Filter) -> Key:
    """What a filter is about."""
    return _KEY_OF[type(one)]


_KEY_OF: dict[type[Filter], Key] = {
    Kinds: Key.KIND,
    OfClient: Key.CLIENT,
    Due: Key.DUE,
    States: Key.STATE,
    Since: Key.SINCE,
    Until: Key.UNTIL,
    Author: Key.AUTHOR,
    HasFile: Key.HAS,
}


def _word(found: re.Match[str], span: Span) -> Iterator[Word]:
    text = found["word"] if found["word"] is not None else found["phrase"].strip()
    if text:
        yield Word(text, span, found["word"] is None, found["minus"] is not None)


def _filter(found: re.Match[str], span: Span, today: date) -> Filter | str:
    """The filter, or the reason why it is none."""
    value = found["value"].strip('"').strip()
    if found["minus"]:
        return NOT_LEFT_OUT
    if not value:
        return NOTHING_FOLLOWS
    return _READERS[KEYS[found["key"].casefold()]](value, span, today)


def _kinds(value: str, span: Span, _today: date) -> Filter | str:
    found = [query_words.kinds_called(one) for one in value.split(",")]
    return Kinds(_merged(found), span) if all(found) else NO_KIND


def _states(value: str, span: Span, _today: date) -> Filter | str:
    found = [query_words.states_called(one) for one in value.split(",")]
    return States(_merged(found), span) if all(found) else NO_STATE


def _since(value: str, span: Span, _today: date) -> Filter | str:
    return Since(value, span) if days.first(value) else NO_DAY


def _until(value: str, span: Span, _today: date) -> Filter | str:
    return Until(value, span) if days.first(value) else NO_DAY


def _author(value: str, span: Span, _today: date) -> Filter:
    return Author("" if query_words.flat(value) in query_words.ME else value, span)


def _has(value: str, span: Span, _today: date) -> Filter | str:
    return HasFile(span) if query_words.flat(value) in query_words.FILE else NO_THING


def _due(value: str, span: Span, today: date) -> Filter | str:
    sign, rest = (value[0], value[1:].strip()) if value[0] in "<>" else ("", value)
    word = query_words.flat(value)
    if word in query_words.LATE:
        return Due(None, today, span)
    if word in query_words.TODAY:
        return Due(today, today + timedelta(days=1), span)
    if not sign and _RANGE in rest:
        begin, end = rest.split(_RANGE, 1)
        since, before = days.first(begin), days.first(days.after(end))
        return Due(since, before, span) if since and before else NO_DUE
    if days.first(rest):
        first, after = days.first(rest), days.first(days.after(rest))
        return {"<": Due(None, first, span), ">": Due(after, None, span)}.get(sign, Due(first, after, span))
    ahead = days.ahead(rest, today)
    if ahead is None:
        return NO_DUE
    return Due(ahead, None, span) if sign == ">" else Due(None, ahead, span)


_READERS: dict[Key, Callable[[str, Span, date], Filter | str]] = {
    Key.KIND: _kinds,
    Key.CLIENT: lambda value, span, _today: OfClient(value, span),
    Key.DUE: _due,
    Key.STATE: _states,
    Key.SINCE: _since,
    Key.UNTIL: _until,
    Key.AUTHOR: _author,
    Key.HAS: _has,
}


def _merged(found: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in found for name in names))


def _spelled_word(word: Word) -> str:
    text = f'"{word.text}"' if word.is_phrase else word.text
    return f"-{text}" if word.is_excluded else text


def _value(one: Filter) -> str:
    if isinstance(one, Kinds | States):
        return ",".join(one.names)
    if isinstance(one, OfClient):
        return _quoted(one.who)
    if isinstance(one, Since | Until):
        return one.day
    if isinstance(one, Author):
        return _quoted(one.who or "me")
    return _value_of_due(one) if isinstance(one, Due) else "file"


def _value_of_due(one: Due) -> str:
    last = one.before - timedelta(days=1) if one.before else None
    if one.since and last:
        return f"{one.since}{_RANGE}{last}"
    return f"<{one.before}" if one.before else f">{one.since - timedelta(days=1)}" if one.since else ""


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value
