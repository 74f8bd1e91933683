"""Who works on an incident: who can open it and as what, taking it over, leaving somebody out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.fields import specs
from app.records.incident import LeftOut
from app.services import incident_team
from app.texts import _
from ui.forms.fields import FieldSet
from ui.pages.incidents.leaving_out import control_of
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, column, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QFrame

    from app.desk import Desk
    from app.services.incident_team import LeftOutRow, Team, TeamRow
    from app.services.practice.practices import PersonRow
    from app.services.records import Saved
    from ui.context import Context
    from ui.known import KnownError


class TeamPart(QWidget):
    """One card, and under it the form that leaves somebody out.

    Signals:
        changed(): somebody else works on it now; show the incident again.
    """

    changed = Signal()

    def __init__(self, context: Context, incident: str, team: Team, people: Sequence[PersonRow]) -> None:
        """`people`: whom it can concern."""
        super().__init__()
        self.setObjectName("incident_team")
        self._context = context
        self._incident = incident
        out = {one.account for one in team.left_out}
        self._people = [(one.account, one.name) for one in people if one.account not in out]
        self._strip = Strip()
        self._form: FieldSet | None = None
        self._place = QVBoxLayout()
        take = button(_("Take it over"), self._on_take_over, glyph="user-round", name="take_over")
        leave = button(_("Leave somebody out…"), self._on_leave_out, glyph="ban", name="leave_out")
        buttons = [*([take] if team.may_take_over else []), *([leave] if team.may_manage and self._people else [])]
        head = row(label(_("Who works on it"), size="lead"), None, *buttons)
        about = label(
            _("It opens for these people alone. Whoever is made responsible for a step is added by that."),
            tone="muted", wrap=True,
        )  # fmt: skip
        lines = [_member(one) for one in team.rows] + [_left_out(one) for one in team.left_out]
        body = card(head, about, self._strip, *lines, self._place, spacing=Space.S)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(body)
        outer.addStretch(1)

    def _on_take_over(self) -> None:
        incident = self._incident
        self._do(lambda desk: incident_team.take_over(desk, incident), _("You have taken it over"))

    def _on_leave_out(self) -> None:
        if self._form is not None:
            return
        self._form = FieldSet(specs(LeftOut), lambda spec: control_of(spec, self._people))
        self._form.set_values({})
        self._place.addWidget(_leaving_form(self._form, self._on_left_out))
        self._form.focus_first()

    def _on_left_out(self) -> None:
        assert self._form is not None
        values: dict[str, Any] = self._form.values()
        empty = {name: _("This is still needed.") for name in ("person", "reason") if not values[name]}
        self._form.point_out(empty)
        if not empty:
            incident, person, reason = self._incident, values["person"], values["reason"]
            self._do(lambda desk: incident_team.leave_out(desk, incident, person, reason), _("Left out"))

    def _do(self, work: Callable[[Desk], Saved], said: str) -> None:
        def done(_saved: Saved) -> None:
            self._context.announcer.toast(said, "users-round")
            self.changed.emit()

        self._context.ops.command(self, work, done, self._on_failed, changes={"incident", self._incident})

    def _on_failed(self, error: KnownError) -> None:
        self._strip.say_error(error)


def _leaving_form(form: FieldSet, done: Callable[[], object]) -> QFrame:
    warning = _("From now on it no longer opens for them. What they have read stays known.")
    leave = button(_("Leave out"), done, name="leave_out_now")
    made = card(label(warning, wrap=True), form, row(None, leave), spacing=Space.M)
    made.setObjectName("leave_out_form")
    return made


def _member(one: TeamRow) -> QWidget:
    return _line("user-round", "muted", one.name, " · ".join(one.parts))


def _left_out(one: LeftOutRow) -> QWidget:
    return _line("ban", "due", one.name, _("left out: {reason}").format(reason=one.reason))


def _line(glyph: str, tone: str, name: str, note: str) -> QWidget:
    strong = label(name)
    strong.setProperty("strong", "true")
    made = QWidget()
    inside = row(IconLabel(glyph, tone), column(strong, label(note, size="small", tone="muted", wrap=True), spacing=0))
    inside.setStretch(1, 1)
    made.setLayout(inside)
    return made
