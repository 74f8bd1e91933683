"""Consents: the text to go through, the state of a client, taking one, withdrawing one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, joined, plans
from app.keeping.plans import Plan, Saved
from app.packs import consent_texts
from app.packs.consent_texts import ConsentText, Paragraph
from app.records.choices import YesNo
from app.records.client import Unit
from app.records.consent import Consent, ConsentType, Decision, GivenBy, Method
from app.records.session_note import TOOK_PLACE, NoConsentReason
from app.rules import consent_state, days, people, session_consent
from app.rules.consent_state import ConsentFacts, ConsentState, State
from app.rules.session_consent import GivenReason, Strip
from app.texts import LANGUAGES, _, language
from app.vaults import failure
from storage.vault import Query, Row

REVIEW_MONTHS, REVIEW_MONTHS_MINOR = 12, 6
_ADULT = 18


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent in the client's list, with its computed state."""

    record: str
    title: str
    given_on: str
    state: ConsentState
    updated: str


def starting_text(consent_type: str, text_language: str) -> list[Paragraph]:
    """The paragraphs to go through; raises `no_starting_text`."""
    return list(consent_texts.load(consent_type, text_language).paragraphs)


def whole_text(consent_type: str, text_language: str) -> ConsentText:
    """The starting text with title, version, notice and digest; raises `no_starting_text`."""
    return consent_texts.load(consent_type, text_language)


def state(desk: Desk, client_id: str, on: date | None = None) -> ConsentState:
    """The state of the client's consent to therapy on a day (today), with the reason in words."""
    desk.require(Action.LIST, "clinical")
    return consent_state.current(_facts(desk, client_id), on or clock.today())


def rows(desk: Desk, client_id: str) -> list[ConsentRow]:
    """All consents of a client, newest first, each with what it is worth today."""
    desk.require(Action.LIST, "clinical")
    found = _rows(desk, client_id)
    facts = [_facts_of(row) for row in found]
    return [_row(row, fact, facts) for row, fact in zip(found, facts, strict=True)]


def states(desk: Desk, client_id: str) -> dict[str, ConsentState]:
    """The state of every consent of a client by record id."""
    desk.require(Action.LIST, "clinical")
    facts = _facts(desk, client_id)
    return {fact.record: consent_state.state_of(fact, facts, clock.today()) for fact in facts}


def strip(desk: Desk, client_id: str, on: date | None = None) -> Strip | None:
    """What the editor of a session note shows above the note; None when nothing is missing."""
    desk.require(Action.LIST, "clinical")
    day = on or clock.today()
    sessions = _sessions(desk, client_id)
    return session_consent.strip(
        len([row for row in sessions if row.facets.get("attendance") in set(TOOK_PLACE)]),
        state(desk, client_id, day),
        _reason(sessions, day),
        day,
    )


def withdraw(  # noqa: PLR0913 - what the law wants to know of a withdrawal, by name
    desk: Desk,
    consent_id: str,
    *,
    method: Method,
    withdrawn_on: str = "",
    scope: str = "",
    effect_explained: YesNo | None = None,
    actions_taken: str = "",
    withdrawn_by: GivenBy = GivenBy.CLIENT,
) -> Saved:
    """Record that a consent is taken back from a day on; the consent itself stays as it was signed.

    Raises:
        KnownError: `not_withdrawable` for a consent that is not in force or was never given.
    """
    compartment = desk.require_record(Action.SIGN, consent_id)
    client = compartments.client_of(desk, compartment)
    found = states(desk, client).get(consent_id) if client is not None else None
    if found is None or found.state not in {State.ACTIVE, State.DEFECTIVE, State.EXPIRED}:
        raise failure("not_withdrawable")
    body = Consent(
        decision=Decision.WITHDRAWN,
        method=method,
        given_on=withdrawn_on or clock.today().isoformat(),
        withdraws=consent_id,
        withdrawn_by=withdrawn_by,
        withdrawal_scope=scope,
        effect_explained=effect_explained,
        actions_taken=actions_taken,
    )
    record = desk.signin.new_id()
    plan = Plan()
    plan.put("consent", record, compartment, body, state="signed")
    return Saved(record, plan.commit(desk)[0])


