"""The confirmation that a consent or release was taken back: what stops, what stays, and what already went out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app import formats
from app.records.consent_elements import ConsentType
from app.reports.paper import Block, Facts, Head, Heading, Notice, Paper, Table, Text, Together
from app.texts import N_, _


@dataclass(frozen=True, slots=True)
class WentOut:
    """Something that was told while it was still allowed: the day, to whom, and what."""

    on: str
    recipient: str
    what: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was taken back, in words; `stops` and `stays` are whole sentences. Dates are ISO days."""

    what: str
    client: str
    code: str
    given_on: str
    withdrawn_on: str
    by_whom: str
    how: str
    scope: str = ""
    stops: Sequence[str] = ()
    stays: Sequence[str] = ()
    went_out: Sequence[WentOut] = ()
    actions: str = ""


def paper(head: Head, done: Withdrawal) -> Paper:
    """The confirmation, to be given to whoever took it back."""
    blocks: list[Block] = [
        Text(
            _("We confirm that you have taken this back. You did not have to say why, and nothing is held against you.")
        ),
        Facts([(name, value) for name, value in _facts(done) if value]),
        *_sentences(_("What stops"), done.stops),
        *_went_out(done),
        *_sentences(_("What stays"), done.stays),
    ]
    if done.actions:
        blocks.append(Together([Heading(_("What we have done")), Text(done.actions)]))
    return head.paper(title=_("Taken back"), subtitle=done.what, code=done.code, blocks=blocks)


def _facts(done: Withdrawal) -> Iterator[tuple[str, str]]:
    yield _("Client"), done.client
    yield _("Given on"), formats.long_date(done.given_on) if done.given_on else ""
    yield _("Taken back on"), formats.long_date(done.withdrawn_on)
    yield _("By"), done.by_whom
    yield _("How"), done.how
    yield _("What is withdrawn"), done.scope


def _sentences(heading: str, sentences: Sequence[str]) -> Iterator[Block]:
    if sentences:
        yield Together([Heading(heading), Text("\n".join(f"- {one}" for one in sentences))])


def _went_out(done: Withdrawal) -> Iterator[Block]:
    yield Heading(_("What already went out"))
    if not done.went_out:
        yield Notice(_("Nothing was passed on while it held."))
        return
    yield Text(_("This was told while it was allowed. We cannot call it back."))
    rows = [[formats.short_date(one.on[:10]) if one.on else "", one.recipient, one.what] for one in done.went_out]
    yield Table([_("When"), _("To whom"), _("What")], [1.3, 2.6, 3.6], rows)


_STOPS: dict[ConsentType | None, str] = {
    None: N_("From this day on we pass nothing on under this release."),
    ConsentType.THERAPY: N_("Therapy, from this day on, unless you agree to it again."),
    ConsentType.GUARDIAN: N_("The therapy of the child, from this day on, unless it is agreed to again."),
    ConsentType.COUPLE: N_("The work together, from this day on, unless all of you agree to it again."),
    ConsentType.GROUP: N_("Your part in the group, from this day on, unless you agree to it again."),
    ConsentType.MINOR_ASSENT: N_("We do not go on against your will without talking about it with you."),
    ConsentType.TELEHEALTH: N_("Sessions by video or phone. We can meet in person."),
    ConsentType.ELECTRONIC_COMMS: N_("Messages in writing. We can talk on the phone or when we meet."),
    ConsentType.RECORDING: N_("Recording. Recordings that exist are destroyed, unless a law says that they be kept."),
    ConsentType.SUPERVISION_DISCLOSURE: N_("Telling the supervisor anything that would give you away."),
    ConsentType.TRAINING_OBSERVATION: N_("Watching of your sessions by others."),
    ConsentType.AI_TOOL: N_("The use of this tool for you."),
    ConsentType.RESEARCH: N_("Your part in the study. Your data are taken out as far as this was promised."),
    ConsentType.GDPR_SPECIAL_CATEGORY: N_("Every use of your data that rests on this consent alone."),
    ConsentType.MEDIA: N_("Every further publication. What can be taken down is taken down."),
}
_WHOLE = frozenset(
    {
        ConsentType.THERAPY,
        ConsentType.GUARDIAN,
        ConsentType.COUPLE,
        ConsentType.GROUP,
        ConsentType.MINOR_ASSENT,
        ConsentType.GDPR_SPECIAL_CATEGORY,
    }
)


def stops(what: ConsentType | None) -> list[str]:
    """What stops, in sentences for whoever took it back; None for a release."""
    return [_(_STOPS.get(what, _STOPS[ConsentType.THERAPY]))]


def stays(what: ConsentType | None) -> list[str]:
    """What stays as it is, in sentences for whoever took it back; None for a release."""
    kept = _("What was done before this day was allowed and stays done.")
    records = _("Your records are kept as long as the law asks. You may ask to see them.")
    return [kept, records] if what in _WHOLE else [_("Your therapy goes on as before."), kept, records]
