"""A long form in sections under each other: each says what it is about and whether anything is still needed in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.fields import NOT_IN_FORMS, Tier, is_empty, shown
from app.texts import N_, _
from ui.forms.controls import ControlMaker
from ui.forms.field_box import NEEDED_MARK
from ui.forms.fields import FieldSet, plain_default
from ui.forms.later import LaterSections
from ui.forms.steps import steps
from ui.theme import Space
from ui.widgets import IconLabel, card, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QFrame

    from app.records.fields import FieldSpec
    from ui.forms.field_box import FieldBox
    from ui.forms.fields import FieldProblem
    from ui.forms.references import References


class SectionSpec(NamedTuple):
    """Title and hint (message ids), and the names of its fields in their order; empty ones are for other parts."""

    name: str
    title: str
    hint: str
    fields: tuple[str, ...]


class SectionedForm(QWidget):
    """Edits the body of one record as plain data, as `RecordForm` does. Fields of no section stay as they were loaded.

    Signals:
        changed(): the person changed something.
    """

    changed = Signal()

    LEGEND = N_("needed to sign")  # what the mark of needed fields means

    def __init__(
        self, fields: Sequence[FieldSpec], sections: Sequence[SectionSpec], references: References,
        values: Mapping[str, Any], *, later: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """`later`: the sections, all of them at the end, that stand behind a button until something is in them."""
        super().__init__()
        self.setObjectName("record_form")
        self._known = {spec.name: spec for spec in fields}
        self._loaded = dict(values)
        self._sections: dict[str, _Section] = {}
        self._later_names = tuple(later)
        self._later = LaterSections() if later else None
        maker = ControlMaker(references)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for one in sections:
            section = _Section(one, [self._known[name] for name in one.fields], maker)
            section.fields.changed.connect(self._on_changed)
            self._sections[one.name] = section
            self._place(column, section)
        column.addWidget(label(f"{NEEDED_MARK.strip()} {_(self.LEGEND)}", size="small", tone="muted"))
        if any(_was_filled_in(spec, values) for section in self._later_sections() for spec in section.fields.specs):
            self._reveal()
        for section in self._sections.values():
            steps().do(self, partial(self._fill, section))
        steps().do(self, self._tell_each_other)

    @property
    def is_complete(self) -> bool:
        """Whether all that should be in sight is there."""
        return all(section.is_filled and section.fields.is_complete for section in self._sections.values())

    def values(self) -> dict[str, Any]:
        """The body as plain data: defaults where no field is called for; what is not made yet is as it was loaded."""
        found = dict(self._loaded)
        for section in self._filled():
            found.update(section.fields.values())
        return found

    def problems(self) -> list[FieldProblem]:
        """What cannot be understood, each shown beside its field."""
        return [one for section in self._sections.values() for one in section.fields.problems()]

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields, and go to the first."""
        for section in reversed(self._sections.values()):
            mine = {name: text for name, text in texts.items() if name in section.names}
            if mine:
                self._reveal(section)
                self._fill(section)
                section.fields.point_out(mine)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.focus_field(next(name for section in self._sections.values() for name in section.names))

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field."""
        self._section_of(name).fields.focus_first(name)

    def box(self, name: str) -> FieldBox:
        """The box of a field."""
        return self._section_of(name).fields.box(name)

    def add_part(self, section: str, part: QWidget) -> None:
        """Put something else under the fields of a section."""
        self._sections[section].column.addWidget(part)

    def mark(self, section: str, *, is_done: bool) -> None:
        """Say how a section stands whose state does not follow from its fields."""
        self._sections[section].show_done(is_done=is_done)

    def show_section(self, name: str, shown: bool) -> None:  # noqa: FBT001
        """Show or hide a section that not everybody needs; what it holds stays."""
        set_shown(self._sections[name].frame, shown)
        self._tell_later(self.outside(self.raw_values()))

    def raw_values(self) -> dict[str, Any]:
        """All values, also those that nothing calls for now."""
        found = dict(self._loaded)
        for section in self._filled():
            found.update(section.fields.raw_values())
        return found

    def outside(self, raw: dict[str, Any]) -> dict[str, Any]:
        """What decides which fields are called for; a subclass may say more."""
        return raw

    def refreshed(self) -> None:
        """Called when the values have changed; for parts that follow them."""

    def also_needed(self, raw: Mapping[str, Any]) -> tuple[str, ...]:
        """Fields that signing needs because of what others hold; a subclass knows them."""
        del raw
        return ()

    def _on_changed(self) -> None:
        self._tell_each_other()
        self.changed.emit()

    def _fill(self, section: _Section) -> None:
        """One step, or at once for somebody in a hurry."""
        if not section.is_filled:
            section.is_filled = True
            section.follow(self.outside(self.raw_values()))
            section.fields.set_values(self._loaded)

    def _filled(self) -> list[_Section]:
        return [section for section in self._sections.values() if section.is_filled]

    def _section_of(self, name: str) -> _Section:
        found = next(section for section in self._sections.values() if name in section.names)
        self._reveal(found)
        self._fill(found)
        return found

    def _tell_each_other(self) -> None:
        raw = self.outside(self.raw_values())
        for section in self._filled():
            section.follow(raw)
        self.refreshed()
        self._tell_later(raw)

    def _place(self, column: QVBoxLayout, section: _Section) -> None:
        """Under those before it; what can wait stands behind its button."""
        if self._later is None or section.name not in self._later_names:
            column.addWidget(section.frame)
            return
        if column.indexOf(self._later) < 0:
            column.addWidget(self._later)
            self._later.opened.connect(lambda: self.focus_field(section.names[0]))
        self._later.add(section.frame)

    def _later_sections(self) -> list[_Section]:
        """Those behind the button that are there for this person."""
        found = [self._sections[name] for name in self._later_names]
        return [section for section in found if not section.frame.isHidden()]

    def _reveal(self, section: _Section | None = None) -> None:
        if self._later is not None and (section is None or section.name in self._later_names):
            self._later.open()

    def _tell_later(self, raw: Mapping[str, Any]) -> None:
        if self._later is None:
            return
        called = [spec for section in self._later_sections() for spec in section.called(raw)]
        also = self.also_needed(raw)
        empty = [spec for spec in called if (spec.needed and is_empty(raw.get(spec.name))) or spec.name in also]
        self._later.tell(len(called), empty)


class _Section:
    """One card with its fields."""

    def __init__(self, spec: SectionSpec, fields: Sequence[FieldSpec], maker: ControlMaker) -> None:
        self.name = spec.name
        self.names = tuple(one.name for one in fields)
        self.fields = FieldSet(fields, maker)
        self.fields.setAccessibleName(_(spec.title))
        self._asked = {one.show_when[0] for one in fields if one.show_when is not None} - set(self.names)
        self._seen: dict[str, Any] | None = None
        self.is_filled = False  # its fields know their values
        self._icon = IconLabel("circle", "muted", 16)
        self._has_needed = any(one.needed for one in fields)
        title = label(_(spec.title), size="lead", wrap=True)
        head = row(self._icon, title)
        head.setStretch(1, 1)
        self.column = QVBoxLayout()
        self.column.setSpacing(Space.M)
        if spec.hint:
            self.column.addWidget(label(_(spec.hint), tone="muted", wrap=True))
        if fields:
            self.column.addWidget(self.fields)
        self.frame: QFrame = card(head, self.column, spacing=Space.M)
        self.frame.setObjectName(f"form_section:{spec.name}")

    def follow(self, raw: Mapping[str, Any]) -> None:
        """Fields of other sections may decide which of these are called for."""
        seen = {name: raw.get(name) for name in self._asked}
        if seen != self._seen:
            self._seen = seen
            self.fields.set_outside(seen)
        if self._has_needed:
            self.show_done(is_done=not any(one.needed and is_empty(raw.get(one.name)) for one in self.called(raw)))

    def called(self, raw: Mapping[str, Any]) -> tuple[FieldSpec, ...]:
        """The fields that these values call for."""
        return shown(self.fields.specs, dict(raw))

    def show_done(self, *, is_done: bool) -> None:
        self._icon.show_icon("circle-check" if is_done else "circle", "good" if is_done else "muted")


def _was_filled_in(spec: FieldSpec, values: Mapping[str, Any]) -> bool:
    """By a person, that is: what fills itself in does not count."""
    value = values.get(spec.name)
    return spec.prefill is None and not is_empty(value) and value != plain_default(spec)


def at_once(fields: Sequence[FieldSpec], *, but: Sequence[str] = ()) -> list[FieldSpec]:
    """The fields without tiers: where sections keep a form short nothing else has to. `but`: these keep theirs."""
    from dataclasses import replace

    return [one if one.name in but or one.tier in NOT_IN_FORMS else replace(one, tier=Tier.FIRST) for one in fields]
