"""One element of the conversation: its words, large enough to be read together, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.records.choices import YesNo
from app.records.consent_choices import Explaining
from app.records.consent_parts import Explanation
from app.texts import _
from ui.forms.choices import QuietCombo, Segments
from ui.theme import Space
from ui.widgets import card, label, row

if TYPE_CHECKING:
    from app.records.consent_parts import GivenChoice
    from app.rules.consent_steps import Step
    from ui.taking.talk import Talk

_ANSWERS = (YesNo.YES, YesNo.NO)


class ParagraphView(QWidget):
    """Nothing is pre-ticked: what has no answer counts as not agreed to.

    Signals:
        changed(): the person answered or wrote something.
    """

    changed = Signal()

    def __init__(self, talk: Talk, step: Step, usual: Explaining) -> None:
        """`usual`: how the paragraph before was explained."""
        super().__init__()
        assert step.element is not None
        self._talk = talk
        self._element = step.element
        known = next((one for one in talk.body.conversation if one.element is step.element), None)
        self._how = QuietCombo()
        self._how.setObjectName("how_explained")
        self._how.setAccessibleName(_("How it was explained"))
        for way in Explaining:
            self._how.addItem(_(way.label), way)
        self._how.setCurrentIndex(list(Explaining).index((known.how if known else None) or usual))
        self._understood = Segments([(one, _(one.label)) for one in _ANSWERS])
        self._understood.setObjectName("understood")
        self._understood.speak(_("Could say it in own words"), "")
        self._understood.set_value(known.understood if known else None)
        self._note = QLineEdit(known.note if known else "")
        self._note.setObjectName("paragraph_note")
        self._note.setMaxLength(1000)
        self._note.setAccessibleName(_("What was asked or said"))
        self._note.setPlaceholderText(_("What was asked or said"))
        self._note.textEdited.connect(self.changed)
        self._how.activated.connect(self.changed)
        self._understood.picked.connect(self.changed)
        self._lay_out(step)

    @property
    def how(self) -> Explaining:
        """How it is explained."""
        return list(Explaining)[self._how.currentIndex()]

    def finish(self, *, explained: bool) -> bool:
        """Take it as gone through, or leave it out; always possible."""
        self._talk.explain(
            self._element,
            explained=explained,
            how=self.how,
            understood=self._understood.value(),
            note=self._note.text().strip(),
        )
        return True

    def leave(self) -> None:
        """Go elsewhere: what was written about it stays as it is, explained or not."""
        note, understood = self._note.text().strip(), self._understood.value()
        is_told = self._element in self._talk.body.explained
        if is_told:
            self.finish(explained=True)
        elif note or understood:
            self._talk.fill(self.values())

    def values(self) -> dict[str, Any]:
        """What is written here, also while nobody has said that it was explained."""
        note, understood = self._note.text().strip(), self._understood.value()
        told = [one for one in self._talk.body.conversation if one.element is not self._element]
        here = [one for one in self._talk.body.conversation if one.element is self._element]
        if note or understood or here:
            day = here[0].explained_on if here else ""
            told.append(
                Explanation(element=self._element, explained_on=day, how=self.how, understood=understood, note=note)
            )
        return {"conversation": msgspec.to_builtins(told)}

    def point_out(self, texts: object) -> None:
        """Nothing here is needed by itself."""

    def _lay_out(self, step: Step) -> None:
        title = label(step.title, size="title", wrap=True)
        title.setObjectName("step_title")
        own_words = _("There is no text for this: say it in your own words.")
        words = label(step.text or own_words, size="reading", tone="" if step.text else "muted", wrap=True)
        words.setObjectName("step_words")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        column.addWidget(title)
        column.addWidget(words)
        if step.choices:
            column.addWidget(self._choices(step.choices))
        asked = label(_("Could say it in own words"))
        line = row(asked, self._understood, self._how, spacing=Space.M)
        line.setStretch(2, 1)
        column.addWidget(card(line, self._note, spacing=Space.S))

    def _choices(self, choices: tuple[GivenChoice, ...]) -> QFrame:
        lines: list[Any] = [label(_("Agreed to one by one"), tone="muted")]
        for choice in choices:
            text = self._talk.in_words(choice.text)
            words = label(text, size="body", wrap=True)
            buttons = Segments([(one, _(one.label)) for one in _ANSWERS])
            buttons.setObjectName(f"choice:{choice.key}")
            buttons.speak(text, _("What has no answer is not agreed to."))
            buttons.set_value(choice.answer)
            buttons.picked.connect(lambda key=choice.key, asked=buttons: self._on_answered(key, asked))
            line = row(words, buttons, spacing=Space.M)
            line.setStretch(0, 1)
            lines.append(line)
        return card(*lines, spacing=Space.S)

    def _on_answered(self, key: str, asked: Segments) -> None:
        self._talk.answer(key, asked.value())
        self.changed.emit()
