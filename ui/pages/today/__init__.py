"""Today: the sessions of the day, what is not written yet, what is due, and unfinished work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.today.page import TodayPage

    return TodayPage(context)


PAGE = PageSpec("today", N_("Today"), "sun", _build)
