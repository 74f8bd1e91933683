"""Entering a filled-in questionnaire: the digits from the paper, what they add up to, and what one of them asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.packs import instruments
from app.records import KINDS, decode
from app.records.fields import specs
from app.records.measure_result import MeasureResult
from app.rules import measure_words, scoring
from app.services.client_safety import measure_papers, measures
from app.texts import LANGUAGES, N_, _, language, ngettext
from ui.forms.sectioned import SectionedForm, SectionSpec, at_once
from ui.known import KnownError
from ui.pages.editor.answer_grid import AnswerGrid, language_of_form
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Strip, button, label, row, set_shown
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.desk import Desk
    from app.packs.instruments import Instrument
    from app.rules.scoring import Scored
    from app.services.outgoing.papers import Prepared
    from ui.context import Context
    from ui.forms.references import References

_SECTIONS = (
    SectionSpec("form", N_("The form"), "", ("instrument", "taken_on", "mode", "language")),
    SectionSpec(
        "answers",
        N_("Answers"),
        N_("Type the digits one after the other. “-” leaves an item open, Backspace goes back."),
        (),
    ),
    SectionSpec("talk", N_("Talking about it"), "", ("discussed", "comment", "session")),
)


class MeasureForm(SectionedForm):
    """The score stands under the answers while they are typed; it is computed again when it is signed."""

    def __init__(self, context: Context, references: References, client: str, values: Mapping[str, Any]) -> None:
        self._part: AnswersPart | None = None
        super().__init__(at_once(specs(MeasureResult), but=("session",)), _SECTIONS, references, values)
        self._part = AnswersPart(context, client)
        self._part.show_form(values.get("instrument") or "", values.get("language") or "", values.get("answers") or "")
        self._part.answered.connect(self._on_changed)
        self.add_part("answers", self._part)

    def values(self) -> dict[str, Any]:
        """The body as plain data, with the answers as they stand in their boxes."""
        return super().values() | self._answers()

    def raw_values(self) -> dict[str, Any]:
        return super().raw_values() | self._answers()

    def focus_first(self) -> None:
        """To the answers if the questionnaire is known already."""
        if self._part is not None and self._part.grid is not None:
            self._part.grid.focus_first()
        else:
            super().focus_first()

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields; that of the answers stands above them."""
        super().point_out(texts)
        if "answers" in texts and self._part is not None:
            self._part.say_problem(texts["answers"])

    def refreshed(self) -> None:
        """Another questionnaire or language has other boxes; the score follows the answers."""
        part = self._part
        if part is None:
            return
        raw = super().raw_values()
        part.show_form(raw.get("instrument") or "", raw.get("language") or "", part.answers())
        part.show_score(self._body())
        self.mark("answers", is_done=bool(part.answers()))

    def _answers(self) -> dict[str, str]:
        return {"answers": self._part.answers()} if self._part is not None else {}

    def _body(self) -> MeasureResult | None:
        try:
            body = decode("measure_result", KINDS["measure_result"].version, self.values())
        except KnownError:
            return None
        return body if isinstance(body, MeasureResult) else None


