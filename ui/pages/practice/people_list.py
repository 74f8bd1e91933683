"""Everybody of the practice in one table: role, since when, supervision, and who leads the work on incidents."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app import formats
from app.services.people import colleagues
from app.services.practice import lock_page
from app.texts import _
from ui.theme import Space
from ui.widgets import Column, DataTable, RowsModel, Strip, button, row
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.people.colleagues import Colleague
    from ui.context import Context


class PeopleList(QWidget):
    """Enter opens a person. The table is for everybody; who may not change anything reads it.

    Signals:
        opened(account): everything about one person.
        invite_wanted(): somebody is to be added.
    """

    opened = Signal(str)
    invite_wanted = Signal()

    def __init__(self, context: Context, *, may_invite: bool) -> None:
        super().__init__()
        self._context = context
        self._model: RowsModel[Colleague] = RowsModel(_columns())
        self._table = DataTable(self._model, "people_table", _("People"), context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._gone = QCheckBox(_("Also those who have left"))
        self._gone.setObjectName("also_removed")
        self._gone.toggled.connect(lambda _on: self.refresh())
        self._shown = QCheckBox(_("Sign-in names on the lock page"))
        self._shown.setObjectName("names_on_lock_page")
        self._shown.setToolTip(_("Otherwise everybody types theirs."))
        self._shown.clicked.connect(self._on_shown)
        self._shown.setVisible(may_invite)
        invite = button(
            _("Invite a person"), self.invite_wanted.emit, kind="primary", glyph="user-plus", name="invite_person"
        )
        invite.setVisible(may_invite)
        self._strip = Strip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(row(None, invite))
        column.addWidget(self._strip)
        column.addWidget(self._table, 1)
        column.addWidget(Flow([self._gone, self._shown]))

    def refresh(self) -> None:
        """Ask for everybody again."""
        work = partial(_found, also_removed=self._gone.isChecked())
        self._context.ops.query(self, work, self._on_found, self._strip.say_error, latest="people")

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _on_found(self, found: tuple[list[Colleague], bool]) -> None:
        people, is_shown = found
        self._model.set_rows({one.account: one for one in people})
        self._shown.setChecked(is_shown)

    def _on_shown(self, on: bool) -> None:  # noqa: FBT001 - called by Qt
        def said() -> None:
            text = (
                _("The lock page shows buttons with sign-in names") if on else _("Sign-in names are typed from now on")
            )
            self._context.announcer.toast(text)

        work = partial(lock_page.set_shown, on=on)
        self._context.ops.command(
            self, work, lambda _saved: said(), self._strip.say_error, changes={"practice_profile"}
        )


def _found(desk: Desk, *, also_removed: bool) -> tuple[list[Colleague], bool]:
    return colleagues.everybody(desk, also_removed=also_removed), lock_page.is_shown(desk)


def _columns() -> tuple[Column[Colleague], ...]:
    return (
        Column(_("Name"), _name, 0, glyph=lambda _one: "user-round", tip=lambda one: one.login),
        Column(_("Role"), lambda one: one.role_label, 110),
        Column(_("Since"), lambda one: _day(one.since), 100),
        Column(_("State"), _state, 100, tone=lambda one: "" if one.is_active else "muted"),
        Column(_("Supervised by"), lambda one: one.supervisor_name, 130),
        Column(
            _("Incidents"), lambda one: _("leads") if one.is_safety_lead else "", 96,
            glyph=lambda one: "shield-check" if one.is_safety_lead else "",
            tip=lambda one: _("Leads the work on incidents") if one.is_safety_lead else "",
        ),
    )  # fmt: skip


def _name(one: Colleague) -> str:
    return _("{name} (you)").format(name=one.name) if one.is_me else one.name


def _state(one: Colleague) -> str:
    return _("active") if one.is_active else _("left on {date}").format(date=_day(one.removed))


def _day(at: str) -> str:
    return formats.short_date(formats.local(at).date()) if at else ""
