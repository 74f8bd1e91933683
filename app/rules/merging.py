"""Merge fields of templates and snippets: `{client}`, `{date}` and the others become words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from app.texts import N_

MERGE_FIELDS: Mapping[str, str] = {
    "client": N_("Name of the client"),
    "code": N_("Client code"),
    "pronouns": N_("Pronouns"),
    "date": N_("Date of the session"),
    "time": N_("Time of the session"),
    "last_session": N_("Date of the last session"),
    "next_session": N_("Next session"),
    "session_number": N_("Number of the session"),
    "therapist": N_("Your name"),
    "practice": N_("Name of the practice"),
}
"""The names that can be filled in, with what they stand for."""

_FIELD = re.compile(r"\{([a-z_]+)\}")


class Merged(NamedTuple):
    """The text with its fields filled in; `unknown` are the names that no field has."""

    text: str
    unknown: tuple[str, ...]


def names_in(text: str) -> tuple[str, ...]:
    """The names of all fields in a text, each once, in order."""
    return tuple(dict.fromkeys(_FIELD.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> Merged:
    """Fill in the fields. One that has no value becomes nothing; one that does not exist stays and is named."""

    def word(found: re.Match[str]) -> str:
        name = found[1]
        return values.get(name, "") if name in MERGE_FIELDS else found[0]

    unknown = tuple(name for name in names_in(text) if name not in MERGE_FIELDS)
    return Merged(_FIELD.sub(word, text), unknown)
