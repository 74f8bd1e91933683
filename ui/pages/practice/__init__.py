"""Practice: places that help in a crisis, and what the practice has agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.practice.page import PracticePage

    return PracticePage(context)


_KINDS = frozenset({"resource", "policy", "standards_for_minors"})
PAGE = PageSpec("practice", N_("Practice"), "building-2", _build, kinds=_KINDS)
