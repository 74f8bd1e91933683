"""Pages of which one is seen: they take the room there is, whatever each of them would like."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class PageStack(QStackedWidget):
    """Asks its pages nothing.

    Qt's own stack is as large as the largest of its pages, and as high as the highest would be at that width. So each
    time one line of the page in sight changed, all the others were measured, level by level, and in vain: the window
    gives its pages all the room that is left.
    """

    # Qt overrides

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)
