"""What a field of a record is: its label, its tier, its shape, and when a form shows it.

A record is a msgspec struct whose fields are annotated with `field(...)`. From these annotations
come the form, the list, the history, the JSON Schema and the check of every value.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Self, Union, get_args, get_origin

import msgspec

OWN_PREFIX = "own: "
"""Begins a value that a practice has added to a list."""

_LONGEST_OWN_VALUE = 100


class Tier(Enum):
    """When a form shows a field: at once, behind *more*, behind *rarely needed*, or never.

    Hidden and computed fields are filled by the program: hidden ones, such as the number of an incident, are for the
    program alone; computed ones, such as a date by law, are read with the record.
    """

    FIRST = "first"
    MORE = "more"
    RARE = "rare"
    COMPUTED = "computed"
    HIDDEN = "hidden"


NOT_IN_FORMS = (Tier.COMPUTED, Tier.HIDDEN)
"""What nobody types."""


class Choice(StrEnum):
    """A value of a fixed list. Members are written `NAME = "stored_value", N_("Shown words")`."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member that is its stored value and carries its label (a message id)."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def label_of(cls, value: str) -> str:
        """The label of the member with this value; a value of another version stands for itself."""
        found = cls._value2member_map_.get(value)
        return found.label if isinstance(found, Choice) else value


class OpenChoice(Choice):
    """A list to which a practice may add values of its own: none that is law, and no scale.

    An added value is stored with its words, `own: Art therapy`, so that a record reads the same for
    ever and everywhere, whatever becomes of the practice's list.
    """

    @classmethod
    def own(cls, words: str) -> Self | None:
        """The added value with these words; None for words that cannot be one: none at all, or too many."""
        return cls._missing_(f"{OWN_PREFIX}{words.strip()}")

    @classmethod
    def label_of(cls, value: str) -> str:
        """The label of a member, or the words of an added value."""
        return value[len(OWN_PREFIX) :] if value.startswith(OWN_PREFIX) else super().label_of(value)

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str) or not value.removeprefix(OWN_PREFIX).strip():
            return None
        if not value.startswith(OWN_PREFIX) or len(value) > _LONGEST_OWN_VALUE:
            return None
        member = str.__new__(cls, value)
        member._value_ = member._name_ = value
        member.label = value[len(OWN_PREFIX) :]
        return member


Date = Annotated[str, msgspec.Meta(extra={"shape": "date"}, extra_json_schema={"format": "date"})]
"""A calendar date without zone, `2026-11-22`; empty when not given."""

PartialDate = Annotated[
    str,
    msgspec.Meta(
        extra={"shape": "partial_date"},
        extra_json_schema={"pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"},
    ),
]
"""As much of a date as is known: `1987`, `1987-04` or `1987-04-12`; empty when not given."""

Reference = Annotated[str, msgspec.Meta(extra={"shape": "reference"}, extra_json_schema={"format": "uuid"})]
"""The id of another record or of an account; empty when not given."""


