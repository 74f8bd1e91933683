"""Incidents: list them, open one with its six steps, respond, close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.desk import Action, Desk
from app.keeping import opening, plans, safety
from app.keeping.opening import Opened
from app.keeping.plans import Saved
from app.records.fields import Choice
from app.records.incident import Incident
from app.records.incident_response import STEPS, IncidentResponse
from app.records.response_choices import Category, EventType, HarmGrade
from app.rules import incidents as rules
from app.rules.incidents import StepState
from app.rules.purposes import Purpose
from app.services import drafting, records
from app.services.drafting import Editing
from app.services.practice import practices
from app.texts import _
from app.vaults import failure
from storage.vault import Query, Row


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A line of the list. `category`, `event_type` and `harm` are words; `status` is a code."""

    id: str
    number: str
    title: str
    occurred: str | None
    state: str
    status: str
    category: str
    event_type: str
    harm: str
    danger: str
    due: str | None
    severity: int
    updated: str
    response: str | None


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An incident as it is worked on: first entry, response (None before its first save), steps."""

    first: Opened
    response: Opened | None
    steps: list[StepState]
    still_missing: list[str]
    status: str

    @property
    def incident(self) -> Incident:
        """The typed first entry."""
        assert isinstance(self.first.body, Incident)  # noqa: S101 - opened by its kind
        return self.first.body


def ids(desk: Desk, *, year: str = "", danger: str = "", order: str = "-at") -> list[str]:
    """Incidents, newest first, drafts of this person among them; nothing readable, so nothing is logged."""
    desk.require(Action.LIST, "safety")
    facets = {name: value for name, value in (("year", year), ("danger", danger)) if value}
    return desk.signin.ids(Query(kinds=("incident",), facets=facets, order=order))


def rows(desk: Desk, wanted: Sequence[str]) -> list[IncidentRow]:
    """Lines of the list for these ids, in their order."""
    desk.require(Action.LIST, "safety")
    found = plans.rows_of(desk, wanted)
    responses = {row.record: response_id(desk, row.record) for row in found}
    known = plans.rows_of(desk, [response for response in responses.values() if response])
    by_incident = {str(row.facets.get("incident")): row for row in known}
    return [_row(row, by_incident.get(row.record)) for row in found]


def open(desk: Desk, incident_id: str) -> OpenIncident:
    """An incident with its response, steps and what is missing to close it."""
    desk.require_record(Action.VIEW, incident_id)
    first = opening.opened(desk, incident_id, Purpose.SAFETY)
    if not isinstance(first.body, Incident):
        raise failure("not_found", what=incident_id)
    found = response_id(desk, incident_id)
    response = None
    if found is not None and desk.signin.head_of(found) is not None:
        response = opening.opened(desk, found, Purpose.SAFETY)
    body = response.body if response else IncidentResponse()
    assert isinstance(body, IncidentResponse)  # noqa: S101 - opened by its kind
    alone = practices.is_alone(desk)
    return OpenIncident(
        first,
        response,
        rules.steps(first.body, body, alone=alone),
        rules.missing_to_close(body, alone=alone),
        body.status() if response else "open",
    )


def respond(desk: Desk, incident_id: str) -> Editing:
    """The response of a signed incident for writing in it: new, as last saved, or the unfinished draft.

    Who works alone is responsible for every step of a new one.

    Keep it with `records.keep`, save it with `records.save`.
    """
    compartment = desk.require_record(Action.SAVE, incident_id)
    found = response_id(desk, incident_id)
    if found is not None:
        return drafting.edit(desk, found)
    row = plans.row_of(desk, incident_id)
    if row.state != "signed":
        raise failure("not_signed")
    body = IncidentResponse(incident=incident_id, number=row.title)
    if practices.is_alone(desk):
        for step in STEPS:
            getattr(body, step).owner = practices.person_name(desk, desk.account)
    return Editing(desk.signin.new_id(), "incident_response", compartment, body)


def close(desk: Desk, incident_id: str) -> Saved:
    """Close an incident; raises `cannot_close` with what is still missing."""
    desk.require_record(Action.SAVE, incident_id)
    editing, body = _saved_response(desk, incident_id)
    missing = rules.missing_to_close(body, alone=practices.is_alone(desk))
    if missing:
        raise failure("cannot_close", steps=", ".join(missing))
    body.closed_on = clock.today().isoformat()
    return records.save(desk, editing)


def reopen(desk: Desk, incident_id: str, reason: str) -> Saved:
    """Open a closed incident again; the reason is kept with it."""
    desk.require_record(Action.SAVE, incident_id)
    if not reason.strip():
        raise failure("text_needed", field=_("Reason"), path="reason")
    editing, body = _saved_response(desk, incident_id)
    body.closed_on = ""
    body.reopened_reason = reason.strip()
    return records.save(desk, editing)


def response_id(desk: Desk, incident_id: str) -> str | None:
    """The response of an incident, draft or saved; asked by ids alone."""
    desk.require(Action.LIST, "safety", record=incident_id)
    return safety.response_of(desk, incident_id)


def _saved_response(desk: Desk, incident_id: str) -> tuple[Editing, IncidentResponse]:
    found = response_id(desk, incident_id)
    editing = drafting.edit(desk, found) if found else None
    if editing is None or not isinstance(editing.body, IncidentResponse):
        missing = rules.missing_to_close(IncidentResponse(), alone=practices.is_alone(desk))
        raise failure("cannot_close", steps=", ".join(missing))
    return editing, editing.body


def _row(row: Row, response: Row | None) -> IncidentRow:
    facets = response.facets if response else {}
    return IncidentRow(
        id=row.record,
        number=row.title,
        title=Incident.headline(row.title, row.facets),
        occurred=row.at,
        state=row.state,
        status=str(facets.get("status") or ("draft" if row.state == "draft" else "open")),
        category=_word(Category, facets.get("category")),
        event_type=_word(EventType, facets.get("event_type")),
        harm=_word(HarmGrade, facets.get("harm")),
        danger=str(row.facets.get("danger", "")),
        due=response.due if response else None,
        severity=0 if facets.get("status") == "closed" else row.severity,
        updated=max(row.updated, response.updated) if response else row.updated,
        response=response.record if response else None,
    )


def _word(choices: type[Choice], value: object) -> str:
    return _(choices.label_of(str(value))) if value else ""