def prefilled(desk: Desk, body: Consent, client_id: str) -> Consent:
    """A new consent with its text, what the text explains, the next review, and what it replaces."""
    desk.require(Action.LIST, "clinical")
    body.template = body.template or ConsentType.THERAPY.value
    body = with_text(body)
    body.unit = unit_of(desk, client_id)
    known = state(desk, client_id)
    if known.state in {State.ACTIVE, State.EXPIRED, State.DEFECTIVE} and known.record:
        body.supersedes = known.record
    if body.decision in {None, Decision.GRANTED, Decision.PARTIAL} and not body.review_due:
        given = date.fromisoformat(body.given_on) if body.given_on else clock.today()
        body.review_due = days.months_on(given, _review_months(desk, client_id)).isoformat()
    return body


def unit_of(desk: Desk, client_id: str) -> Unit:
    """One person, or several who share the file and have to agree on who may see it."""
    desk.require(Action.LIST, "identity", record=client_id)
    found = str(plans.row_of(desk, client_id).facets.get("unit"))
    return next((unit for unit in Unit if unit.value == found), Unit.PERSON)


def finished(body: Consent) -> Consent:
    """As it is signed: with its text, or without one where the words stand on an earlier paper."""
    if body.method is Method.PAPER_EARLIER:
        no_text = {"template": "", "template_version": "", "template_language": "", "template_hash": ""}
        return msgspec.structs.replace(body, explained=[], **no_text)
    return body if body.template_version else with_text(body)


def with_text(body: Consent) -> Consent:
    """Fill in version, language, digest and elements of the text that the consent names."""
    if not body.template:
        return body
    chosen = body.template_language or (language() if language() in LANGUAGES else "en")
    text = consent_texts.load(body.template, chosen)
    body.template_version = body.template_version or text.version
    body.template_language = text.language
    body.template_hash = text.body_hash
    if not body.explained:
        body.explained = [paragraph.element for paragraph in text.paragraphs]
    return body


def _rows(desk: Desk, client_id: str) -> list[Row]:
    found = [
        record
        for client in joined.all_of(desk, client_id)
        for record in desk.signin.ids(Query(kinds=("consent",), client=client, order="-at"))
    ]
    return sorted(plans.rows_of(desk, found), key=lambda row: (row.at or "", row.updated), reverse=True)


def _facts(desk: Desk, client_id: str) -> list[ConsentFacts]:
    return [_facts_of(row) for row in _rows(desk, client_id)]


def _facts_of(row: Row) -> ConsentFacts:
    return consent_state.facts_from(
        row.record, row.facets, is_signed=row.state == "signed", is_in_error=row.status == "entered_in_error"
    )


def _row(row: Row, fact: ConsentFacts, facts: list[ConsentFacts]) -> ConsentRow:
    title = Consent.headline(row.title, row.facets)
    return ConsentRow(row.record, title, fact.given_on, consent_state.state_of(fact, facts, clock.today()), row.updated)


def _sessions(desk: Desk, client_id: str) -> list[Row]:
    found = [record for client in joined.all_of(desk, client_id) for record in desk.signin.ids(_signed_notes(client))]
    rows = [row for row in plans.rows_of(desk, found) if row.status != "entered_in_error"]
    return sorted(rows, key=lambda row: row.at or "", reverse=True)


def _signed_notes(client_id: str) -> Query:
    return Query(kinds=("session_note",), client=client_id, states=("signed",), order="-at", limit=plans.MOST_ROWS)


def _reason(sessions: list[Row], day: date) -> GivenReason | None:
    """The newest stated reason for meeting without a consent, up to a day."""
    for row in sessions:
        stated = str(row.facets.get("no_consent_reason") or "")
        given = date.fromisoformat(row.title[:10]) if row.title else None
        if stated and given is not None and given <= day:
            return GivenReason(_(NoConsentReason.label_of(stated)), given)
    return None


def _review_months(desk: Desk, client_id: str) -> int:
    born = str(plans.row_of(desk, client_id).facets.get("born", ""))
    age = people.age_on(born, clock.today())
    return REVIEW_MONTHS_MINOR if age is not None and age < _ADULT else REVIEW_MONTHS
