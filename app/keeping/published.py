"""The texts that consents name: those that ship, and those that the practice published."""

from __future__ import annotations

import uuid

from app.desk import Desk
from app.keeping import opening, ours, plans
from app.packs import consent_texts
from app.packs.consent_texts import Box, ConsentText, Paragraph
from app.records.consent_template import ConsentTemplate
from app.rules import templates_in_use
from app.rules.consent_facts import TextFacts
from app.rules.purposes import Purpose
from app.rules.templates_in_use import TemplateFacts
from app.vaults import failure
from storage.vault import Row


def text_of(desk: Desk, template: str, language: str, version: str = "") -> ConsentText:
    """The words of a text that ships, or of one that the practice published, with its places not filled in.

    Raises:
        KnownError: `no_starting_text`, `not_published`, `not_found`.
    """
    if not is_own(template):
        return consent_texts.load(template, language, version)
    row = plans.row_of(desk, template)
    if row.kind != "consent_template":
        raise failure("not_found", what=template)
    if not facts_of(row).is_published:
        raise failure("not_published")
    body = opening.body_of(desk, template, Purpose.ADMINISTRATION)
    assert isinstance(body, ConsentTemplate)  # noqa: S101 - its row says so
    return as_text(body)


def is_own(template: str) -> bool:
    """Whether a consent names a text of the practice, by the id of its record."""
    try:
        uuid.UUID(template)
    except ValueError:
        return False
    return True


def as_text(body: ConsentTemplate) -> ConsentText:
    """A text of the practice in the shape of those that ship."""
    return ConsentText(
        type=body.consent_type.value if body.consent_type else "",
        version=body.version,
        language=body.text_language.value if body.text_language else "",
        effective_from=body.effective_from,
        title=body.title,
        notice=body.notice,
        paragraphs=tuple(
            Paragraph(
                paragraph.element,
                number,
                paragraph.heading,
                paragraph.text,
                tuple(Box(box.key, box.text) for box in paragraph.boxes),
                tuple(paragraph.lines),
            )
            for number, paragraph in enumerate(body.paragraphs, 1)
            if paragraph.element is not None
        ),
        intro=body.intro,
        body_hash=body.body_hash,
    )


def facts(desk: Desk) -> list[TemplateFacts]:
    """What is known of the practice's texts, drafts of this person among them."""
    return [facts_of(row) for row in plans.rows_of(desk, desk.signin.ids(ours.query(desk, "consent_template")))]


def text_facts(desk: Desk) -> TextFacts:
    """Digests of the practice's texts, and which of them ask again."""
    return templates_in_use.text_facts(facts(desk))


def facts_of(row: Row) -> TemplateFacts:
    """The facts in one list row."""
    return templates_in_use.facts_from(
        row.record, row.facets, is_signed=row.state == "signed", is_in_error=row.status == "entered_in_error"
    )
