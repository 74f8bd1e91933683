"""Two columns where there is room for them, else the second one under the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.theme import Space

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

ASIDE_WIDTH = 300
BESIDE_FROM = 860  # px of width from which the second column stands beside the first


class Columns(QWidget):
    """The second column keeps its width while it stands beside."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._second = second
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, Space.S, 0)
        self._parts.setSpacing(Space.L)
        self._parts.addWidget(first, 1)
        self._parts.addWidget(second)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._parts.direction():
            self._parts.setDirection(way)
            if beside:
                self._second.setFixedWidth(ASIDE_WIDTH)
            else:
                self._second.setMinimumWidth(0)
                self._second.setMaximumWidth(16_777_215)  # Qt's word for *as wide as you like*
