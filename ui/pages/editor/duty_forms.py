"""The forms of a report, a duty to protect, a decision not to act and a review of domestic abuse, by section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from app import formats
from app.records import KINDS
from app.records.domestic_abuse_review import PAPER_WARNING
from app.records.fields import LocalTime, specs
from app.services.client_safety import duties, numbers_first
from app.services.practice import packs
from app.texts import N_, _
from ui.forms.sectioned import SectionedForm, SectionSpec
from ui.pages.editor.numbers_first import NumbersFirst
from ui.widgets import Strip, button, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from app.rules.duties import ReportClock
    from ui.context import Context
    from ui.forms.references import References

SETTLE_MS = 200
_CLIENT = ("client_told", "told_on", "told_note", "not_told_because")
_TOLD = ("information_given", "minimum_necessary", "not_handed_over")
_ADVICE = ("consulted", "not_consulted_because")

SECTIONS: Mapping[str, tuple[SectionSpec, ...]] = {
    "mandated_report": (
        SectionSpec(
            "concern",
            N_("The concern"),
            "",
            (
                "report_kind",
                "known",
                "knowledge_basis",
                "concern",
                "reasoning",
                "immediate_danger",
                "medical_care",
                "child_alone",
                "abuse_types",
                "where_when",
                "evidence",
                "background",
            ),
        ),
        SectionSpec("call", N_("The call"), "", ("call", "agency", "worker", "called", "reference_number", "attempts")),
        SectionSpec(
            "written",
            N_("The written report"),
            "",
            ("written", "written_sent", "written_to", "written_method", "not_needed_because", "form_name", "asked_by"),
        ),
        SectionSpec(
            "told",
            N_("What they were told"),
            N_("It goes into the register of disclosures by itself, with the time of the call."),
            _TOLD,
        ),
        SectionSpec("client", N_("The client, or a parent"), "", _CLIENT),
        SectionSpec(
            "people",
            N_("The people"),
            N_("As far as it is known; a report goes out with gaps too."),
            ("harmed", "suspected", "others", "consent_of_harmed"),
        ),
        SectionSpec("reporter", N_("Who reports"), "", ("reporter", "name_kept_back")),
    ),
    "duty_to_protect": (
        SectionSpec(
            "threat",
            N_("The threat"),
            "",
            ("learned", "communicated_by", "exact_words", "context", "clarity", "inquiry", "victim", "victim_who"),
        ),
        SectionSpec(
            "danger",
            N_("What is known of the danger"),
            N_("Nothing is added up here."),
            ("how_soon", "means", "earlier_violence", "substances", "psychosis"),
        ),
        SectionSpec("advice", N_("Advice, and other steps"), "", (*_ADVICE, "hospital")),
        SectionSpec("decision", N_("What you decided"), "", ("legal_test", "decisions", "because", "state_report")),
        SectionSpec(
            "outside",
            N_("The person under threat, and the police"),
            N_(
                "Two calls, each attempt with its time. Whom you reach stands in the register of disclosures by itself."
            ),
            ("victim_attempts", "police", "only_one_because", *_TOLD),
        ),
        SectionSpec("client", N_("The client"), "", _CLIENT),
        SectionSpec("after", N_("Until it has passed"), "", ("monitoring", "review_on")),
    ),
    "decision_not_to_act": (
        SectionSpec("what", N_("The decision"), "", ("question", "question_note", "decided")),
        SectionSpec("known", N_("What is known, and what is not"), "", ("facts", "not_known")),
        SectionSpec("why", N_("Why"), "", ("rule", "why_not", "for_acting")),
        SectionSpec("advice", N_("Advice"), "", (*_ADVICE, "hotlines", "co_reviewed_by")),
        SectionSpec("client", N_("The client"), "", ("client_wishes",)),
        SectionSpec(
            "after",
            N_("What protects, and when it is looked at again"),
            "",
            ("protection", "would_change", "review_on", "about", "safety_record"),
        ),
    ),
    "domestic_abuse_review": (
        SectionSpec(
            "safe",
            N_("Is it safe"),
            "",
            ("reviewed", "safe_to_talk", "safe_contact", "whereabouts", "why_asked", "address_hidden", "paper_is_safe"),
        ),
        SectionSpec(
            "danger",
            N_("What worries"),
            N_("Nothing is added up here; judgement and the person’s own view go before any list."),
            ("afraid_of", "concerns", "own_view", "judgement", "tool"),
        ),
        SectionSpec("children", N_("Children"), "", ("children", "child_route", "child_record")),
        SectionSpec("after", N_("What was arranged"), "", ("arranged", "referrals", "safety_plan", "review_on")),
    ),
}


class DutyForm(SectionedForm):
    """Where somebody has to be called the numbers stand first; the form waits for one key."""

    def __init__(
        self, context: Context, references: References, kind: str, client: str, values: Mapping[str, Any]
    ) -> None:
        self._context = context
        self._client = client
        self._asked: tuple[Any, ...] | None = None
        self._clock: QWidget | None = None
        self._numbers: NumbersFirst | None = None
        super().__init__(specs(KINDS[kind].struct), SECTIONS[kind], references, values)
        self._kind = kind
        if kind == "domestic_abuse_review":
            self._warn()
        if kind == "mandated_report":
            self._show_clock()
        if kind == "decision_not_to_act":
            self._show_law()
        if kind in numbers_first.KINDS:
            self._numbers = NumbersFirst(context, kind, client, is_new=_is_blank(kind, values))
            self._numbers.passed.connect(self._on_passed)
            self._column().insertWidget(0, self._numbers)
            self._show_sections(shown=self._numbers.is_passed)

    def focus_first(self) -> None:
        if self._numbers is not None and not self._numbers.is_passed:
            self._numbers.on.setFocus()
        else:
            super().focus_first()

    def point_out(self, texts: Mapping[str, str]) -> None:
        if self._numbers is not None:
            self._numbers.go_on()
        super().point_out(texts)

    def refreshed(self) -> None:
        if self._clock is not None:
            self._timer.start()

    def _column(self) -> QVBoxLayout:
        found = self.layout()
        assert isinstance(found, QVBoxLayout)
        return found

    def _show_sections(self, *, shown: bool) -> None:
        for section in self._sections.values():
            section.frame.setVisible(shown)

    def _on_passed(self) -> None:
        self._show_sections(shown=True)
        super().focus_first()

    def _warn(self) -> None:
        """What a paper of this can do in the wrong hands."""
        warning = Strip()
        self._column().insertWidget(0, warning)
        warning.say(_(PAPER_WARNING), "info")

    def _show_law(self) -> None:
        """What the law packs say, to be unfolded beside what one writes of the rule; it is kept with the decision."""
        said = label(size="small", tone="muted", wrap=True)
        said.setObjectName("law_words")
        unfold = button(
            _("What the law packs say"),
            lambda: said.setVisible(said.isHidden()),
            kind="quiet",
            glyph="scale",
            name="unfold_law",
        )
        self.add_part("why", unfold)
        self.add_part("why", said)
        said.hide()
        client = self._client
        self._context.ops.query(self, lambda desk: duties.law_words(desk, client), said.setText, latest="law")

    def _show_clock(self) -> None:
        self._due = label(wrap=True)
        self._due.setObjectName("report_clock")
        self.add_part("written", self._due)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._compute)
        self._clock = self._due
        self._compute()

    def _compute(self) -> None:
        raw = self.raw_values()
        asked = (raw.get("report_kind"), _moment(raw.get("known")), _moment(raw.get("called")))
        if asked == self._asked:
            return
        self._asked = asked
        about, known, called = asked
        if not about or known is None:
            self._due.hide()
            return
        client = self._client

        def look(desk: Desk) -> list[ReportClock]:
            return duties.clocks(desk, client, str(about), known, called)

        self._context.ops.query(self, look, self._on_clocks, latest="clock")

    def _on_clocks(self, found: list[ReportClock]) -> None:
        self._due.setText("\n".join(map(clock_words, found)) or _("The law packs know no clock for it here: ask them."))
        self._due.show()


def clock_words(one: ReportClock) -> str:
    """`Written report due 22 Nov 2026, 03:00: California law, form SS 8572; law, checked September 2026`."""
    when = formats.moment(one.due.at) if one.due else one.why
    form = _("form {form}").format(form=one.form) if one.form else ""
    source = "; ".join(part for part in (one.rule.citation, form, packs.mark(one.rule)) if part)
    return _("{title}: {when} ({source})").format(title=one.rule.title, when=when, source=source)


def _moment(value: Any) -> LocalTime | None:
    return LocalTime(at=value["at"], zone=value["zone"]) if isinstance(value, dict) and value.get("at") else None


def _is_blank(kind: str, values: Mapping[str, Any]) -> bool:
    """Whether nobody has written anything of it yet."""
    first = {"mandated_report": "concern", "duty_to_protect": "exact_words", "domestic_abuse_review": "safe_contact"}
    return not values.get(first[kind])
