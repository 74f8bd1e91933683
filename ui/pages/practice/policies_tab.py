"""What the practice has agreed on: the emergency protocol first, then the other policies and their versions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from app import clock, formats
from app.records import KINDS
from app.records.policy import PolicyKind
from app.services.practice import policies
from app.texts import N_, _
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, RowsModel, Strip, button, row, set_shown

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.practice.policies import PolicyRow
    from ui.context import Context

PROTOCOL = PolicyKind.EMERGENCY_PROTOCOL.value
STATES = {  # words, icon, tone
    "draft": (N_("Draft"), "pencil", "due"),
    "in_force": (N_("In force"), "circle-check", "good"),
    "replaced": (N_("Replaced"), "history", "muted"),
    "entered_in_error": (N_("Entered in error"), "ban", "due"),
}


class PoliciesTab(QWidget):
    """The list; Enter opens a line, to be read or to go on writing.

    Signals:
        opened(kind, record): read it, or go on with a draft.
        new_wanted(kind): write one of this kind.
    """

    opened = Signal(str, str)
    new_wanted = Signal(str)

    def __init__(self, context: Context, *, may_write: bool) -> None:
        super().__init__()
        self._context = context
        self._may_write = may_write
        self._model: RowsModel[PolicyRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "policies_table", _("Policies"), context.preferences)
        self._table.opened.connect(self._on_opened)
        write = partial(self.new_wanted.emit, PROTOCOL)
        action = (_("Write the emergency protocol"), write) if may_write else ("", None)
        self._nothing = EmptyState(
            "life-buoy", _("Begin with the emergency protocol"),
            _("What you do when somebody is in danger, in your own words. There is a text to begin with. "
              "Once published it stands on the crisis card (F1)."), *action,
        )  # fmt: skip
        self._no_protocol = Strip(_("There is no emergency protocol in force yet."), "due")
        if may_write:
            self._no_protocol.add_action(_("Write the emergency protocol"), write, name="write_protocol_first")
        self._no_standards = Strip(_("There are no standards for the protection of minors in force yet."), "due")
        if may_write:
            self._no_standards.add_action(
                _("Write the standards"), partial(self.new_wanted.emit, policies.STANDARDS), name="write_standards"
            )
        self._new = button(_("Write a policy"), self._show_kinds, kind="primary", glyph="plus", name="new_policy")
        self._strip = Strip()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._nothing)
        self._lay_out()
        self._new.setVisible(may_write)

    def refresh(self) -> None:
        """Ask for the list again."""
        self._context.ops.query(self, _listed, self._on_rows, self._strip.say_error, latest="rows")

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(row(None, self._new))
        column.addWidget(self._strip)
        column.addWidget(self._no_protocol)
        column.addWidget(self._no_standards)
        column.addWidget(self._stack, 1)
        self._no_protocol.hide()
        self._no_standards.hide()

    def _on_opened(self, record: str) -> None:
        found = self._model.row_at(self._table.currentIndex())
        if found is not None:
            self.opened.emit(found.record_kind, record)

    def _on_rows(self, listed: tuple[list[PolicyRow], bool]) -> None:
        rows, wants_standards = listed
        self._model.set_rows({one.id: one for one in rows})
        self._stack.setCurrentWidget(self._table if rows else self._nothing)
        holding = {one.kind for one in rows if one.state == "in_force"}
        set_shown(self._no_protocol, bool(rows) and PROTOCOL not in holding)
        set_shown(self._no_standards, bool(rows) and wants_standards and policies.STANDARDS not in holding)

    def _show_kinds(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in PolicyKind:
            menu.addAction(_(kind.label), partial(self.new_wanted.emit, kind.value)).setData(kind.value)
            if kind is PolicyKind.SAFEGUARDING:
                words, wanted = _(KINDS[policies.STANDARDS].label), partial(self.new_wanted.emit, policies.STANDARDS)
                menu.addAction(words, wanted).setData(policies.STANDARDS)
        menu.popup(self._new.mapToGlobal(QPoint(0, self._new.height())))


def _columns() -> tuple[Column[PolicyRow], ...]:
    return (
        Column(_("Title"), lambda one: one.title, 0),
        Column(_("Kind"), lambda one: one.kind_label, 190),
        Column(_("Version"), lambda one: one.version, 96),
        Column(
            _("Look at it again on"), _review, 170,
            tone=lambda one: "due" if one.review_due and one.review_due <= clock.today().isoformat() else "",
        ),
        Column(
            _("State"), lambda one: _(STATES[one.state][0]), 130,
            glyph=lambda one: STATES[one.state][1], tone=lambda one: STATES[one.state][2],
        ),
        Column(
            _("Read by you"), _read, 150,
            tone=lambda one: "due" if one.state == "in_force" and not one.read_on else "",
        ),
    )  # fmt: skip


def _listed(desk: Desk) -> tuple[list[PolicyRow], bool]:
    """The rows, and whether standards for the protection of minors are asked of this practice."""
    return policies.rows(desk), policies.wants_standards(desk)


def _read(one: PolicyRow) -> str:
    """What does not hold needs no reading."""
    if one.read_on:
        return formats.short_date(one.read_on)
    return _("not yet") if one.state == "in_force" else ""


def _review(one: PolicyRow) -> str:
    """What no longer holds is not looked at again."""
    return formats.short_date(one.review_due) if one.review_due and one.state == "in_force" else ""
