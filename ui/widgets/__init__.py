"""Widgets that know nothing of records: what pages are built from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.buttons import button, icon_button
from ui.widgets.empty import EmptyState
from ui.widgets.fields import SearchField, SecretField
from ui.widgets.header import PageHeader
from ui.widgets.labels import IconLabel, PathLabel, label, set_look, set_tone
from ui.widgets.layout import card, clear, column, divider, page_column, row, scrolling
from ui.widgets.progress import ProgressStrip
from ui.widgets.strip import Strip
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from ui.widgets.table import Column, DataTable, RowsModel

__all__ = [
    "Column", "DataTable", "EmptyState", "IconLabel", "PageHeader", "PathLabel", "ProgressStrip", "RowsModel",
    "SearchField", "SecretField", "Strip", "Toast", "button", "card", "clear", "column", "divider", "icon_button",
    "label", "page_column", "row", "scrolling", "set_look", "set_tone",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Tables are loaded when the first page asks for one; the unlock screen has none."""
    if name in {"Column", "DataTable", "RowsModel"}:
        from ui.widgets import table

        return getattr(table, name)
    raise AttributeError(name)
