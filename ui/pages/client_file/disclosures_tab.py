"""Disclosures & requests: the register, requests to amend a record, legal holds, how long the file is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from ui.pages.client_file.disclosures_list import DisclosuresList
from ui.pages.client_file.holds_part import HoldsPart
from ui.pages.client_file.requests_part import RequestsPart
from ui.pages.client_file.retention_part import RetentionPart
from ui.widgets.switch import Switch

if TYPE_CHECKING:
    from ui.context import Context

PARTS = ("register", "requests", "holds", "retention")


class DisclosuresTab(QWidget):
    """Each part is made when it is looked at.

    Signals:
        opened(kind, record): read one.
    """

    opened = Signal(str, object)

    def __init__(self, context: Context, client: str, start: str = "") -> None:
        """`start`: one of `PARTS`."""
        super().__init__()
        self._context = context
        self._client = client
        pages = {
            "register": (_("What was disclosed"), self._register),
            "requests": (_("Requests to amend"), self._requests),
            "holds": (_("Legal holds"), lambda: HoldsPart(context, client)),
            "retention": (_("How long it is kept"), lambda: RetentionPart(context, client)),
        }
        self.switch = Switch(pages, _("Disclosures & requests"), start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.switch)

    def _register(self) -> QWidget:
        made = DisclosuresList(self._context, self._client)
        made.opened.connect(lambda record: self.opened.emit("disclosure", record))
        return made

    def _requests(self) -> QWidget:
        made = RequestsPart(self._context, self._client)
        made.opened.connect(self.opened)
        return made
