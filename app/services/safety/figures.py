"""The numbers of the Pictures page, from index rows alone: nothing is opened, nothing that names a client is asked."""

from __future__ import annotations

from app import clock
from app.desk import Action, Desk
from app.keeping import ours, plans
from app.records.fields import LocalTime
from app.records.incident import Incident
from app.rules import figures as rules
from app.rules.figures import Figures, IncidentFacts
from storage.vault import Query, Row

MONTHS = 12


def of(desk: Desk, months: int = MONTHS) -> Figures:
    """The incidents of the last `months` that this person can open, and the actions of all of them and of hazards."""
    desk.require(Action.LIST, "safety")
    wanted = rules.months_until(clock.today(), months)
    signed = plans.rows_of(desk, desk.signin.ids(Query(kinds=("incident",), states=("signed",), since=wanted[0])))
    responses = plans.rows_of(desk, desk.signin.ids(Query(kinds=("incident_response",), states=("saved",))))
    by_incident = {(str(row.facets.get("incident")), row.compartment): row for row in responses}
    facts = [_facts(row, by_incident.get((row.record, row.compartment))) for row in signed if not _is_in_error(row)]
    return rules.figures(facts, _dues(desk, responses), clock.now(), wanted)


def _dues(desk: Desk, responses: list[Row]) -> list[str]:
    """The days by which open actions are wanted: of incidents, and of the risk register where it can be read."""
    rows = list(responses)
    if desk.may(Action.LIST, "practice"):
        rows += plans.rows_of(desk, desk.signin.ids(ours.query(desk, "hazard", states=("saved",))))
    return [str(due) for row in rows for due in row.facets.get("action_dues") or ()]


def _is_in_error(row: Row) -> bool:
    return row.status == "entered_in_error"


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
