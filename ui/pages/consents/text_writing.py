"""Writing a text of the practice: the form, its draft kept as one types, and publishing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.packs import merge_fields
from app.records.consent_template import ConsentTemplate
from app.texts import _
from ui.theme import Space
from ui.widgets import button, icon_button, label, row, scrolling
from ui.writing.form_view import FormView

if TYPE_CHECKING:
    from app.services.records import Editing
    from ui.context import Context

WIDEST = 880


class TextWriting(FormView):
    """One text while it is written.

    Signals:
        published(record): it is in use from its day on.
    """

    published = Signal(str)

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool) -> None:
        """`was_kept`: it is a draft that was taken up again."""
        super().__init__(context, editing, was_kept=was_kept, legend=_("needed to publish"))
        self.setObjectName("text_writing")
        assert isinstance(editing.body, ConsentTemplate)
        self._finish = self._finish_button(_("Publish"))
        self._discard = button(_("Throw away"), self._writer.offer_to_discard, kind="quiet", name="discard")
        self._writer.finished.connect(self.published)
        self._lay_out(_("New version of a text") if editing.body.has_older else _("Text for consents"))

    def _lay_out(self, title: str) -> None:
        back = icon_button("arrow-left", _("To the list"), self._on_back, name="to_list")
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        inside.setSpacing(Space.L)
        hint = _("Once published it stays as it is; a change is a new version. Have it checked where you practise.")
        inside.addWidget(label(hint, tone="muted", wrap=True))
        names = ", ".join(f"{{{name}}}" for name in merge_fields.FIELDS)
        places = _("Places that are filled in by themselves or by hand: {names}").format(names=names)
        inside.addWidget(label(places, size="small", tone="muted", wrap=True))
        inside.addWidget(self.form)
        inside.addStretch(1)
        page.setMaximumWidth(WIDEST)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(back, label(title, size="title"), None))
        outer.addWidget(self._strip)
        outer.addWidget(scrolling(page), 1)
        outer.addLayout(row(self._state, None, self._discard, self._finish))

    def _on_back(self) -> None:
        self.leave()
        self.closed.emit()
