"""The head of a page: its title, one line about it, its actions at the right, or under it in lines if it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.theme import Space
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LEAST_NAME = 240
BESIDE, UNDER = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class PageHeader(QWidget):
    """Title and subtitle; `add_action` puts a button or any widget at the right end."""

    def __init__(self, title: str, subtitle: str = "", *, is_name: bool = False) -> None:
        """`is_name`: the title may be long, as the names of a family are, and takes as many lines as it needs."""
        super().__init__()
        self._is_name = is_name
        self._title = label(title, size="title", wrap=is_name)
        self._title.setAccessibleName(title)
        self._subtitle = label(subtitle, tone="muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        self._actions = FlowLayout()
        self._parts = QBoxLayout(BESIDE, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(Space.S)
        self._parts.addLayout(words, 1)
        self._parts.addLayout(self._actions)
        self._subtitle.setVisible(bool(subtitle))

    def name_parts(self, title: str, subtitle: str) -> None:
        """Names by which tests and drivers find title and subtitle."""
        self._title.setObjectName(title)
        self._subtitle.setObjectName(subtitle)

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
        self._actions.addWidget(widget)

    def _title_width(self) -> int:
        """What the title takes at least; a name that takes several lines, a part of it."""
        whole = self._title.fontMetrics().horizontalAdvance(self._title.text())
        return min(whole, LEAST_NAME) if self._is_name else self._title.sizeHint().width()

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        wanted = max(self._title_width(), self._actions.minimumSize().width())
        return QSize(wanted, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self._title_width() + Space.S + self._actions.sizeHint().width()
        way = BESIDE if event.size().width() >= wanted else UNDER
        if way != self._parts.direction():
            self._parts.setDirection(way)
