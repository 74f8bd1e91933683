"""The risk register: its lines in order, a new one from where it was learned, and what was made of a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app import clock
from app.desk import Action, Desk
from app.keeping import opening, ours, plans
from app.records import headline
from app.records.drill import Drill, DrillKind
from app.records.hazard import Area, HazardSource, Treatment, Trend
from app.records.incident_response import IncidentResponse
from app.records.response_choices import EventType
from app.rules import hazards as rules
from app.rules.hazards import Cell, View
from app.rules.purposes import Purpose
from app.services import drafting, incidents
from app.services.drafting import Editing
from app.services.reading import searches
from app.texts import _
from storage.vault import Row

_NEAR = (EventType.NEAR_MISS, EventType.GOOD_CATCH)
_IN_THE_ROOMS = (DrillKind.FIRE, DrillKind.MISSING_CHILD)
_SOURCES = {
    "incident": HazardSource.INCIDENT,
    "complaint": HazardSource.COMPLAINT,
    "data_breach": HazardSource.DATA_BREACH,
    "feedback": HazardSource.FEEDBACK,
    "drill": HazardSource.DRILL,
}


@dataclass(frozen=True, slots=True)
class HazardRow:
    """A line of the register. `places` holds the cell for each rating that was made; `rank` counts from 1.

    `area`, `treatment` and `trend` are words; `due` is the next review or action, `is_late` whether that has passed.
    """

    id: str
    rank: int
    hazard: str
    area: str
    owner: str
    treatment: str
    trend: str
    places: Mapping[View, Cell]
    due: str
    is_late: bool
    is_draft: bool
    is_gone: bool

    def place(self, view: View) -> Cell | None:
        """The cell of one rating."""
        return self.places.get(view)

    def score_words(self, view: View = View.CURRENT) -> str:
        """`12, high`: the score and its band; empty before it was rated."""
        return score_words(self.place(view))


def rows(desk: Desk) -> list[HazardRow]:
    """Every hazard and this person's drafts of new ones, the highest score first, what is gone last."""
    desk.require(Action.LIST, "practice")
    found = plans.rows_of(desk, desk.signin.ids(ours.query(desk, "hazard", order="title")))
    found.sort(key=lambda row: rules.rank(rules.cell(row.facets), is_gone=bool(row.facets.get("closed_on"))))
    return [_line(number, row) for number, row in enumerate(found, start=1)]


def made_from(desk: Desk, source: str) -> list[HazardRow]:
    """The hazards that name this record as where they come from."""
    desk.require(Action.LIST, "practice")
    query = ours.query(desk, "hazard", facets={"source_record": source}, order="title")
    return [_line(number, row) for number, row in enumerate(plans.rows_of(desk, desk.signin.ids(query)), start=1)]


def begin(desk: Desk, source: str = "", finding: str = "") -> Editing:
    """A new hazard; nothing is written yet.

    Args:
        desk: Whose desk.
        source: The record it comes from: an incident, drill, complaint, data breach. It is named, and of an incident
            only what was learned is taken over: the first entry stays where it is.
        finding: The finding of a drill that it is about.

    Raises:
        KnownError: `not_found`, `refused`, `not_shared` for the source.
    """
    desk.require(Action.SAVE, "practice")
    known = _from_source(desk, source, finding) if source else {}
    return drafting.start(desk, "hazard", **known)


def source_words(desk: Desk, source: str) -> tuple[str, str]:
    """Kind and title of the record that a hazard comes from; empty for somebody who may not know of it."""
    desk.require(Action.LIST, "practice")
    line = searches.line_of(desk, source) if source else None
    return (line.kind, headline(line.kind, line.title, line.facets)) if line is not None else ("", "")


def score_words(place: Cell | None) -> str:
    """`12, high`: the score of a cell and its band; empty where there is none."""
    found = rules.band_of(place)
    if found is None:
        return ""
    return _("{score}, {band}").format(score=rules.score(place), band=_(found.label))


def _from_source(desk: Desk, source: str, finding: str) -> dict[str, Any]:
    kind = plans.row_of(desk, source).kind
    known: dict[str, Any] = {"source": _SOURCES[kind].value if kind in _SOURCES else None, "source_record": source}
    if kind == "incident":
        return known | _from_incident(desk, source)
    if kind == "drill":
        return known | _from_drill(desk, source, finding)
    return known


def _from_incident(desk: Desk, incident: str) -> dict[str, Any]:
    found = incidents.open(desk, incident).response
    body = found.body if found is not None else IncidentResponse()
    assert isinstance(body, IncidentResponse)  # noqa: S101 - opened by its kind
    is_near = body.event_type in _NEAR
    source = HazardSource.NEAR_MISS if is_near else HazardSource.INCIDENT
    return {"how": body.lesson_summary, "existing_controls": body.what_changed, "source": source.value}


def _from_drill(desk: Desk, drill: str, finding: str) -> dict[str, Any]:
    """The finding; the actions of the drill are seen to where they were planned."""
    body = opening.body_of(desk, drill, Purpose.ADMINISTRATION)
    assert isinstance(body, Drill)  # noqa: S101 - opened by its kind
    return {
        "hazard": finding,
        "source_finding": finding,
        "area": Area.PREMISES.value if body.drill_kind in _IN_THE_ROOMS else None,
    }


def _line(number: int, row: Row) -> HazardRow:
    facets = row.facets
    places = {view: place for view in View if (place := rules.cell(facets, view)) is not None}
    due = row.due or ""
    return HazardRow(
        id=row.record,
        rank=number,
        hazard=headline("hazard", row.title, facets),
        area=_word(Area.label_of, facets.get("area")),
        owner=str(facets.get("owner", "")),
        treatment=_word(Treatment.label_of, facets.get("treatment")),
        trend=_word(Trend.label_of, facets.get("trend")),
        places=places,
        due=due,
        is_late=bool(due) and due < clock.today().isoformat(),
        is_draft=row.state == "draft",
        is_gone=bool(facets.get("closed_on")),
    )


def _word(label_of: Any, value: object) -> str:
    return _(label_of(str(value))) if value else ""


def in_cell(lines: Sequence[HazardRow], view: View, place: Cell | None) -> list[HazardRow]:
    """Those that stand in a cell of the matrix; all of them for no cell."""
    return [line for line in lines if place is None or line.place(view) == place]
