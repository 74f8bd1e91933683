"""The risk register: the matrix, and the lines that stand in the chosen cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.records.risk_matrix import Band
from app.rules import hazards as rules
from app.rules.hazards import View
from app.services.safety import hazards
from app.texts import _, ngettext
from ui.pages.hazards.board import HazardBoard
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, PageHeader, RowsModel, Strip, button, set_shown
from ui.writing.list_page import RecordList

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.outgoing.papers import Prepared
    from app.services.safety.hazards import HazardRow
    from ui.context import Context

_GLYPHS = {Band.LOW: "circle", Band.MODERATE: "circle-dot", Band.HIGH: "circle-alert", Band.EXTREME: "octagon-alert"}


class HazardList(RecordList):
    """All hazards, the highest score first."""

    def __init__(self, context: Context, *, may_write: bool) -> None:
        super().__init__()
        self._context = context
        self._rows: list[HazardRow] = []
        self._header = PageHeader(_("Risk register"))
        self._header.add_action(release_button(context, self, self._paper))
        add = button(_("Add a hazard"), self.new_wanted.emit, kind="primary", glyph="plus", name="new_hazard")
        self._header.add_action(add)
        set_shown(add, may_write)
        self._board = HazardBoard()
        self._board.changed.connect(self._show)
        self._model: RowsModel[HazardRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "hazards_table", _("Risk register"), context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._strip = Strip()
        action = (_("Add a hazard"), self.new_wanted.emit) if may_write else ("", None)
        self._nothing = EmptyState(
            "shield-check", _("No hazards yet"),
            _("Walk through your rooms and your week: what could do harm, and what is done against it?"), *action,
        )  # fmt: skip
        self._none_here = EmptyState("search", _("None in this cell"), _("Choose another cell, or show all."))
        self._lines, self._stack = QStackedWidget(), QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        self._lines.addWidget(self._table)
        self._lines.addWidget(self._none_here)
        register = QWidget()
        inside = QVBoxLayout(register)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.M)
        inside.addWidget(self._board)
        inside.addWidget(self._lines, 1)
        self._stack.addWidget(register)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for part in (self._header, self._strip):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def refresh(self) -> None:
        """Ask for the register again."""
        self._context.ops.query(self, hazards.rows, self._on_rows, self._strip.say_error, latest="rows")

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _paper(self) -> Callable[[Desk], Prepared]:
        """The register as it is shown."""
        from app.services.outgoing import safety_papers

        wanted = [str(each) for each in self._model.ids]
        return partial(safety_papers.of_register, wanted=wanted, view=self._board.view)

    def _on_rows(self, rows: list[HazardRow]) -> None:
        self._rows = rows
        count = len(rows)
        self._header.set_subtitle(ngettext("{n} hazard", "{n} hazards", count).format(n=count) if count else "")
        self._stack.setCurrentIndex(0 if rows else 1)
        self._board.show_lines(rows)
        self._show()

    def _show(self) -> None:
        shown = hazards.in_cell(self._rows, self._board.view, self._board.place)
        self._model.set_rows({line.id: line for line in shown})
        self._lines.setCurrentIndex(0 if shown else 1)


def _columns() -> tuple[Column[HazardRow], ...]:
    return (
        Column(_("Rank"), lambda one: str(one.rank), 88, right=True),
        Column(_("Hazard"), lambda one: one.hazard, 330, glyph=lambda one: "pencil" if one.is_draft else ""),
        Column(_("Area"), lambda one: one.area, 0, tip=lambda one: one.area),  # the hazard says most of it
        Column(_("Risk now"), lambda one: one.score_words(), 166, glyph=_glyph),
        Column(_("Wanted"), lambda one: one.score_words(View.TARGET), 132),
        Column(_("Responsible"), lambda one: one.owner, 110),
        Column(
            _("Due"), _due, 110,
            glyph=lambda one: "circle-alert" if one.is_late else "", tone=lambda one: "due" if one.is_late else "",
        ),
    )  # fmt: skip


def _glyph(one: HazardRow) -> str:
    found = rules.band_of(one.place(View.CURRENT))
    return _GLYPHS[found] if found else ""


def _due(one: HazardRow) -> str:
    if one.is_gone:
        return _("gone")
    return formats.short_date(one.due) if one.due else ""
