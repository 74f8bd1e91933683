"""Safety reviews of a client: wanted because of an answer, written or dismissed, and the contact that was agreed."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, joined, naming, opening, why
from app.keeping.plans import Plan, Saved
from app.packs.jurisdiction_rules import RiskLevel
from app.records import missing
from app.records.choices import Channel, YesNo
from app.records.fields import LocalTime
from app.records.risk_review import RiskReview
from app.records.risk_review_choices import OpenedBy, ReviewTrigger
from app.records.safety_step import SafetyStep, SafetyStepKind
from app.rules import client_safety as rules
from app.services.client_safety import safety_facts
from app.services.practice import packs
from app.texts import _
from app.vaults import failure
from storage.vault import Row


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A review that is wanted. `result` is the questionnaire that asked for it."""

    record: str
    at: str
    result: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact that was agreed in a review and has not come about; `tries` so far."""

    review: str
    title: str
    at: str
    is_late: bool
    tries: int


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in a list, from the index alone: when and why, no word of what it says."""

    record: str
    title: str
    at: str
    state: str
    status: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the safety tab shows of reviews."""

    wanted: list[WantedRow]
    contacts: list[ContactRow]
    reviews: list[ReviewRow]


def overview(desk: Desk, client_id: str) -> Overview:
    """What is open, and all reviews, newest first; one's own drafts are among them."""
    desk.require(Action.LIST, "clinical", record=client_id)
    listed = safety_facts.rows(desk, client_id)
    facts = [safety_facts.facts_of(row) for row in listed]
    by_record = {row.record: row for row in listed}
    now = clock.now().at
    contacts = [
        _contact(desk, by_record[one.record], now, len(rules.attempts(facts, one.record)))
        for one in rules.open_contacts(facts)
    ]
    return Overview(
        [WantedRow(one.record, one.at, one.about) for one in rules.wanted(facts)],
        contacts,
        [
            ReviewRow(row.record, naming.headline(desk, row), row.at or "", row.state, row.status)
            for row in listed
            if row.kind == "risk_review"
        ],
    )


def want(desk: Desk, plan: Plan, compartment: str, record_id: str, item: str) -> str:
    """Put into a plan that a review is wanted because of an answer; it stays open until one is written or dismissed.

    Args:
        desk: Whose desk.
        plan: The write that keeps the questionnaire too: both become true, or neither.
        compartment: Where the questionnaire is kept.
        record_id: The questionnaire.
        item: Which answer, in words.
    """
    desk.require(Action.SIGN, "clinical", compartment=compartment)
    record = desk.signin.new_id()
    body = SafetyStep(step=SafetyStepKind.WANTED, at_time=clock.now(), item=item, about=record_id)
    plan.put("safety_step", record, compartment, body, state="signed")
    return record


def open_for_answer(desk: Desk, record_id: str, item: str) -> str:
    """The same for a questionnaire that is signed already; a review that it wants still is not asked for twice."""
    compartment = desk.require_record(Action.SIGN, record_id)
    client = compartments.client_of(desk, compartment)
    if client is None:
        raise failure("client_needed")
    known = [one for one in rules.wanted(safety_facts.of(desk, client)) if one.about == record_id]
    if known:
        return known[0].record
    plan = Plan()
    made = want(desk, plan, compartment, record_id, item)
    plan.commit(desk)
    return made


def dismiss(desk: Desk, record_id: str, because: str) -> Saved:
    """No review, for a reason that is kept; raises `no_open_step`, `not_complete`."""
    client = _client_of(desk, record_id)
    if record_id not in {one.record for one in rules.wanted(safety_facts.of(desk, client))}:
        raise failure("no_open_step")
    return sign_step(desk, client, SafetyStep(step=SafetyStepKind.DISMISSED, about=record_id, because=because))


def attempted(
    desk: Desk, record_id: str, *, outcome: str, channel: Channel | None = None, at: LocalTime | None = None
) -> Saved:
    """The contact agreed in a review was tried and did not come about; it stays open.

    Args:
        desk: Whose desk.
        record_id: The review.
        outcome: What came of it.
        channel: How it was tried.
        at: When, to the minute; now if nothing is said.

    Raises:
        KnownError: `no_open_step`, `not_complete`, `date_in_future` …
    """
    return _after(
        desk, record_id, SafetyStep(step=SafetyStepKind.ATTEMPT, at_time=at, channel=channel, outcome=outcome)
    )


