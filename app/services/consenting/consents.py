"""Consents: the state of a client, the list with its states, taking one back, and what that stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, consent_rows, joined, opening, plans, published, why
from app.keeping.plans import Plan, Saved
from app.packs import consent_texts
from app.packs.consent_texts import ConsentText, Paragraph
from app.records.choices import YesNo
from app.records.consent import Consent
from app.records.consent_choices import Decision, GivenBy, Method, RetentionDecision
from app.records.consent_elements import ConsentType
from app.records.release import Release
from app.records.release_choices import ReleaseDecision, SignedBy
from app.records.session_note import TOOK_PLACE, NoConsentReason
from app.rules import consent_state, consent_stops, days, release_state, session_consent
from app.rules.consent_facts import ConsentFacts, ConsentState, State
from app.rules.session_consent import GivenReason, Strip
from app.services.consenting.consent_making import (
    completed,
    finished,
    guardians,
    prefilled,
    unit_of,
    usual_text,
    with_text,
)
from app.services.outgoing import disclosures, releases
from app.services.outgoing.disclosures import DisclosureRow
from app.services.outgoing.releases import ReleaseRow
from app.texts import _
from app.vaults import failure
from storage.vault import Query, Row

__all__ = [
    "ConsentRow",
    "Effects",
    "completed",
    "decide_retention",
    "effects",
    "end",
    "finished",
    "guardians",
    "prefilled",
    "rows",
    "starting_text",
    "state",
    "states",
    "strip",
    "unit_of",
    "usual_text",
    "whole_text",
    "with_text",
    "withdraw",
]

_CAN_END = frozenset({State.ACTIVE, State.DEFECTIVE, State.EXPIRED})
_RETENTION_MONTHS = 1  # GDPR art. 12(3): told within a month what is done about it


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent in the client's list, with its computed state."""

    record: str
    title: str
    given_on: str
    state: ConsentState
    updated: str
    type: ConsentType = ConsentType.THERAPY
    decided_by: str = ""  # in words
    text_version: str = ""  # of the text that was gone through; empty where its words stand on a paper
    is_later: bool = False  # it says that an earlier one was taken back, or ended as agreed


@dataclass(frozen=True, slots=True)
class Effects:
    """What taking a consent back does: sentences, the releases that can be stopped with it, and what already went out.

    `opens_retention`: somebody has to decide what becomes of the data; nothing is deleted by it.
    """

    stops: list[str]
    releases: list[ReleaseRow]
    went_out: list[DisclosureRow]
    opens_retention: bool


def starting_text(consent_type: str, text_language: str) -> list[Paragraph]:
    """The paragraphs to go through; raises `no_starting_text`."""
    return list(consent_texts.load(consent_type, text_language).paragraphs)


def whole_text(consent_type: str, text_language: str) -> ConsentText:
    """The starting text with title, version, notice and digest; raises `no_starting_text`."""
    return consent_texts.load(consent_type, text_language)


def state(desk: Desk, client_id: str, on: date | None = None, consent_type: ConsentType | None = None) -> ConsentState:
    """The state of the consent of a client on a day (today), with the reason in words; without a type, to therapy."""
    desk.require(Action.LIST, "clinical")
    facts = consent_rows.facts(desk, client_id)
    return consent_state.current(facts, on or clock.today(), consent_type, published.text_facts(desk))


def rows(desk: Desk, client_id: str) -> list[ConsentRow]:
    """All consents of a client, newest first, each with what it is worth today."""
    desk.require(Action.LIST, "clinical")
    found = joined.rows(desk, client_id, "consent")
    known = states(desk, client_id)
    return [_line(row, consent_rows.facts_of(row), known[row.record]) for row in found]


def states(desk: Desk, client_id: str) -> dict[str, ConsentState]:
    """The state of every consent of a client by record id."""
    desk.require(Action.LIST, "clinical")
    facts, texts = consent_rows.facts(desk, client_id), published.text_facts(desk)
    return {fact.record: consent_state.state_of(fact, facts, clock.today(), texts) for fact in facts}


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


def effects(desk: Desk, consent_id: str) -> Effects:
    """What taking this consent back would stop, and what went out since it was given; nothing is written."""
    compartment = desk.require_record(Action.LIST, consent_id)
    client = compartments.client_of(desk, compartment)
    if client is None:
        raise failure("not_found", what=consent_id)
    facts = consent_rows.facts_of(plans.row_of(desk, consent_id))
    in_force = [row for row in releases.rows(desk, client) if row.state.state is release_state.State.ACTIVE]
    gone = [row for row in disclosures.rows(desk, client) if _went_out(row, facts.given_on)]
    stops = [_(text) for text in consent_stops.of(facts)]
    return Effects(stops, in_force, gone, facts.type is ConsentType.GDPR_SPECIAL_CATEGORY)


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
    release_ids: Sequence[str] = (),
) -> Saved:
    """Record that a consent is taken back from a day on; the consent itself stays as it was signed.

    Args:
        desk: Whose desk.
        consent_id: The consent that is taken back.
        method: How it was said.
        withdrawn_on: The day; empty for today.
        scope: What is taken back, in words.
        effect_explained: Whether it was explained what follows.
        actions_taken: What was done about it.
        withdrawn_by: Who took it back.
        release_ids: Releases that are taken back with it, in the same write.

    Raises:
        KnownError: `not_withdrawable` for a consent that is not in force or was never given; `not_in_force` for such
            a release.
    """
    compartment, facts = _ending(desk, consent_id)
    day = withdrawn_on or clock.today().isoformat()
    body = _later(facts, Decision.WITHDRAWN, day)
    body.method, body.withdrawn_by, body.withdrawal_scope = method, withdrawn_by, scope
    body.effect_explained, body.actions_taken = effect_explained, actions_taken
    if facts.type is ConsentType.GDPR_SPECIAL_CATEGORY:
        body.retention_decision = RetentionDecision.OPEN
        body.retention_due = days.months_on(clock.today(), _RETENTION_MONTHS).isoformat()
    plan = Plan()
    record = desk.signin.new_id()
    plan.put("consent", record, compartment, body, state="signed")
    for release in dict.fromkeys(release_ids):
        _stop_release(desk, plan, release, body)
    return Saved(record, plan.commit(desk)[0])


