"""The yearly report: one's own work in figures, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.year.page import YearPage

    return YearPage(context)


PAGE = PageSpec(
    "year",
    N_("Yearly report"),
    "calendar-days",
    _build,
    under="practice",
    beside=True,
    in_navigation=False,
    needs=(Action.LIST, "clinical"),
)
