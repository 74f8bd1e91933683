"""The receipt of a consent: what was agreed, by whom, when and how, to which words, and how it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app import formats
from app.reports.paper import Block, Choices, Drawn, Facts, Head, Heading, Notice, Paper, Small, Text, Together
from app.texts import _

_SCALE = 0.94  # most receipts then are one page


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: who, as whom, on which day, and its lines if it was drawn on the screen."""

    name: str
    role: str
    signed_on: str
    lines: Sequence[Sequence[tuple[float, float]]] = ()
    ratio: float = 3.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was decided, in words. Dates are ISO days; what is not known is empty.

    `choices` are the boxes of the text with the answer, True for a tick; whatever was not answered was not ticked.
    `explained` are the headings that were gone through, `not_explained` those that were not.
    """

    what: str
    client: str
    code: str
    decision: str
    given_on: str
    how: str
    by_whom: str
    text_title: str = ""
    text_version: str = ""
    text_digest: str = ""
    state: str = ""
    except_for: str = ""
    choices: Sequence[tuple[str, bool]] = ()
    explained: Sequence[str] = ()
    not_explained: Sequence[str] = ()
    questions: str = ""
    more: Sequence[tuple[str, str]] = ()
    signatures: Sequence[Signed] = ()
    ends: str = ""
    review_on: str = ""
    reach: str = ""


def paper(head: Head, receipt: Receipt) -> Paper:
    """The receipt, to be given to whoever decided."""
    blocks: list[Block] = [
        Text(_("This is your receipt. Please keep it. It says what you have decided, and how to change it.")),
        Facts([(name, value) for name, value in _facts(receipt) if value]),
        *_agreed(receipt),
        *_signatures(receipt),
        *_taking_back(receipt),
        *_about(receipt),
    ]
    return head.paper(title=_("Receipt"), subtitle=receipt.what, code=receipt.code, blocks=blocks, scale=_SCALE)


def _facts(receipt: Receipt) -> Iterator[tuple[str, str]]:
    yield _("Client"), receipt.client
    yield _("Decision"), receipt.decision
    yield _("Except for"), receipt.except_for
    yield _("Decided by"), receipt.by_whom
    yield _("Date"), formats.long_date(receipt.given_on) if receipt.given_on else ""
    yield _("How"), receipt.how
    yield _("Valid until"), receipt.ends
    yield _("Talk about it again on"), formats.long_date(receipt.review_on) if receipt.review_on else ""
    yield _("State today"), receipt.state
    yield from receipt.more


def _agreed(receipt: Receipt) -> Iterator[Block]:
    if receipt.choices:
        ticked = [number for number, (_words, is_ticked) in enumerate(receipt.choices) if is_ticked]
        texts = [words for words, _is_ticked in receipt.choices]
        yield Together([Heading(_("What was chosen")), Choices(texts, ticked=ticked)])
    if receipt.explained:
        yield Together([Heading(_("What was explained")), Text(" · ".join(receipt.explained))])
    if receipt.not_explained:
        names = ", ".join(receipt.not_explained)
        yield Notice(_("Not explained: {names}.").format(names=names))
    if receipt.questions:
        yield Together([Heading(_("Questions asked")), Text(receipt.questions)])


def _signatures(receipt: Receipt) -> Iterator[Block]:
    if not receipt.signatures:
        return
    yield Heading(_("Signatures"))
    for one in receipt.signatures:
        who = _("{name}, {role}, {date}").format(name=one.name, role=one.role, date=formats.long_date(one.signed_on))
        if one.lines:
            yield Together([Drawn([list(line) for line in one.lines], who, one.ratio)])
        else:
            yield Text(f"- {who}")


def _taking_back(receipt: Receipt) -> Iterator[Block]:
    words = _(
        "You may take this back at any time, without saying why. Tell us, or write to us; there is a page for it. "
        "It counts from that day on. What was done before was allowed and stays done. "
        "You will not be treated worse for it."
    )
    reach = [Facts([(_("Where to turn"), receipt.reach)])] if receipt.reach else []
    yield Together([Heading(_("If you change your mind")), Text(words), *reach])


def _about(receipt: Receipt) -> Iterator[Block]:
    if not receipt.text_title:
        yield Small(_("The words that were agreed to stand on an earlier paper."))
        return
    words = _("Words agreed to: “{title}”, version {version}, digest {digest}").format(
        title=receipt.text_title, version=receipt.text_version, digest=receipt.text_digest
    )
    yield Small(words)
