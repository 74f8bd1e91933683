"""The numbers of the Pictures page, from index rows alone: nothing is opened, nothing that names a client is asked."""

from __future__ import annotations

from app import clock
from app.desk import Action, Desk
from app.keeping import drill_actions, ours, plans
from app.records.fields import LocalTime
from app.records.incident import Incident
from app.rules import figures as rules
from app.rules.figures import Figures, IncidentFacts, Slice
from storage.vault import Query, Row

MONTHS = 12


def of(desk: Desk, months: int = MONTHS) -> Figures:
    """The incidents of the last `months` that this person can open, and the actions of all of them and of hazards."""
    desk.require(Action.LIST, "safety")
    wanted = rules.months_until(clock.today(), months)
    signed, responses = _signed(desk, wanted[0]), _responses(desk)
    by_incident = _by_incident(responses)
    facts = [_facts(row, by_incident.get((row.record, row.compartment))) for row in signed]
    return rules.figures(facts, _dues(desk, responses), clock.now(), wanted)


def ids(desk: Desk, wanted: Slice, months: int = MONTHS) -> list[str]:
    """The incidents that a bar counts, newest first: as many as it says."""
    desk.require(Action.LIST, "safety")
    counted, by_incident = rules.months_until(clock.today(), months), _by_incident(_responses(desk))
    found = [
        (row.record, _facts(row, by_incident.get((row.record, row.compartment)))) for row in _signed(desk, counted[0])
    ]
    return [record for record, facts in found if facts.month in counted and wanted.holds(facts)]


def _signed(desk: Desk, since: str) -> list[Row]:
    """Newest first; what was entered in error is not counted."""
    query = Query(kinds=("incident",), states=("signed",), since=since, order="-at")
    return [row for row in plans.rows_of(desk, desk.signin.ids(query)) if row.status != "entered_in_error"]


def _responses(desk: Desk) -> list[Row]:
    return plans.rows_of(desk, desk.signin.ids(Query(kinds=("incident_response",), states=("saved",))))


def _by_incident(responses: list[Row]) -> dict[tuple[str, str], Row]:
    """A response lies where its incident does; what lies elsewhere is none, whatever it says."""
    return {(str(row.facets.get("incident")), row.compartment): row for row in responses}


def _dues(desk: Desk, responses: list[Row]) -> list[str]:
    """The days by which open actions are wanted: of incidents, and of hazards and drills where they can be read."""
    rows = list(responses)
    if desk.may(Action.LIST, "practice"):
        for kind in ("hazard", drill_actions.KIND):
            rows += plans.rows_of(desk, desk.signin.ids(ours.query(desk, kind, states=("saved",))))
        rows = drill_actions.counted(desk, rows)
    return [str(due) for row in rows for due in row.facets.get("action_dues") or ()]


def _facts(row: Row, response: Row | None) -> IncidentFacts:
    said = response.facets if response is not None else {}
    zone = str(row.facets.get("zone", ""))
    occurred, discovered = (
        LocalTime(at=str(at), zone=zone) if (at := row.facets.get(name)) else None
        for name in ("occurred", "discovered")
    )
    return IncidentFacts(
        first=Incident(occurred=occurred, discovered=discovered),
        event_type=str(said.get("event_type", "")),
        category=str(said.get("category", "")),
        harm=str(said.get("harm", "")),
        done={step: str(at) for step, at in (said.get("done") or {}).items()},
    )
