"""The file of one client: who they are, everything written about them, their consents, and who has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.client_file.page import ClientFilePage

    return ClientFilePage(context)


PAGE = PageSpec(
    "client_file",
    N_("Client file"),
    "folder-open",
    _build,
    kinds=frozenset({"client", "client_profile", "related_person", "episode"}),
    under="clients",
    in_navigation=False,
    needs=(Action.OPEN_FILE, "identity"),
)
