"""A lesson of an incident for the whole team: what it was about, the month, and words that point to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.fields import PartialDate, field
from app.records.response_choices import Category, EventType
from app.texts import N_, _
from storage.vault import failure

_MONTH_LENGTH = len("2026-11")


class Lesson(RecordBody):
    """Kept with the practice, where everybody reads it; it names no record, no person and no day."""

    category: Annotated[Category | None, field(N_("Category"), needed=True)] = None
    event_type: Annotated[EventType | None, field(N_("Kind of event"))] = None
    month: Annotated[PartialDate, field(N_("Month"), help=N_("Year and month, never the day."), needed=True)] = ""
    lesson: Annotated[
        str,
        field(N_("What we learned"), help=N_("Without names or dates."), needed=True, long=True),
    ] = ""
    what_changed: Annotated[
        str, field(N_("What changed because of this"), help=N_("Without names or dates."), long=True)
    ] = ""

    def check(self) -> None:
        if len(self.month) > _MONTH_LENGTH:
            raise failure("month_only", field=_("Month"), path="month")

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Month"), self.month, today)

    def summary(self) -> str:
        return self.month

    def at(self) -> str | None:
        return self.month or None

    def facets(self) -> dict[str, Any]:
        return {
            "category": self.category.value if self.category else "",
            "event_type": self.event_type.value if self.event_type else "",
            "month": self.month,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        category = str(facets.get("category", ""))
        parts = (_(Category.label_of(category)) if category else "", formats.long_date(title) if title else "")
        return ", ".join(part for part in parts if part) or _("New lesson")
