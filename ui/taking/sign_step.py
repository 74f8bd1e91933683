"""The last step of the conversation: what is still needed, what the consent is worth as it stands, and signing it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.choices import YesNo
from app.records.consent_choices import GIVEN
from app.rules.consent_steps import StepKind
from app.texts import _
from ui.taking.looks import look_of, state_in_words
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, clear, column, label, row

if TYPE_CHECKING:
    from app.services.consenting.taking import Conversation
    from ui.taking.talk import Talk


class SignView(QWidget):
    """A look back before it is final.

    Signals:
        changed(): never; every step has it.
        step_wanted(key): go back to this step.
        whole_text_wanted(): print the text for the person.
    """

    changed = Signal()
    step_wanted = Signal(str)
    whole_text_wanted = Signal()

    def __init__(self, talk: Talk) -> None:
        super().__init__()
        self._talk = talk
        self._lacking = QVBoxLayout()
        self._lacking.setSpacing(Space.XS)
        self._worth = QVBoxLayout()
        title = label(_("Before it is signed"), size="title", wrap=True)
        title.setObjectName("step_title")
        final = label(
            _("Signing makes it final. It can be taken back at any time, never changed."), tone="muted", wrap=True
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addWidget(title)
        outer.addWidget(card(self._summary(), spacing=Space.S))
        outer.addLayout(self._lacking)
        outer.addLayout(self._worth)
        outer.addWidget(final)
        self._show_lacking()

    def finish(self, *, explained: bool) -> bool:
        """Nothing to take over."""
        del explained
        return True

    def leave(self) -> None:
        """Nothing to keep."""

    def values(self) -> dict[str, Any]:
        """Nothing is typed here."""
        return {}

    def point_out(self, texts: object) -> None:
        """What is missing stands here anyway."""

    def show_worth(self, found: Conversation) -> None:
        """What it would be worth, in words with the reason."""
        clear(self._worth)
        glyph, tone = look_of(found.worth)
        words = label(_("As it stands: {state}").format(state=state_in_words(found.worth)), wrap=True)
        words.setObjectName("worth")
        line = row(IconLabel(glyph, tone), words)
        line.setStretch(1, 1)
        self._worth.addLayout(line)
        for remark in found.worth.remarks:
            self._worth.addWidget(label(remark, size="small", tone="muted", wrap=True))

    def _summary(self) -> QWidget:
        body = self._talk.body
        steps = [step for step in self._talk.steps() if step.kind is StepKind.PARAGRAPH]
        told = sum(step.is_done for step in steps)
        said = _("{decision}, {method}").format(
            decision=_(body.decision.label) if body.decision else _("no decision yet"),
            method=_(body.method.label).lower() if body.method else _("not said how"),
        )
        lines = [label(said, size="lead", wrap=True)]
        if steps:
            lines.append(label(_("{n} of {all} paragraphs explained").format(n=told, all=len(steps)), wrap=True))
        agreed = [one for one in body.choices if one.answer is YesNo.YES]
        if body.choices and body.decision in GIVEN:
            text = _("{n} of {all} single choices agreed to").format(n=len(agreed), all=len(body.choices))
            lines.append(label(text, wrap=True))
        part = QWidget()
        part.setLayout(column(*lines, spacing=Space.XS))
        return part

    def _show_lacking(self) -> None:
        lacking = [step for step in self._talk.steps()[:-1] if step.is_needed and not step.is_done]
        if not lacking:
            return
        strip = Strip()
        self._lacking.addWidget(strip)
        strip.say(_("Still open. Without these the consent cannot be signed, or is defective."), "due")
        for step in lacking:
            go = button(
                step.title, partial(self.step_wanted.emit, step.key), kind="link", glyph="arrow-right",
                name=f"lacking:{step.key}",
            )  # fmt: skip
            self._lacking.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
