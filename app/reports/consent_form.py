"""A form to fill in by hand, or a letter, from a text: paragraph by paragraph, boxes to tick, lines to sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app import formats
from app.packs import merge_fields
from app.packs.consent_texts import ConsentText
from app.packs.consent_texts import Paragraph as Part
from app.packs.statements import Statement
from app.records.consent_elements import ConsentType, type_of
from app.reports.paper import Blanks, Block, Choices, Head, Heading, Lines, Notice, Paper, Short, Small, Text, Together
from app.texts import N_, _

_LARGE, _LARGEST_ON_ONE_PAGE = 1.2, 1.1
_LETTERS = frozenset({"closing_letter"})
_MANY_BOXES = 6
_HASH_SHOWN = 16
_SIGN = [2.2, 1.0]
_USUAL_SIGNERS = ("client", "therapist")
_SIGNATURES = {
    "client": N_("Signature of the client"),
    "partner": N_("Signature of each further person"),
    "child": N_("My name, or my signature"),
    "parent": N_("Signature of a parent or representative"),
    "other_parent": N_("Signature of the other parent, if they decide together"),
    "representative": N_("Signature of who decides for the client, and by what right"),
    "therapist": N_("Signature of the therapist"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """What a form is made of.

    Args:
        text: The words, in the language of the form.
        values: What is known for its merge fields; what is not becomes a line to write on.
        statements: What the chosen regimes ask for on top; those without words are listed as missing.
        code: The client's code, where the form is for one client.
        client: The client's name, where the form is for one client.
        codes_of_ethics: What whoever gives the form follows, by name.
    """

    text: ConsentText
    values: Mapping[str, str] = field(default_factory=dict)
    statements: Sequence[Statement] = ()
    code: str = ""
    client: str = ""
    codes_of_ethics: Sequence[str] = ()


def paper(head: Head, form: Form) -> Paper:
    """The form in the language of its text, with every element in its order."""
    text = form.text
    blocks: list[Block] = [Text(_filled(form, text.intro), is_spaced=text.type in _LETTERS)] if text.intro else []
    if text.type == "release":
        blocks.append(Blanks([(_("Name of the client"), form.client), (_("Date of birth"), "")]))
    *before, last = text.paragraphs
    for part in before:
        blocks += _kept(form, part)
    # Nobody signs a page that says nothing: the end of the text stays with the signatures.
    blocks += [Together([*_part(form, last), *_added(form), *_end(form)]), *_about(form)]
    return head.paper(
        title=text.title,
        blocks=blocks,
        code=form.code,
        is_one_page=text.is_one_page,
        scale=_LARGE if text.is_large else _LARGEST_ON_ONE_PAGE if text.is_one_page else 0.0,
    )


def _kept(form: Form, part: Part) -> Iterator[Block]:
    """What is ticked and written stays with its words."""
    blocks = list(_part(form, part))
    yield from [Together(blocks)] if part.boxes or part.lines else blocks


def _part(form: Form, part: Part) -> Iterator[Short]:
    words = _filled(form, part.text.strip())
    if form.text.type in _LETTERS:
        yield Text(words, is_spaced=True)
        return
    yield Heading(f"{part.number}. {part.heading}", 2)
    yield Text(words)
    if part.boxes:
        boxes = [_filled(form, box.text) for box in part.boxes]
        yield Choices(boxes, columns=2 if len(boxes) >= _MANY_BOXES else 1)
    if part.lines:
        yield Blanks([(_filled(form, label), "") for label in part.lines])


def _added(form: Form) -> Iterator[Short]:
    """What the regimes ask to say, in words; what has no words is listed in `_of_the_practice`."""
    said = [statement.words for statement in form.statements if statement.words]
    if said:
        yield Heading(_("What has to be said here as well"), 2)
        yield Text("\n".join(f"- {words}" for words in said))
    if form.codes_of_ethics and type_of(form.text.type) not in {None, ConsentType.MINOR_ASSENT}:
        yield Text(_("Code of ethics that is followed here: {names}.").format(names="; ".join(form.codes_of_ethics)))


def _end(form: Form) -> Iterator[Short]:
    if form.text.type in _LETTERS:
        yield Lines([_("Signature"), _("Date")], _SIGN)
        return
    wanted = type_of(form.text.type)
    answers = _answers(form.text.type, wanted)
    if wanted is not None:
        yield Heading(_("Decision"))
    if answers:
        yield Choices(answers)
    if wanted not in {None, ConsentType.MINOR_ASSENT}:
        yield Blanks([(_("Name of the client"), _who(form))])
    for signer in form.text.signed_by or _USUAL_SIGNERS:
        yield Lines([_(_SIGNATURES[signer]), _("Date")], _SIGN)


def _who(form: Form) -> str:
    return ", ".join(part for part in (form.code, form.client) if part)


def _answers(text_id: str, wanted: ConsentType | None) -> list[str]:
    if wanted is ConsentType.MINOR_ASSENT:
        return [_("Yes, I want to."), _("No, I do not want to."), _("I do not know yet.")]
    if wanted is not None:
        return [
            _("I agree to everything above."),
            _("I agree, except for the paragraphs number: ……………"),
            _("I do not agree."),
            _("I could ask my questions, and I have received a copy."),
        ]
    if text_id == "limits_of_confidentiality":
        return [_("This was explained to me, I could ask my questions, and I have received a copy.")]
    return []


def _about(form: Form) -> Iterator[Block]:
    if form.text.type not in _LETTERS:
        yield from _of_the_practice(form)


def _of_the_practice(form: Form) -> Iterator[Block]:
    """What concerns the practice: what is missing, first; then version, digest, and that it wants to be checked."""
    missing = [statement for statement in form.statements if not statement.words]
    if missing:
        names = "; ".join(f"{one.label} ({one.regime}, {one.citation})" for one in missing)
        yield Notice(_("Still missing on this form: {names}.").format(names=names), is_strong=True)
    unread = [one.citation for one in form.statements if one.words and not one.is_verified]
    version = _("Version {version} of {date}").format(
        version=form.text.version, date=formats.long_date(form.text.effective_from)
    )
    digest = _("Text {type}, digest {digest}").format(type=form.text.type, digest=form.text.body_hash[:_HASH_SHOWN])
    lines = [f"{version} · {digest}", form.text.notice]
    if unread:
        lines.append(_("Not checked at their source: {citations}.").format(citations=", ".join(unread)))
    yield Small("\n".join(lines))


def _filled(form: Form, text: str) -> str:
    return merge_fields.filled(text, form.values)
