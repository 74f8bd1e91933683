"""The head of the editor: what it is, whose file is open, and at whose desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app import formats
from app.texts import _
from ui.theme import Space
from ui.widgets import column, icon_button, label

if TYPE_CHECKING:
    from ui.context import Context
    from ui.writing.loading import Loaded


class Head(QFrame):
    """Title, client, and the actions of the view.

    Signals:
        back_wanted(): to the client's file.
    """

    back_wanted = Signal()

    def __init__(self, context: Context, loaded: Loaded, title: str, which: str = "") -> None:
        """`which`: what tells this record from others of its kind."""
        super().__init__()
        self.setObjectName("editor_head")
        who = formats.client(loaded.client_code, loaded.client_name)
        if not context.who.alone:
            who = _("{client} · at the desk: {person}").format(client=who, person=context.who.name)
        second = " · ".join(part for part in (who, which) if part)
        words = column(label(title, size="title", wrap=True), label(second, tone="muted", wrap=True), spacing=2)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(Space.L, Space.M, Space.XL, Space.S)
        self._line.setSpacing(Space.S)
        self._line.addWidget(
            icon_button("arrow-left", _("To the client's file"), self.back_wanted.emit, name="to_file")
        )
        self._line.addLayout(words, 1)

    def add_action(self, widget: QWidget) -> None:
        """Put `widget` at the right end."""
        self._line.addWidget(widget)
