"""Emergency numbers and crisis lines by country: data with a source and a date, checked when they are read.

Nothing here needs a vault, and nothing here loads the vault's code: the card is also shown on the unlock page, at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from app import paths
from app.packs import shipped_digests
from app.texts import language

if TYPE_CHECKING:
    from app.vaults import KnownError

FRESH_DAYS = 180
_DIALLED = re.compile(r"^[0-9][0-9 -]*$")
_FIRST_MONTH, _FIRST_DAY = "-01", "-01"
_YEAR_LENGTH, _MONTH_LENGTH = 4, 7
_CALLING_CODES = {"48": "PL", "44": "GB", "353": "IE", "49": "DE", "1": "US"}
_OTHER_NAMES = {"UK": "GB"}


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A text in every language of the program."""

    en: str
    pl: str

    def __str__(self) -> str:
        return self.pl if language() == "pl" else self.en


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An emergency number; `places` are the countries whose own it is."""

    phone: str
    places: tuple[str, ...]
    where: Words
    source: str


class TextMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where to send a text message, and with which word, if one is needed."""

    number: str
    word: str


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A crisis line. `verified_on` is the date of the source, as exact as it is known: year, month or day."""

    key: str
    name: Words
    hours: Words
    for_whom: Words
    languages: tuple[str, ...]
    source: str
    verified_on: str
    phone: str = ""
    press: str = ""
    text: TextMessage | None = None
    chat: str = ""
    cost: Literal["free", ""] = ""
    topics: tuple[Literal["child", "abuse"], ...] = ()

    @property
    def checked(self) -> date:
        """The earliest day on which the source can have been right."""
        return date.fromisoformat(_whole(self.verified_on))

    def is_stale(self, today: date) -> bool:
        """Whether the source is so old that somebody should ring and confirm."""
        return (today - self.checked).days > FRESH_DAYS


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The lines of one country."""

    version: str
    place: str
    name: Words
    line: tuple[Line, ...]


class _Emergency(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    version: str
    number: tuple[Number, ...]


_File = TypeVar("_File", _Emergency, Country)


def country_of(place: str) -> str:
    """The country of a jurisdiction: `US` of `US-CA`; empty when nothing is known."""
    code = place.strip().upper()[:2]
    return _OTHER_NAMES.get(code, code)


def country_of_phone(number: str) -> str:
    """The country that an international number belongs to, if there are lines for it; else empty."""
    digits = re.sub(r"[^0-9+]", "", number)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not digits.startswith("+"):
        return ""
    return next((country for code, country in _CALLING_CODES.items() if digits[1:].startswith(code)), "")


@cache
def emergency_numbers() -> tuple[Number, ...]:
    """112, 999 and 911; they always ship."""
    path = _folder() / "emergency.toml"
    shipped_digests.check(path)
    return read_emergency(path)


@cache
def country(code: str) -> Country | None:
    """The lines of a country, or None when there are none."""
    path = _folder() / f"{code.lower()}.toml"
    if not code.isalpha() or not path.is_file():
        return None
    shipped_digests.check(path)
    return read(path)


def digits_of(number: str) -> str:
    """What is dialled, without the spaces and dashes."""
    return re.sub(r"[^0-9]", "", number)


def all_lines(codes: Sequence[str]) -> list[tuple[Country, Line]]:
    """The lines of these countries, in their order."""
    found = [country(code) for code in codes]
    return [(where, line) for where in found if where is not None for line in where.line]


def countries() -> list[str]:
    """The countries that have lines."""
    return sorted(path.stem.upper() for path in _folder().glob("??.toml"))


def read_emergency(path: Path) -> tuple[Number, ...]:
    """Read and check the emergency numbers; raises `bad_crisis_lines` with the line and the reason."""
    text, file = _parsed(path, _Emergency)
    for position, number in enumerate(file.number):
        problem = _problem_of_number(number)
        if problem:
            raise _bad(path, _line_of(text, "number", position), problem)
    return file.number


def read(path: Path) -> Country:
    """Read and check the lines of a country; raises `bad_crisis_lines` with the line and the reason."""
    text, file = _parsed(path, Country)
    if file.place.lower() != path.stem:
        raise _bad(path, 1, f"place is {file.place}")
    keys: set[str] = set()
    for position, line in enumerate(file.line):
        problem = _problem_of_line(line, file.place) or ("key is used twice" if line.key in keys else "")
        if problem:
            raise _bad(path, _line_of(text, "line", position), problem)
        keys.add(line.key)
    return file


def _folder() -> Path:
    return paths.resources() / "crisis"


def _parsed(path: Path, shape: type[_File]) -> tuple[str, _File]:
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return text, msgspec.convert(tomllib.loads(text), shape)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise _bad(path, int(at[1]) if at else len(text.splitlines()), str(error)) from error
    except msgspec.ValidationError as error:
        where = re.search(r"\$\.(line|number)\[(\d+)\]", str(error))
        line = _line_of(text, where[1], int(where[2])) if where else 1
        raise _bad(path, line, str(error)) from error
    except (OSError, ValueError) as error:
        raise _bad(path, 0, str(error)) from error


def _line_of(text: str, table: str, position: int) -> int:
    """The line of the file on which the row number `position` of a table begins."""
    found = [number for number, line in enumerate(text.splitlines(), start=1) if line.strip() == f"[[{table}]]"]
    return found[position] if position < len(found) else 0


def _bad(path: Path, line: int, problem: str) -> KnownError:
    from app.vaults import failure

    return failure("bad_crisis_lines", file=path.name, line=str(line), problem=problem)


def _problem_of_number(number: Number) -> str:
    if not _DIALLED.match(number.phone):
        return "phone cannot be dialled"
    if not number.places or not _filled(number.where.en, number.where.pl, number.source):
        return "places, where and source are needed"
    return ""


def _problem_of_line(line: Line, place: str) -> str:
    words = [text for found in (line.name, line.hours, line.for_whom) for text in (found.en, found.pl)]
    to_dial = [number for number in (line.phone, line.text.number if line.text else "") if number]
    rules = (
        (line.key.startswith(f"{place.lower()}-"), "key begins with the country"),
        (_filled(line.source, *words), "name, hours, for_whom and source are needed in every language"),
        (bool(to_dial or line.chat), "there is no way to reach it"),
        (all(_DIALLED.match(number) for number in to_dial), "phone or text.number cannot be dialled"),
        (_is_dated(line.verified_on), "verified_on is not a year, month or day"),
        (bool(line.languages), "languages are needed"),
    )
    return next((problem for is_kept, problem in rules if not is_kept), "")


def _filled(*texts: str) -> bool:
    return all(text.strip() for text in texts)


def _is_dated(verified_on: str) -> bool:
    try:
        date.fromisoformat(_whole(verified_on))
    except ValueError:
        return False
    return True


def _whole(verified_on: str) -> str:
    if len(verified_on) == _YEAR_LENGTH:
        return verified_on + _FIRST_MONTH + _FIRST_DAY
    return verified_on + _FIRST_DAY if len(verified_on) == _MONTH_LENGTH else verified_on
