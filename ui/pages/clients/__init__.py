"""Clients: the list with an instant filter, and adding a client by one field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.clients.page import ClientsPage

    return ClientsPage(context)


PAGE = PageSpec("clients", N_("Clients"), "users", _build, needs=(Action.LIST, "identity"))
