"""A body with every field of a kind filled in, as far as its rules allow, for vaults that must stay readable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from app.records import KINDS, decode
from app.records.fields import FieldSpec, OpenChoice, specs
from app.vaults import KnownError

SOMEBODY = "019aab1c-9d04-7a55-8c1e-2b7d4e5f6a7b"
DAYS = ("2026-03-02", "2026-03-09", "2026-09-30", "")
_MOMENT = {"at": "2026-03-02T17:30", "zone": "Europe/Warsaw"}
_PLAIN: dict[str, tuple[Any, ...]] = {
    "bool": (True, False),
    "date": DAYS,
    "partial_date": ("1987-04", "1987"),
    "moment": (_MOMENT,),
    "reference": (SOMEBODY,),
}


def filled(kind: str) -> dict[str, Any]:
    """Values for the fields of a kind: of each the first one that the rules let stand beside the others."""

    def is_allowed(values: dict[str, Any]) -> bool:
        try:
            decode(kind, KINDS[kind].version, values)
        except KnownError:
            return False
        return True

    return _filled(specs(KINDS[kind].struct), is_allowed)


def _filled(fields: tuple[FieldSpec, ...], is_allowed: Any) -> dict[str, Any]:
    values = dict[str, Any]()
    for spec in fields:
        for value in _values(spec):
            if is_allowed(values | {spec.name: value}):
                values[spec.name] = value
                break
    return values


def _values(spec: FieldSpec) -> Iterator[Any]:
    word = "Zażółć"
    if spec.shape in _PLAIN:
        yield from _PLAIN[spec.shape]
    elif spec.shape == "number":
        yield from {spec.least or 1, 3, spec.most or 50}
    elif spec.shape == "line":
        yield from (word, "2026-03", "PL", "pl", "Europe/Warsaw")
    elif spec.shape == "text":
        yield f"{word}\n- **gęślą**"
    elif spec.shape == "lines":
        yield [word, "jaźń"]
    elif spec.shape in {"choice", "choices"}:
        given = [choice.value for choice in spec.choices or ()]
        own = [f"own: {word}"] if spec.choices and issubclass(type(spec.choices[0]), OpenChoice) else []
        yield from ([*own, *given] if spec.shape == "choice" else ([one] for one in [*own, *given]))
    elif spec.struct is not None:
        part = _part(spec.struct)
        yield [part] if spec.shape == "rows" else part


def _part(struct: type[msgspec.Struct]) -> dict[str, Any]:
    def is_allowed(values: dict[str, Any]) -> bool:
        try:
            msgspec.convert(values, struct)
        except (KnownError, msgspec.ValidationError):
            return False
        return True

    return _filled(specs(struct), is_allowed)
