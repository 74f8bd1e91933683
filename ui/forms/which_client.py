"""Choosing a client: type a few letters of the name or code, press one. For joining files and moving a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app import formats
from app.services import clients
from app.texts import _
from ui.theme import Space
from ui.widgets import SearchField, label

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.clients import ClientRow
    from ui.context import Context

MOST_SHOWN = 12
LIST_ROWS = 6
ROW_HEIGHT = 32


class ClientChooser(QWidget):
    """A field over a list of up to a dozen clients; nobody is chosen to begin with.

    Signals:
        chosen(client, words): somebody stands out now; ("", "") when nobody does any more.
    """

    chosen = Signal(str, str)

    def __init__(self, context: Context, but: str = "") -> None:
        """`but`: the id of a client who cannot be chosen."""
        super().__init__()
        self._context = context
        self._but = but
        self.client = ""
        self._field = SearchField(_("Name or code"), settle_ms=60)
        self._field.setObjectName("which_client")
        self._field.settled.connect(lambda _text: self._look())
        self._field.moved_on.connect(self._on_moved_on)
        self._list = QListWidget()
        self._list.setObjectName("which_client_list")
        self._list.setAccessibleName(_("Clients"))
        self._list.setFixedHeight(LIST_ROWS * ROW_HEIGHT)
        self._list.currentItemChanged.connect(lambda now, _before: self._on_chosen(now))
        self._nobody = label(_("Nobody found"), tone="muted")
        self._nobody.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for part in (self._field, self._nobody, self._list):
            column.addWidget(part)
        self._look()

    def focus_first(self) -> None:
        """Begin to type."""
        self._field.setFocus()

    def _look(self) -> None:
        text = self._field.text().strip()

        def look(desk: Desk) -> list[ClientRow]:
            return clients.rows(desk, clients.ids(desk, text=text)[: MOST_SHOWN + 1])

        self._context.ops.query(self, look, self._on_rows, latest="rows")

    def _on_rows(self, rows: list[ClientRow]) -> None:
        self._list.clear()
        for one in [one for one in rows if one.id != self._but][:MOST_SHOWN]:
            item = QListWidgetItem(formats.client(one.code, one.name), self._list)
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
        self._nobody.setVisible(not self._list.count())
        self._on_chosen(None)

    def _on_moved_on(self) -> None:
        if self._list.count():
            self._list.setFocus()
            self._list.setCurrentRow(0)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        self.client = str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""
        self.chosen.emit(self.client, item.text() if item is not None else "")
