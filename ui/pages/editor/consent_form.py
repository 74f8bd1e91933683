"""Taking a consent all at once: the decision, and the text paragraph by paragraph, each ticked as it was explained."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.packs import consent_texts, merge_fields
from app.records.consent import Consent, ConsentType, Decision, Method
from app.records.consent_choices import BEFORE
from app.records.consent_elements import NEEDED
from app.records.fields import specs
from app.texts import LANGUAGES, _, ngettext
from ui.forms.choices import Segments
from ui.forms.controls import ControlMaker
from ui.forms.fields import FieldProblem, FieldSet
from ui.forms.steps import steps
from ui.theme import Space
from ui.widgets import Strip, button, card, clear, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent

    from app.packs.consent_texts import ConsentText, Paragraph
    from app.records.fields import FieldSpec
    from ui.forms.references import References

_OF_THE_TEXT = ("template", "explained", "template_version", "template_language", "template_hash")
BESIDE_FROM = 900  # px of width from which the decision stands beside the text


def _fields() -> list[FieldSpec]:
    """All but the text; taking a consent back is done in the list of consents, not here."""
    fields = [spec for spec in specs(Consent) if spec.name not in _OF_THE_TEXT]
    return [replace(spec, choices=BEFORE) if spec.name == "decision" else spec for spec in fields]


class ConsentForm(QWidget):
    """Edits the body of a consent as plain data.

    Signals:
        changed(): the person ticked, chose or wrote something.
    """

    changed = Signal()

    def __init__(
        self, references: References, values: Mapping[str, Any], text: ConsentText, places: Mapping[str, str]
    ) -> None:
        """`text`: what is gone through, with its places filled in; `places`: what they are filled in with."""
        super().__init__()
        self.setObjectName("record_form")
        self._text, self._places = text, places
        self._needed = NEEDED[_type_of(values)]
        self._text_values = {name: values.get(name) for name in _OF_THE_TEXT}
        self._decision = FieldSet(_fields(), ControlMaker(references))
        self._decision.set_values(values, open_filled=False)
        self._decision.changed.connect(self._on_changed)
        self._languages = Segments([(code, name) for code, name in LANGUAGES.items()], liftable=False)
        self._languages.speak(_("Language of the text"), "")
        self._languages.set_value(text.language)
        self._languages.picked.connect(self._on_language_picked)
        self._paragraphs = _Paragraphs()
        self._paragraphs.changed.connect(self._on_changed)
        self._state = Strip()
        self._text_part = self._make_text_part()
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(Space.L)
        self._parts.addWidget(self._decision_part(), 3, Qt.AlignmentFlag.AlignTop)
        self._parts.addWidget(self._text_part, 4, Qt.AlignmentFlag.AlignTop)
        if values.get("template") not in consent_texts.text_ids():
            self._languages.hide()  # a text of the practice is in one language
        self._show_text(values.get("explained") or [])

    def values(self) -> dict[str, Any]:
        """The body as plain data."""
        return {**self._decision.values(), **self._text_values, "explained": self._paragraphs.ticked()}

    @property
    def is_complete(self) -> bool:
        """Whether all of the text and all fields of the decision are there."""
        return self._decision.is_complete and self._paragraphs.is_complete

    def problems(self) -> list[FieldProblem]:
        """What cannot be understood, each shown beside its field."""
        return self._decision.problems()

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields."""
        self._decision.point_out(texts)

    def focus_first(self) -> None:
        """Begin with the decision: it is what is always needed."""
        self._decision.focus_first()

    def tick_all(self) -> None:
        """All of the text was gone through."""
        self._paragraphs.tick_all()
        self._on_changed()

    def tick(self, element: str, *, explained: bool = True) -> None:
        """One paragraph was gone through, or not."""
        self._paragraphs.tick(element, explained=explained)
        self._on_changed()

    @property
    def warning(self) -> str:
        """What it says about elements that are still missing."""
        return self._state.text

    def _decision_part(self) -> QWidget:
        return card(label(_("Decision"), size="lead"), self._decision, self._state, spacing=Space.M)

    def _make_text_part(self) -> QWidget:
        self._title = label(size="lead")
        self._notice = label(size="small", tone="muted", wrap=True)
        every = button(
            _("All of this was explained"), self.tick_all, kind="quiet", glyph="list-checks", name="tick_all"
        )
        return card(
            row(self._title, None, self._languages, spacing=Space.M),
            self._notice,
            row(label(_("Tick what you have talked about."), tone="muted"), None, every),
            self._paragraphs,
            spacing=Space.M,
        )

    def _show_text(self, explained: list[str]) -> None:
        self._title.setText(self._text.title)
        self._notice.setText(self._text.notice)
        set_shown(self._notice, bool(self._text.notice))
        self._paragraphs.show_text(self._text.paragraphs, explained)
        self._refresh()

    def _refresh(self) -> None:
        """A paper signed earlier stands for itself; otherwise say what the consent would still lack."""
        values = self._decision.values()
        on_paper = values["method"] == Method.PAPER_EARLIER.value
        set_shown(self._text_part, not on_paper)
        ticked = set(self._paragraphs.ticked())
        lacking = [element for element in self._needed if element.value not in ticked]
        judged = values["decision"] in {Decision.GRANTED.value, Decision.PARTIAL.value} and not on_paper
        if not judged or not lacking or values["method"] == Method.EMERGENCY.value:
            self._state.hush()
            return
        names = ", ".join(_(element.label) for element in lacking)
        text = ngettext(
            "Without this element the consent will be defective: {names}.",
            "Without these elements the consent will be defective: {names}.",
            len(lacking),
        )
        self._state.say(text.format(names=names), "due")

    def _on_language_picked(self) -> None:
        """The same text in another language: what was ticked stays, what the consent keeps of it is new."""
        text = consent_texts.load(str(self._text_values["template"]), self._languages.value())
        self._text = with_places(text, self._places)
        self._text_values.update(
            template_version=text.version, template_language=text.language, template_hash=text.body_hash
        )
        self._show_text(self._paragraphs.ticked())
        self.changed.emit()

    def _on_changed(self) -> None:
        self._refresh()
        self.changed.emit()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= BESIDE_FROM
        # Right to left: the decision comes first for the keyboard and stands at the right for the eye.
        way = QBoxLayout.Direction.RightToLeft if beside else QBoxLayout.Direction.TopToBottom
        if way != self._parts.direction():
            self._parts.setDirection(way)


