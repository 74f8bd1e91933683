"""The question where it goes for what is no paper, such as an attached file or the export of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.outgoing import releasing
from app.texts import _
from ui.overlay import Overlay
from ui.releasing.handing import Handing
from ui.releasing.where import on_enter
from ui.theme import Space
from ui.widgets import Strip, button, card, column, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.keeping.outgoing import Parcel
    from app.rules.destinations import Sending
    from ui.context import Context

WIDE = 560


class HandingOver(Overlay):
    """Reads what is to leave on the engine thread, asks, and calls back with the answer."""

    def __init__(
        self, context: Context, title: str, prepare: Callable[[Desk], Parcel], chosen: Callable[[Sending], None]
    ) -> None:
        """`title` says what is to leave; nothing is called when it is cancelled."""
        super().__init__()
        self.setAccessibleName(title)
        self._chosen = chosen
        self._handing = Handing(context)
        self._handing.changed.connect(self._show_state)
        self._strip = Strip()
        self._go_on = button(_("Continue"), self._on_chosen, kind="primary", name="continue")
        self._go_on.setEnabled(False)
        inside = card(label(title, size="title", wrap=True), self._handing, self._strip, spacing=Space.M)
        inside.setMaximumWidth(WIDE)
        page = QWidget()
        across = QHBoxLayout()
        across.addWidget(inside)
        down = QVBoxLayout(page)
        down.setContentsMargins(Space.L, Space.L, Space.L, 0)
        down.addLayout(across)
        down.addStretch(1)
        foot = QWidget()
        foot.setMaximumWidth(WIDE)
        cancel = button(_("Cancel"), self.close_overlay, kind="quiet", name="cancel")
        foot.setLayout(row(cancel, None, self._go_on))
        outer = column(scrolling(page), row(foot), spacing=Space.M)
        outer.setStretch(0, 1)
        outer.setContentsMargins(0, 0, 0, Space.L)
        self.setLayout(outer)
        on_enter(self, self._on_usual)
        context.ops.query(self, prepare, self._on_prepared, self._strip.say_error)

    def focus_first(self) -> None:
        self._handing.focus_chosen()

    def _on_prepared(self, parcel: Parcel) -> None:
        self._handing.show_parcel(parcel, releasing.offers(parcel))
        self._show_state()
        self.focus_first()

    def _show_state(self) -> None:
        self._go_on.setEnabled(self._handing.is_ready)
        self._go_on.setText(self._handing.says(_("Continue"), prints=False))

    def _on_usual(self) -> None:
        """Enter in a field of the form is no answer yet."""
        if not self._handing.is_for_others:
            self._on_chosen()

    def _on_chosen(self) -> None:
        if not self._go_on.isEnabled():
            return
        sending = self._handing.sending()
        self.close_overlay()
        self._chosen(sending)
