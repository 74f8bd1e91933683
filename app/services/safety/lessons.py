"""Lessons: what an incident taught, signed for the whole practice without anything that points to somebody."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import lessons, opening, plans
from app.keeping.plans import Saved
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.records.lesson import Lesson
from app.records.response_choices import Category
from app.rules.purposes import Purpose
from app.services import incidents, records
from app.texts import _
from app.vaults import failure
from storage.vault import Query

_MONTH_LENGTH = len("2026-11")


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A line of the list: the month, and what it was about in words."""

    id: str
    month: str
    category: str


def rows(desk: Desk) -> list[LessonRow]:
    """The lessons of the practice, newest month first; nothing is opened."""
    desk.require(Action.LIST, "practice")
    found = plans.rows_of(desk, desk.signin.ids(Query(kinds=("lesson",), states=("signed",), order="-at")))
    return [
        LessonRow(row.record, row.title, _(Category.label_of(str(row.facets.get("category", "")))))
        for row in found
        if row.status != "entered_in_error"
    ]


def share(desk: Desk, incident_id: str) -> Saved:
    """Sign what was learned from an incident as a lesson for everybody: its category, its month, its words.

    Neither names the other: who reads the lesson does not find the incident.

    Raises:
        KnownError: `points_to_somebody`, `not_complete`, `refused`, `not_found`.
    """
    desk.require_record(Action.VIEW, incident_id)
    desk.require(Action.SIGN, "practice")
    first, response = _read(desk, incident_id)
    editing = records.start(
        desk,
        "lesson",
        category=response.category,
        event_type=response.event_type,
        month=first.occurred.at[:_MONTH_LENGTH] if first.occurred else "",
        lesson=response.lesson_summary.strip(),
        what_changed=response.what_changed.strip(),
    )
    assert isinstance(editing.body, Lesson)  # noqa: S101 - started as one
    lessons.check(desk, editing.body, client_names(desk, first))
    return records.sign(desk, editing)


def client_names(desk: Desk, first: Incident) -> list[str]:
    """The names of the clients whom an incident names, as far as this person may know them."""
    desk.require(Action.LIST, "safety")
    return [row.title for row in plans.rows_of(desk, [one.client for one in first.affected if one.client])]


def _read(desk: Desk, incident_id: str) -> tuple[Incident, IncidentResponse]:
    first = opening.body_of(desk, incident_id, Purpose.SAFETY)
    known = incidents.response_id(desk, incident_id)
    is_saved = known is not None and desk.signin.head_of(known) is not None
    response = opening.body_of(desk, known, Purpose.SAFETY) if known and is_saved else IncidentResponse()
    if not isinstance(first, Incident) or not isinstance(response, IncidentResponse):
        raise failure("not_found", what=incident_id)
    return first, response
