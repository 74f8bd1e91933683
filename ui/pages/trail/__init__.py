"""The Trail page: who did what, and when; and whether the trail can be trusted."""

from __future__ import annotations

from app.rules.permissions import VAULT, Action
from app.texts import N_
from ui.context import Context
from ui.navigation import Page, PageSpec


def _build(context: Context) -> Page:
    from ui.pages.trail.page import TrailPage

    return TrailPage(context)


PAGE = PageSpec(name="trail", title=N_("Trail"), icon="history", build=_build, needs=(Action.VIEW_TRAIL, VAULT))
