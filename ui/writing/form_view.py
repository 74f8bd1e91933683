"""One record while it is written in the form made from its fields: the draft kept as one types, the last button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.records import KINDS, encode
from app.records.fields import specs
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm, point_out_missing
from ui.forms.writer import Writer
from ui.widgets import Strip, button, label, set_tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from app.desk import Desk
    from app.records.fields import FieldSpec
    from app.services.records import Editing
    from ui.context import Context
    from ui.forms.references import References


class FormView(QWidget):
    """For another record another view is made. Subclasses lay `form`, `_strip`, `_state` and the button out.

    Signals:
        closed(): left as it was, or thrown away.
    """

    closed = Signal()

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool, legend: str = "") -> None:
        """`was_kept`: it is a draft that was taken up again. `legend`: what the mark of needed fields means."""
        super().__init__()
        fields = specs(KINDS[editing.kind].struct)
        self.form = RecordForm(fields, self._references(context), values=encode(editing.body), legend=legend)
        self._strip = Strip()
        self._state = label(size="small", tone="muted")
        self._state.setObjectName("draft_state")
        self._writer = Writer(context, self, editing, self.form, self._strip)
        self._writer.was_kept = was_kept
        self._writer.finish_by_keys()
        self.form.changed.connect(self._writer.touch)
        self._writer.discarded.connect(self.closed)
        self._writer.lacking.connect(self._on_lacking)
        self._writer.kept.connect(lambda time: self._say_state(_("draft saved {time}").format(time=time), "muted"))
        self._writer.not_kept.connect(lambda _error: self._say_state(_("draft not saved"), "due"))

    @property
    def record(self) -> str:
        """The record that is written."""
        return self._writer.record

    def focus_first(self) -> None:
        """Put the cursor where one begins to write."""
        self.form.focus_first()

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._writer.keep_draft()

    def leave(self) -> None:
        """The person goes elsewhere: what was typed is kept as a draft."""
        self._writer.leave()

    def _references(self, context: Context) -> References:
        """Finds what the fields may name."""
        return VaultReferences(context, self)

    def _finish_button(self, words: str) -> QPushButton:
        made = button(words, self._writer.finish, kind="primary", name="finish")
        self._writer.busy_changed.connect(lambda busy: made.setEnabled(not busy))
        return made

    def _on_lacking(self, empty: list[FieldSpec]) -> None:
        point_out_missing(self.form, empty)

    def _say_state(self, text: str, tone: str) -> None:
        self._state.setText(text)
        set_tone(self._state, tone)
