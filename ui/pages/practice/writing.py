"""Writing a place that helps, or a policy: the form, its draft kept as one types, and saving or publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records import KINDS, encode
from app.records.fields import specs
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm, point_out_missing
from ui.forms.writer import Writer
from ui.theme import Space
from ui.widgets import Strip, button, icon_button, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.records import Editing
    from ui.context import Context

WIDEST = 880


class WritingView(QWidget):
    """One record while it is written. For another record another view is made.

    Signals:
        finished(kind, record): saved or published.
        closed(): left as it was; a draft stays.
    """

    finished = Signal(str, str)
    closed = Signal()

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool) -> None:
        """`was_kept`: it is a draft that was taken up again."""
        super().__init__()
        self.setObjectName("practice_writing")
        self.kind = editing.kind
        self._made_of = KINDS[editing.kind]
        self.form = RecordForm(
            specs(self._made_of.struct),
            VaultReferences(context, self),
            values=encode(editing.body),
            legend=self._legend(),
        )
        self._state = label(size="small", tone="muted")
        self._state.setObjectName("draft_state")
        self._strip = Strip()
        self._writer = Writer(context, self, editing, self.form, self._strip)
        self._writer.was_kept = was_kept
        words = _("Publish") if self._made_of.signed else _("Save")
        self._finish = button(words, self._writer.finish, kind="primary", name="finish")
        self._discard = button(_("Throw away"), self._writer.offer_to_discard, kind="quiet", name="discard")
        self._lay_out()
        self._connect()

    @property
    def record(self) -> str:
        """The record that is written."""
        return self._writer.record

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.form.focus_first()

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._writer.keep_draft()

    def leave(self) -> None:
        """The person goes elsewhere: what was typed is kept as a draft."""
        self._writer.leave()

    def _legend(self) -> str:
        return _("needed to publish") if self._made_of.signed else ""

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

    def _connect(self) -> None:
        self.form.changed.connect(self._writer.touch)
        self._writer.finish_by_keys()
        self._writer.finished.connect(lambda record: self.finished.emit(self.kind, record))
        self._writer.discarded.connect(self.closed)
        self._writer.lacking.connect(lambda empty: point_out_missing(self.form, empty))
        self._writer.busy_changed.connect(lambda busy: self._finish.setEnabled(not busy))
        self._writer.kept.connect(lambda time: self._state.setText(_("draft saved {time}").format(time=time)))

    def _on_back(self) -> None:
        self.leave()
        self.closed.emit()
