"""The search panel of Ctrl+K: a word or a name, and from there to the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.context import Context


def open_palette(context: Context, over: QWidget) -> None:
    """Show the panel over `over`, which keeps it for the next time."""
    from ui.pages.search.panel import NAME, SearchPanel

    found = over.findChild(SearchPanel, NAME)
    panel = found if isinstance(found, SearchPanel) else SearchPanel(context, over)
    panel.open_panel()