class AnswersPart(QWidget):
    """The boxes; above them whose questionnaire it is, below them what the answers add up to.

    Signals:
        answered(): an answer was typed or taken away.
    """

    answered = Signal()

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self.grid: AnswerGrid | None = None
        self._shown = ("", "")
        self._found: Instrument | None = None
        self._problem = Strip()
        self._about = label(tone="muted", wrap=True)
        self._notice = label(size="small", tone="muted", wrap=True)
        self._place = QVBoxLayout()
        self._score = ScorePart(context, client)
        self._blank = release_button(context, self, self._paper, kind="quiet", text=_("Blank form…"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        head = row(self._about, self._blank)
        head.setStretch(0, 1)
        column.addLayout(head)
        column.addWidget(self._problem)
        column.addLayout(self._place)
        column.addWidget(self._score)
        column.addWidget(self._notice)
        set_shown(self._blank, False)

    def answers(self) -> str:
        """As they are kept."""
        return self.grid.answers() if self.grid is not None else ""

    def show_form(self, key: str, form_language: str, answers: str) -> None:
        """Make the boxes of this questionnaire; nothing happens if they are there already."""
        wanted = (key, language_of_form(form_language))
        if wanted == self._shown:
            return
        if key != self._shown[0] and self._shown[0]:
            answers = ""  # those of another questionnaire
        self._shown = wanted
        self._found = self._load(key)
        if self.grid is not None:
            self.grid.hide()
            self.grid.deleteLater()
            self.grid = None
        if self._found is not None:
            self.grid = AnswerGrid(self._found, wanted[1], answers)
            self.grid.changed.connect(self.answered)
            self._place.addWidget(self.grid)
        self._introduce(wanted[1])

    def show_score(self, body: MeasureResult | None) -> None:
        """What stands under the boxes."""
        self._score.show_score(self._found, self.answers(), body)
        if self.answers():
            self._problem.hush()

    def say_problem(self, text: str) -> None:
        """What is wrong with the answers."""
        self._problem.say(text, "due")

    def _load(self, key: str) -> Instrument | None:
        if not key:
            return None
        try:
            return instruments.load(key)
        except KnownError as error:
            self._problem.say_error(error)
            return None

    def _introduce(self, form_language: str) -> None:
        found = self._found
        set_shown(self._blank, found is not None)
        if found is None:
            self._about.setText("")
            self._notice.setText("")
            return
        wording = found.in_language(form_language)
        why = str(wording.why_not) if wording is not None and wording.why_not is not None else ""
        texts = [f"{found.title}. {found.asks_about}.", why]
        self._about.setText(" ".join(text for text in texts if text))
        self._notice.setText(found.licence.notice)

    def _paper(self) -> Callable[[Desk], Prepared]:
        key, form_language = self._shown
        known = form_language if form_language in LANGUAGES else language()
        return lambda desk: measure_papers.of_blank(desk, key, known)


class ScorePart(QWidget):
    """The total and the name of its range with who says so, and what an answer asks for at once."""

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._score = label(wrap=True)
        self._score.setObjectName("score")
        self._score.setProperty("strong", "true")
        self._source = label(size="small", tone="muted", wrap=True)
        self._strip = Strip()
        self._strip.setObjectName("act_on_answer")
        navigator = context.navigator
        review = lambda: navigator.go_to("risk_review", None, client=client)  # noqa: E731
        elsewhere = lambda: navigator.go_to("client", client, tab="safety")  # noqa: E731
        self._steps = Flow([
            button(_("Write the safety review now"), review, kind="primary", name="write_review"),
            button(_("Look at it under Safety"), elsewhere, name="look_at_safety"),
        ])  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for one in (self._score, self._source, self._strip, self._steps):
            column.addWidget(one)

    def show_score(self, found: Instrument | None, answers: str, body: MeasureResult | None) -> None:
        """For these answers; `body` is the record as it is written now."""
        parsed = scoring.parsed(found, answers) if found is not None and answers else None
        set_shown(self, parsed is not None)
        if found is None or parsed is None:
            return
        scored = scoring.score(found, parsed)
        self._score.setText(words_of(found, scored))
        self._source.setText(f"{measure_words.caution()} {found.scoring.citation} {found.scoring.population}.")
        words = measures.to_act_on(body) if body is not None else ""
        set_shown(self._steps, bool(words))
        if words:
            wanted = _("A safety review is wanted for it, and waits on Today until it is written or dismissed.")
            self._strip.say(f"{words} {wanted}", "due")
        else:
            self._strip.hush()


def words_of(found: Instrument, scored: Scored) -> str:
    """`12 of 27, moderate`, or how many answers are missing."""
    if scored.total is None:
        lacking = len(scored.missing)
        words = ngettext("{n} item without an answer: no total.", "{n} items without an answer: no total.", lacking)
        return words.format(n=lacking)
    points = _("{total} of {highest}").format(total=scored.total, highest=found.highest)
    return ", ".join([points, str(scored.band.name)] if scored.band is not None else [points])
