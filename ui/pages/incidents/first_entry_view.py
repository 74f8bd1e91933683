"""The signed first entry of an incident with its amendments, and adding one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from ui.forms.amending import AmendForm, amendment_card, signature
from ui.forms.control import settle
from ui.forms.view import RecordView
from ui.theme import Space
from ui.widgets import button, card, label

if TYPE_CHECKING:
    from app.services.records import Opened
    from ui.context import Context
    from ui.forms.references import References


class FirstEntryView(QWidget):
    """What was signed stays; later words stand under it.

    Signals:
        amended(): there is a new amendment.
    """

    amended = Signal()

    def __init__(self, context: Context, first: Opened, authors: tuple[str, ...], references: References) -> None:
        super().__init__()
        self._context = context
        self._references = references
        self._record = first.record.record
        self._form: AmendForm | None = None
        self._add = button(_("Add to this record"), self._on_add, glyph="file-pen", name="amend")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        view = RecordView(first.body, references)
        title = label(_("First entry"), size="lead")
        self._column.addWidget(card(title, view, signature(first, authors[0]), spacing=Space.M))
        for amendment, author in zip(first.amendments, authors[1:], strict=True):
            self._column.addWidget(amendment_card(amendment, author, references))
        self._column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_add(self) -> None:
        if self._form is None:
            self._form = AmendForm(self._context, self._references, self._record, None)
            self._form.amended.connect(self.amended)
            self._form.closed.connect(self._on_closed)
            self._column.addWidget(self._form)
        self._form.show()
        self._add.hide()
        settle(self)
        self._form.focus_first()

    def _on_closed(self) -> None:
        if self._form is not None:
            self._form.hide()
        self._add.show()
        self._add.setFocus()
