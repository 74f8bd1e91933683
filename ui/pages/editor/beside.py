"""The last note beside the one being written. It opens when the person asks for it, because opening is a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.texts import _, explain
from ui.forms.lookup import VaultReferences
from ui.forms.view import RecordView
from ui.theme import Space
from ui.widgets import clear, icon_button, label, row, scrolling
from ui.writing.loading import last_note

if TYPE_CHECKING:
    from app.services.records import Opened
    from ui.context import Context
    from ui.known import KnownError

WIDTH = 340
FACTS_LEFT_OUT = ("format", "setting", "modality", "present", "source", "started", "minutes", "attendance")


class LastNote(QFrame):
    """A narrow column that reads one signed note.

    Signals:
        toggled(is_shown): the person opened or closed it.
    """

    toggled = Signal(bool)

    def __init__(self, context: Context, record: str) -> None:
        super().__init__()
        self._context = context
        self._record = record
        self._is_loaded = False
        self.setObjectName("last_note")
        self.setAccessibleName(_("Last note"))
        self.setFixedWidth(WIDTH)
        self._title = label(_("Last note"), size="lead", wrap=True)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, Space.S, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.L, Space.M, Space.S, Space.M)
        head = row(self._title, icon_button("x", _("Close the last note"), self.toggle))
        head.setStretch(0, 1)
        outer.addLayout(head)
        outer.addWidget(scrolling(body), 1)
        self.hide()

    def toggle(self) -> None:
        """Show or hide it."""
        if self.isHidden():
            self.open()
        else:
            self.hide()
        self.toggled.emit(not self.isHidden())

    def open(self) -> None:
        """Show it; the first showing opens the note."""
        self.show()
        if not self._is_loaded:
            self._is_loaded = True
            record = self._record
            self._context.ops.query(self, lambda desk: last_note(desk, record), self._on_opened, self._on_failed)

    def _on_opened(self, opened: Opened) -> None:
        self._title.setText(opened.title)
        clear(self._body)
        references = VaultReferences(self._context, self)
        self._body.addWidget(RecordView(opened.body, references, but=FACTS_LEFT_OUT, narrow=True))
        for amendment in opened.amendments:
            self._body.addWidget(label(amendment.title, tone="due"))
            self._body.addWidget(RecordView(amendment.body, references, but=("kind",), narrow=True))
        self._body.addStretch(1)

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        self._body.addWidget(label(f"{told.sentence} {told.advice} ({told.code})", tone="due", wrap=True))
