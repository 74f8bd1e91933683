"""Taking a consent as a conversation: step by step, left and taken up again as a draft, signed at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import consent_rows, published
from app.keeping.plans import Saved
from app.packs.consent_texts import ConsentText
from app.records import encode, missing
from app.records.choices import YesNo
from app.records.consent import Consent
from app.records.consent_choices import Explaining, Method, SignerRole
from app.records.consent_elements import ConsentType, Element
from app.records.consent_parts import Explanation
from app.records.document import DocumentKind, DocumentSource
from app.records.signature import Signature, drawn
from app.rules import consent_facts, consent_state, consent_steps
from app.rules.consent_facts import ConsentState
from app.rules.consent_steps import Step
from app.services import documents, drafting, records
from app.services.consenting.consent_making import prefilled
from app.services.documents import Cancelled, Progress, Source
from app.services.drafting import Editing
from app.texts import _, language
from app.vaults import failure

Strokes = Sequence[Sequence[tuple[float, float, float]]]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where the conversation stands.

    `text` is what is gone through, or None for a consent without one. `lacking` are the labels of what is still needed
    to sign; `worth` is what the consent would be worth if it were signed as it is.
    """

    text: ConsentText | None
    steps: list[Step]
    lacking: list[str]
    worth: ConsentState


def begin(
    desk: Desk, client_id: str, consent_type: ConsentType, *, template: str = "", text_language: str = ""
) -> Editing:
    """A new consent with its text and nothing explained yet; nothing is written before it is kept.

    Raises:
        KnownError: `no_starting_text`, `not_published`.
    """
    desk.require(Action.SAVE, "clinical")
    editing = drafting.start(desk, "consent", client_id)
    body = Consent(
        consent_type=consent_type,
        template=template,
        template_language=text_language or language(),
        given_on=clock.today().isoformat(),
    )
    body = prefilled(desk, body, editing.client or client_id)
    body.explained = []
    return replace(editing, body=body)


def conversation(desk: Desk, editing: Editing) -> Conversation:
    """All steps with what is done, what is still needed, and what the consent would be worth now."""
    desk.require(Action.SAVE, "clinical", compartment=editing.compartment, record=editing.record)
    body = _consent(editing)
    text = None
    if body.template:
        text = published.text_of(desk, body.template, body.template_language or language(), body.template_version)
    whole = drafting.finished(desk, editing)
    labels = [_(spec.label) for spec in missing(whole)]
    return Conversation(text, consent_steps.steps(body, text), labels, _worth(desk, editing, whole.facets()))


def explain(
    editing: Editing,
    element: Element,
    *,
    explained: bool = True,
    how: Explaining | None = None,
    understood: YesNo | None = None,
    note: str = "",
) -> Editing:
    """One paragraph was gone through, or was not after all; keep the result to be able to leave.

    Raises:
        KnownError: `no_such_element` for one that no consent has.
    """
    body = _consent(editing)
    ticked = [one for one in body.explained if one is not element]
    told = [one for one in body.conversation if one.element is not element]
    if explained:
        ticked.append(element)
        told.append(
            Explanation(
                element=element, explained_on=clock.today().isoformat(), how=how, understood=understood, note=note
            )
        )
    order = list(Element)
    ticked.sort(key=order.index)
    return _changed(editing, explained=ticked, conversation=told)


def answer(editing: Editing, key: str, given: YesNo | None) -> Editing:
    """Agree to one thing or not; None takes the answer away. Raises `no_such_element` for a choice there is not."""
    body = _consent(editing)
    if key not in {choice.key for choice in body.choices}:
        raise failure("no_such_element", what=key)
    choices = [
        msgspec.structs.replace(choice, answer=given) if choice.key == key else choice for choice in body.choices
    ]
    return _changed(editing, choices=choices)


