"""Pictures: what the incidents of a year look like, in numbers that name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.figures.page import FiguresPage

    return FiguresPage(context)


PAGE = PageSpec(
    "figures",
    N_("Pictures"),
    "activity",
    _build,
    kinds=frozenset(),
    under="incidents",
    beside=True,
    in_navigation=False,
    needs=(Action.LIST, "safety"),
)
