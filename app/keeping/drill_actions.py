"""The records of what drills planned: begun with the drill, found by it, and not counted when it was a mistake."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk import Desk
from app.keeping import ours, plans
from app.keeping.plans import Plan
from app.records.base import RecordBody
from app.records.drill import Drill
from app.records.drill_action import DrillAction
from storage.vault import Row

KIND = "drill_action"


def begin(desk: Desk, plan: Plan, body: RecordBody, record: str) -> None:
    """Put the actions of a drill that is being signed into the same write; other records have none."""
    for number, planned in enumerate(body.actions if isinstance(body, Drill) else ()):
        if planned.action.strip():
            made = DrillAction(action=planned, drill=record, number=number)
            plan.put(KIND, desk.signin.new_id(), desk.own("practice"), made)


def records_of(desk: Desk, drill: str) -> dict[int, str]:
    """The records by the number of the action; those of a drill that an earlier version signed are missing."""
    query = ours.query(desk, KIND, facets={"drill": drill}, states=("saved",))
    return {int(row.facets.get("number") or 0): row.record for row in plans.rows_of(desk, desk.signin.ids(query))}


def counted(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """The rows without actions of drills that were entered in error; rows of other kinds stay."""
    asked = {_drill(row) for row in rows if row.kind == KIND}
    wrong = {row.record for row in plans.rows_of(desk, sorted(asked)) if row.status == "entered_in_error"}
    return [row for row in rows if row.kind != KIND or _drill(row) not in wrong]


def _drill(row: Row) -> str:
    return str(row.facets.get("drill") or "")