def sign_on_screen(editing: Editing, name: str, role: SignerRole, strokes: Strokes, ratio: float) -> Editing:
    """Add a drawn signature, in place of an earlier one of the same person.

    Args:
        editing: The consent.
        name: Who signs.
        role: As whom.
        strokes: Points `(x, y, seconds)`, x and y from 0 to 1 of the box.
        ratio: Width of the box for its height.

    Raises:
        KnownError: `bad_signature`.
    """
    body = _consent(editing)
    signed = Signature(
        name=name, role=role, signed_on=clock.today().isoformat(), strokes=drawn(strokes), ratio=round(ratio * 1000)
    )
    others = [one for one in body.signatures if (one.name, one.role) != (name, role)]
    return _changed(editing, signatures=[*others, signed], method=body.method or Method.ON_SCREEN)


def unsign(editing: Editing, name: str, role: SignerRole) -> Editing:
    """Take a drawn signature away before the consent is signed."""
    body = _consent(editing)
    return _changed(editing, signatures=[one for one in body.signatures if (one.name, one.role) != (name, role)])


def scan(
    desk: Desk,
    editing: Editing,
    source: Source,
    name: str = "",
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Editing:
    """Keep the signed paper: a document of its own in the client's file, which the consent names.

    More pages are added to the same document. It is a draft until the consent is signed. Both drafts are kept.

    Raises:
        KnownError: what attaching a file raises; then nothing changes.
    """
    desk.require(Action.SAVE, "clinical", compartment=editing.compartment, record=editing.record)
    body = _consent(editing)
    if editing.client is None:
        raise failure("client_needed")
    if body.paper and body.paper in desk.signin.drafts():
        paper = documents.add(
            desk, drafting.resume(desk, body.paper), source, name, progress=progress, cancelled=cancelled
        )
    else:
        paper = documents.attach(desk, editing.client, source, name, progress=progress, cancelled=cancelled)
    about = {
        "title": Consent.headline("", {"type": body.consent_type.value}),
        "document_kind": DocumentKind.SIGNED_PAPER.value,
        "source": DocumentSource.FROM_CLIENT.value,
        "dated": body.given_on,
    }
    drafting.keep(desk, paper.with_values(about))
    return drafting.keep(desk, _changed(editing, paper=paper.record, method=body.method or Method.PAPER))


def finish(desk: Desk, editing: Editing) -> Saved:
    """Sign the consent, and its scanned paper with it.

    Raises:
        KnownError: `not_complete` with what is missing; then neither is signed.
    """
    desk.require(Action.SIGN, "clinical", compartment=editing.compartment, record=editing.record)
    labels = [_(spec.label) for spec in missing(drafting.finished(desk, editing))]
    if labels:
        raise failure("not_complete", fields=", ".join(dict.fromkeys(labels)))
    paper = _consent(editing).paper
    if paper and paper in desk.signin.drafts():
        records.sign(desk, paper)
    return records.sign(desk, editing)


def drop(desk: Desk, editing: Editing) -> None:
    """Throw the conversation away, and the paper that was scanned for it; what was never kept is simply left."""
    desk.require_anywhere(Action.DISCARD, editing.record)
    for record in (editing.record, _consent(editing).paper):
        if record and record in desk.signin.drafts():
            drafting.discard(desk, record)


def _worth(desk: Desk, editing: Editing, facets: dict[str, object]) -> ConsentState:
    facts = consent_facts.facts_from(editing.record, facets, is_signed=True, is_in_error=False)
    others = consent_rows.facts(desk, editing.client) if editing.client is not None else []
    return consent_state.state_of(facts, others, clock.today(), published.text_facts(desk))


def _consent(editing: Editing) -> Consent:
    if not isinstance(editing.body, Consent):
        raise failure("wrong_shape", field=editing.kind, path="", problem="consent")
    return editing.body


def _changed(editing: Editing, **values: object) -> Editing:
    """Through the checks of the record, as everything typed goes."""
    body = msgspec.structs.replace(_consent(editing), **values)
    return editing.with_values({name: value for name, value in encode(body).items() if name in values})
