"""The living part of an incident as one form in several pieces: each stop of the track shows one of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import clock
from app.records.fields import specs
from app.records.incident_response import IncidentResponse
from app.rules.incidents import STEP_LABELS, Step
from app.texts import N_, _
from ui.forms.control import settle
from ui.forms.controls import ControlMaker
from ui.forms.fields import FieldProblem, FieldSet
from ui.forms.parts import RowsControl
from ui.forms.view import RecordView
from ui.pages.incidents.owner_control import OwnerControl
from ui.theme import Space
from ui.widgets import button, card, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.records.fields import FieldSpec
    from app.records.response_parts import Notice
    from ui.forms.control import Control
    from ui.forms.references import References

_SPECS = {spec.name: spec for spec in specs(IncidentResponse)}
_GRADING = ("event_type", "category", "near_miss_barrier", "matrix")
_LEARNING = ("client_told", "lesson_summary", "what_changed", "changed_policy", "changed_hazard")
AFTER_SUICIDE = "after_suicide"
_HINTS = {
    Step.ASSESSMENT: N_("Is anyone in danger, who, and what was decided."),
    Step.SUPPORT: N_("What the client was offered, by whom, and how it was taken."),
    Step.DOCUMENTATION: N_("The first entry is complete and signed; the client's file holds only a factual note."),
    Step.NOTIFICATION: N_("Each duty to tell somebody is decided: made, or not needed and why."),
    Step.MITIGATION: N_("What is changed so that it does not happen again: each action with an owner and a date."),
    Step.DEBRIEF: N_("It was talked over, also with somebody from outside; or there is a reason why not."),
}
_HARM_SCALE = N_(
    "Low: one visit or a few days. Moderate: treatment or limits for less than half a year. "
    "Severe: longer, or for good. Grade the body and the mind each for itself, as far as you know today."
)
_CHECKLIST = N_(
    "A checklist for the days after, to be taken up bit by bit. Whoever was close to it should not be alone with it."
)


class ResponseForm(QWidget):
    """Edits the body of a response as plain data; pieces are made when they are first shown.

    Signals:
        changed(): the person changed something.
    """

    changed = Signal()

    def __init__(
        self, references: References, body: IncidentResponse, values: Mapping[str, Any],
        people: Mapping[str, str] | None = None, beside: Mapping[str, Callable[[], QWidget]] | None = None,
    ) -> None:  # fmt: skip
        """`people`: accounts by name that can be made responsible for a step. `beside`: what stands over a piece."""
        super().__init__()
        self._people = people or {}
        self._beside = beside or {}
        self._owners: dict[str, OwnerControl] = {}
        self.setObjectName("record_form")
        self._references = references
        self._body = body
        self._make = ControlMaker(references)
        self._loaded = dict(values)
        self._graded = list(values.get("harm") or [])  # earlier gradings stay as they are
        self._pieces: dict[str, FieldSet] = {}
        self._pages: dict[str, QWidget] = {}
        self._shown = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_piece(self, name: str) -> None:
        """Show a step, "grading", "learning" or "after_suicide"."""
        if name not in self._pages:
            self._pages[name] = self._make_page(name)
            self._column.addWidget(self._pages[name])
        self._shown = name
        for each, page in self._pages.items():
            page.setVisible(each == name)
        settle(self)

    @property
    def is_complete(self) -> bool:
        """Whether all that should be in sight is there."""
        return all(piece.is_complete for piece in self._pieces.values())

    def values(self) -> dict[str, Any]:
        """The body as plain data."""
        body = dict(self._loaded)
        for name, piece in self._pieces.items():
            if name in _SPECS and name not in _LEARNING:
                body[name] = piece.values()
            else:
                body.update(piece.values())
        if "grading" in self._pieces:
            body["harm"] = [*self._graded, *self._pieces["grading"].values()["harm"]]
        return body

    def named(self) -> dict[str, str]:
        """The accounts of colleagues who were picked for a step here, by step; whoever is so named gets access.

        Only what a person picked at this desk counts, never what stands in the record: that can come from elsewhere.
        """
        picked = {name: owner.picked for name, owner in self._owners.items() if owner.picked}
        return {name: self._people[who] for name, who in picked.items() if who in self._people}

    def problems(self) -> list[FieldProblem]:
        """What cannot be understood; the piece with the first problem is shown."""
        for name, piece in self._pieces.items():
            found = piece.problems()
            if found:
                self.show_piece(name)
                return found
        return []

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields, where they are."""
        for name in ("grading", "learning"):
            mine = {field: text for field, text in texts.items() if field in _GRADING + _LEARNING}
            if name in self._pieces and mine:
                self._pieces[name].point_out(mine)

    def focus_first(self) -> None:
        """Put the cursor into the first field of the piece that is shown."""
        if self._shown in self._pieces:
            self._pieces[self._shown].focus_first()

    def add_notice(self, notice: Notice) -> None:
        """One more notification, to be decided."""
        control = self._pieces[Step.NOTIFICATION].box("notices").control
        assert isinstance(control, RowsControl)
        control.add().set_values(msgspec.to_builtins(notice))
        self.changed.emit()

    def tick_now(self, step: str) -> None:
        """The step is done at this minute."""
        piece = self._pieces[step]
        now = clock.now()
        piece.box("done").control.set_value({"at": now.at, "zone": now.zone})
        self.changed.emit()

    def _make_page(self, name: str) -> QWidget:
        if name in STEP_LABELS:
            parts = self._step_parts(name)
        elif name == "grading":
            parts = self._grading_parts()
        elif name == AFTER_SUICIDE:
            title = label(_(_SPECS[name].label), size="lead")
            piece = self._piece(name, _SPECS[name].item or (), self._loaded.get(name) or {})
            parts = [title, label(_(_CHECKLIST), tone="muted", wrap=True), piece]
        else:
            title = label(_("Learning and closing"), size="lead")
            piece = self._piece("learning", [_SPECS[one] for one in _LEARNING], self._loaded)
            piece.open_all()
            parts = [title, piece]
        if name in self._beside:
            parts.insert(-1, self._beside[name]())
        return card(*parts, spacing=Space.M)

    def _is_open(self, name: str) -> bool:
        """Of a closed incident only the actions go on: they are done, and looked at, later."""
        return not self._body.closed_on or name == Step.MITIGATION

    def _step_parts(self, name: str) -> list[Any]:
        step = Step(name)
        done = button(_("Done now"), lambda: self.tick_now(name), kind="quiet", glyph="check", name="done_now")
        done.setEnabled(self._is_open(name))
        head = row(label(_(STEP_LABELS[step]), size="lead", wrap=True), done)
        head.setStretch(0, 1)
        return [
            head,
            label(_(_HINTS[step]), tone="muted", wrap=True),
            self._piece(name, _SPECS[name].item or (), self._loaded.get(name) or {}),
        ]

    def _grading_parts(self) -> list[Any]:
        parts: list[Any] = [label(_("What it was"), size="lead")]
        if self._graded:
            parts.append(label(_("Earlier gradings of harm"), tone="muted"))
            parts += [RecordView(grading, self._references) for grading in self._body.harm]
        parts.append(label(_(_HARM_SCALE), size="small", tone="muted", wrap=True))
        fields = [spec for spec in _SPECS.values() if spec.name in {*_GRADING, "harm"}]
        parts.append(self._piece("grading", fields, {**self._loaded, "harm": []}))
        return parts

    def _control(self, step: str, spec: FieldSpec) -> Control:
        if spec.name != "owner" or not self._people:
            return self._make(spec)
        self._owners[step] = OwnerControl(spec, list(self._people))
        return self._owners[step]

    def _piece(self, name: str, fields: Any, values: Mapping[str, Any]) -> FieldSet:
        piece = FieldSet(fields, partial(self._control, name))
        piece.set_values(values)
        piece.changed.connect(self.changed)
        piece.setEnabled(self._is_open(name))
        self._pieces[name] = piece
        return piece
