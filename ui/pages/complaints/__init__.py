"""Complaints: what came, until when it is answered, what came of it, and the file that is held meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.complaints.page import ComplaintsPage

    return ComplaintsPage(context)


PAGE = PageSpec(
    "complaints",
    N_("Complaints"),
    "flag",
    _build,
    kinds=frozenset({"complaint"}),
    under="incidents",
    beside=True,
    in_navigation=False,
)
