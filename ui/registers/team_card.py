"""Who works on an incident, a breach or a complaint: who can open it and as what, letting in, leaving out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.fields import specs
from app.records.incident import LeftOut
from app.texts import N_, _
from ui.forms.fields import FieldSet
from ui.sharing.controls import PersonControl, ReasonControl
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, clear, column, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.desk import Desk
    from app.records.fields import FieldSpec
    from app.services.incident_team import LeftOutRow, Team, TeamRow
    from app.services.practice.practices import PersonRow
    from ui.context import Context
    from ui.forms.choices import Option
    from ui.forms.control import Control
    from ui.known import KnownError

REASONS = (
    N_("It is about what they did"),
    N_("They are close to somebody in it"),
    N_("They would have to judge themselves"),
)


@dataclass(frozen=True, slots=True)
class Deeds:
    """What can be done about one record, each as work for the engine; None where there is no such thing.

    `before` gives what is to be kept of an open form first, when something is done.
    """

    kind: str
    record: str
    about: str
    leave_out: Callable[[Desk, str, str], object]
    take_over: Callable[[Desk], object] | None = None
    share: Callable[[Desk, str], object] | None = None
    before: Callable[[], Callable[[Desk], object] | None] = lambda: None


class TeamCard(QWidget):
    """One card, and in it the form that lets somebody in or leaves somebody out.

    Signals:
        changed(): somebody else works on it now; show the record again.
    """

    changed = Signal()

    def __init__(self, context: Context, deeds: Deeds, team: Team, people: Sequence[PersonRow]) -> None:
        """`people`: whom it can concern."""
        super().__init__()
        self.setObjectName(f"{deeds.kind}_team")
        self._context = context
        self._deeds = deeds
        out, there = {one.account for one in team.left_out}, {one.account for one in team.rows}
        self._people = [(one.account, one.name) for one in people if one.account not in out]
        self._others = [one for one in self._people if one[0] not in there]
        self._strip = Strip()
        self._form: FieldSet | None = None
        self._place = QVBoxLayout()
        lines = [_member(one) for one in team.rows] + [_left_out(one) for one in team.left_out]
        about = label(deeds.about, tone="muted", wrap=True)
        head = row(label(_("Who works on it"), size="lead"), None, *self._buttons(team))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card(head, about, self._strip, *lines, self._place, spacing=Space.S))
        outer.addStretch(1)

    def _buttons(self, team: Team) -> list[QWidget]:
        made: list[QWidget] = []
        if self._deeds.take_over is not None and team.may_take_over:
            made.append(button(_("Take it over"), self._on_take_over, glyph="user-round", name="take_over"))
        if self._deeds.share is not None and team.may_manage and self._others:
            made.append(button(_("Let somebody in…"), self._on_share, glyph="user-plus", name="let_in"))
        if team.may_manage and self._people:
            made.append(button(_("Leave somebody out…"), self._on_leave_out, glyph="ban", name="leave_out"))
        return made

    def _on_take_over(self) -> None:
        assert self._deeds.take_over is not None
        self._do(self._deeds.take_over, _("You have taken it over"))

    def _on_share(self) -> None:
        words = _("From now on it opens for them, and they can write in it.")
        go = button(_("Let in"), self._on_let_in, name="let_in_now")
        self._ask("let_in_form", self._others, ("person",), column(label(words, wrap=True), row(None, go)))

    def _on_leave_out(self) -> None:
        words = _("From now on it no longer opens for them. What they have read stays known.")
        go = button(_("Leave out"), self._on_left_out, name="leave_out_now")
        self._ask("leave_out_form", self._people, ("person", "reason"), column(label(words, wrap=True), row(None, go)))

    def _ask(self, name: str, people: Sequence[Option], fields: Sequence[str], under: Any) -> None:
        """Show the form with these fields of `LeftOut`, in the place of another that is there."""
        clear(self._place)
        wanted = [spec for spec in specs(LeftOut) if spec.name in fields]
        self._form = FieldSet(wanted, lambda spec: control_of(spec, people))
        self._form.set_values({})
        made = card(self._form, under, spacing=Space.M)
        made.setObjectName(name)
        self._place.addWidget(made)
        self._form.focus_first()

    def _answers(self) -> Mapping[str, Any]:
        """What the form says; empty while something of it is missing, which is pointed out."""
        assert self._form is not None
        values: dict[str, Any] = self._form.values()
        empty = {name: _("This is still needed.") for name, value in values.items() if not value}
        self._form.point_out(empty)
        return {} if empty else values

    def _on_let_in(self) -> None:
        values, share = self._answers(), self._deeds.share
        if values and share is not None:
            self._do(lambda desk: share(desk, values["person"]), _("It opens for them now"))

    def _on_left_out(self) -> None:
        values, leave_out = self._answers(), self._deeds.leave_out
        if values:
            self._do(lambda desk: leave_out(desk, values["person"], values["reason"]), _("Left out"))

    def _do(self, work: Callable[[Desk], object], said: str) -> None:
        keep, deeds = self._deeds.before(), self._deeds

        def all_of_it(desk: Desk) -> None:
            if keep is not None:
                keep(desk)
            work(desk)

        def done(_none: None) -> None:
            self._context.announcer.toast(said, "users-round")
            self.changed.emit()

        self._context.ops.command(self, all_of_it, done, self._on_failed, changes={deeds.kind, deeds.record})

    def _on_failed(self, error: KnownError) -> None:
        self._strip.say_error(error)


def control_of(spec: FieldSpec, people: Sequence[Option]) -> Control:
    """The control for a field of `LeftOut`; `people`: accounts and names."""
    return PersonControl(spec, people) if spec.name == "person" else ReasonControl(spec, REASONS)


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
