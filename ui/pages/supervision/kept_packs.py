"""The packs whose words somebody began to change: go on with one, or throw it away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.services.supervision import pack_drafts
from app.texts import _
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, clear, label, row, set_shown

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame

    from app.services.supervision.pack_drafts import Waiting
    from ui.context import Context
    from ui.known import KnownError


class KeptPacks(QWidget):
    """A card for each; nothing where there is none.

    Signals:
        wanted(client): go on with the one of this client.
    """

    wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._strip = Strip()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addLayout(self._cards)
        set_shown(self, False)
        self.look()

    def look(self) -> None:
        """Ask again which there are."""
        self._context.ops.query(self, pack_drafts.waiting, self._on_found, self._on_failed, latest="kept")

    def _on_found(self, found: list[Waiting]) -> None:
        self._strip.hush()
        clear(self._cards)
        for one in found:
            self._cards.addWidget(self._card(one))
        set_shown(self, bool(found))

    def _on_failed(self, error: KnownError) -> None:
        set_shown(self, True)
        self._strip.say_error(error)

    def _card(self, one: Waiting) -> QFrame:
        words = _("A text about {client} that you began to change is kept: {moment}.")
        told = words.format(client=formats.client(one.code, one.name), moment=formats.moment(one.at))
        go_on = button(_("Go on"), partial(self.wanted.emit, one.client), name=f"resume_pack:{one.client}")
        away = button(_("Throw away"), partial(self._on_away, one.client), kind="quiet", name=f"drop_pack:{one.client}")
        line = row(IconLabel("pencil", "due"), label(told, wrap=True), go_on, away)
        line.setStretch(1, 1)
        return card(line)

    def _on_away(self, client: str) -> None:
        work = partial(pack_drafts.drop, client_id=client)
        self._context.ops.query(self, work, lambda _nothing: self.look(), self._on_failed)
