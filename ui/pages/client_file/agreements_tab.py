"""Consents and releases of a client: what the client agreed to, each on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from ui.pages.client_file.consents_tab import ConsentsTab
from ui.pages.client_file.releases_tab import ReleasesTab
from ui.widgets.switch import Switch

if TYPE_CHECKING:
    from ui.context import Context


class AgreementsTab(QWidget):
    """Consents first; releases are made when they are looked at.

    Signals:
        opened(kind, record): read one, or begin one for None.
    """

    opened = Signal(str, object)

    def __init__(self, context: Context, client: str, start: str = "") -> None:
        """`start`: `consents` or `releases`."""
        super().__init__()
        self._context = context
        self._client = client
        pages = {"consents": (_("Consents"), self._consents), "releases": (_("Releases"), self._releases)}
        self.switch = Switch(pages, _("Consents & releases"), start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.switch)

    def _consents(self) -> QWidget:
        made = ConsentsTab(self._context, self._client)
        made.opened.connect(lambda record: self.opened.emit("consent", record))
        made.take_wanted.connect(lambda: self.opened.emit("consent", None))
        return made

    def _releases(self) -> QWidget:
        made = ReleasesTab(self._context, self._client)
        made.opened.connect(lambda record: self.opened.emit("release", record))
        made.new_wanted.connect(lambda: self.opened.emit("release", None))
        return made
