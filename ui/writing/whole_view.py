"""Writing one record of the practice or of oneself: the form, its draft kept as one types, saving or publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records import KINDS
from app.texts import _
from ui.theme import Space
from ui.widgets import button, icon_button, label, row, scrolling
from ui.writing.form_view import FormView

if TYPE_CHECKING:
    from app.services.records import Editing
    from ui.context import Context

WIDEST = 880


class WholeView(FormView):
    """One record while it is written, with the whole page for its form.

    Signals:
        finished(kind, record): saved or published.
    """

    finished = Signal(str, str)

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool) -> None:
        """`was_kept`: it is a draft that was taken up again."""
        self.kind = editing.kind
        self._made_of = KINDS[editing.kind]
        legend = _("needed to publish") if self._made_of.signed else ""
        super().__init__(context, editing, was_kept=was_kept, legend=legend)
        self.setObjectName("whole_writing")
        self._finish = self._finish_button(_("Publish") if self._made_of.signed else _("Save"))
        self._discard = button(_("Throw away"), self._writer.offer_to_discard, kind="quiet", name="discard")
        self._writer.finished.connect(lambda record: self.finished.emit(self.kind, record))
        self._lay_out()

    def _lay_out(self) -> None:
        back = icon_button("arrow-left", _("To the list"), self._on_back, name="to_list")
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        inside.setSpacing(Space.L)
        if self._made_of.signed:
            hint = _("Once published it stays as it is; a change is a new version. Have it checked where you practise.")
            inside.addWidget(label(hint, tone="muted", wrap=True))
        inside.addWidget(self.form)
        inside.addStretch(1)
        page.setMaximumWidth(WIDEST)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(back, label(_(self._made_of.label), size="title"), None))
        outer.addWidget(self._strip)
        outer.addWidget(scrolling(page), 1)
        outer.addLayout(row(self._state, None, self._discard, self._finish))

    def _on_back(self) -> None:
        self.leave()
        self.closed.emit()
