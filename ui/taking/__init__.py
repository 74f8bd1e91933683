"""Taking a consent: as a conversation, all at once, or as given earlier on paper; and reading one that is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.taking.page import TakingPage

    return TakingPage(context)


PAGE = PageSpec(
    "taking",
    N_("Consent"),
    "handshake",
    _build,
    kinds=frozenset({"consent"}),
    under="clients",
    in_navigation=False,
    needs=(Action.VIEW, "clinical"),
)
