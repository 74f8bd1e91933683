"""Releases: what each is worth today and why, beginning one, taking one back, and what went out on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, joined, plans
from app.keeping.plans import Plan, Saved
from app.records import KINDS
from app.records.choices import YesNo
from app.records.client import SEVERAL, Unit
from app.records.consent import Method
from app.records.release import Release
from app.records.release_choices import InformationClass, Regime, ReleaseDecision, SignedBy
from app.rules import release_state
from app.rules.release_state import ReleaseFacts, ReleaseState, State
from app.services.outgoing import disclosures
from app.services.outgoing.disclosures import DisclosureRow
from app.services.practice import packs, practices
from app.vaults import failure
from storage.vault import Row

_CAN_END = frozenset({State.ACTIVE, State.DEFECTIVE, State.EXPIRED})
_OF_PART2 = frozenset({InformationClass.SUBSTANCE_USE, InformationClass.SUD_COUNSELING_NOTES})


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release in the client's list, with its computed state and what it covers."""

    record: str
    title: str
    signed_on: str
    state: ReleaseState
    facts: ReleaseFacts
    updated: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A release that was taken back: the record that says so, and what had gone out on it before."""

    saved: Saved
    went_out: list[DisclosureRow]


def rows(desk: Desk, client_id: str, on: date | None = None) -> list[ReleaseRow]:
    """All releases of a client, newest first, each with what it is worth on a day (today).

    What withdraws or ends one has the state `ends_another`.
    """
    desk.require(Action.LIST, "clinical", record=client_id)
    found = joined.rows(desk, client_id, "release")
    facts = _facts(desk, client_id, found)
    needed = packs.law_for(desk, client_id).release()
    day = on or clock.today()
    return [
        ReleaseRow(
            row.record,
            Release.headline(row.title, row.facets),
            fact.signed_on,
            release_state.state_of(fact, facts, day, needed),
            fact,
            row.updated,
        )
        for row, fact in zip(found, facts, strict=True)
    ]


def day_to_count(desk: Desk) -> date:
    """The day that counts before something leaves: today, or a later one on which something was written already.

    Whoever sets the clock of the computer back gets no release back.
    """
    desk.require_anywhere(Action.LIST)
    newest = desk.signin.newest(tuple(KINDS))
    written = datetime.fromisoformat(newest).astimezone().date() if newest else date.min
    return max(clock.today(), written)


def last_day(desk: Desk, release_id: str) -> str:
    """The last day of a release as an ISO date; empty where an event ends it."""
    desk.require_record(Action.LIST, release_id)
    return str(plans.row_of(desk, release_id).facets.get("expires_on") or "")


def states(desk: Desk, client_id: str) -> dict[str, ReleaseState]:
    """The state of every release of a client by record id."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return {row.record: row.state for row in rows(desk, client_id)}


