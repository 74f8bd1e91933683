"""What is open for a client's safety, from list rows alone: nothing of what was written is opened for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.desk import Action, Desk
from app.keeping import joined
from app.records.choices import YesNo
from app.rules import client_safety as rules
from app.rules.client_safety import SafetyFacts
from storage.vault import Query, Row

KINDS = ("risk_review", "safety_plan", "safety_step")
_OF_ABUSE = ("domestic_abuse_review", "duty_follow_up", "amendment")


def of(desk: Desk, client_id: str) -> list[SafetyFacts]:
    """The facts of one client, those of joined files among them; one entry names what it lists."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return [facts_of(row) for row in rows(desk, client_id)]


def rows(desk: Desk, client_id: str) -> list[Row]:
    """The list rows, newest first; drafts of this person are among them."""
    desk.require(Action.LIST, "clinical", record=client_id)
    found = joined.found(desk, client_id, Query(kinds=KINDS, order="-at"))
    return sorted(found, key=lambda row: (row.at or "", row.record), reverse=True)


def waiting(desk: Desk, client_ids: Iterable[str]) -> frozenset[str]:
    """The records of these clients whose date counts today."""
    desk.require_anywhere(Action.LIST)
    return frozenset(record for client in client_ids for record in rules.that_wait(of(desk, client)))


def kept_here(desk: Desk, client_id: str) -> frozenset[str]:
    """The safety plans of a client of which no copy may leave."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return rules.kept_here(of(desk, client_id))


def not_in_their_hands(desk: Desk, client_id: str) -> frozenset[str]:
    """Reviews of domestic abuse of which no copy is safe with the client, and what was said about them later."""
    desk.require(Action.LIST, "clinical", record=client_id)
    found = joined.found(desk, client_id, Query(kinds=_OF_ABUSE))
    unsafe = {row.record for row in found if row.facets.get("paper") == YesNo.NO}
    later = {row.record for row in found if {row.facets.get("about"), row.facets.get("target")} & unsafe}
    return frozenset(unsafe | later)


def before_ending(desk: Desk, client_id: str, day: date) -> str:
    """The review that was written because the work ends; empty where there is none that is recent on that day."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return rules.before_ending(of(desk, client_id), day)


def facts_of(row: Row) -> SafetyFacts:
    """What the rules need to know of a row."""
    found = rules.facts_from(row.record, row.kind, row.at, row.facets)
    return replace(found, is_signed=row.state == "signed", is_in_error=row.status == "entered_in_error")
