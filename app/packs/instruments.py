"""Questionnaires: how each is scored and who says so, with its licence. A file that was changed is not used.

A file is named after its instrument, `phq_9.toml`, and its licence stands beside it. The digests of both are kept
elsewhere (`instrument_digests`), so that nobody can change a band without it being seen. The wording of the items
ships only where it was read at its publisher; otherwise the file says why it does not.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from app import paths
from app.packs import instrument_checks
from app.packs.crisis_lines import Words
from app.packs.instrument_digests import DIGESTS
from app.vaults import failure

OTHERS = "others.toml"
LicenceStatus = Literal[
    "public_domain", "permitted_with_notice", "nc", "nc_nd", "registration", "commercial", "unknown"
]
_Shape = TypeVar("_Shape")


class Licence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What may be done with it. What was not read as allowed stands as not allowed. `notice` is on form and paper."""

    status: LicenceStatus
    file: str
    notice: str
    holder: str
    address: str
    may_change: bool
    may_translate: bool
    may_sell: bool
    checked_on: date
    evidence: Words


class Scoring(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who published how it is scored and what the bands are called, for whom, and where that was read."""

    citation: str
    address: str
    population: Words
    read_at: str
    checked_on: date


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Totals from `least` to `most`, and what the publication calls them. It says nothing about a person."""

    least: int
    most: int
    name: Words


class Cutoff(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From this total on a study counted a screen as positive, in its population."""

    at_least: int
    meaning: Words
    population: Words
    citation: str


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many points of difference a study found to matter, in its population."""

    points: int
    meaning: Words
    population: Words
    citation: str


class Subscale(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Items (from 1) that are added up by themselves."""

    key: str
    name: Words
    items: tuple[int, ...]


class CriticalItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An answer of `at_least` to `item` (from 1) is acted on at once: a risk review is opened."""

    item: int
    at_least: int
    about: Words


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The wording as its publisher has it, and where and when it was read there."""

    intro: str
    items: tuple[str, ...]
    options: tuple[str, ...]
    read_at: str
    read_on: date


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The official form in one language; without `text` it does not ship, and `why_not` says why."""

    language: str
    official: str
    address: str
    text: Text | None = None
    why_not: Words | None = None


class Instrument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One version of a questionnaire. Items and answers are counted from 1 and from `least`.

    `missing_rule` is `complete_only`: without all answers there is no total, and nothing is estimated.
    """

    key: str
    version: str
    name: str
    title: Words
    asks_about: Words
    items: int
    least: int
    most: int
    missing_rule: Literal["complete_only"]
    licence: Licence
    scoring: Scoring
    wording: tuple[Wording, ...]
    reverse: tuple[int, ...] = ()
    subscale: tuple[Subscale, ...] = ()
    band: tuple[Band, ...] = ()
    cutoff: tuple[Cutoff, ...] = ()
    change: tuple[Change, ...] = ()
    critical: tuple[CriticalItem, ...] = ()

    @property
    def lowest(self) -> int:
        """The smallest total there can be."""
        return self.items * self.least

    @property
    def highest(self) -> int:
        """The largest total there can be."""
        return self.items * self.most

    def in_language(self, language: str) -> Wording | None:
        """The official form in a language, whether or not its text ships."""
        return next((one for one in self.wording if one.language == language), None)

    def text(self, language: str) -> Text | None:
        """The items in a language, where they ship."""
        found = self.in_language(language)
        return found.text if found is not None else None

    @property
    def digest(self) -> str:
        """SHA-256 of the file it was read from, in hexadecimal."""
        return DIGESTS.get(f"{self.key}.toml", "")


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An instrument that is known by name and licence only."""

    key: str
    name: str
    title: Words
    status: LicenceStatus
    address: str
    note: Words


class _Others(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    checked_on: date
    instrument: tuple[Named, ...]


def scorable() -> tuple[str, ...]:
    """The instruments that can be scored, in alphabetical order."""
    return tuple(name.removesuffix(".toml") for name in sorted(DIGESTS) if name.endswith(".toml") and name != OTHERS)


@cache
def load(key: str) -> Instrument:
    """An instrument that ships, read once.

    Raises:
        KnownError: `no_such_instrument`, `instrument_changed`, `no_licence_file`, `bad_instrument`.
    """
    if key not in scorable():
        raise failure("no_such_instrument", key=key, keys=", ".join(scorable()))
    return read(_folder(), key)


@cache
def others() -> tuple[Named, ...]:
    """The instruments that are known by name and licence only; raises as `load` does."""
    return _parsed(_folder() / OTHERS, _Others, DIGESTS).instrument


def read(folder: Path, key: str, digests: Mapping[str, str] = DIGESTS) -> Instrument:
    """Read and check an instrument of a folder; raises as `load` does."""
    path = folder / f"{key}.toml"
    found = _parsed(path, Instrument, digests)
    problem = f"key is {found.key}" if found.key != key else instrument_checks.problem(found)
    if problem:
        raise failure("bad_instrument", file=path.name, problem=problem)
    licence = folder / found.licence.file
    if licence.parent != folder or not licence.is_file():
        raise failure("no_licence_file", questionnaire=found.name, file=licence.name)
    _checked(licence, digests)
    return found


def _folder() -> Path:
    return paths.resources() / "instruments"


def _parsed(path: Path, shape: type[_Shape], digests: Mapping[str, str]) -> _Shape:
    data = _checked(path, digests)
    try:
        values: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
        return msgspec.convert(values, shape)
    except (ValueError, msgspec.MsgspecError) as error:
        raise failure("bad_instrument", file=path.name, problem=str(error)) from error


def _checked(path: Path, digests: Mapping[str, str]) -> bytes:
    """What is in the file, if it is byte for byte what was shipped."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise failure("instrument_changed", file=path.name) from error
    if hashlib.sha256(data).hexdigest() != digests.get(path.name):
        raise failure("instrument_changed", file=path.name)
    return data
