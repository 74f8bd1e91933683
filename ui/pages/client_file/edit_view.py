"""Changing a living record of the file in its place: a form that keeps its draft and saves a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.records import KINDS, encode
from app.records.fields import specs
from app.texts import _
from ui.forms.history import HistoryView
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm, point_out_missing
from ui.forms.writer import Writer
from ui.theme import Space
from ui.widgets import Strip, button, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.records import Editing
    from ui.context import Context

WIDEST = 1080  # px; wider than this, lines are hard to read


class EditView(QWidget):
    """One living record while it is changed.

    Signals:
        closed(): saved, or left as it was.
    """

    closed = Signal()

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool, field: str = "") -> None:
        """`was_kept`: it is a draft that was taken up again; `field`: where to begin, else at the first."""
        super().__init__()
        self._context = context
        self._kind = KINDS[editing.kind]
        self._is_new = editing.is_new
        self._field = field
        self._client = editing.client or editing.record
        self._history: HistoryView | None = None
        references = VaultReferences(context, self, self._client)
        self.form = RecordForm(specs(self._kind.struct), references, values=encode(editing.body))
        self._state = label(size="small", tone="muted")
        self._strip = Strip()
        self._writer = Writer(context, self, editing, self.form, self._strip)
        self._writer.was_kept = was_kept
        self._save = button(_("Save"), self._writer.finish, kind="primary", name="save")
        self._page = QVBoxLayout()
        self._lay_out()
        self._connect()

    def focus_first(self) -> None:
        """Put the cursor into the field one came for."""
        if self._field:
            self.form.fields.focus_first(self._field)
        else:
            self.form.focus_first()

    @property
    def record(self) -> str:
        """The record that is changed."""
        return self._writer.record

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._writer.keep_draft()

    def leave(self) -> None:
        """The person goes elsewhere: what was typed is kept as a draft."""
        self._writer.leave()

    def _connect(self) -> None:
        self.form.changed.connect(self._writer.touch)
        self._writer.finish_by_keys()
        self._writer.finished.connect(lambda _record: self.closed.emit())
        self._writer.discarded.connect(self.closed)
        self._writer.lacking.connect(lambda empty: point_out_missing(self.form, empty))
        self._writer.busy_changed.connect(lambda busy: self._save.setEnabled(not busy))
        self._writer.kept.connect(lambda time: self._state.setText(_("draft saved {time}").format(time=time)))

    def _lay_out(self) -> None:
        cancel = button(_("Cancel"), self._writer.offer_to_discard, kind="quiet", name="cancel_edit")
        past = button(_("History"), self._toggle_history, kind="quiet", glyph="history", name="show_history")
        if self._is_new:
            past.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(label(_(self._kind.label), size="title"), None, past))
        body = QFrame()
        body.setLayout(self._page)
        self._page.setContentsMargins(0, 0, Space.M, Space.L)
        self._page.setSpacing(Space.L)
        self._page.addWidget(self._strip)
        self._page.addWidget(self.form)
        self._page.addStretch(1)
        body.setMaximumWidth(WIDEST)
        outer.addWidget(scrolling(body), 1)
        outer.addLayout(row(self._state, None, cancel, self._save))

    def _toggle_history(self) -> None:
        if self._history is None:
            self._history = HistoryView(self._context, self._writer.record)
            self._page.insertWidget(0, self._history)
        else:
            self._history.setVisible(self._history.isHidden())
