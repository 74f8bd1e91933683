"""Checks that every value of a record has its shape: real dates, known zones, keepable text."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from app import failures as failures  # noqa: PLC0414 - registers the names raised here
from app.records.fields import FieldSpec, LocalTime, specs
from app.texts import _
from storage.vault import failure

_WALL_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")
_CLOCK_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_PARTIAL = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
# Lone surrogates have no UTF-8 form; NUL and other controls break searching and printing.
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LARGEST_NUMBER = 2**53 - 1


def check_shapes(struct: msgspec.Struct) -> None:
    """Raise a KnownError of the usage family for the first field whose value has not its shape."""
    for name, spec, check in _checked(type(struct)):
        value = getattr(struct, name)
        if value is not None and value != "":
            check(spec, value)


@cache
def _checked(kind: type[msgspec.Struct]) -> tuple[tuple[str, FieldSpec, Callable[[FieldSpec, Any], None]], ...]:
    """The fields that have a shape to be checked. Every record that is shown or indexed passes here."""
    return tuple((spec.name, spec, _CHECKS[spec.shape]) for spec in specs(kind) if spec.shape in _CHECKS)


def advice_missing(consulted: Sequence[object], not_consulted_because: str) -> tuple[str, ...]:
    """`("consulted",)` where nobody was asked for advice and it is not said why."""
    return () if consulted or not_consulted_because.strip() else ("consulted",)


def check_order(earlier: tuple[str, str], later: tuple[str, str]) -> None:
    """Raise `bad_order` if both (label, value) are given and the later one lies before the earlier."""
    (first_label, first), (second_label, second) = earlier, later
    length = min(len(first), len(second))
    if length and second[:length] < first[:length]:
        raise failure("bad_order", earlier=_(first_label), later=_(second_label))


def check_not_future(label: str, value: str, today: date) -> None:
    """Raise `in_future` for a day (or month, or year) after today; empty passes."""
    if value and value[:10] > today.isoformat()[: len(value)]:
        raise failure("in_future", field=_(label))


def check_clock_time(label: str, value: str) -> None:
    """Raise `bad_time` for a time of day that is not written as `15:00`; empty passes."""
    if value and not _CLOCK_TIME.match(value):
        raise failure("bad_time", field=_(label))


def check_one_word(label: str, value: str) -> None:
    """Raise `not_one_word` for a shortcut with spaces in it; empty passes."""
    if len(value.split()) > 1 or value != value.strip():
        raise failure("not_one_word", field=_(label))


def is_date(text: str) -> bool:
    """Whether `text` is a real day of the calendar."""
    if not _DATE.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_partial_date(text: str) -> bool:
    """Whether `text` is a real year, month or day."""
    if not _PARTIAL.match(text):
        return False
    return is_date((text + "-01-01")[:10])


@cache
def is_zone(name: str) -> bool:
    """Whether `name` is a time zone of the IANA list."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _text(spec: FieldSpec, value: str) -> None:
    if _UNKEEPABLE.search(value):
        raise _named("bad_text", spec)


def _lines(spec: FieldSpec, value: list[str]) -> None:
    for line in value:
        _text(spec, line)


def _day(spec: FieldSpec, value: str) -> None:
    if value and not is_date(value):
        raise _named("bad_date", spec)


def _partial(spec: FieldSpec, value: str) -> None:
    if value and not is_partial_date(value):
        raise _named("bad_partial_date", spec)


def _moment(spec: FieldSpec, value: LocalTime) -> None:
    if not _WALL_TIME.match(value.at):
        raise _named("bad_moment", spec)
    try:
        datetime.fromisoformat(value.at)
    except ValueError as error:
        raise _named("bad_moment", spec) from error
    if not is_zone(value.zone):
        raise _named("unknown_zone", spec)


def _number(spec: FieldSpec, value: int) -> None:
    least = 0 if spec.least is None else spec.least
    most = _LARGEST_NUMBER if spec.most is None else spec.most
    if not least <= value <= most:
        raise failure("bad_number", field=_(spec.label), path=spec.name, least=str(least), most=str(most))


def _reference(spec: FieldSpec, value: str) -> None:
    if not value:
        return
    try:
        plain = str(uuid.UUID(value))
    except ValueError:
        plain = ""
    if plain != value:
        raise _named("bad_reference", spec)


def _named(name: str, spec: FieldSpec) -> Exception:
    return failure(name, field=_(spec.label), path=spec.name)


_CHECKS: dict[str, Callable[[FieldSpec, Any], None]] = {
    "line": _text,
    "text": _text,
    "lines": _lines,
    "date": _day,
    "partial_date": _partial,
    "moment": _moment,
    "number": _number,
    "reference": _reference,
}
