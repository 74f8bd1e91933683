"""The head of a page: its title, one line about it, and its actions at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Space
from ui.widgets.labels import label


class PageHeader(QWidget):
    """Title and subtitle; `add_action` puts a button or any widget at the right end."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self._title = label(title, size="title")
        self._title.setAccessibleName(title)
        self._subtitle = label(subtitle, tone="muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.S)
        self._row.addLayout(words, 1)
        self._subtitle.setVisible(bool(subtitle))

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)
        self._title.setAccessibleName(title)

    def set_subtitle(self, subtitle: str) -> None:
        """Show another line under the title; empty hides it."""
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def add_action(self, widget: QWidget) -> None:
        """Put `widget` at the right end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
