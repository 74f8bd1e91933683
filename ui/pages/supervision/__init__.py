"""Supervision: one's own meetings, what follows from them, the hours, and a pack for a supervisor outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.supervision.page import SupervisionPage

    return SupervisionPage(context)


PAGE = PageSpec(
    "supervision",
    N_("Supervision"),
    "handshake",
    _build,
    kinds=frozenset({"supervision_session", "supervision_task"}),
    under="practice",
    beside=True,
    in_navigation=False,
    needs=(Action.LIST, "clinical"),
)
