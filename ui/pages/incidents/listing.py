"""The list of incidents."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.rules.incidents import STATUS_LABELS
from app.services import incidents
from app.services.safety import figures, pictures
from app.texts import _, ngettext
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, PageHeader, RowsModel, button, label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.rules.figures import Slice
    from app.services.incidents import IncidentRow
    from app.services.outgoing.papers import Prepared
    from ui.context import Context

STATUSES: dict[str, tuple[str, str]] = {  # icon, tone
    "draft": ("pencil", "due"),
    "open": ("circle-alert", "due"),
    "reviewing": ("circle-dot", "accent"),
    "actions_open": ("list-checks", "accent"),
    "reopened": ("rotate-ccw", "due"),
    "closed": ("circle-check", "good"),
}


class IncidentList(QWidget):
    """All incidents this person can open, newest first, or those that a bar of the pictures counts.

    Signals:
        opened(row): read it, or go on with a draft.
        new_wanted(): record one.
        all_wanted(): show them all again.
    """

    opened = Signal(object)
    new_wanted = Signal()
    all_wanted = Signal()

    def __init__(self, context: Context, only: Slice) -> None:
        """`only`: which of them; an empty one leaves nothing out."""
        super().__init__()
        self._context = context
        self.only = only
        self._rows: dict[str, IncidentRow] = {}
        self._header = PageHeader(_("Incidents"))
        self._header.add_action(
            release_button(context, self, self._for_supervision, kind="quiet", text=_("De-identified…"))
        )
        self._header.add_action(release_button(context, self, self._paper))
        self._header.add_action(
            button(_("Record an incident"), self.new_wanted.emit, kind="primary", glyph="plus", name="new_incident")
        )
        self._model: RowsModel[IncidentRow] = RowsModel(_columns())
        self._model.rows_wanted.connect(self._on_rows_wanted)
        self._table = DataTable(self._model, "incidents_table", _("Incidents"), context.preferences)
        self._table.opened.connect(self._on_opened)
        self._empty = EmptyState(
            "shield-check", _("No incidents recorded"),
            _("When something happens, or nearly does, write down what, when, where, and whether anyone is in danger."),
            _("Record an incident"), self.new_wanted.emit,
        )  # fmt: skip
        self._none_here = EmptyState(
            "search", _("No such incidents"), _("No incident is counted here."), _("Show all"), self.all_wanted.emit
        )  # fmt: skip
        self._stack = QStackedWidget()
        for shown in (self._table, self._empty, self._none_here):
            self._stack.addWidget(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._header)
        if only:
            column.addLayout(self._chosen())
        column.addWidget(self._stack, 1)

    def refresh(self) -> None:
        """Ask for the list again."""
        only = self.only
        ask = (lambda desk: figures.ids(desk, only)) if only else incidents.ids
        self._context.ops.query(self, ask, self._on_ids, latest="ids")

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _chosen(self) -> QLayout:
        """What is shown alone, and the way back to all."""
        words = label(_("Only: {what}").format(what=pictures.slice_words(self.only)))
        words.setObjectName("only_these")
        words.setProperty("strong", "true")
        return row(words, button(_("Show all"), self.all_wanted.emit, kind="quiet", glyph="x", name="show_all"), None)

    def _paper(self) -> Callable[[Desk], Prepared]:
        """The list as it is shown."""
        from app.services.outgoing import papers

        return partial(papers.of_incidents, wanted=[str(each) for each in self._model.ids])

    def _for_supervision(self) -> Callable[[Desk], Prepared]:
        """The same without anything that points to somebody."""
        from app.services.outgoing import deidentified

        return partial(deidentified.of_incidents, wanted=[str(each) for each in self._model.ids])

    def _on_ids(self, ids: list[str]) -> None:
        self._rows = {}
        self._model.set_ids(ids, keep_rows=False)
        self._header.set_subtitle(ngettext("{n} incident", "{n} incidents", len(ids)).format(n=len(ids)) if ids else "")
        self._stack.setCurrentWidget(self._table if ids else self._none_here if self.only else self._empty)

    def _on_rows_wanted(self, ids: list[str]) -> None:
        self._context.ops.query(self, lambda desk: incidents.rows(desk, ids), self._on_rows)

    def _on_rows(self, rows: list[IncidentRow]) -> None:
        arrived = {one.id: one for one in rows}
        self._rows.update(arrived)
        self._model.supply(arrived)

    def _on_opened(self, record: str) -> None:
        if record in self._rows:
            self.opened.emit(self._rows[record])


def _columns() -> tuple[Column[IncidentRow], ...]:
    return (
        Column(_("Number"), lambda one: one.number or _("not yet"), 100),
        Column(
            _("When"), lambda one: formats.short_date(one.occurred[:10]) if one.occurred else "", 120,
            tip=lambda one: formats.moment(one.occurred) if one.occurred else "",
        ),
        Column(_("What it was"), lambda one: one.category or one.event_type or _("not said yet"), 0),
        Column(_("Harm"), lambda one: one.harm, 110),
        Column(
            _("State"), lambda one: _(STATUS_LABELS[one.status]), 176,
            glyph=lambda one: STATUSES[one.status][0], tone=lambda one: STATUSES[one.status][1],
        ),
        Column(_("Due"), lambda one: formats.short_date(one.due[:10]) if one.due else "", 132),
    )  # fmt: skip
