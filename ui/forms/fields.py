"""Builds the fields of a record or of a part of one, and keeps their values: tiers, live show-when, problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.fields import NOT_IN_FORMS, FieldSpec, Tier, is_empty, shown
from app.texts import _
from ui.forms.control import settle
from ui.forms.field_box import FieldBox
from ui.forms.tiers import TierPanel
from ui.theme import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ui.forms.control import Control

    MakeControl = Callable[[FieldSpec], Control]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field: its name, its label for people, the sentence."""

    name: str
    label: str
    text: str


class FieldSet(QWidget):
    """The fields of one struct, there once `set_values` was called.

    Later tiers are built when they are opened, or when they hold something. What is called for is built step by step:
    until a field is there its value is the one that was loaded, so that `values` is right at any time.

    Signals:
        changed(): the person changed a value.
    """

    changed = Signal()

    def __init__(self, specs: Sequence[FieldSpec], make_control: MakeControl) -> None:
        super().__init__()
        self._specs = tuple(specs)
        self._make_control = make_control
        self._loaded: dict[str, Any] = {spec.name: plain_default(spec) for spec in specs}
        self._outside: Mapping[str, Any] = {}
        self._boxes: dict[str, FieldBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.L)
        tiers = [tier for tier in (Tier.FIRST, Tier.MORE, Tier.RARE) if self._of_tier(tier)]
        self._tiers = [TierPanel(self, tier, self._of_tier(tier), self._make_box) for tier in tiers]
        for panel in self._tiers:
            self._column.addWidget(panel)

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        """The fields in their order."""
        return self._specs

    def set_values(self, values: Mapping[str, Any], *, open_filled: bool = True) -> None:
        """Show these values; what is missing shows its default. `open_filled`: open later tiers that hold something."""
        self._loaded = {spec.name: values.get(spec.name, plain_default(spec)) for spec in self._specs}
        for name, box in self._boxes.items():
            box.control.set_value(self._loaded[name])
            box.point_out("")
        for panel in self._tiers:
            if open_filled and any(self._was_filled_in(spec) for spec in panel.specs):
                panel.open()
        self._refresh()

    def set_value(self, name: str, value: Any) -> None:
        """Show another value of one field; the others keep theirs, and their undo."""
        self._loaded[name] = value
        if name in self._boxes:
            self._boxes[name].control.set_value(value)
        self._refresh()

    def values(self) -> dict[str, Any]:
        """All values as plain data. What `show_when` hides gives its default, so that what is kept is what was seen.

        Fields of the hidden tier are the program's and come back as they were loaded.
        """
        raw = self._raw()
        called_for = self._called_for()
        return {spec.name: raw[spec.name] if spec.name in called_for else plain_default(spec) for spec in self._specs}

    def raw_values(self) -> dict[str, Any]:
        """All values, also those of fields that are not called for now."""
        return self._raw()

    def set_outside(self, values: Mapping[str, Any]) -> None:
        """Values of fields that stand elsewhere on the page and that a `show_when` here may ask about."""
        self._outside = dict(values)
        self._refresh()

    def problems(self) -> list[FieldProblem]:
        """What cannot be understood now, in the order of the fields, each shown beside its field."""
        wrong = [box for box in self._visible_boxes() if not box.check()]
        return [FieldProblem(box.spec.name, _(box.spec.label), box.problem) for box in wrong]

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields (by name), and take the person to the first."""
        first: FieldBox | None = None
        for spec in self._specs:
            if spec.name not in texts or spec.tier in NOT_IN_FORMS:
                continue
            box = self.box(spec.name)
            box.point_out(texts[spec.name])
            first = first or box
        if first is not None:
            first.control.handle().setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self, name: str = "") -> None:
        """Put the cursor into the field called `name`, or into the first one."""
        if name:
            self.box(name).control.handle().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for panel in self._tiers:
            if panel.focus_first():
                return

    def box(self, name: str) -> FieldBox:
        """The box of a field, opening its tier if need be."""
        spec = next(spec for spec in self._specs if spec.name == name)
        self._panel_of(spec).open()
        return self._panel_of(spec).box(spec)

    def open_all(self) -> None:
        """Open every tier for good, where there is nothing to be kept short."""
        for panel in self._tiers:
            panel.open_for_good()
        settle(self)

    def has_boxes_in_sight(self) -> bool:
        """Whether the present values call for any field."""
        return bool(self._called_for())

    @property
    def is_complete(self) -> bool:
        """Whether all that should be in sight is there."""
        return all(panel.is_complete for panel in self._tiers)

    def has_marks(self) -> bool:
        """Whether any field carries the mark of what is needed."""
        return any(spec.needed for spec in self._specs)

    def _was_filled_in(self, spec: FieldSpec) -> bool:
        """By a person, that is: what fills itself in does not count."""
        return spec.prefill is None and self._loaded[spec.name] != plain_default(spec)

    def _of_tier(self, tier: Tier) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self._specs if spec.tier is tier)

    def _panel_of(self, spec: FieldSpec) -> TierPanel:
        return next(panel for panel in self._tiers if spec in panel.specs)

    def _visible_boxes(self) -> list[FieldBox]:
        names = self._called_for()
        return [self._boxes[spec.name] for spec in self._specs if spec.name in names and spec.name in self._boxes]

    def _called_for(self) -> set[str]:
        return {spec.name for spec in shown(self._specs, {**self._outside, **self._raw()})}

    def _raw(self) -> dict[str, Any]:
        return {**self._loaded, **{name: box.control.value() for name, box in self._boxes.items()}}

    def _make_box(self, spec: FieldSpec) -> FieldBox:
        box = FieldBox(self._make_control(spec))
        box.control.set_value(self._loaded[spec.name])
        box.changed.connect(self._on_changed)
        self._boxes[spec.name] = box
        return box

    def _refresh(self) -> None:
        called_for = self._called_for()
        for panel in self._tiers:
            panel.show_only(called_for)
        settle(self)

    def _on_changed(self) -> None:
        self._refresh()
        self.changed.emit()


def plain_default(spec: FieldSpec) -> Any:
    """The default of a field as plain data."""
    return msgspec.to_builtins(spec.default)


def is_blank(specs: Iterable[FieldSpec], values: Mapping[str, Any]) -> bool:
    """Whether nothing was filled in: every field is empty or has its default."""
    return all(is_empty(values.get(spec.name)) or values.get(spec.name) == plain_default(spec) for spec in specs)
