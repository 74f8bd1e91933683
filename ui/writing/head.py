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
        second = " · ".join(part for part in (formats.client(loaded.client_code, loaded.client_name), which) if part)
        lines = [label(title, size="title", wrap=True), label(second, tone="muted", wrap=True)]
        words = column(*lines, *([] if context.who.alone else [_desk(context, loaded)]), spacing=2)
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


def _desk(context: Context, loaded: Loaded) -> QWidget:
    """Whose desk it is, and whose file where it is a colleague's; it stays in sight while the record scrolls."""
    here = _("At the desk: {name}").format(name=context.who.name)
    whose = _("File of {name}").format(name=loaded.lead_name) if loaded.lead_name else ""
    made = label(" · ".join(part for part in (here, whose) if part), size="small", wrap=True)
    made.setObjectName("whose_desk")
    made.setProperty("strong", "true")
    return made
