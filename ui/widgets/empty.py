"""What a page or list shows when there is nothing: a word about it and what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Space
from ui.widgets.buttons import button
from ui.widgets.labels import IconLabel, label
from ui.widgets.layout import row, set_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

ROOM_FOR_ICON = 280  # px of height
LETTERS = 52  # in a line of the sentence


class EmptyState(QWidget):
    """Icon, heading, one sentence and an optional button, in the middle of the free room."""

    def __init__(
        self, glyph: str, heading: str, sentence: str, action: str = "", pressed: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("empty_state")
        self._icon = IconLabel(glyph, "muted", 40)
        self._heading = label(heading, size="lead")
        self._sentence = label(sentence, tone="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setFixedWidth(LETTERS * self._sentence.fontMetrics().averageCharWidth())
        column = QVBoxLayout(self)
        column.setSpacing(Space.M)
        column.addStretch(2)
        for widget in (self._icon, self._heading):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        # In a row of its own, not aligned: only so the layout asks how high the wrapped text is.
        column.addLayout(row(None, self._sentence, None))
        if action:
            column.addWidget(
                button(action, pressed, kind="primary", name="empty_action"), 0, Qt.AlignmentFlag.AlignHCenter
            )
        column.addStretch(3)

    def say(self, heading: str, sentence: str, glyph: str = "") -> None:
        """Show other words, for example when a filter finds nothing."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        if glyph:
            self._icon.show_icon(glyph)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        set_shown(self._icon, event.size().height() >= ROOM_FOR_ICON)  # where there is little room, words go first
