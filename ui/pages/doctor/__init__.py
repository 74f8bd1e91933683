"""The doctor: everything that keeps the records safe, looked at on one page."""

from __future__ import annotations

from app.rules.permissions import VAULT, Action
from app.texts import N_
from ui.context import Context
from ui.navigation import Page, PageSpec


def _build(context: Context) -> Page:
    from ui.pages.doctor.page import DoctorPage

    return DoctorPage(context)


PAGE = PageSpec(
    name="doctor",
    title=N_("Check-up"),
    icon="heart-pulse",
    build=_build,
    under="backups",
    in_navigation=False,
    needs=(Action.VERIFY_TRAIL, VAULT),
)
