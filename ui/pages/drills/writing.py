"""Writing down a drill: the form, its draft kept as one types, and signing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from ui.theme import Space
from ui.widgets import button, icon_button, label, row, scrolling
from ui.writing.form_view import FormView

if TYPE_CHECKING:
    from app.services.records import Editing
    from ui.context import Context

WIDEST = 880


class DrillForm(FormView):
    """One drill while it is written.

    Signals:
        signed(record): it is final now.
    """

    signed = Signal(str)

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool) -> None:
        """`was_kept`: it is a draft that was taken up again."""
        super().__init__(context, editing, was_kept=was_kept, legend=_("needed to sign"))
        self.setObjectName("drill_form")
        self._writer.finished.connect(self.signed)
        back = icon_button("arrow-left", _("To the list"), self._on_back, name="to_list")
        discard = button(_("Throw away"), self._writer.offer_to_discard, kind="quiet", name="discard")
        page = QWidget()
        page.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        inside.addWidget(self.form)
        inside.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(back, label(_("Drill"), size="title"), None))
        outer.addWidget(self._strip)
        outer.addWidget(scrolling(page), 1)
        outer.addLayout(row(self._state, None, discard, self._finish_button(_("Sign"))))

    def _on_back(self) -> None:
        self.leave()
        self.closed.emit()