def done(
    desk: Desk, record_id: str, *, outcome: str, channel: Channel | None = None, at: LocalTime | None = None
) -> Saved:
    """The contact agreed in a review came about; from then on it is not on Today any more. As `attempted`."""
    return _after(desk, record_id, SafetyStep(step=SafetyStepKind.DONE, at_time=at, channel=channel, outcome=outcome))


def is_wanted_after(desk: Desk, client_id: str, day: str) -> bool:
    """Whether no review was written on that day (ISO date) or later: a note of that day said that there is concern."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return not rules.reviewed_since(safety_facts.of(desk, client_id), day)


def level_rule(desk: Desk, client_id: str) -> RiskLevel | None:
    """What is said where client and practice are about writing down a level; one place that forbids it is enough."""
    desk.require(Action.VIEW, "practice")
    found = [law.risk_level for law in packs.laws_for(desk, [client_id])]
    return next((one for one in found if one is None or not one.allowed), found[0] if found else None)


def prefilled(desk: Desk, body: RiskReview, client_id: str) -> RiskReview:
    """A new review takes up all that is wanted of the client."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return _taking_up(desk, body, client_id)


def finished(desk: Desk, body: RiskReview, client_id: str | None) -> RiskReview:
    """As it is signed; raises `level_not_used` where a level is given that is not used there."""
    desk.require_anywhere(Action.SAVE)
    if client_id is None:
        return body
    if body.level is not None:
        rule = level_rule(desk, client_id)
        if rule is None or not rule.allowed:
            raise failure("level_not_used", rule=str(rule.text) if rule is not None else "")
    if body.follow_up is not YesNo.YES:
        body.next_contact, body.checked_by, body.if_missed = None, "", ""
    # Written without the form: the questionnaire is what it is about, so it answers what is wanted.
    is_about_answer = body.trigger is ReviewTrigger.SCREENER and not body.opened_by
    return _taking_up(desk, body, client_id) if is_about_answer else body


def sign_step(desk: Desk, client_id: str, body: SafetyStep) -> Saved:
    """Keep one step for good; raises `not_complete`."""
    desk.require(Action.SIGN, "clinical", record=client_id)
    body.at_time = body.at_time or clock.now()
    labels = [_(spec.label) for spec in missing(body)]
    if labels:
        raise failure("not_complete", fields=", ".join(labels))
    record = desk.signin.new_id()
    plan = Plan()
    plan.put("safety_step", record, compartments.with_clinical(desk, plan, client_id), body, state="signed")
    return Saved(record, plan.commit(desk)[0])


def _after(desk: Desk, review: str, body: SafetyStep) -> Saved:
    client = _client_of(desk, review)
    if review not in {one.record for one in rules.open_contacts(safety_facts.of(desk, client))}:
        raise failure("no_open_step")
    body.about = review
    return sign_step(desk, client, body)


def _client_of(desk: Desk, record: str) -> str:
    compartment = desk.require_record(Action.SIGN, record)
    client = compartments.client_of(desk, compartment)
    if client is None:
        raise failure("no_open_step")
    return joined.home_of(desk, client)


def _taking_up(desk: Desk, body: RiskReview, client_id: str) -> RiskReview:
    found = rules.wanted(safety_facts.of(desk, client_id))
    if not found:
        return body
    purpose = why.purpose_for(desk, client_id, None)
    steps = [opening.plain(one) for one in desk.signin.read_many([one.record for one in found], purpose=purpose)]
    body.opened_by = [
        OpenedBy(item=one.body.item, result=one.body.about, step=one.record.record)
        for one in steps
        if isinstance(one.body, SafetyStep)
    ]
    body.trigger = body.trigger or ReviewTrigger.SCREENER
    return body


def _contact(desk: Desk, row: Row, now: str, tries: int) -> ContactRow:
    at = str(row.facets.get("next_contact") or "")
    return ContactRow(row.record, naming.headline(desk, row), at, at < now, tries)
