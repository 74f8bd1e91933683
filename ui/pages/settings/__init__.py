"""Settings: security, appearance, language, the practice and its lists, writing, keys, and about the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.settings.page import SettingsPage

    return SettingsPage(context)


PAGE = PageSpec("settings", N_("Settings"), "settings", _build, kinds=frozenset({"snippet", "note_template"}))
