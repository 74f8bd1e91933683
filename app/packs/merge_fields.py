"""Merge fields: the places in a starting text where a practice puts its own details, as in `{fee}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from app.texts import N_, _

_PLACE = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
_SHORT, _MEDIUM, _LONG = 5, 12, 24


class MergeField(NamedTuple):
    """What stands in the place, as a message id, and how many signs a line to write it on by hand takes."""

    label: str
    width: int


FIELDS: dict[str, MergeField] = {
    "practice": MergeField(N_("Name of the practice"), _LONG),
    "therapist": MergeField(N_("Name of the therapist"), _LONG),
    "address": MergeField(N_("Address of the practice"), _LONG),
    "phone": MergeField(N_("Phone of the practice"), _MEDIUM),
    "email": MergeField(N_("E-mail of the practice"), _LONG),
    "profession": MergeField(N_("Profession"), _LONG),
    "approach": MergeField(N_("Approach of the therapy"), _LONG),
    "training": MergeField(N_("Training"), _LONG),
    "since": MergeField(N_("Year in which the work began"), _SHORT),
    "professional_body": MergeField(N_("Professional body and number"), _LONG),
    "fee": MergeField(N_("Price of a session"), _MEDIUM),
    "minutes": MergeField(N_("Length of a session in minutes"), _SHORT),
    "payment": MergeField(N_("When and how to pay"), _LONG),
    "cancel_hours": MergeField(N_("Hours before which cancelling is free"), _SHORT),
    "price_notice": MergeField(N_("How long before a new price"), _MEDIUM),
    "record_years": MergeField(N_("Years for which records are kept"), _SHORT),
    "reach": MergeField(N_("Where to reach the therapist"), _LONG),
    "hours": MergeField(N_("Days and hours"), _LONG),
    "answer_days": MergeField(N_("Working days until an answer"), _SHORT),
    "emergency_number": MergeField(N_("Emergency number"), _SHORT),
    "crisis_line": MergeField(N_("Crisis line"), _LONG),
    "complaints_to": MergeField(N_("Where to complain"), _LONG),
    "review_months": MergeField(N_("Months until the consent is talked about again"), _SHORT),
    "supervisor": MergeField(N_("Name of the supervisor"), _LONG),
    "supervisor_body": MergeField(N_("Professional body of the supervisor"), _LONG),
    "platform": MergeField(N_("Program for video"), _MEDIUM),
    "backup_channel": MergeField(N_("Where to reach each other if the connection fails"), _LONG),
    "written_channel": MergeField(N_("Ways of writing"), _LONG),
    "destroy_by": MergeField(N_("When recordings are destroyed"), _MEDIUM),
    "group_size": MergeField(N_("Number of people in the group"), _SHORT),
    "client": MergeField(N_("Name of the client"), _LONG),
    "code": MergeField(N_("Client code"), _MEDIUM),
    "date": MergeField(N_("Date"), _MEDIUM),
    "last_session": MergeField(N_("Date of the last session"), _MEDIUM),
}
"""Every place there is; a text that names another one is refused."""


def places(text: str) -> list[str]:
    """The names in braces, each once, in the order of the text."""
    return list(dict.fromkeys(_PLACE.findall(text)))


def problem(text: str) -> str:
    """What is wrong with the places of a text: an unknown name, or a brace alone; empty when nothing is."""
    unknown = [name for name in places(text) if name not in FIELDS]
    if unknown:
        return f"no merge field is called {', '.join(unknown)}"
    return "a brace without its other half" if _BRACE.search(_PLACE.sub("", text)) else ""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text for paper: what is known in its place, and a line to write on by hand where nothing is known."""
    return _PLACE.sub(lambda found: _known(values, found[1]) or "_" * _width(found[1]), text)


def named(text: str, values: Mapping[str, str]) -> str:
    """The text for the screen: what is known in its place, and what is wanted in square brackets otherwise."""
    return _PLACE.sub(lambda found: _known(values, found[1]) or f"[{_label(found[1])}]", text)


def _known(values: Mapping[str, str], name: str) -> str:
    return values.get(name, "").strip()


def _width(name: str) -> int:
    return FIELDS[name].width if name in FIELDS else _LONG


def _label(name: str) -> str:
    return _(FIELDS[name].label) if name in FIELDS else name