class LocalTime(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wall time and its zone: `2026-11-22T15:00` in `Europe/Warsaw`. Never moves with the reader."""

    at: str
    zone: str

    @property
    def day(self) -> str:
        """The calendar date of the wall time."""
        return self.at[:10]


@dataclass(frozen=True, slots=True)
class Details:
    """What `field(...)` was told; found in `msgspec.Meta.extra` under `field`."""

    label: str
    help: str
    tier: Tier
    needed: bool
    show_when: tuple[str, tuple[Any, ...]] | None
    long: bool
    prefill: str | None
    least: int | None
    most: int | None
    to: tuple[str, ...]


def field(  # noqa: PLR0913 - the vocabulary of a field, always given by name
    label: str,
    *,
    help: str = "",
    tier: Tier = Tier.FIRST,
    needed: bool = False,
    show_when: tuple[str, tuple[Any, ...]] | None = None,
    long: bool = False,
    prefill: str | None = None,
    least: int | None = None,
    most: int | None = None,
    to: tuple[str, ...] = (),
) -> msgspec.Meta:
    """What a form, a list and a check have to know about a field.

    Written as `name: Annotated[str, field(N_("Name"))] = ""`.

    Args:
        label: What the form shows beside it (message id, marked with `N_`).
        help: One sentence under the field (message id).
        tier: When a form shows it.
        needed: Needed to sign or complete the record, never to save a draft.
        show_when: `(other field, values)`: shown while the other field has one of the values.
        long: Text of several lines.
        prefill: `last` when the author's last record of the client gives the value, `today`, `now`.
        least: Smallest whole number.
        most: Largest whole number.
        to: Kinds of record that a reference may name; `account` for a person of the practice.
    """
    details = Details(label, help, tier, needed, show_when, long, prefill, least, most, to)
    schema: dict[str, Any] = {"x-tier": tier.value}
    if needed:
        schema["x-needed-to-sign"] = True
    # Limits stand here and not in `ge` and `le`, which msgspec refuses for optional numbers.
    if least is not None:
        schema["minimum"] = least
    if most is not None:
        schema["maximum"] = most
    return msgspec.Meta(
        title=label,
        description=help or None,
        extra={"field": details},
        extra_json_schema=schema,
    )


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field as a form, a list or a check sees it.

    `shape` is one of: line, text, bool, choice, choices, date, partial_date, moment (LocalTime),
    number, lines (list[str]), rows (list[Part]), group (Part), reference.
    """

    name: str
    label: str
    help: str
    tier: Tier
    needed: bool
    show_when: tuple[str, tuple[Any, ...]] | None
    shape: str
    choices: tuple[Choice, ...] | None
    item: tuple[FieldSpec, ...] | None
    struct: type[msgspec.Struct] | None
    default: Any
    prefill: str | None = None
    least: int | None = None
    most: int | None = None
    to: tuple[str, ...] = ()


@cache
def specs(struct: type[msgspec.Struct]) -> tuple[FieldSpec, ...]:
    """The fields of `struct` in the order in which they are written down."""
    return tuple(_spec(found) for found in msgspec.structs.fields(struct))


def shown(fields: tuple[FieldSpec, ...], values: Mapping[str, Any]) -> tuple[FieldSpec, ...]:
    """Those of `fields` that the present `values` call for; tiers are the form's business."""
    return tuple(spec for spec in fields if _is_shown(spec, values))


def is_empty(value: object) -> bool:
    """Whether a field counts as not filled in; *no* and 0 are answers."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], ())


def _is_shown(spec: FieldSpec, values: Mapping[str, Any]) -> bool:
    if spec.show_when is None:
        return True
    name, wanted = spec.show_when
    value = values.get(name)
    if isinstance(value, list | tuple):
        return any(item in wanted for item in value)
    return value in wanted


def _spec(found: msgspec.structs.FieldInfo) -> FieldSpec:
    base, metas = _unwrapped(found.type)
    extras = [meta.extra or {} for meta in metas]
    details: Details | None = next((extra["field"] for extra in extras if "field" in extra), None)
    if details is None:
        raise TypeError(f"{found.name} is not described with field(...)")
    given = next((extra["shape"] for extra in extras if "shape" in extra), "")
    shape, choices, struct = _shape(base, long=details.long)
    return FieldSpec(
        name=found.name,
        label=details.label,
        help=details.help,
        tier=details.tier,
        needed=details.needed,
        show_when=details.show_when,
        shape=given or shape,
        choices=choices,
        item=specs(struct) if struct else None,
        struct=struct,
        default=_default(found),
        prefill=details.prefill,
        least=details.least,
        most=details.most,
        to=details.to,
    )


def _unwrapped(annotation: Any) -> tuple[Any, list[msgspec.Meta]]:
    """The bare type and its descriptions: `Annotated[X | None, …]` gives X."""
    metas: list[msgspec.Meta] = []
    if get_origin(annotation) is Annotated:
        annotation, *found = get_args(annotation)
        metas = [meta for meta in found if isinstance(meta, msgspec.Meta)]
    if get_origin(annotation) in (Union, types.UnionType):
        others = [part for part in get_args(annotation) if part is not type(None)]
        if len(others) != 1:
            raise TypeError(f"a field has one type or none, not {annotation}")
        inner, more = _unwrapped(others[0])
        return inner, metas + more
    return annotation, metas


_Shape = tuple[str, tuple[Choice, ...] | None, type[msgspec.Struct] | None]
_PLAIN = {bool: "bool", int: "number", LocalTime: "moment"}


def _shape(base: Any, *, long: bool) -> _Shape:
    if get_origin(base) is list:
        return _list_shape(_unwrapped(get_args(base)[0])[0])
    if base is str:
        return ("text" if long else "line"), None, None
    if base in _PLAIN:
        return _PLAIN[base], None, None
    if issubclass(base, Choice):
        return "choice", tuple(base), None
    if issubclass(base, msgspec.Struct):
        return "group", None, base
    raise TypeError(f"no form knows the type {base}")


def _list_shape(item: Any) -> _Shape:
    if item is str:
        return "lines", None, None
    if issubclass(item, Choice):
        return "choices", tuple(item), None
    return "rows", None, item


def _default(found: msgspec.structs.FieldInfo) -> Any:
    if found.default_factory is not msgspec.NODEFAULT:
        return found.default_factory()
    if found.default is msgspec.NODEFAULT:
        raise TypeError(f"{found.name} has no default, so a draft would not decode")
    return found.default
