"""The first entry of an incident: four answers on one page, then it is signed and fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records import encode
from app.records.fields import specs
from app.records.incident import Danger, Incident
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm, point_out_missing
from ui.forms.writer import Writer
from ui.theme import READING_WIDTH, Space
from ui.widgets import PageHeader, Strip, button, icon_button, label, row, scrolling, set_tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.records.fields import FieldSpec
    from app.services.records import Editing
    from ui.context import Context


class FirstEntry(QWidget):
    """One incident while its first entry is written.

    Signals:
        signed(record): the entry is fixed.
        closed(): back to the list.
    """

    signed = Signal(str)
    closed = Signal()

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool) -> None:
        """`was_kept`: it is a draft that was taken up again."""
        super().__init__()
        self.setObjectName("first_entry")
        self.form = RecordForm(
            specs(Incident),
            VaultReferences(context, self),
            values=encode(editing.body),
            legend=_("needed to sign; everything else can wait"),
        )
        self._strip = Strip()
        self._danger = Strip()
        self._state = label(size="small", tone="muted")
        self._writer = Writer(context, self, editing, self.form, self._strip)
        self._writer.was_kept = was_kept
        self._sign = button(_("Sign the first entry"), self._writer.finish, kind="primary", name="finish")
        self._lay_out()
        self._connect()
        self._on_changed()

    @property
    def record(self) -> str:
        """The incident that is being written."""
        return self._writer.record

    def focus_first(self) -> None:
        """Begin with what happened."""
        self.form.focus_first()

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._writer.keep_draft()

    def leave(self) -> None:
        """The person goes elsewhere: what was typed is saved at once."""
        self._writer.leave()

    def _lay_out(self) -> None:
        header = PageHeader(_("What happened?"))
        header.add_action(
            icon_button("trash-2", _("Throw the draft away"), self._writer.offer_to_discard, name="discard")
        )
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + Space.XXL)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, Space.M, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self._strip)
        column.addWidget(self._danger)
        column.addWidget(self.form)
        column.addStretch(1)
        explanation = label(_("Signing fixes this entry. The six steps follow after it."), size="small", tone="muted")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(icon_button("arrow-left", _("To the list"), self.closed.emit), header, spacing=Space.S))
        header.set_subtitle(_("Four answers are enough now. What was seen, heard and done: roles, no names."))
        outer.addWidget(scrolling(page), 1)
        outer.addLayout(row(self._state, None, explanation, self._sign, spacing=Space.M))

    def _connect(self) -> None:
        self.form.changed.connect(self._writer.touch)
        self.form.changed.connect(self._on_changed)
        self._writer.finish_by_keys()
        self._writer.finished.connect(self.signed)
        self._writer.discarded.connect(self.closed)
        self._writer.lacking.connect(self._on_lacking)
        self._writer.busy_changed.connect(lambda busy: self._sign.setEnabled(not busy))
        self._writer.kept.connect(lambda time: self._say_state(_("draft saved {time}").format(time=time), "muted"))
        self._writer.not_kept.connect(lambda _error: self._say_state(_("draft not saved"), "due"))

    def _say_state(self, text: str, tone: str) -> None:
        self._state.setText(text)
        set_tone(self._state, tone)

    def _on_changed(self) -> None:
        """Danger now comes before writing."""
        if self.form.values()["danger"] == Danger.YES.value:
            self._danger.say(
                _("First make people safe and call for help. The draft is kept; go on writing later."), "danger"
            )
        else:
            self._danger.hush()

    def _on_lacking(self, empty: list[FieldSpec]) -> None:
        point_out_missing(self.form, empty)
        self._strip.say(_("These answers are still needed."), "due")
