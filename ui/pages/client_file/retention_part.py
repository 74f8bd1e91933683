"""How long the file is kept, as the law of the place says today; nothing here destroys anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.client_files import retention
from app.texts import _
from ui.theme import Space
from ui.widgets import button, label, row, scrolling
from ui.writing.retention_view import RetentionView

if TYPE_CHECKING:
    from ui.context import Context

WIDEST = 860  # px; wider than this, lines are hard to read


class RetentionPart(QWidget):
    """Dates with their rule and its source; the practice says in Settings which rules are its own."""

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._context = context
        self._client = client
        self._view = RetentionView()
        about = label(_("Nothing is destroyed by itself."), tone="muted", wrap=True)
        change = button(
            _("Rules of this practice…"), self._on_settings, kind="quiet", glyph="settings", name="retention_settings"
        )
        foot = row(about, change)
        foot.setStretch(0, 1)
        page = QWidget()
        page.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.S, Space.M)
        inside.addWidget(self._view)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(scrolling(page), 1)
        column.addLayout(foot)
        change.setVisible(context.who.role == "owner")
        self.refresh()

    def refresh(self) -> None:
        """Compute it again."""
        client = self._client
        self._context.ops.query(self, lambda desk: retention.of(desk, client), self._view.show_kept, latest="kept")

    def _on_settings(self) -> None:
        self._context.navigator.go_to("settings", None, section="retention")
