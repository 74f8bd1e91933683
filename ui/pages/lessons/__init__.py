"""Lessons: what incidents have taught, for everybody in the practice to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.lessons.page import LessonsPage

    return LessonsPage(context)


PAGE = PageSpec(
    "lessons",
    N_("Lessons"),
    "message-square",
    _build,
    kinds=frozenset({"lesson"}),
    under="incidents",
    beside=True,
    in_navigation=False,
    needs=(Action.LIST, "practice"),
)
