"""The steps of a conversation about consent, in their order, each with whether it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.packs.consent_texts import ConsentText, Paragraph
from app.records.consent import Consent
from app.records.consent_choices import GIVEN, ConsentCapacity, Method, MinorBasis
from app.records.consent_details import FIELD_OF
from app.records.consent_elements import NEEDED, ConsentType, Element
from app.records.consent_parts import GivenChoice
from app.texts import _


class StepKind(StrEnum):
    """What is done in a step."""

    PARAGRAPH = "paragraph"
    DETAILS = "details"
    CHILD = "child"
    QUESTIONS = "questions"
    CAPACITY = "capacity"
    DECISION = "decision"
    HOW = "how"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its heading and words for the person, and the fields of the consent that it fills in.

    `is_needed`: without it the consent cannot be signed or would be defective.
    """

    key: str
    kind: StepKind
    title: str
    text: str = ""
    element: Element | None = None
    choices: tuple[GivenChoice, ...] = ()
    fields: tuple[str, ...] = ()
    is_needed: bool = False
    is_done: bool = False


_CHILD_FIELDS = (
    *("minor_basis", "guardians", "custody_document", "assent", "maturity", "involvement"),
    *("told_to_representatives", "recheck_on"),
)
_CAPACITY_FIELDS = ("capacity", "capacity_basis", "support", "given_by", "given_by_name", "authority")
_HOW_FIELDS = ("method", "given_on", "paper_on", "witness")


def steps(body: Consent, text: ConsentText | None) -> list[Step]:
    """All steps of a consent: first what is explained, then questions, decision and how it is given."""
    return list(_steps(body, text))


def _steps(body: Consent, text: ConsentText | None) -> Iterator[Step]:
    for paragraph in text.paragraphs if text is not None else ():
        yield _paragraph(body, paragraph)
    yield from _details(body)
    if body.of_minor:
        yield _child(body)
    yield Step(
        "asked",  # not *questions*: the paragraph about them is called so
        StepKind.QUESTIONS,
        _("Questions, and the main points in own words"),
        fields=("questions_asked", "understood", "language", "interpreter", "interpreter_bound"),
        is_done=bool(body.questions_asked.strip()) or body.understood is not None,
    )
    yield Step(
        "capacity",
        StepKind.CAPACITY,
        _("Who decides, and whether they can"),
        fields=_CAPACITY_FIELDS,
        is_needed=body.capacity is not ConsentCapacity.PRESUMED,
        is_done=body.capacity is ConsentCapacity.PRESUMED or bool(body.capacity_basis.strip()),
    )
    yield Step(
        "decision",
        StepKind.DECISION,
        _("Decision"),
        fields=("decision", "partial_note", "access_rule", "access_rule_note", "separate_talks"),
        is_needed=True,
        is_done=body.decision is not None and (body.decision not in GIVEN or not body.also_missing()),
    )
    yield Step("how", StepKind.HOW, _("How it is given"), fields=_HOW_FIELDS, is_needed=True, is_done=_is_given(body))
    if body.decision in GIVEN:
        yield Step(
            "copy",
            StepKind.COPY,
            _("A copy for the person, and when to talk about it again"),
            fields=("copy_given", "review_due", "expires_on", "expires_event"),
            is_done=body.copy_given is not None,
        )


def _paragraph(body: Consent, paragraph: Paragraph) -> Step:
    keys = {box.key for box in paragraph.boxes}
    return Step(
        paragraph.element.value,
        StepKind.PARAGRAPH,
        paragraph.heading,
        paragraph.text,
        paragraph.element,
        tuple(choice for choice in body.choices if choice.key in keys),
        is_needed=paragraph.element in NEEDED[body.consent_type],
        is_done=paragraph.element in body.explained,
    )


def _details(body: Consent) -> Iterator[Step]:
    name, _struct = FIELD_OF.get(body.consent_type, ("", None))
    if name:
        found = getattr(body, name)
        is_done = found is not None and found.is_enough
        title = _(ConsentType.label_of(body.consent_type.value))
        yield Step("details", StepKind.DETAILS, title, fields=(name,), is_needed=True, is_done=is_done)


def _child(body: Consent) -> Step:
    asked = [one for one in body.guardians if not one.informed_only]
    by_representatives = body.minor_basis in {MinorBasis.REPRESENTATIVES, MinorBasis.BOTH}
    is_answered = bool(asked) and all(one.consented is not None for one in asked)
    is_done = is_answered if by_representatives else body.minor_basis is not None
    return Step(
        "child",
        StepKind.CHILD,
        _("The child, and those who represent it"),
        fields=_CHILD_FIELDS,
        is_needed=True,
        is_done=is_done,
    )


def _is_given(body: Consent) -> bool:
    """Whether it is known how, with what that way of giving it needs."""
    if body.method is None or not body.given_on:
        return False
    if body.method is Method.ON_SCREEN:
        return any(one.strokes for one in body.signatures)
    if body.method is Method.PAPER:
        return bool(body.paper)
    return bool(body.witness.strip()) if body.method is Method.VERBAL_WITNESSED else True
