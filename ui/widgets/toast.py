"""The toast: a passing message near the upper edge of the window, where no buttons are; it takes no focus.

It may offer one thing to do, mostly the way back; then it stays longer, and Ctrl+Z does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.texts import _
from ui.theme import Space
from ui.widgets.buttons import button
from ui.widgets.labels import IconLabel, label

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_MS = 4000
OFFERED_MS = 12_000
FROM_TOP = 60  # pixels, under the top bar


class Toast(QFrame):
    """One for each window; a new message replaces the one before it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._act: Callable[[], object] | None = None
        self.setObjectName("toast")
        self._icon = IconLabel("circle-check", "surface")
        self._label = label()
        self._action = button("", self._on_pressed, kind="quiet", name="toast_action")
        self._action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.L, Space.S)
        row.addWidget(self._icon)
        row.addWidget(self._label)
        row.addWidget(self._action)
        self._key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), over)
        self._key.activated.connect(self._on_pressed)
        self._key.setEnabled(False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._forget)
        self.hide()

    def show_text(self, text: str, glyph: str = "circle-check") -> None:
        """Show `text` for some seconds; screen readers are told."""
        self._show(text, glyph, "", None)

    def show_offer(self, text: str, glyph: str, action: str, act: Callable[[], object]) -> None:
        """Show `text` with a button; what is offered is forgotten when the toast goes."""
        self._show(text, glyph, action, act)

    def place(self) -> None:
        """In the middle of the upper edge, as wide as what it says."""
        self.adjustSize()
        self.move((self._over.width() - self.width()) // 2, FROM_TOP)

    def _show(self, text: str, glyph: str, action: str, act: Callable[[], object] | None) -> None:
        self._act = act
        self._label.setText(text)
        self._icon.show_icon(glyph)
        self._action.setText(action)
        self._action.setToolTip(_("Ctrl+Z"))
        self._action.setVisible(act is not None)
        self._key.setEnabled(act is not None)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, act is None)
        self.setAccessibleName(f"{text} {action}".strip())
        self.place()
        self.raise_()
        self.show()
        self._timer.start(SHOWN_MS if act is None else OFFERED_MS)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _on_pressed(self) -> None:
        act = self._act
        self._forget()
        if act is not None:
            act()

    def _forget(self) -> None:
        """Take it away, with what it would have brought back."""
        self._act = None
        self._key.setEnabled(False)
        self.hide()
