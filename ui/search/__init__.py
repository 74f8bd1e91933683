"""The palette of Ctrl+K: a word, a name or something to do, and from there to the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.workspace import Workspace


def open_palette(workspace: Workspace) -> None:
    """Show the panel over the workspace, which keeps it for the next time."""
    from ui.search.panel import NAME, SearchPanel

    found = workspace.findChild(SearchPanel, NAME)
    panel = found if isinstance(found, SearchPanel) else SearchPanel(workspace)
    panel.open_panel()
