"""Incidents: a quick first entry, then the six steps as a track with owner and clock, and closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.incidents.page import IncidentsPage

    return IncidentsPage(context)


PAGE = PageSpec(
    "incidents", N_("Incidents"), "triangle-alert", _build, kinds=frozenset({"incident", "incident_response"})
)
