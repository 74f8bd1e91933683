"""Consents: those of the whole practice by what is to be done about them, and the texts they are taken with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.consents.page import ConsentsPage

    return ConsentsPage(context)


PAGE = PageSpec(
    "consents",
    N_("Consents"),
    "handshake",
    _build,
    kinds=frozenset({"consent_template"}),
    needs=(Action.LIST, "clinical"),
)
