"""Which records with a date still want something: what was replaced, decided or carried out does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.desk import Action, Desk
from app.keeping import drill_actions, ours, plans
from app.records.amendment import OF_REQUEST, AmendmentKind
from app.rules import amendment_requests, drills
from app.rules.amendment_requests import Standing
from app.rules.care_plans import PlanState
from app.services.client_files import care_plans, holds
from app.services.client_safety import duties, safety_facts
from app.services.outgoing import releases
from storage.vault import Query, Row

_SAFETY = frozenset(safety_facts.KINDS)
_KINDS = frozenset({"treatment_plan", "amendment", "closure", "release", "legal_hold", "drill"}) | _SAFETY


def still(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """Those of the rows that count; rows of other kinds all do."""
    desk.require_anywhere(Action.LIST)
    known = _plans_in_force(desk, {row.client for row in rows if row.kind == "treatment_plan" and row.client})
    for client in {row.client for row in rows if row.kind == "release" and row.client}:
        known |= releases.waiting(desk, client)
    for client in {row.client for row in rows if row.kind == "legal_hold" and row.client}:
        known |= holds.to_review(desk, client)
    known |= safety_facts.waiting(desk, {row.client for row in rows if row.kind in _SAFETY and row.client})
    if any(row.kind == "drill" for row in rows):
        known |= _newest_drills(desk)
    rows = drill_actions.counted(desk, duties.counted(desk, rows))
    return [row for row in rows if row.kind not in _KINDS or _counts(desk, row, known)]


def _counts(desk: Desk, row: Row, in_force: frozenset[str]) -> bool:
    if row.kind in {"treatment_plan", "release", "legal_hold", "drill"} | _SAFETY:
        return row.record in in_force
    if row.kind == "closure":
        return bool(row.client) and bool(private_notes(desk, [str(row.client)])) and _is_newest(desk, row)
    if row.facets.get("kind") not in set(OF_REQUEST):
        return True
    return _is_waiting(desk, row)


def _newest_drills(desk: Desk) -> frozenset[str]:
    """The last drill of each kind: only its next date counts."""
    rows = plans.rows_of(desk, desk.signin.ids(ours.query(desk, "drill", states=("signed",))))
    return drills.newest(drills.facts_of(row) for row in rows)


def private_notes(desk: Desk, client_ids: Iterable[str]) -> list[str]:
    """One's own private notes about these clients; ids only."""
    desk.require_anywhere(Action.LIST)
    queries = [Query(kinds=("process_note",), client=client, states=("saved",)) for client in client_ids]
    return [record for query in queries for record in desk.signin.ids(query)]


def _is_newest(desk: Desk, closure: Row) -> bool:
    """Whether no later closing of the file took the place of this one, and the file was not opened again."""
    newest = desk.signin.ids(Query(kinds=("closure",), client=closure.client, states=("signed",), order="-at", limit=1))
    going_on = Query(kinds=("episode",), client=closure.client, facets={"state": "open"}, states=("saved",), limit=1)
    return newest == [closure.record] and not desk.signin.ids(going_on)


def _plans_in_force(desk: Desk, clients: Iterable[str]) -> frozenset[str]:
    found = [care_plans.states(desk, client) for client in clients]
    return frozenset(record for states in found for record, state in states.items() if state is PlanState.CURRENT)


def standing(desk: Desk, asked: Row) -> Standing:
    """Where a client's request stands, from its list row."""
    desk.require(Action.LIST, "clinical")
    query = Query(kinds=("amendment",), client=asked.client, facets={"request": asked.record}, states=("signed",))
    following = plans.rows_of(desk, desk.signin.ids(query))
    facts = [amendment_requests.facts_from(row.record, row.facets) for row in following]
    return amendment_requests.standing(amendment_requests.facts_from(asked.record, asked.facets), facts)


def _is_waiting(desk: Desk, row: Row) -> bool:
    """Whether a step of a request is the one whose date counts now."""
    is_request = row.facets.get("kind") == AmendmentKind.CLIENT_REQUESTED
    asked = row if is_request else plans.row_of(desk, str(row.facets.get("request")))
    return standing(desk, asked).waiting == row.record
