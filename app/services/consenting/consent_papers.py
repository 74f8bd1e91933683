"""Papers about consents: blank forms and letters, the receipt of a consent, the confirmation that it was taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app import clock, formats
from app.desk import Action, Desk
from app.keeping import compartments, joined, naming, opening, plans, published, why
from app.packs import crisis_card, statements
from app.packs.consent_texts import ConsentText
from app.records.choices import YesNo
from app.records.consent import Consent, title_of
from app.records.consent_choices import LATER, Decision, GivenBy, Method, SignerRole
from app.records.consent_elements import ConsentType, type_of
from app.records.release import Release
from app.records.release_choices import ReleaseDecision
from app.records.signature import Signature, lines_of
from app.reports import consent_form, consent_receipt, withdrawal_paper
from app.reports.consent_form import Form
from app.reports.consent_receipt import Receipt, Signed
from app.reports.withdrawal_paper import WentOut, Withdrawal
from app.services.consenting import consents
from app.services.outgoing import papers, releases
from app.services.outgoing.disclosures import DisclosureRow
from app.services.outgoing.papers import Prepared
from app.services.practice import packs, practices, trainings
from app.texts import _, language, speaking
from app.vaults import failure
from storage.vault import Query

_OF_ONE = frozenset({"client", "code", "last_session"})
"""Merge fields that tell of somebody: a form on which one of them is filled in is no blank one."""
_OF_CHILDREN = frozenset({ConsentType.GUARDIAN, ConsentType.MINOR_ASSENT})
_THOUSAND = 1000.0  # a signature keeps its width for a height of 1000


def of_form(
    desk: Desk,
    text_id: str,
    text_language: str,
    *,
    client_id: str | None = None,
    regimes: Sequence[str] | None = None,
    values: Mapping[str, str] | None = None,
) -> Prepared:
    """A form or letter in a language, blank or for one client.

    Args:
        desk: Whose desk.
        text_id: A text that ships, such as `release`, or the id of one that the practice published.
        text_language: `en` or `pl`.
        client_id: For whom; a form that names somebody asks where it goes.
        regimes: Whose statements have to stand on it; None for those of the practice's place.
        values: More values of merge fields, such as the date of the last session.

    Raises:
        KnownError: `no_starting_text`, `unknown_regime`, `not_published`, `refused`.
    """
    desk.require(Action.PRINT, "practice")
    with speaking(text_language):
        text = published.text_of(desk, text_id, text_language)
        chosen = statements.regimes_of(practices.profile(desk).jurisdiction) if regimes is None else regimes
        covered = [part.element for part in text.paragraphs]
        form = Form(
            text=text,
            values={**places_of(desk, text), **(values or {})},
            statements=statements.needed(text.type, covered, chosen, text_language),
            codes_of_ethics=trainings.codes_of_ethics(desk),
        )
        if client_id is None:
            is_of_one = bool(_OF_ONE & set(values or ()))
            return papers.ready(consent_form.paper(papers.head_of(desk), form), "consent_form", asks=is_of_one)
        return _for_client(desk, form, client_id)


def of_receipt(desk: Desk, consent_id: str, purpose: str | None = None) -> Prepared:
    """The receipt of a signed consent, in the language of its text.

    Raises:
        KnownError: `not_found` for what is no consent, `refused`, `purpose_needed`.
    """
    compartment = desk.require_record(Action.PRINT, consent_id)
    reason = why.purpose_in(desk, compartment, purpose)
    opened = opening.opened(desk, consent_id, reason)
    body, client_id = opened.body, compartments.client_of(desk, compartment)
    if not isinstance(body, Consent) or client_id is None or body.decision in LATER:
        raise failure("not_found", what=consent_id)
    with speaking(body.template_language or language()):
        paper = consent_receipt.paper(papers.head_of(desk), _receipt(desk, consent_id, body, client_id))
    objects = [(consent_id, compartment)]
    return papers.ready(paper, "consent_receipt", objects=objects, purpose=reason, to_client_first=True)


def of_withdrawal(desk: Desk, record_id: str, purpose: str | None = None) -> Prepared:
    """The confirmation that a consent or a release was taken back; `record_id` is the record that says so.

    Raises:
        KnownError: `not_found` for what takes nothing back, `refused`, `purpose_needed`.
    """
    compartment = desk.require_record(Action.PRINT, record_id)
    reason = why.purpose_in(desk, compartment, purpose)
    body, client_id = opening.opened(desk, record_id, reason).body, compartments.client_of(desk, compartment)
    if client_id is None:
        raise failure("not_found", what=record_id)
    if isinstance(body, Consent) and body.decision is Decision.WITHDRAWN:
        done = _consent_taken_back(desk, body, client_id)
    elif isinstance(body, Release) and body.decision is ReleaseDecision.WITHDRAWN:
        done = _release_taken_back(desk, body, client_id)
    else:
        raise failure("not_found", what=record_id)
    paper = withdrawal_paper.paper(papers.head_of(desk), done)
    objects = [(record_id, compartment)]
    return papers.ready(paper, "withdrawal", objects=objects, purpose=reason, to_client_first=True)


def _last_session(desk: Desk, client_id: str) -> str:
    """The last session as the newest closing summary has it; empty before the file was closed."""
    closures = joined.found(desk, client_id, Query(kinds=("closure",), states=("signed",)))
    counted = [row for row in closures if row.status != "entered_in_error"]
    newest = max(counted, key=lambda row: row.at or "", default=None)
    day = str(newest.facets.get("last_session_on") or "") if newest is not None else ""
    return formats.long_date(day) if day else ""


@naming.in_full
def _for_client(desk: Desk, form: Form, client_id: str) -> Prepared:
    row = plans.row_of(desk, client_id)
    _who, code = papers.name_and_code(row)
    known = {"client": row.title, "code": code, "last_session": _last_session(desk, client_id), **form.values}
    filled = replace(form, values=known, code=code, client=row.title)
    paper = consent_form.paper(papers.head_of(desk), filled)
    compartment = desk.signin.compartment_of(client_id)
    objects = [(client_id, compartment)] if compartment is not None else []
    return papers.ready(paper, "consent_form", objects=objects, to_client_first=True, warnings=(form.text.notice,))


def places_of(desk: Desk, text: ConsentText) -> dict[str, str]:
    """What the profile of the practice knows of the merge fields of a text; the rest is filled in by hand."""
    desk.require(Action.VIEW, "practice")
    profile = practices.profile(desk)
    of_child = type_of(text.type) in _OF_CHILDREN
    months = packs.law(desk).review_months(is_minor=of_child)
    here = [one.number for one in crisis_card.public_card(profile.jurisdiction).emergency if one.is_here]
    return {
        "practice": profile.name,
        "therapist": practices.person_name(desk, desk.account),
        "address": ", ".join(line.strip() for line in profile.address.splitlines() if line.strip()),
        "phone": profile.phone,
        "email": profile.email,
        "reach": ", ".join(part for part in (profile.phone, profile.email) if part),
        "emergency_number": here[0] if here else "",
        "review_months": str(months or ""),
    }


def _receipt(desk: Desk, consent_id: str, body: Consent, client_id: str) -> Receipt:
    text = _text_of(desk, body)
    state = consents.states(desk, client_id).get(consent_id)
    who, code = _client(desk, client_id)
    parts = text.paragraphs if text is not None else ()
    explained = set(body.explained)
    return Receipt(
        what=title_of(body.consent_type),
        client=who,
        code=code,
        decision=_(body.decision.label) if body.decision else "",
        given_on=body.given_on,
        how=_(body.method.label) if body.method else "",
        by_whom=_by_whom(body),
        text_title=text.title if text is not None else "",
        text_version=body.template_version,
        text_digest=body.template_hash,
        state=f"{_(state.state.label)}. {state.reason}".strip(". ") if state is not None else "",
        except_for=body.partial_note,
        choices=[(choice.text, choice.answer is YesNo.YES) for choice in body.choices],
        explained=[part.heading for part in parts if part.element in explained],
        not_explained=[part.heading for part in parts if part.element not in explained],
        questions=body.questions_asked,
        more=list(_more(body)),
        signatures=[_signed(one) for one in body.signatures],
        ends=_ends(body),
        review_on=body.review_due,
        reach=_reach(desk),
    )


def _text_of(desk: Desk, body: Consent) -> ConsentText | None:
    """The words that were agreed to; None where they stand on an earlier paper."""
    if not body.template or not body.template_version:
        return None
    return published.text_of(desk, body.template, body.template_language, body.template_version)


def _more(body: Consent) -> Iterator[tuple[str, str]]:
    yield _("Date on the paper"), body.paper_on
    yield _("Witness"), body.witness
    yield _("Interpreter"), body.interpreter
    yield _("Copy given"), _(body.copy_given.label) if body.copy_given else ""
    if body.assent is not None:
        yield _("In the child's words"), body.assent.words
    for guardian in body.guardians:
        agrees = _(guardian.consented.label) if guardian.consented else ""
        yield guardian.relationship or _("Representative"), ", ".join(part for part in (guardian.name, agrees) if part)


def _by_whom(body: Consent) -> str:
    parts = [_(GivenBy.label_of(body.given_by)), body.given_by_name, body.authority]
    return ", ".join(part for part in parts if part)


def _ends(body: Consent) -> str:
    day = formats.long_date(body.expires_on) if body.expires_on else ""
    return ", ".join(part for part in (day, body.expires_event) if part)


def _signed(one: Signature) -> Signed:
    role = _(SignerRole.label_of(one.role)) if one.role else ""
    return Signed(one.name, role, one.signed_on, lines_of(one), one.ratio / _THOUSAND)


def _consent_taken_back(desk: Desk, body: Consent, client_id: str) -> Withdrawal:
    row = plans.row_of(desk, body.withdraws)
    given = str(row.facets.get("given_on", ""))
    effects = consents.effects(desk, body.withdraws)
    who, code = _client(desk, client_id)
    return Withdrawal(
        what=title_of(body.consent_type),
        client=who,
        code=code,
        given_on=given,
        withdrawn_on=body.given_on,
        by_whom=_(GivenBy.label_of(body.withdrawn_by)),
        how=_(Method.label_of(body.method)) if body.method else "",
        scope=body.withdrawal_scope,
        stops=withdrawal_paper.stops(body.consent_type),
        stays=withdrawal_paper.stays(body.consent_type),
        went_out=_went(effects.went_out, body.given_on),
        actions=body.actions_taken,
    )


def _release_taken_back(desk: Desk, body: Release, client_id: str) -> Withdrawal:
    row = plans.row_of(desk, body.ends)
    who, code = _client(desk, client_id)
    return Withdrawal(
        what=Release.headline("", row.facets),
        client=who,
        code=code,
        given_on=row.title,
        withdrawn_on=body.signed_on,
        by_whom=_(GivenBy.label_of(body.withdrawn_by)),
        how=_(Method.label_of(body.method)) if body.method else "",
        scope=body.withdrawal_scope,
        stops=withdrawal_paper.stops(None),
        stays=withdrawal_paper.stays(None),
        went_out=_went(releases.went_out(desk, body.ends), ""),
        actions=body.actions_taken,
    )


def _went(rows: Sequence[DisclosureRow], until: str) -> list[WentOut]:
    """What really left, oldest first, up to the day of the withdrawal; what is suspended is told to nobody."""
    today = clock.today().isoformat()
    left = [row for row in rows if row.state == "signed" and row.status != "entered_in_error"]
    told = [row for row in left if not row.suspended_until or row.suspended_until < today]
    days = [(row.at[:10], row) for row in told]
    return [
        WentOut(day, ", ".join(part for part in (row.recipient, row.organisation) if part), row.what)
        for day, row in sorted(days, key=lambda found: found[0])
        if not until or day <= until
    ]


@naming.in_full
def _client(desk: Desk, client_id: str) -> tuple[str, str]:
    return papers.name_and_code(plans.row_of(desk, client_id))


def _reach(desk: Desk) -> str:
    profile = practices.profile(desk)
    address = ", ".join(line.strip() for line in profile.address.splitlines() if line.strip())
    return " · ".join(part for part in (profile.name, address, profile.phone, profile.email) if part)