def waiting(desk: Desk, client_id: str) -> frozenset[str]:
    """The releases whose last day still wants something: not those that were replaced, taken back or declined."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return frozenset(row.record for row in rows(desk, client_id) if row.state.state in _CAN_END)


def prefilled(desk: Desk, body: Release, client_id: str) -> Release:
    """A new release with who gives it, whose it is, who comes, and the laws it is to satisfy."""
    desk.require(Action.LIST, "clinical", record=client_id)
    row = plans.row_of(desk, client_id)
    body.client_name = body.client_name or row.title
    body.discloser = body.discloser or practices.profile(desk).name
    return body


def finished(desk: Desk, body: Release, client_id: str | None) -> Release:
    """With who comes, and the laws it is to satisfy where nobody chose them: Part 2 only for what falls under it.

    Raises:
        KnownError: `everything_refused` where its words ask for all there is.
    """
    desk.require_anywhere(Action.SAVE)
    body.check_specific()
    if client_id is not None:
        found = plans.row_of(desk, client_id).facets.get("unit")
        body.unit = next((unit for unit in Unit if unit.value == found), Unit.PERSON)
    if not body.regimes:
        known = {regime.value: regime for regime in Regime}
        law = packs.law_for(desk, client_id) if client_id is not None else packs.law(desk)
        here = [known[name] for name in law.regimes if name in known]
        is_under_part2 = bool(_OF_PART2 & set(body.information))
        body.regimes = [one for one in here if one is not Regime.PART2 or is_under_part2]
    return body


def withdraw(  # noqa: PLR0913 - what the law wants to know of a withdrawal, by name
    desk: Desk,
    release_id: str,
    *,
    method: Method,
    withdrawn_on: str = "",
    withdrawn_by: SignedBy = SignedBy.CLIENT,
    scope: str = "",
    effect_explained: YesNo | None = None,
    actions_taken: str = "",
) -> Withdrawn:
    """Take a release back: from now on nothing leaves on it. What went out before is listed.

    Raises:
        KnownError: `not_in_force` for one that was declined, replaced or taken back already.
    """
    client = _ending(desk, release_id)
    body = Release(
        decision=ReleaseDecision.WITHDRAWN,
        method=method,
        signed_on=withdrawn_on or clock.today().isoformat(),
        ends=release_id,
        withdrawn_by=withdrawn_by,
        withdrawal_scope=scope,
        effect_explained=effect_explained,
        actions_taken=actions_taken,
    )
    saved = _sign(desk, release_id, body)
    return Withdrawn(saved, [row for row in disclosures.rows(desk, client) if row.release == release_id])


def event_happened(desk: Desk, release_id: str, on: str = "", *, note: str = "") -> Saved:
    """Record that the event which ends a release has happened.

    Raises:
        KnownError: `not_in_force` for a release that does not wait for an event, or is over already.
    """
    _ending(desk, release_id, needs_event=True)
    body = Release(
        decision=ReleaseDecision.EVENT_HAPPENED,
        method=Method.VERBAL,
        signed_on=on or clock.today().isoformat(),
        ends=release_id,
        note=note,
    )
    return _sign(desk, release_id, body)


def went_out(desk: Desk, release_id: str) -> list[DisclosureRow]:
    """What left the practice on a release, newest first."""
    compartment = desk.require_record(Action.LIST, release_id)
    client = compartments.client_of(desk, compartment)
    return [row for row in disclosures.rows(desk, client) if row.release == release_id] if client else []


def _ending(desk: Desk, release_id: str, *, needs_event: bool = False) -> str:
    """The client of a release that can be ended; raises `not_in_force`."""
    compartment = desk.require_record(Action.SIGN, release_id)
    client = compartments.client_of(desk, compartment)
    found = next((row for row in rows(desk, client) if row.record == release_id), None) if client else None
    if client is None or found is None or found.state.state not in _CAN_END:
        raise failure("not_in_force")
    if needs_event and not found.facts.expires_event:
        raise failure("not_in_force")
    return client


def _sign(desk: Desk, release_id: str, body: Release) -> Saved:
    record = desk.signin.new_id()
    plan = Plan()
    plan.put("release", record, desk.signin.compartment_of(release_id) or "", body, state="signed")
    return Saved(record, plan.commit(desk)[0])


def _facts(desk: Desk, client_id: str, found: Sequence[Row]) -> list[ReleaseFacts]:
    """As they are worth for the file as it is now: where several come, all of them have to have signed."""
    is_of_several = plans.row_of(desk, joined.home_of(desk, client_id)).facets.get("unit") in set(SEVERAL)
    return [_facts_of(row, is_of_several=is_of_several) for row in found]


def _facts_of(row: Row, *, is_of_several: bool) -> ReleaseFacts:
    is_signed, is_in_error = row.state == "signed", row.status == "entered_in_error"
    facts = release_state.facts_from(row.record, row.facets, is_signed=is_signed, is_in_error=is_in_error)
    has_everybody = not is_of_several or bool(row.facets.get("signed_by_all"))
    return facts if has_everybody else replace(facts, everybody_signed="no")