class _Paragraphs(QWidget):
    """The paragraphs of the text, each with a tick for *explained*; they come step by step."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._elements: list[str] = []
        self._explained: set[str] = set()
        self._ticks: dict[str, QCheckBox] = {}
        self._showing = 0  # how many texts were shown
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)

    def show_text(self, paragraphs: tuple[Paragraph, ...], explained: list[str]) -> None:
        """Show a text; `explained` are the elements that are ticked."""
        clear(self._column)
        self._ticks = {}
        self._elements = [paragraph.element.value for paragraph in paragraphs]
        self._explained = set(explained)
        self._showing += 1
        for paragraph in paragraphs:
            steps().do(self, partial(self._add, paragraph, self._showing))

    @property
    def is_complete(self) -> bool:
        """Whether the last paragraph is there."""
        return len(self._ticks) == len(self._elements)

    def ticked(self) -> list[str]:
        """The elements that were explained, in the order of the text."""
        return [element for element in self._elements if element in self._explained]

    def tick_all(self) -> None:
        """Everything was explained."""
        for element in self._elements:
            self.tick(element, explained=True)

    def tick(self, element: str, *, explained: bool) -> None:
        """One element was explained, or not."""
        self._note(element, explained=explained)
        if element in self._ticks:
            self._ticks[element].setChecked(explained)

    def _add(self, paragraph: Paragraph, showing: int) -> None:
        if showing != self._showing:
            return  # meanwhile another language was chosen
        element = paragraph.element.value
        tick = QCheckBox(paragraph.heading)
        tick.setObjectName(f"explained:{element}")
        tick.setChecked(element in self._explained)
        tick.setAccessibleDescription(paragraph.text)
        tick.clicked.connect(lambda is_on: self._on_clicked(element, explained=is_on))
        self._ticks[element] = tick
        self._column.addLayout(_paragraph(tick, paragraph.text))

    def _on_clicked(self, element: str, *, explained: bool) -> None:
        self._note(element, explained=explained)
        self.changed.emit()

    def _note(self, element: str, *, explained: bool) -> None:
        if explained:
            self._explained.add(element)
        else:
            self._explained.discard(element)


def _type_of(values: Mapping[str, Any]) -> ConsentType:
    return next((one for one in ConsentType if one == values.get("consent_type")), ConsentType.THERAPY)


def with_places(text: ConsentText, places: Mapping[str, str]) -> ConsentText:
    """A text with what is known in its places."""
    parts = (
        msgspec.structs.replace(part, text=merge_fields.named(part.text.strip(), places)) for part in text.paragraphs
    )
    return msgspec.structs.replace(text, intro=merge_fields.named(text.intro, places), paragraphs=tuple(parts))


def _paragraph(tick: QCheckBox, text: str) -> QVBoxLayout:
    words = label(text, wrap=True)
    font = tick.font()
    font.setBold(True)
    tick.setFont(font)
    inset = QHBoxLayout()
    inset.setContentsMargins(32, 0, 0, 0)
    inset.addWidget(words)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(tick)
    column.addLayout(inset)
    return column
