"""The form of a session note: one line of facts, the sections of the format, and the rest out of the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.records.fields import is_empty, specs
from app.records.session_note import NoteFormat, SessionNote
from app.texts import _, ngettext
from ui.forms.choices import Segments, options_of
from ui.forms.control import settle
from ui.forms.controls import ControlMaker
from ui.forms.fields import FieldProblem, FieldSet
from ui.forms.text import NoteEdit
from ui.pages.editor.sections import ALL_SECTIONS, SECTIONS, moved
from ui.theme import Space
from ui.widgets import button, label, row

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


class NoteForm(QWidget):
    """Edits the body of a session note as plain data, all but the risk statement, which stands at the sign button.

    Signals:
        changed(): the person changed something.
    """

    changed = Signal()

    def __init__(self, references: References, values: Mapping[str, Any]) -> None:
        super().__init__()
        self.setObjectName("record_form")
        self._make = ControlMaker(references)
        rest = [name for name in _SPECS if name not in {*FACTS, *RISK, *ALL_SECTIONS, "format"}]
        self._fact_values: dict[str, Any] = {}
        self._facts: FieldSet | None = None  # made when somebody wants to change the facts
        self._sections = FieldSet([_SPECS[name] for name in ALL_SECTIONS], self._make_section)
        self._more = FieldSet([_SPECS[name] for name in rest], self._make)
        self._risk: dict[str, Any] = {}
        self._format = NoteFormat.FREE.value
        self._formats = Segments(options_of(_SPECS["format"]), liftable=False)
        format_label = _SPECS["format"].label
        self._formats.speak(_(format_label), "")
        self._formats.picked.connect(self._on_format_picked)
        self._summary = label(tone="muted", wrap=True)
        self._change = button("", self._toggle_facts, kind="link", name="change_facts")
        self._lay_out()
        self.set_values(values)
        for part in (self._sections, self._more):
            part.changed.connect(self._on_changed)

    def values(self) -> dict[str, Any]:
        """The body as plain data."""
        parts = (self._facts_now(), self._sections.values(), self._more.values(), self._risk)
        body: dict[str, Any] = {"format": self._format}
        for part in parts:
            body.update(part)
        return {name: body[name] for name in _SPECS if name in body}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show another state of the same note."""
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

    def set_risk(self, values: Mapping[str, Any]) -> None:
        """Take over what was chosen beside the sign button."""
        self._risk = dict(values)

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
        """Put the cursor where one begins to write."""
        self._sections.focus_first(SECTIONS[self._format][0])

    def set_field(self, name: str, value: Any) -> None:
        """Fill one of the later fields; its tier opens."""
        self._more.set_values({**self._more.values(), name: value})
        self._on_changed()

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        facts = row(self._summary, self._change)
        facts.setStretch(0, 1)
        facts.setAlignment(self._change, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        column.addLayout(facts)
        column.addLayout(row(self._formats, None))
        column.addWidget(self._sections)
        column.addWidget(self._more)

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

    def _show_facts(self, *, open_them: bool) -> None:
        if open_them and self._facts is None:
            self._facts = FieldSet([_SPECS[name] for name in FACTS], self._make)
            self._facts.set_values(self._fact_values)
            self._facts.changed.connect(self._on_changed)
            self._column.insertWidget(1, self._facts)
        if self._facts is not None:
            self._facts.setVisible(open_them)
        self._summary.setVisible(not open_them)
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
        labels = {name: _(_SPECS[name].label) for name in ALL_SECTIONS}
        texts = self._sections.raw_values()
        self._sections.set_values(moved(texts, old, self._format, labels))
        self._on_changed()
        self.focus_first()

    def _on_changed(self) -> None:
        self._tell_each_other()
        self.changed.emit()


def facts_in_words(values: Mapping[str, Any]) -> str:
    """`Tuesday, 22 November 2026, 15:00 · 50 minutes · In person · Individual · Attended · Client`."""
    parts = []
    started = values.get("started")
    if started:
        parts.append(_("{date}, {time}").format(date=formats.day(started["at"][:10]), time=started["at"][11:]))
    minutes = values.get("minutes")
    if minutes is not None:
        parts.append(ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes))
    for name in FACTS[2:]:
        labels, value = dict(options_of(_SPECS[name])), values.get(name)
        parts += [labels[one] for one in (value if isinstance(value, list) else [value]) if one in labels]
    return " · ".join(part for part in parts if part)


def risk_specs() -> list[FieldSpec]:
    """The fields of the risk statement, for the bar with the sign button."""
    return [_SPECS[name] for name in RISK]
