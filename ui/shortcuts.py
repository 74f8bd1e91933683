"""The list of keys, shown with `?`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.texts import _
from ui import commands
from ui.theme import Space
from ui.widgets import label, set_look

# What the frame of the window understands everywhere; pages add their own by `Page.keys`.
EVERYWHERE = commands.keys()


class KeyList(QFrame):
    """A popup; any click outside or Esc takes it away."""

    def __init__(self, over: QWidget, more: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(over, Qt.WindowType.Popup)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("key_list")
        set_look(self, "card", "true")
        title = label(_("Keys"), size="lead")
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.S)
        for line, (keys, meaning) in enumerate((*EVERYWHERE, *more)):
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(label(shown or keys, tone="accent"), line, 0)
            grid.addWidget(label(_(meaning)), line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(title)
        column.addLayout(grid)
        self.setAccessibleName(title.text())

    def show_centred(self) -> None:
        """Show it in the middle of its window."""
        self.adjustSize()
        self.move(self._over.mapToGlobal(self._over.rect().center()) - self.rect().center())
        self.show()
