"""The keys of the window, as `?` shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout

from app.texts import _
from ui.pages.settings.section import Section
from ui.theme import Space
from ui.widgets import label

if TYPE_CHECKING:
    from ui.context import Context


class KeysSection(Section):
    """Read, not changed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Keys"), _("They work everywhere. Press ? on any page to see this list."))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        for line, (keys, meaning) in enumerate(context.keys):
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(label(shown or keys, tone="accent"), line, 0)
            grid.addWidget(label(_(meaning), wrap=True), line, 1)
        self.content.addLayout(grid)
