"""Controls that only sharing needs: a colleague, a few ways side by side, a reason with suggestions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.texts import _
from ui.forms.choices import QuietCombo, Segments, fits_segments
from ui.forms.control import Control, column_of, row_of
from ui.forms.controls import ControlMaker
from ui.widgets import button
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.records.fields import FieldSpec
    from app.services.people.colleagues import Colleague
    from ui.forms.choices import Option
    from ui.forms.references import References

LONGEST_REASON = 200


class ListControl(Control):
    """One of a few, out of a list."""

    def __init__(self, spec: FieldSpec, options: Sequence[Option]) -> None:
        super().__init__(spec)
        self.combo = QuietCombo()
        for value, words in options:
            self.combo.addItem(words, value)
        self.combo.activated.connect(self.changed)
        row_of(self, self.combo)

    def value(self) -> Any:
        return self.combo.currentData() or self.nothing

    def set_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(value or "")))

    def handle(self) -> QWidget:
        return self.combo


class PersonControl(ListControl):
    """One of a few colleagues; nobody to begin with."""

    def __init__(self, spec: FieldSpec, people: Sequence[Option]) -> None:
        """`people`: account and words."""
        super().__init__(spec, [("", _("Choose somebody")), *people])


class WaysControl(Control):
    """One of a few ways with short words, side by side."""

    def __init__(self, spec: FieldSpec, ways: Sequence[Option]) -> None:
        super().__init__(spec)
        self._segments = Segments(ways, liftable=False)
        self._segments.picked.connect(self.changed)
        row_of(self, self._segments).addStretch(1)

    def value(self) -> Any:
        return self._segments.value()

    def set_value(self, value: Any) -> None:
        self._segments.set_value(value)

    def handle(self) -> QWidget:
        return self._segments.handle()

    def speak(self, label: str, description: str) -> None:
        self._segments.speak(label, description)


class ReasonControl(Control):
    """A line, and under it reasons that a press puts in.

    Signals:
        suggested(msgid): this one was pressed.
    """

    suggested = Signal(str)
    wide = True

    def __init__(self, spec: FieldSpec, reasons: Sequence[str]) -> None:
        """`reasons`: message ids."""
        super().__init__(spec)
        self.edit = QLineEdit()
        self.edit.setMaxLength(LONGEST_REASON)
        self.edit.textEdited.connect(self.changed)
        self.edit.editingFinished.connect(self.left)
        offers = [
            button(_(one), partial(self._take, one), kind="quiet", name=f"reason:{place}")
            for place, one in enumerate(reasons)
        ]
        column_of(self, self.edit, Flow(offers), spacing=4)

    def value(self) -> Any:
        return self.edit.text().strip()

    def set_value(self, value: Any) -> None:
        self.edit.setText(value or "")

    def handle(self) -> QWidget:
        return self.edit

    def _take(self, reason: str) -> None:
        self.edit.setText(_(reason))
        self.suggested.emit(reason)
        self.changed.emit()
        self.left.emit()


class TermsControls:
    """Makes the controls of one form of terms."""

    def __init__(
        self, references: References, people: Sequence[Colleague], ways: Mapping[str, Sequence[Option]],
        reasons: Sequence[str],
    ) -> None:  # fmt: skip
        """`ways`: what can be chosen, by the name of the field."""
        self._others = ControlMaker(references)
        self._people = people
        self._ways = ways
        self._reasons = reasons
        self.on_suggested: Callable[[str], object] = lambda _reason: None

    def __call__(self, spec: FieldSpec) -> Control:
        """The control for one of the fields of `Terms`."""
        if spec.name == "account":
            words = _("{name}, {role}")
            people = [(one.account, words.format(name=one.name, role=one.role_label)) for one in self._people]
            return PersonControl(spec, people)
        if spec.name in self._ways:
            ways = self._ways[spec.name]
            return (WaysControl if fits_segments([words for _way, words in ways]) else ListControl)(spec, ways)
        if spec.name == "reason":
            made = ReasonControl(spec, self._reasons)
            made.suggested.connect(self.on_suggested)
            return made
        return self._others(spec)
