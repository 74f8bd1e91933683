"""Age and group of a client from what is known of the date of birth."""

from __future__ import annotations

from datetime import date

from app.records.client import Unit
from app.texts import N_, _

_ADOLESCENT, _ADULT, _OLDER = 13, 18, 65
_YEAR_LENGTH, _MONTH_LENGTH = 4, 7


def age_on(born: str, on: date) -> int | None:
    """Completed years; of a partial date, the least that is certain. None when unknown."""
    if not born:
        return None
    latest = {_YEAR_LENGTH: f"{born}-12-31", _MONTH_LENGTH: f"{born}-31"}.get(len(born), born)
    age = on.year - int(latest[:4]) - (on.isoformat()[5:] < latest[5:])
    return age if age >= 0 else None


def group_of(unit: str, born: str, on: date) -> str:
    """`Couple`, `Child`, `Adult` … in the language of the person; empty when unknown."""
    if unit and unit != Unit.PERSON:
        return _(Unit.label_of(unit))
    age = age_on(born, on)
    if age is None:
        return ""
    if age < _ADOLESCENT:
        return _(N_("Child"))
    if age < _ADULT:
        return _(N_("Adolescent"))
    return _(N_("Adult")) if age < _OLDER else _(N_("Older adult"))
