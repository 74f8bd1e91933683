"""The sections of a note's format, and what becomes of their texts when the format is changed: no word is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from app.records.fields import FieldSpec, is_empty, specs
from app.records.session_note import SECTIONS as OF_FORMAT
from app.records.session_note import SessionNote
from app.records.words import shown_value

if TYPE_CHECKING:
    from collections.abc import Mapping

SECTIONS: dict[str, tuple[str, ...]] = {one.value: names for one, names in OF_FORMAT.items()}
_OF_ANY = frozenset(name for names in SECTIONS.values() for name in names)
SPECS: dict[str, FieldSpec] = {spec.name: spec for spec in specs(SessionNote) if spec.name in _OF_ANY}
ALL_SECTIONS = tuple(SPECS)


def text_sections(layout: str) -> tuple[str, ...]:
    """The sections of a format that hold a text."""
    return tuple(name for name in SECTIONS[layout] if SPECS[name].shape == "text")


def left_over(values: Mapping[str, Any], layout: str) -> list[str]:
    """Sections that hold something although the format does not have them, in their order."""
    return [name for name in ALL_SECTIONS if name not in SECTIONS[layout] and not is_empty(values.get(name))]


def moves_along(values: Mapping[str, Any], layout: str) -> tuple[str, str] | None:
    """From where to where the text goes by itself: the only one there is, into a format in which nothing is written."""
    found = left_over(values, layout)
    if len(found) != 1 or any(not is_empty(values.get(name)) for name in SECTIONS[layout]):
        return None
    return found[0], text_sections(layout)[0]


def in_words(name: str, value: Any) -> str:
    """What a section holds, as text."""
    spec = SPECS[name]
    if spec.shape == "rows" and spec.struct is not None:
        return shown_value(spec, msgspec.convert(value or [], list[spec.struct]))  # type: ignore[name-defined]
    return (value or "").strip()
