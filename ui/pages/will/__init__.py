"""Professional will: who steps in when the therapist cannot go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.will.page import WillPage

    return WillPage(context)


PAGE = PageSpec(
    "will",
    N_("Professional will"),
    "handshake",
    _build,
    kinds=frozenset({"professional_will"}),
    under="practice",
    beside=True,
    in_navigation=False,
)
