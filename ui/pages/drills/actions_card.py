"""The actions of a signed drill: how each stands, and writing down that it is done and whether it works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.records.fields import Tier, specs
from app.records.response_choices import Effect
from app.records.response_parts import Action
from app.services.safety import drill_actions
from app.texts import N_, _
from ui.forms.controls import ControlMaker
from ui.forms.fields import FieldSet
from ui.forms.lookup import VaultReferences
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, clear, column, label, row

if TYPE_CHECKING:
    from app.records.fields import FieldSpec
    from app.services.safety.drill_actions import ActionRow
    from ui.context import Context
    from ui.known import KnownError

_ASKED = ("due", "done_on", "evidence", "check_on", "checked_on", "effect", "check_result")
_SIGNS = {  # icon and tone of each state
    "open": ("circle", "muted"),
    "late": ("circle-alert", "due"),
    "to_check": ("circle-dot", "accent"),
    "done": ("circle-check", "good"),
}
_WORDS = {  # where there is a day
    "open": N_("open, due {date}"),
    "late": N_("open, was due {date}"),
    "to_check": N_("done {done}; look whether it works on {date}"),
}


class ActionsCard(QWidget):
    """One line for each action, and under it the form of the one that is seen to.

    Signals:
        changed(): something was written down; show the drill again.
    """

    changed = Signal()

    def __init__(self, context: Context, drill: str, actions: Sequence[ActionRow], *, may_write: bool) -> None:
        super().__init__()
        self.setObjectName("drill_actions")
        self._context = context
        self._drill = drill
        self._strip = Strip()
        self._form: FieldSet | None = None
        self._places: dict[int, QVBoxLayout] = {}
        lines: list[QWidget] = [self._line(one, may_write=may_write) for one in actions]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card(label(_("Actions"), size="lead"), self._strip, *lines, spacing=Space.S))

    def _line(self, one: ActionRow, *, may_write: bool) -> QWidget:
        what = label(one.action.action, wrap=True)
        said = label(action_words(one), size="small", tone="muted", wrap=True)
        see_to = button(_("See to it…"), partial(self._on_see_to, one), name=f"see_to:{one.number}")
        inside = row(IconLabel(*_SIGNS[one.state]), column(what, said, spacing=0), see_to if may_write else None)
        inside.setStretch(1, 1)
        place = self._places[one.number] = QVBoxLayout()
        made = QWidget()
        made.setLayout(column(inside, place, spacing=Space.S))
        return made

    def _on_see_to(self, one: ActionRow) -> None:
        for place in self._places.values():
            clear(place)
        self._form = FieldSet(_fields(), ControlMaker(VaultReferences(self._context, self)))
        self._form.set_values(msgspec.to_builtins(one.action))
        save = button(_("Save"), partial(self._on_save, one.number), kind="primary", name="save_action")
        self._places[one.number].addWidget(card(self._form, row(None, save), spacing=Space.M))
        self._form.focus_first()

    def _on_save(self, number: int) -> None:
        assert self._form is not None
        if self._form.problems():
            self._strip.say(_("Some fields cannot be understood. They are marked."), "due")
            return
        self._strip.hush()
        drill, values = self._drill, {name: self._form.values()[name] for name in _ASKED}

        def done(_saved: object) -> None:
            self._context.announcer.toast(_("Saved"), "save")
            self.changed.emit()

        self._context.ops.command(
            self, lambda desk: drill_actions.see_to(desk, drill, number, values), done, self._on_failed,
            changes={"drill", "drill_action", drill},
        )  # fmt: skip

    def _on_failed(self, error: KnownError) -> None:
        self._strip.say_error(error)


def action_words(one: ActionRow) -> str:
    """Who, and how it stands: `Anna · done 3 Nov 2026; look whether it works on 1 Dec 2026`."""
    action, said = one.action, _WORDS.get(one.state)
    done = formats.short_date(action.done_on) if action.done_on else ""
    date = action.check_on if one.state == "to_check" else action.due
    if said is not None:
        words = _(said).format(done=done, date=formats.short_date(date)) if date else _("open")
    else:
        words = _("done {date}").format(date=done)
    effect = _(Effect.label_of(action.effect)) if action.effect else ""
    return " · ".join(part for part in (action.owner, words, effect, action.check_result) if part)


def _fields() -> list[FieldSpec]:
    """What becomes of an action, all of it in sight; what was planned stays as it was signed."""
    return [replace(spec, tier=Tier.FIRST) for spec in specs(Action) if spec.name in _ASKED]
