"""Data breaches: the register with its clocks, one breach with every decision and its reason, and a lost device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.breaches.page import BreachesPage

    return BreachesPage(context)


PAGE = PageSpec(
    "breaches",
    N_("Data breaches"),
    "lock-open",
    _build,
    kinds=frozenset({"data_breach"}),
    under="incidents",
    beside=True,
    in_navigation=False,
)
