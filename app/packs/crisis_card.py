"""The part of the crisis card that ships: emergency numbers and crisis lines in words, without a vault or its code."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from app import formats
from app.packs import crisis_lines
from app.texts import _, explain, speaking
from app.texts import language as spoken

if TYPE_CHECKING:
    from app.records.safety_plan_words import PlanPart
    from app.vaults import KnownError

_MONTH_LENGTH = len("2026-11")
_NAMES = {"en": "English", "pl": "polski", "de": "Deutsch", "es": "español", "ru": "русский", "uk": "українська"}
_MOSTLY_SPOKEN_IN = {"pl": "PL"}
_T = TypeVar("_T")
_Found = tuple[crisis_lines.Country, crisis_lines.Line]


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency number; `is_here` where the practice or the client is."""

    number: str
    where: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A crisis line in words. `checked` says when its source is from, and asks to confirm what is stale."""

    key: str
    name: str
    phone: str
    text: str
    chat: str
    hours: str
    for_whom: str
    languages: str
    cost: str
    place: str
    checked: str
    is_stale: bool
    source: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Local:
    """Help near the practice, from its own `resource` records."""

    record: str
    name: str
    phone: str
    text: str
    web: str
    hours: str
    place: str
    for_whom: str
    checked: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call about this client."""

    name: str
    relationship: str
    phone: str
    may_be_told: str


@dataclass(frozen=True, slots=True)
class Protocol:
    """The emergency protocol of the practice; `text` is in the Markdown subset."""

    record: str
    title: str
    text: str
    approved_on: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The safety plan of the client, in the order of use; `may_leave`: a copy of it may be printed."""

    record: str
    made_on: str
    parts: list[PlanPart]
    may_leave: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What F1 shows. `closed` is empty, or says why something is missing."""

    emergency: list[Emergency] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    local: list[Local] = field(default_factory=list)
    client_code: str = ""
    client_name: str = ""
    contacts: list[Contact] = field(default_factory=list)
    plan: Plan | None = None
    protocol: Protocol | None = None
    closed: str = ""
    places: tuple[str, ...] = ()


def public_card(place: str = "", language: str | None = None) -> Card:
    """The card before anybody has signed in: numbers and lines of a place (`PL`, `US-CA`), from what ships alone."""
    with speaking(language or spoken()):
        return numbers([place], {}, date.today())


def places() -> list[tuple[str, str]]:
    """The countries that have lines: two letters and the name; one whose file cannot be used is left out."""
    found = ((code, _unless_broken(partial(crisis_lines.country, code), None, [])) for code in crisis_lines.countries())
    return [(code, str(country.name)) for code, country in found if country is not None]


def usual_place() -> str:
    """The country that this computer, or else the language, points to, if it has lines; else nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "").partition(".")[0].partition("_")[2]
        if code in crisis_lines.countries():
            return code
    return _MOSTLY_SPOKEN_IN.get(spoken(), "")


def numbers(places: Sequence[str], rang: Mapping[str, str], today: date) -> Card:
    """Numbers and lines of these places, those of the first place first.

    Args:
        places: Jurisdictions; empty ones say nothing.
        rang: The day on which somebody rang a number, by its digits.
        today: The day on which the card is read.
    """
    here = list(dict.fromkeys(code for place in places if (code := crisis_lines.country_of(place))))
    closed: list[str] = []
    shipped = _unless_broken(lambda: list(crisis_lines.emergency_numbers()), list[crisis_lines.Number](), closed)
    emergency = [Emergency(found.phone, str(found.where), bool(set(here) & set(found.places))) for found in shipped]
    lines = _unless_broken(lambda: crisis_lines.all_lines(here), list[_Found](), closed)
    return Card(
        emergency=sorted(emergency, key=lambda found: not found.is_here),
        lines=[_line(where, line, rang, today) for where, line in lines],
        closed=" ".join(closed),
        places=tuple(here),
    )


def _line(where: crisis_lines.Country, line: crisis_lines.Line, rang: Mapping[str, str], today: date) -> Line:
    rang_on = max((rang.get(crisis_lines.digits_of(number), "") for number in to_dial(line)), default="")
    checked_on = max(rang_on, line.checked.isoformat())
    is_stale = (today - date.fromisoformat(checked_on)).days > crisis_lines.FRESH_DAYS
    month = formats.long_date(rang_on[:_MONTH_LENGTH] if rang_on == checked_on else line.verified_on[:_MONTH_LENGTH])
    template = _("checked {month}, please confirm") if is_stale else _("checked {month}")
    return Line(
        key=line.key,
        name=str(line.name),
        phone=_("{number}, then {press}").format(number=line.phone, press=line.press) if line.press else line.phone,
        text=_text_message(line),
        chat=line.chat,
        hours=str(line.hours),
        for_whom=str(line.for_whom),
        languages=", ".join(_NAMES.get(code, code) for code in line.languages),
        cost=_("free") if line.cost == "free" else "",
        place=str(where.name),
        checked=template.format(month=month),
        is_stale=is_stale,
        source=line.source,
        topics=line.topics,
    )


def _text_message(line: crisis_lines.Line) -> str:
    if line.text is None:
        return ""
    if not line.text.word:
        return _("text {number}").format(number=line.text.number)
    return _("text {word} to {number}").format(word=line.text.word, number=line.text.number)


def to_dial(line: crisis_lines.Line) -> list[str]:
    """What tells a line from others: 988 and *988, then 1* are two lines."""
    return [number for number in (line.phone + line.press, line.text.number if line.text else "") if number]


def said(error: KnownError) -> str:
    """The sentence of a failure, with its code."""
    told = explain(error)
    return _("{sentence} ({code})").format(sentence=told.sentence, code=told.code)


def _unless_broken(load: Callable[[], _T], otherwise: _T, closed: list[str]) -> _T:
    """What `load` gives; a file that cannot be used is said, and the rest of the card is shown."""
    try:
        return load()
    except Exception as error:
        # Imported here: the name of the failure lives in the vault's code, which a card without failures does not need.
        from app.vaults import KnownError

        if not isinstance(error, KnownError):
            raise
        closed.append(said(error))
        return otherwise
