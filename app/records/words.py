"""A field's value as a person reads it: labels instead of codes, dates as they are written."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from app import formats
from app.records.base import RecordBody
from app.records.fields import Choice, FieldSpec, LocalTime, Tier, is_empty, shown, specs
from app.texts import _


class Change(NamedTuple):
    """One field that differs between two versions; of long texts, the lines that differ."""

    label: str
    before: str
    after: str


def titled(kind_label: str, title: str, between: str = ": ") -> str:
    """A record where kinds stand among each other: its kind and title, unless the title begins with the kind."""
    if title.casefold().startswith(kind_label.casefold()):
        return title
    return between.join(part for part in (kind_label, title) if part)


class Line(NamedTuple):
    """A line of a text difference; `mark` is `-` removed, `+` added, or a space."""

    mark: str
    text: str


def shown_value(spec: FieldSpec, value: Any) -> str:
    """The value of a field in words; empty when there is none."""
    if spec.shape == "bool":
        return _("Yes") if value else _("No")
    if is_empty(value):
        return ""
    show = _SHOW.get(spec.shape)
    return show(value) if show else str(value)


def shown_fields(body: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Label and words of every field that is filled in, in order; hidden fields are left out."""
    for spec in specs(type(body)):
        value = getattr(body, spec.name)
        if spec.tier is Tier.HIDDEN or (spec.shape == "bool" and not value):
            continue
        words = shown_value(spec, value)
        if words:
            yield _(spec.label), words


def filled(body: msgspec.Struct) -> list[tuple[FieldSpec, Any]]:
    """The fields worth reading: called for, filled in, and more than a tick that was never set."""
    values = {spec.name: getattr(body, spec.name) for spec in specs(type(body))}
    return [
        (spec, values[spec.name])
        for spec in shown(specs(type(body)), values)
        if spec.tier is not Tier.HIDDEN and not _says_nothing(spec, values[spec.name])
    ]


def references(body: msgspec.Struct) -> Iterator[tuple[FieldSpec, str]]:
    """Every reference in the fields worth reading, also in groups and rows: `(field, id)`."""
    for spec, value in filled(body):
        if spec.shape == "reference":
            yield spec, value
        elif spec.shape in {"group", "rows"}:
            for part in value if spec.shape == "rows" else [value]:
                yield from references(part)


def changes(before: RecordBody | None, after: RecordBody) -> list[Change]:
    """What differs, field by field; against nothing, all that is filled in."""
    found = []
    for spec in specs(type(after)):
        new = getattr(after, spec.name)
        old = getattr(before, spec.name) if before is not None else spec.default
        if new == old or spec.tier is Tier.HIDDEN:
            continue
        old_words, new_words = shown_value(spec, old), shown_value(spec, new)
        if spec.shape == "text" and old_words and new_words:
            old_words, new_words = _differing(old_words, new_words)
        found.append(Change(_(spec.label), old_words, new_words))
    return found


def lines(before: str, after: str) -> list[Line]:
    """Two texts line by line: what went, what came, what stayed."""
    compared = difflib.ndiff(before.splitlines(), after.splitlines())
    return [Line(line[0], line[2:]) for line in compared if line[0] in "-+ "]


def _says_nothing(spec: FieldSpec, value: Any) -> bool:
    if spec.shape == "group" and value is not None:
        return not filled(value)
    return is_empty(value) or (spec.shape == "bool" and value is False and spec.default is False)


def _differing(before: str, after: str) -> tuple[str, str]:
    found = lines(before, after)
    removed = "\n".join(line.text for line in found if line.mark == "-")
    added = "\n".join(line.text for line in found if line.mark == "+")
    return removed, added


def _choice(value: Choice) -> str:
    return _(value.label)


def _choices(values: list[Choice]) -> str:
    return ", ".join(_(value.label) for value in values)


def _moment(value: LocalTime) -> str:
    return formats.moment(value.at)


def _group(value: msgspec.Struct) -> str:
    return "; ".join(f"{label}: {words}" for label, words in shown_fields(value))


def _rows(values: list[msgspec.Struct]) -> str:
    return "\n".join(_group(value) for value in values)


_SHOW: dict[str, Callable[[Any], str]] = {
    "choice": _choice,
    "choices": _choices,
    "date": formats.long_date,
    "partial_date": formats.long_date,
    "moment": _moment,
    "lines": "\n".join,
    "group": _group,
    "rows": _rows,
}
