"""The conversation as a form: one step at a time, with the values of the whole record behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.consent_choices import Explaining
from app.rules.consent_steps import StepKind
from ui.forms.lookup import VaultReferences
from ui.taking.fields_step import FieldsView
from ui.taking.how_step import HowView
from ui.taking.paragraph import ParagraphView
from ui.taking.sign_step import SignView
from ui.taking.talk import SIGN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.rules.consent_steps import Step
    from ui.context import Context
    from ui.forms.fields import FieldProblem
    from ui.taking.loading import Found
    from ui.taking.talk import Talk


class StepView(Protocol):
    """What every step can do."""

    def finish(self, *, explained: bool) -> bool:
        """Take over what was said; False while that cannot be."""

    def leave(self) -> None:
        """Go elsewhere without saying that it is done."""

    def values(self) -> dict[str, Any]:
        """What is typed here and not taken over yet."""

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields."""


class ConversationForm(QWidget):
    """Edits one consent step by step; `BodyForm` for who keeps the draft and signs.

    Signals:
        changed(): the person said something.
        moved(): another step is shown.
        scan_wanted(): choose the scanned paper.
    """

    changed = Signal()
    moved = Signal()
    scan_wanted = Signal()

    def __init__(self, context: Context, talk: Talk, found: Found, at: str = "") -> None:
        super().__init__()
        self.setObjectName("conversation")
        self.talk = talk
        self._found = found
        self._references = VaultReferences(context, self, found.loaded.client)
        self._usual = Explaining.SPOKEN
        self._view: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        keys = [step.key for step in talk.steps()]
        self._at = at if at in keys else talk.resumed_at()
        self._show()

    @property
    def at(self) -> str:
        """The key of the step that is shown."""
        return self._at

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.talk.steps()[self.place]

    @property
    def place(self) -> int:
        """Which of the steps is shown, from 0."""
        return next((n for n, step in enumerate(self.talk.steps()) if step.key == self._at), 0)

    @property
    def view(self) -> QWidget | None:
        """What is shown of the step."""
        return self._view

    def go(self, key: str) -> None:
        """Show another step; what was said in this one is kept."""
        self._step_view.leave()
        self._at = key
        self._show()

    def take_over(self) -> None:
        """What was said in the step that is shown is part of the record from now on."""
        self._step_view.leave()

    def go_on(self, *, explained: bool = True) -> bool:
        """The next step, if this one can be left."""
        if not self._step_view.finish(explained=explained):
            return False
        steps, place = self.talk.steps(), self.place
        if isinstance(self._view, ParagraphView):
            self._usual = self._view.how
        if place + 1 < len(steps):
            self._at = steps[place + 1].key
            self._show()
        self.changed.emit()
        return True

    def go_back(self) -> bool:
        """The step before; False at the first."""
        place = self.place
        if place == 0:
            return False
        self.go(self.talk.steps()[place - 1].key)
        return True

    # As a form

    @property
    def is_complete(self) -> bool:
        """Whether all that should be in sight is there."""
        return not isinstance(self._view, FieldsView) or self._view.fields.is_complete

    def values(self) -> dict[str, Any]:
        """The whole record as plain data, with what is being typed."""
        return {**self.talk.values(), **self._step_view.values()}

    def problems(self) -> list[FieldProblem]:
        """What cannot be understood in the step that is shown."""
        return self._view.fields.problems() if isinstance(self._view, FieldsView) else []

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Go to the first step that has one of these fields, and show the problem there."""
        for step in self.talk.steps():
            here = {name: text for name, text in texts.items() if name in step.fields}
            if here:
                self.go(step.key)
                self._step_view.point_out(here)
                return

    def focus_first(self) -> None:
        """Where the step begins."""
        if isinstance(self._view, FieldsView):
            self._view.focus_first()

    @property
    def _step_view(self) -> StepView:
        return cast("StepView", self._view)

    def _show(self) -> None:
        if self._view is not None:
            self._view.hide()
            self._view.deleteLater()
        view = self._view = self._make(self.step)
        view.changed.connect(self.changed)
        self._column.addWidget(view, 0, Qt.AlignmentFlag.AlignTop)
        view.show()
        self.moved.emit()

    def _make(self, step: Step) -> ParagraphView | FieldsView | SignView:
        if step.key == SIGN:
            made = SignView(self.talk)
            made.step_wanted.connect(self.go)
            return made
        if step.kind is StepKind.PARAGRAPH:
            return ParagraphView(self.talk, step, self._usual)
        if step.kind is StepKind.HOW:
            how = HowView(self.talk, step, self._references)
            how.scan_wanted.connect(self.scan_wanted)
            return how
        law = self._found.law if step.kind is StepKind.CHILD else ()
        return FieldsView(self.talk, step, self._references, law)
