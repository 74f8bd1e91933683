"""Drills: what was practised, what was found, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.drills.page import DrillsPage

    return DrillsPage(context)


PAGE = PageSpec(
    "drills",
    N_("Drills"),
    "footprints",
    _build,
    kinds=frozenset({"drill", "drill_action"}),
    under="practice",
    beside=True,
    in_navigation=False,
    needs=(Action.LIST, "practice"),
)
