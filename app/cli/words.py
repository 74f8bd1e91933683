"""Codes in the words of the person: kinds, states, times."""

from __future__ import annotations

from app import formats
from app.records import KINDS
from app.records.client import FileStatus
from app.rules.care_plans import PlanState
from app.rules.consent_state import State
from app.rules.incidents import STATUS_LABELS
from app.texts import N_, _, ngettext

_STATES = {
    "draft": N_("Draft"),
    "saved": N_("Saved"),
    "signed": N_("Signed"),
    "amended": N_("Amended"),
    "amendment_requested": N_("Amendment requested"),
    "entered_in_error": N_("Entered in error"),
}
_REGISTERED = {"open": STATUS_LABELS["reviewing"], "closed": STATUS_LABELS["closed"]}
_STATUSES = {
    "client": {choice.value: choice.label for choice in FileStatus},
    "consent": {choice.value: choice.label for choice in State},
    "incident": STATUS_LABELS,
    "data_breach": _REGISTERED,
    "complaint": _REGISTERED,
    "treatment_plan": {choice.value: choice.label for choice in PlanState},
    "safety_plan": {choice.value: choice.label for choice in PlanState},
}
_WALL_TIME_LENGTH = len("2026-11-22T15:00")


def kind(name: str) -> str:
    """The label of a kind."""
    found = KINDS.get(name)
    return _(found.label) if found else name


def counted(number: int) -> str:
    """`1 record`, `12,345 records`."""
    return ngettext("{number} record", "{number} records", number).format(number=formats.number(number))


def state(of_kind: str, name: str, status: str) -> str:
    """`Signed, in force`: the state and, if there is one, the computed status."""
    words = _STATES | _STATUSES.get(of_kind, {})
    shown = [_(_STATES.get(name, name))]
    if status and status != name:
        shown.append(_(words.get(status, status)))
    return ", ".join(shown)


def when(at: str | None) -> str:
    """A date or a wall time; empty when there is none."""
    if not at:
        return ""
    return formats.moment(at) if len(at) >= _WALL_TIME_LENGTH else formats.short_date(at)
