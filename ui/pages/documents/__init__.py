"""Documents: taking a file in, describing it beside its pages, and looking at what was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.documents.page import DocumentPage

    return DocumentPage(context)


PAGE = PageSpec(
    "documents",
    N_("Document"),
    "paperclip",
    _build,
    kinds=frozenset({"document"}),
    under="clients",
    in_navigation=False,
    needs=(Action.VIEW, "clinical"),
)
