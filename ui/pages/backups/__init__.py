"""The Backups page: make one, check one, restore one, and what was made so far."""

from __future__ import annotations

from app.rules.permissions import VAULT, Action
from app.texts import N_
from ui.context import Context
from ui.navigation import Page, PageSpec


def _build(context: Context) -> Page:
    from ui.pages.backups.page import BackupsPage

    return BackupsPage(context)


PAGE = PageSpec(name="backups", title=N_("Backups"), icon="archive", build=_build, needs=(Action.BACK_UP, VAULT))
