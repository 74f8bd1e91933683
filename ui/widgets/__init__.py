"""Widgets that know nothing of records: what pages are built from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.buttons import button, icon_button
from ui.widgets.fields import SearchField, SecretField
from ui.widgets.labels import IconLabel, PathLabel, label, set_look, set_tone
from ui.widgets.layout import at_top, card, clear, column, divider, page_column, row, scrolling, set_shown
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from ui.widgets.empty import EmptyState
    from ui.widgets.header import PageHeader
    from ui.widgets.progress import ProgressStrip
    from ui.widgets.table import Column, DataTable, RowsModel
    from ui.widgets.toast import Toast

__all__ = [
    "Column", "DataTable", "EmptyState", "IconLabel", "PageHeader", "PathLabel", "ProgressStrip", "RowsModel",
    "SearchField", "SecretField", "Strip", "Toast", "at_top", "button", "card", "clear", "column", "divider",
    "icon_button", "label", "page_column", "row", "scrolling", "set_look", "set_shown", "set_tone",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """What the unlock screen does without is loaded when the first page asks for it."""
    if name in __all__:
        from ui.widgets import empty, header, progress, table, toast

        modules = (empty, header, progress, table, toast)
        return next(getattr(module, name) for module in modules if hasattr(module, name))
    raise AttributeError(name)
