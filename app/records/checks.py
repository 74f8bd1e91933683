"""Checks that every value of a record has its shape: real dates, known zones, keepable text."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
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
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_PARTIAL = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
# Lone surrogates have no UTF-8 form; NUL and other controls break searching and printing.
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LARGEST_NUMBER = 2**53 - 1


def check_shapes(struct: msgspec.Struct) -> None:
    """Raise a KnownError of the usage family for the first field whose value has not its shape."""
    for spec in specs(type(struct)):
        check = _CHECKS.get(spec.shape)
        value = getattr(struct, spec.name)
        if check is not None and value is not None:
            check(spec, value)


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