def end(desk: Desk, consent_id: str, ended_on: str = "") -> Saved:
    """Record that the event has happened which was agreed as the end of a consent; raises `not_endable`."""
    compartment, facts = _ending(desk, consent_id, problem="not_endable")
    if not facts.has_end_event:
        raise failure("not_endable")
    body = _later(facts, Decision.ENDED, ended_on or clock.today().isoformat())
    return _sign(desk, compartment, body)


def decide_retention(desk: Desk, consent_id: str, decision: RetentionDecision, reason: str) -> Saved:
    """Write down what becomes of the data after a withdrawal, with the reason. Nothing is deleted by it.

    Args:
        desk: Whose desk.
        consent_id: The record of the withdrawal.
        decision: What was decided.
        reason: Why; it cannot be left out.

    Raises:
        KnownError: `nothing_to_decide`, or `text_needed` without a reason.
    """
    compartment = desk.require_record(Action.SIGN, consent_id)
    client = compartments.client_of(desk, compartment)
    row = plans.row_of(desk, consent_id)
    is_open = row.facets.get("retention") == RetentionDecision.OPEN.value and row.state == "signed"
    if client is None or not is_open or not states(desk, client)[consent_id].is_asked_about:
        raise failure("nothing_to_decide")
    if decision is RetentionDecision.OPEN:
        raise failure("nothing_to_decide")
    if not reason.strip():
        raise failure("text_needed", field=_("Reason for it"), path="retention_reason")
    body = opening.body_of(desk, consent_id, why.purpose_for(desk, client, None))
    assert isinstance(body, Consent)  # noqa: S101 - only a consent has such a facet
    decided = msgspec.structs.replace(
        body, retention_decision=decision, retention_reason=reason, retention_due="", supersedes=consent_id
    )
    return _sign(desk, compartment, decided)


def _line(row: Row, facts: ConsentFacts, worth: ConsentState) -> ConsentRow:
    return ConsentRow(
        row.record,
        Consent.headline(row.title, row.facets),
        facts.given_on,
        worth,
        row.updated,
        facts.type,
        _(GivenBy.label_of(facts.given_by)),
        facts.template_version,
        consent_state.is_later(facts),
    )


def _ending(desk: Desk, consent_id: str, problem: str = "not_withdrawable") -> tuple[str, ConsentFacts]:
    """The compartment and the facts of a consent that can be taken back or has ended."""
    compartment = desk.require_record(Action.SIGN, consent_id)
    client = compartments.client_of(desk, compartment)
    found = states(desk, client).get(consent_id) if client is not None else None
    if found is None or found.state not in _CAN_END or found.is_settled:
        raise failure(problem)
    facts = consent_rows.facts_of(plans.row_of(desk, consent_id))
    if facts.is_in_error:
        raise failure(problem)
    return compartment, facts


def _later(facts: ConsentFacts, decision: Decision, day: str) -> Consent:
    return Consent(consent_type=facts.type, decision=decision, given_on=day, withdraws=facts.record)


def _sign(desk: Desk, compartment: str, body: Consent) -> Saved:
    record, plan = desk.signin.new_id(), Plan()
    plan.put("consent", record, compartment, body, state="signed")
    return Saved(record, plan.commit(desk, why.purpose_of_writing(desk, compartment))[0])


def _stop_release(desk: Desk, plan: Plan, release: str, withdrawal: Consent) -> None:
    """In the same write, so that nothing can leave on it between the two."""
    compartment = desk.require_record(Action.SIGN, release)
    client = compartments.client_of(desk, compartment)
    if client is None or release not in releases.waiting(desk, client):
        raise failure("not_in_force")
    stopped = Release(
        decision=ReleaseDecision.WITHDRAWN,
        method=withdrawal.method,
        signed_on=withdrawal.given_on,
        ends=release,
        withdrawn_by=_SIGNED_BY.get(withdrawal.withdrawn_by, SignedBy.REPRESENTATIVE),
        withdrawal_scope=withdrawal.withdrawal_scope,
        effect_explained=withdrawal.effect_explained,
        actions_taken=withdrawal.actions_taken,
    )
    plan.put("release", desk.signin.new_id(), compartment, stopped, state="signed")


_SIGNED_BY = {GivenBy.CLIENT: SignedBy.CLIENT, GivenBy.CLIENT_AND_REPRESENTATIVE: SignedBy.BOTH}


def _went_out(row: DisclosureRow, since: str) -> bool:
    return row.state == "signed" and row.status != "entered_in_error" and row.at[: len(since)] >= since


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
