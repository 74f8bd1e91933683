"""The first entry of an incident: four answers on one page, then it is signed and fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.incident import Danger, Incident
from app.services import incident_team
from app.texts import _
from ui.pages.incidents.leaving_out import LeavingOut
from ui.theme import READING_WIDTH, Space
from ui.widgets import PageHeader, Strip, icon_button, label, row, scrolling
from ui.writing.form_view import FormView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records.fields import FieldSpec
    from app.services.practice.practices import PersonRow
    from app.services.records import Editing
    from ui.context import Context


class FirstEntry(FormView):
    """One incident while its first entry is written.

    Signals:
        signed(record): the entry is fixed.
    """

    signed = Signal(str)

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool, people: Sequence[PersonRow] = ()) -> None:
        """`was_kept`: it is a draft that was taken up again; `people`: colleagues whom it can concern."""
        super().__init__(context, editing, was_kept=was_kept, legend=_("needed to sign; everything else can wait"))
        self.setObjectName("first_entry")
        self._context = context
        self._leaving_out: LeavingOut | None = None
        if people:
            assert isinstance(editing.body, Incident), "a first entry is an incident"
            self._leaving_out = LeavingOut(people, editing.body.left_out)
            self._leaving_out.changed.connect(self._on_left_out)
            self._writer.more_values = self._leaving_out.values
        self._danger = Strip()
        self._sign = self._finish_button(_("Sign the first entry"))
        self._writer.finished.connect(self.signed)
        self.form.changed.connect(self._on_changed)
        self._lay_out()
        self._on_changed()

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
        if self._leaving_out is not None:
            column.addWidget(self._leaving_out)
            self._ask_readers()
        column.addStretch(1)
        explained = _("Signing fixes this entry. The six steps follow after it.")
        explanation = label(explained, size="small", tone="muted", wrap=True)
        explanation.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(icon_button("arrow-left", _("To the list"), self.closed.emit), header, spacing=Space.S))
        header.set_subtitle(_("Four answers are enough now. What was seen, heard and done: roles, no names."))
        outer.addWidget(scrolling(page), 1)
        last = row(self._state, explanation, self._sign, spacing=Space.M)
        last.setStretch(1, 1)
        outer.addLayout(last)

    def _on_changed(self) -> None:
        """Danger now comes before writing."""
        if self.form.values()["danger"] == Danger.YES.value:
            self._danger.say(
                _("First make people safe and call for help. The draft is kept; go on writing later."), "danger"
            )
        else:
            self._danger.hush()

    def _on_left_out(self) -> None:
        self._writer.touch()
        self._ask_readers()

    def _ask_readers(self) -> None:
        part, body = self._leaving_out, self._writer.keepable().body
        if part is not None and isinstance(body, Incident):
            self._context.ops.query(
                self, lambda desk: incident_team.preview(desk, body), part.show_readers, self._strip.say_error,
                latest="readers",
            )  # fmt: skip

    def _on_lacking(self, empty: list[FieldSpec]) -> None:
        super()._on_lacking(empty)
        if self._leaving_out is not None:
            self._leaving_out.point_out_missing()
        self._strip.say(_("These answers are still needed."), "due")
