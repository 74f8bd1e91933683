"""The toast: a passing message near the upper edge of the window, where no buttons are; it takes no focus."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import Space
from ui.widgets.labels import IconLabel, label

SHOWN_MS = 4000
FROM_TOP = 60  # pixels, under the top bar


class Toast(QFrame):
    """One for each window; a new message replaces the one before it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon = IconLabel("circle-check", "surface")
        self._label = label()
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.L, Space.S)
        row.addWidget(self._icon)
        row.addWidget(self._label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_text(self, text: str, glyph: str = "circle-check") -> None:
        """Show `text` for some seconds; screen readers are told."""
        self._label.setText(text)
        self._icon.show_icon(glyph)
        self.setAccessibleName(text)
        self.adjustSize()
        self.move((self._over.width() - self.width()) // 2, FROM_TOP)
        self.raise_()
        self.show()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
