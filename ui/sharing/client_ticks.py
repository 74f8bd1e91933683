"""A list of clients to tick: those whom a cover or a hand-over is about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import delete

from app import formats
from app.texts import _, ngettext
from ui.forms.steps import steps
from ui.theme import Space
from ui.widgets import button, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.clients import ClientRow

ROW_HEIGHT = 30
ROWS_SHOWN = 8
AT_ONCE = 40  # lines made in one step
ID = Qt.ItemDataRole.UserRole


class ClientTicks(QWidget):
    """All ticked, or none; the space bar ticks a line.

    Signals:
        changed(): others are ticked.
    """

    changed = Signal()

    def __init__(self, title: str, *, ticked: bool) -> None:
        super().__init__()
        self._ticked = ticked
        self._filling = QObject(self)  # owns the steps that add lines
        self._count = label(size="small", tone="muted")
        self._list = QListWidget()
        self._list.setObjectName("client_ticks")
        self._list.setAccessibleName(title)
        self._list.setFixedHeight(ROW_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._list.itemChanged.connect(lambda _item: self._on_changed())
        name = label(title)
        name.setProperty("strong", "true")
        everyone = button(
            _("All of them"), partial(self._tick_all, Qt.CheckState.Checked), kind="link", name="tick_all"
        )
        nobody = button(
            _("None of them"), partial(self._tick_all, Qt.CheckState.Unchecked), kind="link", name="tick_none"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(row(name, self._count, None, everyone, nobody))
        column.addWidget(self._list)

    def show_clients(self, clients: Sequence[ClientRow]) -> None:
        """Show these; lines come step by step."""
        delete(self._filling)
        self._filling = QObject(self)
        self._list.clear()
        self._list.setFixedHeight(min(max(len(clients), 1), ROWS_SHOWN) * ROW_HEIGHT + Space.XS)
        for start in range(0, len(clients), AT_ONCE):
            steps().do(self._filling, partial(self._add, clients[start : start + AT_ONCE]))
        self._on_changed()

    def ticked(self) -> list[str]:
        """The ids of those who are ticked."""
        items = (self._list.item(place) for place in range(self._list.count()))
        return [str(item.data(ID)) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _add(self, clients: Sequence[ClientRow]) -> None:
        self._list.blockSignals(True)
        for one in clients:
            item = QListWidgetItem(formats.client(one.code, one.name), self._list)
            item.setData(ID, one.id)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            item.setCheckState(Qt.CheckState.Checked if self._ticked else Qt.CheckState.Unchecked)
        self._list.blockSignals(False)
        self._on_changed()

    def _tick_all(self, state: Qt.CheckState) -> None:
        self._list.blockSignals(True)
        for place in range(self._list.count()):
            self._list.item(place).setCheckState(state)
        self._list.blockSignals(False)
        self._list.viewport().update()
        self._on_changed()

    def _on_changed(self) -> None:
        n = len(self.ticked())
        self._count.setText(ngettext("{n} client", "{n} clients", n).format(n=formats.number(n)))
        self.changed.emit()
