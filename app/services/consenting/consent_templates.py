"""The practice's own texts for consents: which are in use, beginning one, and the next version of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app import clock
from app.desk import Action, Desk
from app.keeping import opening, ours, plans, published
from app.packs import consent_texts
from app.packs.consent_texts import ConsentText
from app.records import encode
from app.records.consent_elements import ConsentType, type_of
from app.records.consent_template import ConsentTemplate
from app.rules import template_making, templates_in_use
from app.rules.purposes import Purpose
from app.rules.templates_in_use import TemplateFacts
from app.services import drafting
from app.services.drafting import Editing
from app.texts import _, language
from app.vaults import failure
from storage.vault import Row

_ANEW = frozenset({"effective_from", "what_changed", "supersedes", "version", "body_hash", "checked_by"})
"""What the next version says anew."""

_STATES = ("draft", "in_use", "later", "replaced", "entered_in_error")


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A line of the list. `state` is a code: draft, in_use, later, replaced, entered_in_error."""

    id: str
    title: str
    consent_type: str
    type_label: str
    text_language: str
    version: str
    effective_from: str
    state: str
    asks_again: bool


@dataclass(frozen=True, slots=True)
class TextChoice:
    """A text that a consent can be taken with: `template` is what the consent keeps; the practice's own come first."""

    template: str
    title: str
    version: str
    text_language: str
    is_own: bool


def rows(desk: Desk) -> list[TemplateRow]:
    """Every text of the practice and this person's drafts, by type; what is in use before the rest, newest first."""
    desk.require(Action.LIST, "practice")
    found = plans.rows_of(desk, desk.signin.ids(ours.query(desk, "consent_template")))
    facts = [published.facts_of(row) for row in found]
    using = {one.record for one in templates_in_use.in_use(facts, clock.today())}
    lines = [_line(row, one, using) for row, one in zip(found, facts, strict=True)]
    order = [one.value for one in ConsentType]
    lines.sort(key=lambda line: (line.effective_from, line.id), reverse=True)
    lines.sort(key=lambda line: (order.index(line.consent_type or order[0]), _STATES.index(line.state)))
    return lines


def begin(desk: Desk, text_id: str = "", text_language: str = "") -> Editing:
    """A new text of the practice, from one that ships if one is named; nothing is written yet.

    Raises:
        KnownError: `no_starting_text`.
    """
    desk.require(Action.SAVE, "practice")
    values: dict[str, Any] = {"text_language": text_language or language(), "ask_again": False}
    if text_id:
        starting = consent_texts.load(text_id, text_language or language())
        values |= _from_text(starting)
    return drafting.start(desk, "consent_template", **values)


def next_version(desk: Desk, template_id: str) -> Editing:
    """A new version of a published text, with its words; once published it takes the other's place.

    Raises:
        KnownError: `not_published` for a draft or one entered in error.
    """
    compartment = desk.require_record(Action.SAVE, template_id)
    desk.require(Action.SAVE, "practice", compartment=compartment, record=template_id)
    row = plans.row_of(desk, template_id)
    if row.kind != "consent_template" or not published.facts_of(row).is_published:
        raise failure("not_published")
    body = opening.body_of(desk, template_id, Purpose.ADMINISTRATION)
    assert isinstance(body, ConsentTemplate)  # noqa: S101 - its row says so
    values = {name: value for name, value in encode(body).items() if name not in _ANEW}
    values |= {"version": template_making.version_after(body.version), "supersedes": template_id}
    return drafting.start(desk, "consent_template", **{**values, "has_older": True, "ask_again": True})


def text_of(desk: Desk, template: str, text_language: str = "", version: str = "") -> ConsentText:
    """The words of a text, its places not filled in; of one of the practice by its id, of one that ships by its name.

    Raises:
        KnownError: `no_starting_text`, `not_published`, `not_found`.
    """
    desk.require(Action.LIST, "practice")
    return published.text_of(desk, template, text_language or language(), version)


def choices(desk: Desk, consent_type: ConsentType, text_language: str = "", on: date | None = None) -> list[TextChoice]:
    """The texts that a consent of a type can be taken with on a day (today), the practice's own first."""
    desk.require(Action.LIST, "practice")
    wanted = text_language or language()
    own = [
        one
        for one in templates_in_use.in_use(published.facts(desk), on or clock.today())
        if (one.type, one.language) == (consent_type.value, wanted)
    ]
    titles = {row.record: row.title for row in plans.rows_of(desk, [one.record for one in own])}
    found = [TextChoice(one.record, titles[one.record], one.version, one.language, is_own=True) for one in own]
    shipped = [text_id for text_id in consent_texts.text_ids() if type_of(text_id) is consent_type]
    for text_id in shipped:
        text = consent_texts.load(text_id, wanted)
        found.append(TextChoice(text_id, text.title, text.version, text.language, is_own=False))
    return found


def _from_text(text: ConsentText) -> dict[str, Any]:
    consent_type = type_of(text.type)
    return {
        "title": text.title,
        "consent_type": consent_type.value if consent_type else None,
        "intro": text.intro,
        "notice": text.notice,
        "based_on": f"{text.type} {text.version}",
        "paragraphs": [
            {
                "element": paragraph.element.value,
                "heading": paragraph.heading,
                "text": paragraph.text.strip(),
                "boxes": [{"key": box.key, "text": box.text} for box in paragraph.boxes],
                "lines": list(paragraph.lines),
            }
            for paragraph in text.paragraphs
        ],
    }


def _line(row: Row, facts: TemplateFacts, using: set[str]) -> TemplateRow:
    return TemplateRow(
        id=row.record,
        title=row.title,
        consent_type=facts.type,
        type_label=_(ConsentType.label_of(facts.type)) if facts.type else "",
        text_language=facts.language,
        version=facts.version,
        effective_from=facts.effective_from,
        state=_state(facts, using),
        asks_again=facts.asks_again,
    )


def _state(facts: TemplateFacts, using: set[str]) -> str:
    if facts.is_in_error:
        return "entered_in_error"
    if not facts.is_signed:
        return "draft"
    if facts.record in using:
        return "in_use"
    return "later" if facts.effective_from > clock.today().isoformat() else "replaced"
