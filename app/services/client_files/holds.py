"""Legal holds of a client's file: setting one, looking at it again, lifting it with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, joined
from app.keeping.plans import Plan, Saved
from app.records import missing
from app.records.legal_hold import HoldCovers, HoldReason, HoldStep, LegalHold
from app.rules import days
from app.rules import holds as rules
from app.rules.holds import HoldFacts
from app.texts import _
from app.vaults import failure
from storage.vault import Row

REVIEW_MONTHS = 6
"""When a hold is looked at again where nobody chose a day."""


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold in force, with the words for its reason."""

    record: str
    reason: str
    reason_label: str
    since: str
    covers: str
    covers_label: str
    review_due: str
    set_by: str


def in_force(desk: Desk, client_id: str) -> list[HoldRow]:
    """The holds on a client's file, oldest first. While there is one, nothing of the file is destroyed."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return [_shown(facts) for facts in rules.in_force(_facts(desk, client_id))]


def place(  # noqa: PLR0913 - what a hold says, by name
    desk: Desk,
    client_id: str,
    *,
    reason: HoldReason,
    note: str = "",
    covers: HoldCovers = HoldCovers.WHOLE_FILE,
    covers_note: str = "",
    set_by: str = "",
    review_due: str = "",
    about: str = "",
) -> Saved:
    """Put a hold on a client's file from today on.

    Raises:
        KnownError: `not_complete`, `bad_order`.
    """
    desk.require(Action.SIGN, "clinical", record=client_id)
    body = LegalHold(
        reason=reason,
        reason_note=note,
        since=clock.today().isoformat(),
        covers=covers,
        covers_note=covers_note,
        set_by=set_by,
        review_due=review_due or _next_review(),
        about=about,
    )
    return _sign(desk, joined.home_of(desk, client_id), body)


def add_to(desk: Desk, plan: Plan, client_id: str, *, reason: HoldReason, about: str) -> str:
    """Put a hold on the whole file in the same write as what it is `about`; gives its record."""
    desk.require(Action.SIGN, "clinical", record=client_id)
    body = LegalHold(reason=reason, since=clock.today().isoformat(), review_due=_next_review(), about=about)
    return _put(desk, plan, joined.home_of(desk, client_id), body)


def review(desk: Desk, hold_id: str, *, because: str, review_due: str = "") -> Saved:
    """Say that a hold was looked at again and stands; raises `not_in_force`, `not_complete`."""
    client = _client_of(desk, hold_id)
    return _sign(
        desk,
        client,
        LegalHold(
            step=HoldStep.REVIEWED,
            hold=hold_id,
            since=clock.today().isoformat(),
            because=because,
            review_due=review_due or _next_review(),
        ),
    )


def lift(desk: Desk, hold_id: str, *, because: str, lifted_on: str = "") -> Saved:
    """Lift a hold, with the reason; raises `not_in_force`, `not_complete`."""
    client = _client_of(desk, hold_id)
    since = lifted_on or clock.today().isoformat()
    return _sign(desk, client, LegalHold(step=HoldStep.LIFTED, hold=hold_id, since=since, because=because))


def to_review(desk: Desk, client_id: str) -> frozenset[str]:
    """The records of holds whose day of review still counts."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return rules.to_review(_facts(desk, client_id))


def _client_of(desk: Desk, hold_id: str) -> str:
    compartment = desk.require_record(Action.SIGN, hold_id)
    client = compartments.client_of(desk, compartment)
    if client is None or hold_id not in {facts.record for facts in rules.in_force(_facts(desk, client))}:
        raise failure("not_in_force")
    return client


def _sign(desk: Desk, client: str, body: LegalHold) -> Saved:
    plan = Plan()
    record = _put(desk, plan, client, body)
    return Saved(record, plan.commit(desk)[0])


def _put(desk: Desk, plan: Plan, client: str, body: LegalHold) -> str:
    labels = [_(spec.label) for spec in missing(body)]
    if labels:
        raise failure("not_complete", fields=", ".join(labels))
    record = desk.signin.new_id()
    plan.put("legal_hold", record, compartments.with_clinical(desk, plan, client), body, state="signed")
    return record


def _next_review() -> str:
    return days.months_on(clock.today(), REVIEW_MONTHS).isoformat()


def _facts(desk: Desk, client_id: str) -> list[HoldFacts]:
    return [_facts_of(row) for row in joined.rows(desk, client_id, "legal_hold")]


def _facts_of(row: Row) -> HoldFacts:
    is_signed, is_in_error = row.state == "signed", row.status == "entered_in_error"
    return rules.facts_from(row.record, row.facets, is_signed=is_signed, is_in_error=is_in_error)


def _shown(facts: HoldFacts) -> HoldRow:
    return HoldRow(
        facts.record,
        facts.reason,
        facts.reason_note or _(HoldReason.label_of(facts.reason)),
        facts.since,
        facts.covers,
        facts.covers_note or _(HoldCovers.label_of(facts.covers)),
        facts.review_due,
        facts.set_by,
    )
