"""A lost or stolen device, step by step: a few questions, then what the answers speak for and what to do now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.fields import specs
from app.records.lost_device import LostDevice
from app.rules.lost_device import Answered, Leans
from app.services.safety import breaches
from app.texts import N_, _
from ui.forms.control import settle
from ui.forms.controls import ControlMaker
from ui.forms.fields import FieldSet
from ui.forms.lookup import VaultReferences
from ui.theme import Space
from ui.widgets import IconLabel, PageHeader, Strip, button, card, clear, column, icon_button, label, row, scrolling

if TYPE_CHECKING:
    from app.rules.lost_device import ToDo
    from app.services.safety.breaches import LawNote
    from ui.context import Context

WIDEST = 820
_STEPS = (
    (N_("The device"), ("device", "papers")),
    (N_("The vault"), ("had_vault", "vault_state", "secret_with_it")),
    (N_("Backups"), ("backups_with_it", "backup_elsewhere")),
    (N_("What could be read"), ("readable_on_it", "disk_encrypted", "what_readable")),
)
_LEANS = {Leans.FOR: ("check", "accent"), Leans.AGAINST: ("circle-alert", "due"), Leans.OPEN: ("circle-help", "muted")}


class LostDeviceView(QWidget):
    """Nothing is kept until the entry is begun; no answer counts as *not known*.

    Signals:
        closed(): back to the list.
        begin_wanted(answered): begin an entry of the register with these answers.
    """

    closed = Signal()
    begin_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("lost_device")
        self._context = context
        self._maker = ControlMaker(VaultReferences(context, self))
        self._values: dict[str, Any] = {}
        self._fields: FieldSet | None = None
        self._at = 0
        self._notes: list[LawNote] = []
        self._header = PageHeader(_("A device is lost or stolen"))
        self._strip = Strip()
        self._place = QVBoxLayout()
        self._back = button(_("Back"), self._on_back, kind="quiet", glyph="arrow-left", name="step_back")
        self._next = button(_("Next"), self._on_next, kind="primary", name="step_next")
        self._lay_out()
        self._context.ops.query(self, breaches.device_notes, self._on_notes, self._strip.say_error)
        self._show_step()

    def focus_first(self) -> None:
        """Put the focus on the question."""
        if self._fields is not None:
            self._fields.focus_first()
        else:
            self._next.setFocus()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.M, Space.M)
        inside.addLayout(self._place)
        inside.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(
            row(icon_button("arrow-left", _("To the list"), self.closed.emit, name="to_list"), self._header)
        )
        outer.addWidget(self._strip)
        outer.addWidget(scrolling(page), 1)
        outer.addLayout(row(self._back, None, self._next))

    def _on_notes(self, notes: list[LawNote]) -> None:
        self._notes = notes

    def _answered(self) -> Answered:
        given = {name: value for name, value in self._values.items() if value is not None}
        return Answered(msgspec.convert(given, LostDevice))

    def _on_next(self) -> None:
        if self._fields is None:
            self.begin_wanted.emit(self._answered())
            return
        self._take()
        empty = self._unanswered()
        if empty:
            self._fields.point_out(dict.fromkeys(empty, _("Choose an answer; “not known” is one too.")))
            return
        self._at = self._following(1)
        self._show_step()

    def _on_back(self) -> None:
        self._take()
        self._at = self._following(-1)
        self._show_step()

    def _take(self) -> None:
        if self._fields is not None:
            self._values.update(self._fields.values())

    def _unanswered(self) -> list[str]:
        """What stands in this step and has no answer."""
        wanted = _called_for(self._at, self._values)
        return [spec.name for spec in wanted if spec.needed and not self._values.get(spec.name)]

    def _following(self, by: int) -> int:
        """The next step in which anything is asked; the one behind the last shows what follows."""
        at = self._at + by
        while 0 < at < len(_STEPS) and not _called_for(at, self._values):
            at += by
        return max(at, 0)

    def _show_step(self) -> None:
        clear(self._place)
        self._fields = None
        self._back.setEnabled(self._at > 0)
        is_last = self._at >= len(_STEPS)
        self._next.setText(_("Begin the entry in the register") if is_last else _("Next"))
        if is_last:
            self._header.set_subtitle(_("What the answers say, and what to do now"))
            for part in self._result():
                self._place.addWidget(part)
        else:
            title, names = _STEPS[self._at]
            self._header.set_subtitle(_("Step {n} of {count}").format(n=self._at + 1, count=len(_STEPS)))
            self._fields = FieldSet([_SPECS[name] for name in names], self._maker)
            self._fields.set_outside(self._values)
            self._fields.set_values(self._values)
            self._place.addWidget(card(label(_(title), size="lead"), self._fields, spacing=Space.M))
        settle(self)
        self.focus_first()

    def _result(self) -> list[QWidget]:
        found = self._answered()
        facts = [_line(*_LEANS[fact.leans], fact.words) for fact in found.facts()]
        judged = _(
            "Whether anybody is told is yours to decide, with the reason. The loss goes into the register in any case, "
            "and the clocks count from when you knew."
        )
        laws = [_note(one) for one in self._notes]
        made: list[QWidget] = [
            card(label(_("What the answers say"), size="lead"), *facts, spacing=Space.S),
            card(label(_("What stays to be judged"), size="lead"), label(judged, wrap=True), *laws, spacing=Space.S),
            card(label(_("What to do now"), size="lead"), *map(self._to_do, found.to_do()), spacing=Space.S),
        ]
        for one, name in zip(made, ("facts", "judged", "to_do"), strict=True):
            one.setObjectName(f"device_{name}")
        return made

    def _to_do(self, one: ToDo) -> QWidget:
        made = _line("square", "muted", one.words)
        layout = made.layout()
        if one.page and layout is not None:
            go = button(_(one.page_words), lambda: self._context.navigator.go_to(one.page), kind="link")
            layout.addWidget(go)
        return made


_SPECS = {spec.name: spec for spec in specs(LostDevice)}


def _called_for(step: int, values: dict[str, Any]) -> list[Any]:
    """The questions of a step that the answers so far call for."""
    from app.records.fields import shown

    asked = {spec.name for spec in shown(tuple(_SPECS.values()), values)}
    return [_SPECS[name] for name in _STEPS[step][1] if name in asked]


def _line(glyph: str, tone: str, words: str) -> QWidget:
    made = QWidget()
    inside = row(IconLabel(glyph, tone, 16), label(words, wrap=True))
    inside.setStretch(1, 1)
    made.setLayout(inside)
    return made


def _note(one: LawNote) -> QWidget:
    made = QWidget()
    source = label(one.source, size="small", tone="muted", wrap=True)
    made.setLayout(column(label(f"{one.title}: {one.text}", size="small", wrap=True), source, spacing=2))
    return made
