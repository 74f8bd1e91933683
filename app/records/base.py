"""The common part of every kind of record: decode, encode, what is missing, how it lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import msgspec

from app.records import checks
from app.records.fields import OWN_PREFIX, FieldSpec, OpenChoice, is_empty, shown, specs
from app.texts import _
from storage.vault import KnownError, failure

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
_TEXT_SHAPES = frozenset({"line", "text"})
_WORDED_SHAPES = _TEXT_SHAPES | {"lines", "group", "rows"}


class RecordBody(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a record says. Every field has a default, so that a draft always decodes.

    Wrong shapes are refused as soon as a body exists; rules that depend on today are checked when
    it is saved, so that a kept record can always be read again.
    """

    def __post_init__(self) -> None:
        checks.check_shapes(self)
        self.check()

    def check(self) -> None:
        """Rules between the fields; raises a KnownError that names the field."""

    def check_today(self, today: date) -> None:
        """Rules that depend on the day of saving; raises a KnownError that names the field."""

    def summary(self) -> str:
        """The title in the index: data, not words of one language."""
        return ""

    def search_text(self) -> str:
        """What the full-text search finds the record by: every text in it."""
        return "\n".join(texts_of(self))

    def at(self) -> str | None:
        """When it happened: a date or a wall time."""
        return None

    def due(self) -> str | None:
        """The next date on which somebody has to do something about it."""
        return None

    def severity(self) -> int:
        """0 nothing to mark, 1 to look at, 2 danger now."""
        return 0

    def facets(self) -> dict[str, Any]:
        """Short values that lists show and filter by."""
        return {}

    def targets(self) -> tuple[tuple[str, str], ...]:
        """`(record, effect)`: other records whose status this one changes."""
        return ()

    def also_missing(self) -> tuple[str, ...]:
        """Names of fields that are missing for a reason that `needed` cannot say."""
        return ()

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """The title as a person reads it, from the index row alone."""
        del facets  # kinds that need more than the title override this
        return title


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record and where it lives.

    `compartment` is a compartment kind, or empty for *that of the record it belongs to*.
    `internal` kinds are written by services only and never offered to a person.
    """

    name: str
    struct: type[RecordBody]
    compartment: str
    label: str
    plural: str
    icon: str
    signed: bool = False
    of_client: bool = False
    internal: bool = False
    version: int = 1
    upcasters: Mapping[int, Upcaster] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Every version there ever was can be read: upcaster n leads from version n to n + 1."""
        if set(self.upcasters) != set(range(1, self.version)):
            raise ValueError(self.name)


def decode(kind: Kind, version: int, body: Mapping[str, Any]) -> RecordBody:
    """The typed body; older versions pass their upcasters first, on a copy: what is stored is never changed (V-5.7).

    Raises:
        KnownError: `unsupported_version`, or one of the usage family that names the field.
    """
    if version > kind.version:
        raise failure("unsupported_version", what=_(kind.label), found=str(version), known=str(kind.version))
    values = deepcopy(dict(body)) if version < kind.version else dict(body)
    for step in range(version, kind.version):
        values = kind.upcasters[step](values)
    try:
        return msgspec.convert(values, kind.struct)
    except msgspec.ValidationError as error:
        raise _explained(error, kind) from error


def encode(body: RecordBody) -> dict[str, Any]:
    """The body as plain values, texts in NFC."""
    values = _composed(msgspec.to_builtins(body))
    assert isinstance(values, dict)  # noqa: S101 - tells mypy what a struct becomes
    return values


def values_of(body: msgspec.Struct) -> dict[str, Any]:
    """The fields of `body` by name, as `fields.shown` wants them."""
    return {spec.name: getattr(body, spec.name) for spec in specs(type(body))}


def missing(body: RecordBody) -> list[FieldSpec]:
    """What is still needed to sign or complete `body`: needed, shown, and empty."""
    found = list(_missing_in(body))
    named = {spec.name for spec in found}
    by_name = {spec.name: spec for spec in specs(type(body))}
    return found + [by_name[name] for name in body.also_missing() if name not in named]


def texts_of(struct: msgspec.Struct) -> Iterator[str]:
    """Every text in `struct`, its groups and its rows, in order."""
    for name, shape in _worded(type(struct)):
        value = getattr(struct, name)
        if not value:
            continue
        if shape in _TEXT_SHAPES:
            yield value
        elif shape == "lines":
            yield from value
        elif shape == "group":
            yield from texts_of(value)
        else:
            for row in value:
                yield from texts_of(row)


@cache
def _worded(kind: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The fields that can hold words, with their shapes. Every record that is indexed or found passes here."""
    return tuple((spec.name, spec.shape) for spec in specs(kind) if spec.shape in _WORDED_SHAPES)


def json_schema(kind: Kind) -> dict[str, Any]:
    """JSON Schema of the body of a kind, with labels as titles; open lists take values of one's own."""
    schema = msgspec.json.schema(kind.struct)
    with_own_values(schema["$defs"])
    return schema


def with_own_values(definitions: dict[str, Any]) -> None:
    """Let the open lists among the definitions of a JSON Schema take values of one's own."""
    open_lists = {choices.__name__ for choices in OpenChoice.__subclasses__()}
    for name, definition in definitions.items():
        if name in open_lists:
            definition["anyOf"] = [{"enum": definition.pop("enum")}, {"pattern": rf"^{OWN_PREFIX}\S"}]


def _missing_in(struct: msgspec.Struct) -> Iterator[FieldSpec]:
    for spec in shown(specs(type(struct)), values_of(struct)):
        value = getattr(struct, spec.name)
        if is_empty(value):
            if spec.needed:
                yield spec
        elif spec.shape == "group":
            yield from _missing_in(value)
        elif spec.shape == "rows":
            for row in value:
                yield from _missing_in(row)


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _composed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_composed(item) for item in value]
    return value


_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_UNKNOWN_FIELD = re.compile(r"^Object contains unknown field `(?P<name>[^`]*)`")
_INDEX = re.compile(r"\[[^\]]*\]")


def _explained(error: msgspec.ValidationError, kind: Kind) -> KnownError:
    """The failure for what msgspec refused; values of the record never get into the message."""
    message = str(error)
    at = _AT.search(message)
    path = _INDEX.sub("", at["path"]) if at else ""
    unknown = _UNKNOWN_FIELD.match(message)
    if unknown:
        name = ".".join(part for part in (path, unknown["name"]) if part)
        return failure("unknown_field", kind=kind.name, field=name)
    spec = _spec_at(kind, path)
    label = _(spec.label) if spec else kind.name
    if spec and spec.choices and message.startswith("Invalid enum value"):
        choices = ", ".join(choice.value for choice in spec.choices)
        return failure("unknown_choice", field=label, path=path, choices=choices)
    if spec and spec.least is not None and spec.most is not None and spec.shape == "number":
        limits = {"least": str(spec.least), "most": str(spec.most)}
        return failure("bad_number", field=label, path=path, **limits)
    problem = message.split(" - at ", maxsplit=1)[0] if message.startswith("Expected") else "JSON"
    return failure("wrong_shape", field=label, path=path, problem=problem)


def _spec_at(kind: Kind, path: str) -> FieldSpec | None:
    found: FieldSpec | None = None
    fields: tuple[FieldSpec, ...] = specs(kind.struct)
    for name in path.split("."):
        found = next((spec for spec in fields if spec.name == name), found)
        fields = (found.item if found else None) or ()
    return found
