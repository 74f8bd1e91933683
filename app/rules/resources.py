"""Rules of places that help: whether a number was checked lately, and what to say when it was not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app import formats
from app.records.resource import check_again_on
from app.texts import _

_MONTH_LENGTH = len("2026-11")


def is_stale(facets: Mapping[str, Any], today: date) -> bool:
    """Whether the number has to be confirmed; such a row is marked, never hidden."""
    again = check_again_on(_checked_on(facets))
    return again is None or again < today.isoformat()


def confirmation(facets: Mapping[str, Any], today: date) -> str:
    """`checked March 2026, please confirm` for a stale row, else nothing."""
    if not is_stale(facets, today):
        return ""
    last = _checked_on(facets)
    if not last:
        return _("never checked, please confirm")
    return _("checked {month}, please confirm").format(month=formats.long_date(last[:_MONTH_LENGTH]))


def _checked_on(facets: Mapping[str, Any]) -> str:
    return max(str(facets.get("verified_on") or ""), str(facets.get("rang_on") or ""))
