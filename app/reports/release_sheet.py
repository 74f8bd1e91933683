"""A signed release on paper: what may go to whom, for what and until when, once for who signed and once for us."""

from __future__ import annotations

from collections.abc import Iterator

from app import formats
from app.records.choices import YesNo
from app.records.client import SEVERAL
from app.records.release import Release, ReleaseRecipient
from app.records.release_choices import Direction, InformationClass, ReleasePurpose, ReleaseStatement, SignedBy
from app.reports import record_sheet
from app.reports.paper import Block, Choices, Facts, Head, Heading, Notice, Paper, Part, Small, Text, Together
from app.reports.record_sheet import Shown
from app.texts import N_, _

_SCALE = 0.92  # most copies then are one page
_COPIES = (N_("Copy for whoever signed it"), N_("Copy for the practice"))
_SAYS = {
    ReleaseStatement.RIGHT_TO_REVOKE: N_(
        "It can be taken back at any time, and how. From then on nothing more is given; what was given before "
        "stays given."
    ),
    ReleaseStatement.CONDITIONING: N_("Whether the therapy depends on signing it."),
    ReleaseStatement.REDISCLOSURE: N_("Whoever receives it may pass it on, and may not be bound by the same rules."),
}


def paper(head: Head, shown: Shown, body: Release, state: str) -> Paper:
    """Both copies, each on a page of its own.

    Args:
        head: The letterhead.
        shown: The record with its amendments.
        body: The release.
        state: What it is worth today, in words.
    """
    first, second = _COPIES
    once = list(_copy(shown, body, state))
    blocks: list[Block] = [Heading(_(first)), *once, Part(_(second)), *once]
    return head.paper(title=shown.kind, subtitle=shown.title, code=shown.code, blocks=blocks, scale=_SCALE)


def _copy(shown: Shown, body: Release, state: str) -> Iterator[Block]:
    yield from record_sheet.standing(shown)
    yield Facts([(_("State today"), state)])
    yield Together([Heading(_("Who gives to whom"), 2), Facts([row for row in _between(body) if row[1]])])
    yield Together([Heading(_("What may be given"), 2), *_information(body)])
    yield Together([Heading(_("For what"), 2), Choices(list(_purposes(body)), ticked=list(range(len(body.purposes))))])
    yield Together([Heading(_("Until when"), 2), Facts([row for row in _time(body) if row[1]])])
    if body.statements:
        said = [_(_SAYS[one]) for one in ReleaseStatement if one in body.statements]
        yield Together([Heading(_("What the form said"), 2), Text("\n".join(f"- {words}" for words in said))])
    yield Together([Heading(_("Signed"), 2), Facts([row for row in _signed(body) if row[1]])])
    yield from record_sheet.amendments(shown)
    if shown.at:
        yield Small(_("This paper says what the signed record says. The signature itself is on the form."))


def _between(body: Release) -> Iterator[tuple[str, str]]:
    yield _("Name of the client on it"), body.client_name
    yield _("Who gives it"), body.discloser
    yield _("Who receives it"), "; ".join(_named(one) for one in body.recipients)
    yield _("Through whom"), "; ".join(body.intermediaries) if body.has_intermediary else ""
    yield _("Direction"), _(Direction.label_of(body.direction))
    yield _("In which way"), _(body.channel.label) if body.channel else ""


def _named(one: ReleaseRecipient) -> str:
    address = ", ".join(line.strip() for line in one.address.splitlines() if line.strip())
    words = ", ".join(part for part in (one.name, one.organisation, address) if part)
    return _("{names} (a class of people)").format(names=words) if one.is_class else words


def _information(body: Release) -> list[Choices | Notice]:
    """Only what was ticked: nobody has to look for a cross among twenty boxes to see what is not allowed."""
    labels = [_(one.label) for one in InformationClass if one in body.information]
    if body.information_other.strip():
        labels.append(body.information_other.strip())
    return [Choices(labels, ticked=list(range(len(labels)))), Notice(_("Nothing else may be given."))]


def _purposes(body: Release) -> Iterator[str]:
    for one in ReleasePurpose:
        if one in body.purposes:
            note = body.purpose_note.strip() if one is ReleasePurpose.OTHER else ""
            yield note or _(one.label)


def _time(body: Release) -> Iterator[tuple[str, str]]:
    yield _("Holds until"), formats.long_date(body.expires_on) if body.expires_on else ""
    yield _("Or until this happens"), body.expires_event
    yield _("Covers records from"), formats.long_date(body.covers_from) if body.covers_from else ""
    yield _("Covers records up to"), formats.long_date(body.covers_until) if body.covers_until else ""


def _signed(body: Release) -> Iterator[tuple[str, str]]:
    yield _("Decision"), _(body.decision.label) if body.decision else ""
    yield _("Date"), formats.long_date(body.signed_on) if body.signed_on else ""
    yield _("Signed by"), _(SignedBy.label_of(body.signed_by))
    yield _("Name of the representative"), body.signer_name
    yield _("Their authority"), body.representative_authority
    yield _("How it was signed"), _(body.method.label) if body.method else ""
    if body.unit in SEVERAL:
        yield _("Everybody who comes has signed"), _(YesNo.label_of(body.everybody_signed or YesNo.NO))
    yield _("Copy given"), _(body.copy_given.label) if body.copy_given else ""
