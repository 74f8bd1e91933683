"""How much supervision a scheme asks for, by client hours of a month: data with a source and a date."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from app import paths
from app.packs.crisis_lines import Words


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Up to so many client hours (included), so many minutes of supervision."""

    client_hours: int
    minutes: int


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What somebody asks for in a month.

    `hour_from`: a session of so many minutes counts as a whole client hour; 0 counts minutes as they are.
    `any_minutes`: asked for in every month with clients, however many hours; 0 leaves it to the steps.
    """

    key: str
    name: Words
    rule: Words
    source: str
    checked_on: str
    mark: Literal["verified", "unverified"]
    hour_from: int = 0
    any_minutes: int = 0
    step: tuple[Step, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    scheme: tuple[Scheme, ...]


@cache
def schemes() -> Mapping[str, Scheme]:
    """All schemes by key, in the order of the file."""
    text = (paths.resources() / "supervision" / "schemes.toml").read_text(encoding="utf-8")
    found = msgspec.convert(tomllib.loads(text), _File)
    return {scheme.key: scheme for scheme in found.scheme}
