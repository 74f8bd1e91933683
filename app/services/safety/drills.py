"""Drills: what was practised, when each kind is due again, and what became of each finding."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.desk import Action, Desk
from app.keeping import opening, ours, plans
from app.records.drill import Drill, DrillKind, Reality
from app.rules import drills as rules
from app.rules.purposes import Purpose
from app.services.safety import hazards
from app.services.safety.hazards import HazardRow
from app.texts import _
from app.vaults import failure
from storage.vault import Row


@dataclass(frozen=True, slots=True)
class DrillRow:
    """A line of the list. `kind` and `reality` are words; `state`: draft, signed, entered_in_error.

    `next_due` is empty for a drill that a later one of its kind took the place of.
    """

    id: str
    kind: str
    day: str
    place: str
    reality: str
    findings: int
    next_due: str
    is_late: bool
    state: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a drill, and the hazard it became; None while it is in no register."""

    words: str
    hazard: HazardRow | None


def rows(desk: Desk) -> list[DrillRow]:
    """Every drill and this person's drafts, the latest first."""
    desk.require(Action.LIST, "practice")
    found = plans.rows_of(desk, desk.signin.ids(ours.query(desk, "drill", order="-at")))
    counting = rules.newest(rules.facts_of(row) for row in found if row.state == "signed")
    return [_line(row, counts=row.record in counting) for row in found]


def findings(desk: Desk, record_id: str) -> list[Finding]:
    """What a drill found, each with the hazard that it became."""
    desk.require_record(Action.VIEW, record_id)
    body = opening.body_of(desk, record_id, Purpose.ADMINISTRATION)
    if not isinstance(body, Drill):
        raise failure("not_found", what=record_id)
    made = {_finding_of(desk, line): line for line in hazards.made_from(desk, record_id)}
    return [Finding(words, made.get(words)) for words in body.found()]


def _finding_of(desk: Desk, line: HazardRow) -> str:
    return str(plans.row_of(desk, line.id).facets.get("source_finding", ""))


def _line(row: Row, *, counts: bool) -> DrillRow:
    facets, kind = row.facets, str(row.facets.get("kind", ""))
    due = (row.due or "") if counts else ""
    reality = str(facets.get("reality", ""))
    return DrillRow(
        id=row.record,
        kind=_(DrillKind.label_of(kind)) if kind else "",
        day=str(facets.get("day", "")),
        place=str(facets.get("place", "")),
        reality=_(Reality.label_of(reality)) if reality else "",
        findings=int(facets.get("findings") or 0),
        next_due=due,
        is_late=bool(due) and due < clock.today().isoformat(),
        state=row.status if row.status == "entered_in_error" else row.state,
    )
