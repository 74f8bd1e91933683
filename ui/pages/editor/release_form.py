"""The form of a release in sections, with what each law still misses in it as a quiet list while it is filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.fields import specs
from app.records.release import Release
from app.records.release_choices import InformationClass, Regime, ReleaseDecision, ReleaseElement
from app.rules import release_state
from app.services.consenting import consent_papers
from app.services.outgoing.sending import Problem
from app.services.practice import packs
from app.texts import N_, _, language
from ui.forms.sectioned import SectionedForm, SectionSpec, at_once
from ui.known import KnownError
from ui.releasing import release_button
from ui.releasing.missing import MissingList
from ui.theme import Space
from ui.widgets import label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.desk import Desk
    from app.packs.jurisdiction_rules import ReleaseRule
    from ui.context import Context
    from ui.forms.references import References

_SECTIONS = (
    SectionSpec(
        "who",
        N_("Who gives, and who receives"),
        "",
        ("client_name", "discloser", "recipients", "direction", "has_intermediary", "intermediaries"),
    ),
    SectionSpec(
        "what",
        N_("What may be given"),
        "",
        ("information", "information_other", "covers_from", "covers_until"),
    ),
    SectionSpec(
        "why",
        N_("For what, and until when"),
        N_("A last day, or an event that ends it. Without either it is not valid."),
        ("purposes", "purpose_note", "expires_on", "expires_event", "channel"),
    ),
    SectionSpec(
        "says",
        N_("What the form tells whoever signs"),
        N_("Tick only what the signed form really says; the form printed from here says all of it."),
        ("statements", "plain_language", "copy_given"),
    ),
    SectionSpec(
        "signed",
        N_("Decision and signature"),
        "",
        (
            "decision",
            "signed_on",
            "method",
            "signed_by",
            "signer_name",
            "representative_authority",
            "everybody_signed",
        ),
    ),
    SectionSpec("more", N_("Rarely needed"), "", ("regimes", "language", "note")),
    SectionSpec(
        "law",
        N_("What the law asks for"),
        N_("It can be signed as it is; what is missing makes it defective, and nothing leaves on it."),
        (),
    ),
)
_FIELD_OF = {
    ReleaseElement.PATIENT_NAME: "client_name",
    ReleaseElement.DISCLOSER: "discloser",
    ReleaseElement.INFORMATION: "information",
    ReleaseElement.RECIPIENT: "recipients",
    ReleaseElement.INTERMEDIARY: "intermediaries",
    ReleaseElement.PURPOSE: "purposes",
    ReleaseElement.EXPIRY: "expires_on",
    ReleaseElement.SIGNATURE: "method",
    ReleaseElement.REPRESENTATIVE_AUTHORITY: "representative_authority",
    ReleaseElement.RIGHT_TO_REVOKE: "statements",
    ReleaseElement.CONDITIONING: "statements",
    ReleaseElement.REDISCLOSURE: "statements",
    ReleaseElement.PLAIN_LANGUAGE: "plain_language",
    ReleaseElement.COPY: "copy_given",
    ReleaseElement.SEPARATE_PSYCHOTHERAPY_NOTES: "information",
    ReleaseElement.SEPARATE_COUNSELLING_NOTES: "information",
    ReleaseElement.SEPARATE_LEGAL_PROCEEDINGS: "purposes",
}
_BY_HAND = (ReleaseDecision.GIVEN, ReleaseDecision.DECLINED)
_OF_PART2 = frozenset({InformationClass.SUBSTANCE_USE.value, InformationClass.SUD_COUNSELING_NOTES.value})


class _LawHere(NamedTuple):
    """The regimes of the place, and what each asks of a release."""

    regimes: tuple[str, ...]
    rules: tuple[ReleaseRule, ...]


class Missing(NamedTuple):
    """Something a law asks for that is not there, and where it asks for it."""

    problem: Problem
    source: str


class ReleaseForm(SectionedForm):
    """Fields are there before a decision is: one fills the form in with the client, and the client decides."""

    def __init__(self, context: Context, references: References, client: str, values: Mapping[str, Any]) -> None:
        self._law: _LawHere | None = None
        self._misses: MissesByLaw | None = None
        fields = [
            replace(spec, choices=_BY_HAND) if spec.name == "decision" else spec for spec in at_once(specs(Release))
        ]
        # It begins with a card for whoever receives it; one that stays blank is not kept.
        super().__init__(fields, _SECTIONS, references, {**values, "recipients": values.get("recipients") or [{}]})
        self._misses = MissesByLaw(self)
        self.add_part("law", self._misses)
        text = _("To be signed on paper? Print the form, have it signed, and write down here what it says.")
        blank = release_button(context, self, lambda: _blank(client), kind="quiet", text=_("Blank form…"))
        line = row(label(text, tone="muted", wrap=True), blank)
        line.setStretch(0, 1)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertLayout(0, line)
        context.ops.query(self, _law_here, self._on_law)

    def outside(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {**raw, "decision": raw.get("decision") or ReleaseDecision.GIVEN.value}

    def refreshed(self) -> None:
        if self._law is not None and self._misses is not None:
            self._misses.show_missing(missing_by_regime(self.raw_values(), self._law))

    def _on_law(self, law: _LawHere) -> None:
        self._law = law
        self.refreshed()


class MissesByLaw(QWidget):
    """A heading for each law, and under it what it still misses, each line leading to its field."""

    def __init__(self, form: SectionedForm) -> None:
        super().__init__()
        self._form = form
        self._lists: dict[str, tuple[QWidget, MissingList]] = {}
        self._whole = label(_("Nothing is missing."), tone="good")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(self._whole)

    def show_missing(self, found: Mapping[str, list[Missing]]) -> None:
        """By the words for each law."""
        for words, lacking in found.items():
            if words not in self._lists:
                self._lists[words] = self._made(words)
            self._lists[words][1].show_problems([one.problem for one in lacking], [one.source for one in lacking])
        for words, (title, listed) in self._lists.items():
            if words not in found:
                listed.show_problems([])
            set_shown(title, bool(found.get(words)))
        is_whole = not any(found.values())
        set_shown(self._whole, is_whole)
        self._form.mark("law", is_done=is_whole)

    def _made(self, words: str) -> tuple[QWidget, MissingList]:
        title, listed = label(words), MissingList()
        title.setProperty("strong", "true")
        listed.wanted.connect(self._form.focus_field)
        self._column.addWidget(title)
        self._column.addWidget(listed)
        return title, listed


def missing_by_regime(values: Mapping[str, Any], law: _LawHere) -> dict[str, list[Missing]]:
    """What each law that the release is to satisfy still misses in it; of a declined one nothing is asked."""
    if values.get("decision") == ReleaseDecision.DECLINED:
        return {}
    try:
        body = msgspec.convert({**values, "decision": ReleaseDecision.GIVEN.value}, Release)
    except (KnownError, msgspec.ValidationError):
        return {}  # two dates contradict each other: the form says so when it is signed
    facts = release_state.facts_from("", body.facets(), is_signed=True, is_in_error=False)
    found: dict[str, list[Missing]] = {}
    for regime in _regimes(values, law):
        lacking = release_state.missing_elements(replace(facts, regimes=frozenset({regime})), law.rules)
        words = _(Regime.label_of(regime)) if regime else _("Good practice")
        found[words] = [_missing(needed) for needed in lacking]
    return found


def _missing(needed: release_state.Needed) -> Missing:
    element = next(one for one in ReleaseElement if one.value == needed.element)
    return Missing(Problem(_FIELD_OF[element], _(element.label)), needed.citation)


def _regimes(values: Mapping[str, Any], law: _LawHere) -> tuple[str, ...]:
    chosen = tuple(str(one) for one in values.get("regimes") or ())
    if chosen:
        return chosen
    is_under_part2 = bool(_OF_PART2 & set(values.get("information") or ()))
    known = {one.value for one in Regime}
    here = [one for one in law.regimes if one in known and (one != Regime.PART2 or is_under_part2)]
    return tuple(here) or ("",)


def _law_here(desk: Desk) -> _LawHere:
    law = packs.law(desk)
    return _LawHere(tuple(law.regimes), law.release())


def _blank(client: str) -> Any:
    """The text to be signed on paper, in the language of the window."""
    words = language()
    return lambda desk: consent_papers.of_form(desk, "release", words, client_id=client)
