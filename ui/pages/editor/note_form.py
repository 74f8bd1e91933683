"""The form of a session note: one line of facts, the sections of the format, and the rest out of the way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.records.fields import LocalTime, is_empty, specs
from app.records.session_note import TOOK_PLACE, NoteFormat, SessionNote
from app.rules import notes
from app.texts import _, ngettext
from ui.forms.choices import words_of
from ui.forms.control import row_of, settle
from ui.forms.controls import ControlMaker
from ui.forms.fields import FieldProblem, FieldSet
from ui.forms.marking import append_as_one_step
from ui.forms.text import NoteEdit
from ui.pages.editor.kept import KeptTexts
from ui.pages.editor.sections import ALL_SECTIONS, in_words, left_over, moves_along, text_sections
from ui.theme import Space
from ui.widgets import button, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.records.fields import FieldSpec
    from ui.forms.control import Control
    from ui.forms.references import References

_SPECS = {spec.name: spec for spec in specs(SessionNote)}
FACTS = ("started", "minutes", "setting", "modality", "attendance", "present")
RISK = ("risk_statement", "risk_reason", "risk_note")
FIRST_SECTION_LINES = 10
SECTION_LINES = 4
FORMAT_WIDTH = 200


class _Placed(NamedTuple):
    """What stood in section `name` was put into another; with fewer steps than `steps` to undo it is there no more."""

    name: str
    value: Any
    into: str
    steps: int


class NoteForm(QWidget):
    """Edits the body of a session note as plain data, all but the risk statement, which stands at the sign button.

    Signals:
        changed(): the person changed something.
    """

    changed = Signal()

    def __init__(self, references: References, values: Mapping[str, Any], tools: QWidget | None = None) -> None:
        """`tools` stand beside the format."""
        super().__init__()
        self.setObjectName("record_form")
        self._placed: list[_Placed] = []
        self._kept = KeptTexts()
        self._kept.placed.connect(self.place)
        self._make = ControlMaker(references)
        rest = [name for name in _SPECS if name not in {*FACTS, *RISK, *ALL_SECTIONS, "format"}]
        self._fact_values: dict[str, Any] = {}
        self._facts: FieldSet | None = None  # made when somebody wants to change the facts
        self._sections = FieldSet([_SPECS[name] for name in ALL_SECTIONS], self._make_section)
        self._more = FieldSet([_SPECS[name] for name in rest], self._make)
        self._risk: dict[str, Any] = {}
        self._format = NoteFormat.FREE.value
        self._formats = self._make(_SPECS["format"])
        format_label = _SPECS["format"].label
        self._formats.speak(_(format_label), "")
        self._formats.changed.connect(self._on_format_picked)
        self._summary = label(tone="muted", wrap=True)
        self._change = button("", self._toggle_facts, kind="link", name="change_facts")
        self._late = self._late_line()
        self._lay_out(tools)
        self.set_values(values)
        for part in (self._sections, self._more):
            part.changed.connect(self._on_changed)

    def values(self) -> dict[str, Any]:
        """The body as plain data, with what is kept of other formats: a draft loses nothing."""
        parts = (self._facts_now(), self._sections.raw_values(), self._more.values(), self._risk)
        body: dict[str, Any] = {"format": self._format}
        for part in parts:
            body.update(part)
        return {name: body[name] for name in _SPECS if name in body}

    @property
    def is_complete(self) -> bool:
        """Whether all that should be in sight is there."""
        parts = (self._sections, self._more, *([self._facts] if self._facts is not None else []))
        return all(part.is_complete for part in parts)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show another state of the same note."""
        self._placed.clear()
        self._format = values.get("format", NoteFormat.FREE.value)
        self._formats.set_value(self._format)
        self._risk = {name: values[name] for name in RISK if name in values}
        self._fact_values = {name: values.get(name) for name in FACTS}
        if self._facts is not None:
            self._facts.set_values(self._fact_values)
        for part in (self._sections, self._more):
            part.set_values(values)
        self._tell_each_other()
        lacking = any(is_empty(values.get(name)) for name in FACTS)
        self._show_facts(open_them=lacking)

    def problems(self) -> list[FieldProblem]:
        """What cannot be understood, each shown beside its field."""
        found = self._facts.problems() if self._facts is not None else []
        if found:
            self._show_facts(open_them=True)
        return [*found, *self._sections.problems(), *self._more.problems()]

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields."""
        if set(texts) & set(FACTS):
            self._show_facts(open_them=True)
        for part in (self._more, self._sections, *([self._facts] if self._facts is not None else [])):
            mine = {name: text for name, text in texts.items() if name in {spec.name for spec in part.specs}}
            if mine:
                part.point_out(mine)

    def focus_first(self) -> None:
        """Put the cursor where one begins to write, or at the end of what is written."""
        names, texts = text_sections(self._format), self._sections.raw_values()
        written = [name for name in names if texts[name]]
        self._sections.focus_first(written[-1] if written else names[0])

    def set_field(self, name: str, value: Any) -> None:
        """Fill one of the later fields; its tier opens."""
        self._more.set_values({**self._more.values(), name: value})
        self._on_changed()

    def use_template(self, layout: str, texts: Mapping[str, str]) -> None:
        """Change to a format and put texts into its sections, behind what is there."""
        self._formats.set_value(layout)
        self._on_format_picked()
        for name, text in texts.items():
            if name in text_sections(layout):
                append_as_one_step(self._edit(name), text)

    def place(self, name: str, into: str) -> None:
        """Put what is kept of section `name` at the end of section `into`; undo there brings it back here."""
        value = self._sections.raw_values()[name]
        self._placed = [one for one in self._placed if one.into != name]
        edit = self._edit(into)
        append_as_one_step(edit, in_words(name, value))
        self._placed.append(_Placed(name, value, into, edit.document().availableUndoSteps()))
        self._sections.set_value(name, [] if isinstance(value, list) else "")
        self._on_changed()

    def _lay_out(self, tools: QWidget | None) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        facts = row(self._summary, self._change)
        facts.setStretch(0, 1)
        facts.setAlignment(self._change, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        column.addLayout(facts)
        self._formats.setFixedWidth(FORMAT_WIDTH)
        column.addWidget(self._late)
        column.addLayout(row(self._formats, None, *([tools] if tools is not None else [])))
        column.addWidget(self._kept)
        column.addWidget(self._sections)
        column.addWidget(self._more)

    def _late_line(self) -> QWidget:
        line = QWidget()
        text = _("The session was more than 72 hours ago: the note will be marked as a late entry.")
        why = button(_("Say why"), lambda: self._more.focus_first("late_reason"), kind="link", name="late_reason")
        row_of(line, label(text, size="small", tone="due", wrap=True), why).setStretch(0, 1)
        return line

    def _edit(self, section: str) -> NoteEdit:
        edit = self._sections.box(section).control.handle()
        assert isinstance(edit, NoteEdit)
        return edit

    def _make_section(self, spec: FieldSpec) -> Control:
        """A section is taller than other texts, the only one of a free note tallest."""
        control = self._make(spec)
        edit = control.handle()
        if isinstance(edit, NoteEdit):
            edit.set_least_lines(FIRST_SECTION_LINES if spec.name == "text" else SECTION_LINES)
        return control

    def _facts_now(self) -> dict[str, Any]:
        return self._facts.values() if self._facts is not None else dict(self._fact_values)

    def _tell_each_other(self) -> None:
        """Fields of one part may depend on a field of another."""
        body = self.values()
        self._sections.set_outside(body)
        self._more.set_outside(body)
        self._summary.setText(facts_in_words(self._facts_now()))
        set_shown(self._late, _is_late(body.get("started")))
        self._offer_what_is_kept(body)

    def _offer_what_is_kept(self, body: Mapping[str, Any]) -> None:
        kept = [(name, _label(name), in_words(name, body[name])) for name in left_over(body, self._format)]
        self._kept.show_texts(kept, [(name, _label(name)) for name in text_sections(self._format)])

    def _show_facts(self, *, open_them: bool) -> None:
        if open_them and self._facts is None:
            self._facts = FieldSet([_SPECS[name] for name in FACTS], self._make)
            self._facts.set_values(self._fact_values)
            self._facts.changed.connect(self._on_changed)
            self._column.insertWidget(1, self._facts)
        if self._facts is not None:
            set_shown(self._facts, open_them)
        set_shown(self._summary, not open_them)
        settle(self)
        self._change.setText(_("Hide these fields") if open_them else _("Change"))
        self._change.setAccessibleName(
            _("Hide date, length and setting") if open_them else _("Change date, length and setting")
        )

    def _toggle_facts(self) -> None:
        opening = self._facts is None or self._facts.isHidden()
        self._show_facts(open_them=opening)
        if opening and self._facts is not None:
            self._facts.focus_first()

    def _on_format_picked(self) -> None:
        old, self._format = self._format, self._formats.value()
        if old == self._format:
            return
        moving = moves_along(self._sections.raw_values(), self._format)
        self._tell_each_other()  # the sections of the new format are there from now on
        if moving is not None:
            self.place(*moving)
        self._on_changed()
        self.focus_first()

    def _on_changed(self) -> None:
        self._take_back_what_was_undone()
        self._tell_each_other()
        self.changed.emit()

    def _take_back_what_was_undone(self) -> None:
        undone = [one for one in self._placed if self._edit(one.into).document().availableUndoSteps() < one.steps]
        for one in undone:
            self._placed.remove(one)
            self._sections.set_value(one.name, one.value)


def facts_in_words(values: Mapping[str, Any]) -> str:
    """`Tuesday, 22 November 2026, 15:00 · 50 minutes · In person · Individual · Attended · Client`."""
    parts = []
    started = values.get("started")
    if started:
        parts.append(_("{date}, {time}").format(date=formats.day(started["at"][:10]), time=started["at"][11:]))
    minutes = values.get("minutes")
    if minutes:
        parts.append(ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes))
    took_place = values.get("attendance") in TOOK_PLACE
    for name in FACTS[2:] if took_place else FACTS[2:-1]:  # nobody was present at what did not take place
        value = values.get(name)
        parts += [words_of(_SPECS[name], one) for one in (value if isinstance(value, list) else [value]) if one]
    return " · ".join(part for part in parts if part)


def _label(section: str) -> str:
    words = _SPECS[section].label
    return _(words)


def _is_late(started: Mapping[str, str] | None) -> bool:
    return started is not None and notes.is_late(LocalTime(**started), datetime.now(UTC))


def risk_specs() -> list[FieldSpec]:
    """The fields of the risk statement, for the bar with the sign button."""
    return [_SPECS[name] for name in RISK]
