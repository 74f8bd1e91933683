"""Training and credentials: what one has learned, and what one needs in order to practise, each for oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.permissions import Action
from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.training.page import TrainingPage

    return TrainingPage(context)


PAGE = PageSpec(
    "training",
    N_("Training and credentials"),
    "id-card",
    _build,
    kinds=frozenset({"training", "credential"}),
    under="practice",
    beside=True,
    in_navigation=False,
    needs=(Action.SAVE, "personal"),
)
