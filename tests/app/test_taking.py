"""Taking a consent as a conversation: steps, left and taken up again, signed on screen, on paper, with a witness."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.packs import consent_texts
from app.records.choices import YesNo
from app.records.consent import Consent
from app.records.consent_choices import Explaining, SignerRole
from app.records.consent_elements import ConsentType, Element
from app.records.consent_parts import GivenChoice
from app.records.document import Document
from app.rules.consent_state import State
from app.rules.consent_steps import StepKind
from app.services import drafting, records
from app.services.clients import ClientRef
from app.services.consenting import consents, taking
from app.services.drafting import Editing
from tests.app.helpers import fails

STROKES = [[(0.1, 0.5, 0.0), (0.9, 0.5, 0.7)]]
TODAY = clock.today().isoformat()


def body_of(editing: Editing) -> Consent:
    assert isinstance(editing.body, Consent)
    return editing.body


@pytest.fixture
def begun(desk: Desk, anna: ClientRef) -> Editing:
    """A conversation about therapy that has just begun."""
    return taking.begin(desk, anna.id, ConsentType.THERAPY, text_language="en")


def explained(editing: Editing) -> Editing:
    for paragraph in consent_texts.load("therapy", "en").paragraphs:
        editing = taking.explain(editing, paragraph.element)
    return editing


def done(desk: Desk, editing: Editing) -> dict[str, bool]:
    return {step.key: step.is_done for step in taking.conversation(desk, editing).steps}


def test_nothing_is_explained_ticked_or_decided_before_somebody_does_it(desk: Desk, begun: Editing) -> None:
    body = body_of(begun)
    assert (body.explained, body.conversation, body.decision, body.signatures) == ([], [], None, [])
    assert {choice.answer for choice in body.choices} <= {None}
    talk = taking.conversation(desk, begun)
    assert not any(step.is_done for step in talk.steps if step.kind is not StepKind.CAPACITY)
    assert talk.text == consent_texts.load("therapy", "en")
    assert [step.element for step in talk.steps if step.kind is StepKind.PARAGRAPH] == [
        paragraph.element for paragraph in talk.text.paragraphs
    ]
    assert talk.lacking == ["Decision", "How"]
    assert records.unfinished(desk) == []


def test_each_paragraph_says_when_and_how_it_was_explained(desk: Desk, begun: Editing) -> None:
    told = taking.explain(begun, Element.FEES, how=Explaining.READ, understood=YesNo.YES, note="And if I am ill?")
    told = taking.explain(told, Element.PURPOSE)
    body = body_of(told)
    assert body.explained == [Element.PURPOSE, Element.FEES]
    fees = body.conversation[0]
    assert (fees.element, fees.explained_on, fees.how) == (Element.FEES, TODAY, Explaining.READ)
    assert (fees.understood, fees.note) == (YesNo.YES, "And if I am ill?")
    assert done(desk, told)["fees"]
    back = taking.explain(told, Element.FEES, explained=False)
    assert (body_of(back).explained, len(body_of(back).conversation)) == ([Element.PURPOSE], 1)


def test_what_it_would_be_worth_is_known_all_the_way(desk: Desk, begun: Editing) -> None:
    decided = begun.with_values({"decision": "granted", "method": "verbal"})
    talk = taking.conversation(desk, decided)
    assert (talk.worth.state, talk.lacking) == (State.DEFECTIVE, [])
    assert Element.CONFIDENTIALITY in talk.worth.missing
    assert taking.conversation(desk, explained(decided)).worth.is_active


def test_it_is_left_and_taken_up_again_where_it_stood(desk: Desk, begun: Editing) -> None:
    told = taking.explain(begun, Element.FEES, note="And if I am ill?")
    told = taking.sign_on_screen(told, "Anna", SignerRole.CLIENT, STROKES, 3.0)
    drafting.keep(desk, told)
    again = drafting.resume(desk, begun.record)
    assert again.body == told.body
    assert done(desk, again) == done(desk, told)


def test_single_choices_are_answered_one_by_one_and_silence_is_no(begun: Editing) -> None:
    choices = [GivenChoice(key=key, text=key) for key in ("sms", "email")]
    editing = replace(begun, body=replace_choices(body_of(begun), choices))
    answered = taking.answer(editing, "sms", YesNo.YES)
    assert [choice.answer for choice in body_of(answered).choices] == [YesNo.YES, None]
    assert [one.answer for one in body_of(taking.answer(answered, "sms", None)).choices] == [None, None]
    with fails("no_such_element"):
        taking.answer(editing, "fax", YesNo.YES)


def replace_choices(body: Consent, choices: list[GivenChoice]) -> Consent:
    return type(body)(**{**{name: getattr(body, name) for name in body.__struct_fields__}, "choices": choices})


def test_boxes_of_a_text_become_choices_without_an_answer(desk: Desk, anna: ClientRef) -> None:
    with_boxes = [
        (one, text)
        for one in ConsentType
        if one.value in consent_texts.text_ids()
        for text in [consent_texts.load(one.value, "en")]
        if any(paragraph.boxes for paragraph in text.paragraphs)
    ]
    for consent_type, text in with_boxes:
        body = body_of(taking.begin(desk, anna.id, consent_type, text_language="en"))
        keys = [box.key for paragraph in text.paragraphs for box in paragraph.boxes]
        assert [(one.key, one.answer) for one in body.choices] == [(key, None) for key in keys]


def test_it_is_signed_on_the_screen(desk: Desk, anna: ClientRef, begun: Editing) -> None:
    told = explained(begun).with_values({"decision": "granted", "method": "on_screen"})
    assert not done(desk, told)["how"]
    signed = taking.sign_on_screen(told, "Anna", SignerRole.CLIENT, STROKES, 2.5)
    signed = taking.sign_on_screen(signed, "Ewa Lis", SignerRole.THERAPIST, STROKES, 2.5)
    assert done(desk, signed)["how"]
    body = records.open(desk, taking.finish(desk, signed).record).body
    assert isinstance(body, Consent)
    assert [(one.name, one.role, one.signed_on, one.ratio) for one in body.signatures] == [
        ("Anna", SignerRole.CLIENT, TODAY, 2500),
        ("Ewa Lis", SignerRole.THERAPIST, TODAY, 2500),
    ]
    assert consents.state(desk, anna.id).is_active


def test_who_signs_again_replaces_only_their_own_signature(begun: Editing) -> None:
    signed = taking.sign_on_screen(begun, "Anna", SignerRole.CLIENT, STROKES, 3.0)
    signed = taking.sign_on_screen(signed, "Jan", SignerRole.WITNESS, STROKES, 3.0)
    again = taking.sign_on_screen(signed, "Anna", SignerRole.CLIENT, [[(0.2, 0.2, 0.0)]], 3.0)
    assert [(one.name, one.strokes) for one in body_of(again).signatures] == [
        ("Jan", ["1000,5000,0 9000,5000,700"]),
        ("Anna", ["2000,2000,0"]),
    ]
    assert [one.name for one in body_of(taking.unsign(again, "Anna", SignerRole.CLIENT)).signatures] == ["Jan"]
    with fails("bad_signature"):
        taking.sign_on_screen(begun, "Anna", SignerRole.CLIENT, [], 3.0)


def test_a_scanned_paper_is_a_document_that_the_consent_names(desk: Desk, begun: Editing) -> None:
    told = explained(begun).with_values({"decision": "granted"})
    scanned = taking.scan(desk, told, b"page one", "scan.txt")
    scanned = taking.scan(desk, scanned, b"page two", "scan2.txt")
    assert body_of(scanned).method == "wet_ink_scan"
    assert sorted(records.unfinished(desk)) == sorted([scanned.record, body_of(scanned).paper])
    assert done(desk, scanned)["how"]
    saved = taking.finish(desk, scanned)
    assert records.unfinished(desk) == []
    body = records.open(desk, saved.record).body
    assert isinstance(body, Consent)
    paper = records.open(desk, body.paper).body
    assert isinstance(paper, Document)
    assert (paper.title, paper.document_kind) == ("Consent to therapy", "signed_paper")
    assert len(paper.attachments) == 2


def test_what_is_not_complete_signs_neither_the_consent_nor_its_paper(desk: Desk, begun: Editing) -> None:
    scanned = taking.scan(desk, begun, b"page one", "scan.txt")
    with fails("not_complete"):
        taking.finish(desk, scanned)
    assert len(records.unfinished(desk)) == 2
    taking.drop(desk, scanned)
    assert records.unfinished(desk) == []


@pytest.mark.parametrize(
    ("values", "is_given"),
    [
        ({"method": "verbal"}, True),
        ({"method": "email"}, True),
        ({"method": "verbal_witnessed"}, False),
        ({"method": "verbal_witnessed", "witness": "Jan"}, True),
        ({"method": "on_screen"}, False),
        ({"method": "wet_ink_scan"}, False),
        ({"method": None}, False),
    ],
)
def test_each_way_of_giving_it_has_what_it_needs(
    desk: Desk, begun: Editing, values: dict[str, Any], is_given: bool
) -> None:
    assert done(desk, begun.with_values(values))["how"] is is_given


def test_a_copy_is_asked_about_only_where_something_was_agreed_to(desk: Desk, begun: Editing) -> None:
    assert "copy" not in done(desk, begun)
    assert "copy" not in done(desk, begun.with_values({"decision": "declined"}))
    given = begun.with_values({"decision": "granted"})
    assert done(desk, given)["copy"] is False
    assert done(desk, given.with_values({"copy_given": "yes"}))["copy"] is True


def test_capacity_in_doubt_wants_what_the_judgement_rests_on(desk: Desk, begun: Editing) -> None:
    doubted = begun.with_values({"capacity": "supported"})
    assert done(desk, doubted)["capacity"] is False
    assert "What this rests on" in taking.conversation(desk, doubted).lacking
    helped = {"supporter": "Her sister", "how": "Simple words", "own_words": "I want to try."}
    settled = doubted.with_values({"capacity_basis": "She weighs it up.", "support": helped})
    assert done(desk, settled)["capacity"] is True


def test_a_conversation_without_a_text_has_the_other_steps(desk: Desk, anna: ClientRef) -> None:
    editing = taking.begin(desk, anna.id, ConsentType.RESEARCH, text_language="en")
    talk = taking.conversation(desk, editing)
    kinds = [step.kind for step in talk.steps if step.kind is not StepKind.PARAGRAPH]
    assert kinds == [
        StepKind.DETAILS, StepKind.QUESTIONS, StepKind.CAPACITY, StepKind.DECISION, StepKind.HOW,
    ]  # fmt: skip


def test_only_a_consent_is_taken_like_this(desk: Desk, anna: ClientRef) -> None:
    note = records.start(desk, "session_note", anna.id)
    with fails("wrong_shape"):
        taking.explain(note, Element.FEES)
    with fails("wrong_shape"):
        taking.conversation(desk, note)
