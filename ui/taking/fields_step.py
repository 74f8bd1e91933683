"""A step of the conversation that fills in fields: details, the child, questions, who decides, the decision, a copy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.consent import Consent
from app.records.consent_choices import BEFORE
from app.records.fields import Tier, specs
from app.texts import explain
from ui.forms.controls import ControlMaker
from ui.forms.fields import FieldSet
from ui.taking.law import law_card
from ui.theme import Space
from ui.widgets import Strip, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.records.fields import FieldSpec
    from app.rules.consent_steps import Step
    from ui.forms.references import References
    from ui.taking.law import LawLine
    from ui.taking.talk import Talk


class FieldsView(QWidget):
    """All fields of a step are in sight; those that do not apply now come when they do.

    Signals:
        changed(): the person typed or chose something.
    """

    changed = Signal()

    def __init__(self, talk: Talk, step: Step, references: References, law: Sequence[LawLine] = ()) -> None:
        """`law`: what stands above the fields, with how far it can be relied on."""
        super().__init__()
        self._talk = talk
        self._strip = Strip()
        self.fields = FieldSet(_specs(step.fields), ControlMaker(references))
        self.fields.set_outside(talk.values())
        self.fields.set_values(talk.values())
        self.fields.changed.connect(self._on_changed)
        title = label(step.title, size="title", wrap=True)
        title.setObjectName("step_title")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.L)
        self.column.addWidget(title)
        if law:
            self.column.addWidget(law_card(law))
        self.column.addWidget(self._strip)
        self.column.addWidget(self.fields)

    def finish(self, *, explained: bool) -> bool:
        """Take over what was typed; False while some of it cannot be."""
        del explained
        return self._take()

    def leave(self) -> None:
        """Go elsewhere: what can be taken over is."""
        self._take()

    def values(self) -> dict[str, Any]:
        """What was typed."""
        return self.fields.values()

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields."""
        self.fields.point_out(texts)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.fields.focus_first()

    def _take(self) -> bool:
        if self.fields.problems():
            return False
        error = self._talk.fill(self.values())
        if error is None:
            self._strip.hush()
            return True
        told = explain(error)
        self._strip.say(f"{told.sentence} {told.advice} ({told.code})", "due")
        return False

    def _on_changed(self) -> None:
        self._strip.hush()
        self.changed.emit()


def _specs(names: Sequence[str]) -> list[FieldSpec]:
    """The fields of a step in its order, none of them behind a button."""
    by_name = {spec.name: spec for spec in specs(Consent)}
    found = [replace(by_name[name], tier=Tier.FIRST) for name in names]
    # While people talk nothing is decided yet: what is asked before a decision is asked now.
    found = [replace(spec, show_when=None) if spec.show_when == ("decision", BEFORE) else spec for spec in found]
    return [replace(spec, choices=BEFORE) if spec.name == "decision" else spec for spec in found]
