"""Overlays: pages that lie over whatever the window shows, and leave it exactly as it was.

An overlay is a page of the window's own stack. What lies under it keeps its caret, selection and place; being out of
sight, its keys rest. Dialogs step aside and come back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow


class Overlay(QWidget):
    """A page over the window. Esc closes it, after which it is gone.

    Signals:
        closed(): it has been taken away.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._go_back: Callable[[], None] | None = None
        QShortcut("Esc", self).activated.connect(self.close_overlay)

    def open_over(self, window: QMainWindow) -> None:
        """Lie down over all that `window` shows."""
        stack = cast("QStackedWidget", window.centralWidget())
        under: QWidget | None = stack.currentWidget()
        focus: QWidget | None = window.focusWidget()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()

        def go_back() -> None:
            is_on_top = stack.currentWidget() is self
            stack.removeWidget(self)
            if not is_on_top or under is None or not isValid(under):
                return
            stack.setCurrentWidget(under)
            if focus is not None and isValid(focus) and under.isAncestorOf(focus):
                focus.setFocus(Qt.FocusReason.OtherFocusReason)

        self._go_back = go_back
        stack.addWidget(self)
        stack.setCurrentWidget(self)
        self.focus_first()

    def close_overlay(self) -> None:
        """Go away; what lay under it is in sight again, with the focus where it was."""
        if self._go_back is None:
            return
        go_back, self._go_back = self._go_back, None
        go_back()
        self.closed.emit()
        self.deleteLater()

    def focus_first(self) -> None:
        """Put the focus where work begins."""
        self.setFocus()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # nothing that is typed here belongs to what lies under it
