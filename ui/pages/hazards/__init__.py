"""Risk register: hazards of the practice on a matrix of likelihood and severity, and one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.hazards.page import HazardsPage

    return HazardsPage(context)


PAGE = PageSpec(
    "hazards",
    N_("Risk register"),
    "octagon-alert",
    _build,
    kinds=frozenset({"hazard"}),
    under="incidents",
    beside=True,
    in_navigation=False,
    needs=(Action.LIST, "practice"),
)
