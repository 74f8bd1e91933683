"""Places and lines that help: the practice's own list, by kind, with what has to be confirmed and *I rang it*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from app.records.resource import ResourceKind
from app.services.practice import resources
from app.texts import _
from ui.forms.choices import QuietCombo
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, RowsModel, Strip, button, label, row, set_shown

if TYPE_CHECKING:
    from app.services.practice.resources import ResourceRow
    from ui.context import Context

LEAST_LETTERS = 14  # that the filter has room for; the list itself shows all


class ResourcesTab(QWidget):
    """The list; Enter opens a line to change it.

    Signals:
        opened(record): change it.
        new_wanted(): add one.
    """

    opened = Signal(str)
    new_wanted = Signal()

    def __init__(self, context: Context, *, may_write: bool) -> None:
        super().__init__()
        self._context = context
        self._may_write = may_write
        self._rows: list[ResourceRow] = []
        self._kind = _kind_filter()
        self._kind.activated.connect(lambda _index: self._show())
        self._rang = button(_("I rang it"), self._on_rang, glyph="phone-call", name="rang")
        self._rang.setToolTip(_("The number works: note today as the day on which it was checked."))
        self._add = button(_("Add a place"), self.new_wanted.emit, kind="primary", glyph="plus", name="new_resource")
        self._model: RowsModel[ResourceRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "resources_table", _("Crisis resources"), context.preferences)
        self._table.chosen.connect(lambda _id: self._show_state())
        if may_write:
            self._table.opened.connect(self.opened.emit)
        action = (_("Add a place"), self.new_wanted.emit) if may_write else ("", None)
        self._nothing = EmptyState(
            "phone", _("No help nearby noted yet"),
            _("The crisis lines of the country are on the crisis card (F1) already. Add what is near: a crisis "
              "centre, a shelter, a food bank."), *action,
        )  # fmt: skip
        self._none_found = EmptyState("search", _("None of this kind"), _("Choose another kind above."))
        self._strip = Strip()
        self._below, self._stack = QWidget(), QStackedWidget()
        for part in (self._table, self._nothing, self._none_found):
            self._stack.addWidget(part)
        self._lay_out()
        for made in (self._rang, self._add):
            made.setVisible(may_write)

    def refresh(self) -> None:
        """Ask for the list again."""
        self._context.ops.query(self, resources.rows, self._on_rows, self._strip.say_error, latest="rows")

    def choose(self, record: str) -> None:
        """Stand on a line once it has arrived."""
        self._context.ops.query(self, lambda _desk: record, self._table.choose)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _on_rows(self, rows: list[ResourceRow]) -> None:
        self._rows = rows
        self._show()

    def _show(self) -> None:
        kind, chosen = self._kind.currentData(), self._table.chosen_id()
        shown = [one for one in self._rows if not kind or one.kind == kind]
        self._model.set_rows({one.id: one for one in shown})
        if chosen is not None:
            self._table.choose(chosen)
        empty = self._none_found if self._rows else self._nothing
        self._stack.setCurrentWidget(self._table if shown else empty)
        set_shown(self._below, bool(self._rows))  # without a place there is nothing to ring, and the card is spoken of
        self._show_state()

    def _show_state(self) -> None:
        chosen = self._model.row_at(self._table.currentIndex())
        self._rang.setEnabled(chosen is not None and not chosen.is_draft)

    def _lay_out(self) -> None:
        self._actions = row(self._kind, None, self._add)
        hint = label(
            _("Crisis lines, emergency services, shelters and health services stand on the crisis card too."),
            tone="muted", wrap=True,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(self._actions)
        column.addWidget(self._strip)
        below = row(hint, self._rang, spacing=Space.L)
        below.setStretch(0, 1)
        self._below.setLayout(below)
        column.addWidget(self._below)
        column.addWidget(self._stack, 1)

    def _on_rang(self) -> None:
        chosen = self._model.row_at(self._table.currentIndex())
        if chosen is None:
            return
        record = chosen.id

        def done(_saved: object) -> None:
            self._context.announcer.toast(_("Checked today"), "phone-call")
            self.refresh()

        self._context.ops.command(
            self, lambda desk: resources.rang(desk, record), done, self._strip.say_error, changes={"resource", record}
        )


def _kind_filter() -> QuietCombo:
    combo = QuietCombo()
    combo.setObjectName("resource_kind")
    combo.setAccessibleName(_("Kind of help"))
    combo.addItem(_("Every kind"), "")
    for kind in ResourceKind:
        combo.addItem(_(kind.label), kind.value)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(LEAST_LETTERS)
    return combo


def _columns() -> tuple[Column[ResourceRow], ...]:
    return (
        Column(_("What it is called"), lambda one: one.name, 0, glyph=lambda one: "pencil" if one.is_draft else ""),
        Column(_("Kind"), lambda one: one.kind_label, 170),
        Column(_("Phone"), lambda one: one.phone, 140, tip=lambda one: one.hours or one.phone),
        Column(
            _("Checked"), lambda one: one.checked, 310,
            glyph=lambda one: "circle-alert" if one.is_stale else "circle-check",
            tone=lambda one: "due" if one.is_stale else "muted",
        ),
    )  # fmt: skip
