"""The list of drills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app import formats
from app.services.safety import drills
from app.texts import N_, _
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, PageHeader, RowsModel, Strip, button, set_shown
from ui.writing.list_page import RecordList

if TYPE_CHECKING:
    from app.services.safety.drills import DrillRow
    from ui.context import Context

STATES = {  # words, icon, tone
    "draft": (N_("Draft"), "pencil", "due"),
    "signed": (N_("Signed"), "lock", "muted"),
    "entered_in_error": (N_("Entered in error"), "ban", "due"),
}


class DrillList(RecordList):
    """All drills, the latest first."""

    def __init__(self, context: Context, *, may_write: bool) -> None:
        super().__init__()
        self._context = context
        header = PageHeader(_("Drills"))
        add = button(_("Write down a drill"), self.new_wanted.emit, kind="primary", glyph="plus", name="new_drill")
        header.add_action(add)
        set_shown(add, may_write)
        self._model: RowsModel[DrillRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "drills_table", _("Drills"), context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._strip = Strip()
        action = (_("Write down a drill"), self.new_wanted.emit) if may_write else ("", None)
        self._nothing = EmptyState(
            "footprints", _("Nothing practised yet"),
            _("Practise what you hope never to need: a fire, somebody suicidal on the phone, restoring the backup."),
            *action,
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for part in (header, self._strip):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def refresh(self) -> None:
        """Ask for the list again."""
        self._context.ops.query(self, drills.rows, self._on_rows, self._strip.say_error, latest="rows")

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _on_rows(self, rows: list[DrillRow]) -> None:
        self._model.set_rows({one.id: one for one in rows})
        self._stack.setCurrentWidget(self._table if rows else self._nothing)


def _columns() -> tuple[Column[DrillRow], ...]:
    return (
        Column(_("When"), lambda one: formats.short_date(one.day) if one.day else "", 120),
        Column(_("What was practised"), lambda one: one.kind or _("not said yet"), 0),
        Column(_("Place"), lambda one: one.place, 150),
        Column(_("Findings"), lambda one: formats.number(one.findings), 90, right=True),
        Column(
            _("Next on"), lambda one: formats.short_date(one.next_due) if one.next_due else "", 130,
            glyph=lambda one: "circle-alert" if one.is_late else "", tone=lambda one: "due" if one.is_late else "",
        ),
        Column(
            _("State"), lambda one: _(STATES[one.state][0]), 130,
            glyph=lambda one: STATES[one.state][1], tone=lambda one: STATES[one.state][2],
        ),
    )  # fmt: skip
