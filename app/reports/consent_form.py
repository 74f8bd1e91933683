"""A blank consent form: the starting text paragraph by paragraph, boxes to tick and lines to sign."""

from __future__ import annotations

from app import formats
from app.packs.consent_texts import ConsentText
from app.reports.paper import Block, Choices, Head, Heading, Lines, Notice, Paper, Text
from app.texts import _


def paper(head: Head, text: ConsentText) -> Paper:
    """The form in the language of its text, with every element in its order."""
    blocks: list[Block] = [Notice(text.notice)]
    for paragraph in text.paragraphs:
        blocks += [Heading(f"{paragraph.number}. {paragraph.heading}", 2), Text(paragraph.text.strip())]
    blocks += [
        Heading(_("Decision")),
        Choices(
            [
                _("I agree to everything above."),
                _("I agree, except for the paragraphs number: ……………"),
                _("I do not agree."),
                _("I have received a copy."),
            ]
        ),
        Lines([_("Name of the client"), _("Code"), _("Date")]),
        Lines([_("Signature of the client or representative"), _("Signature of the therapist")]),
    ]
    version = _("Version {version} of {date}").format(version=text.version, date=formats.long_date(text.effective_from))
    return head.paper(title=text.title, subtitle=version, blocks=blocks)
