"""What stands beside a record in lists of a client's file: replaced plans, co-signatures wanted or given."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk import Action, Desk
from app.keeping import cosigning, plans
from app.rules.care_plans import PlanState
from app.rules.cosigning import COSIGNED_KINDS, shown_status
from app.services.client_files import care_plans
from app.services.client_safety import safety_plans
from storage.vault import Row

HAVE_VERSIONS = frozenset({"treatment_plan", "safety_plan"})
"""Kinds of which a newer record takes the place of an older one."""


def of(desk: Desk, client_id: str, rows: Sequence[Row]) -> dict[str, str]:
    """The status of each of these records, those of joined files among them: as the row has it, or computed."""
    desk.require(Action.LIST, "clinical", record=client_id)
    found = {row.record: row.status for row in rows}
    for kind, of_kind in (("treatment_plan", care_plans.states), ("safety_plan", safety_plans.states)):
        states = of_kind(desk, client_id) if any(row.kind == kind for row in rows) else {}
        older = [record for record, state in states.items() if state is PlanState.SUPERSEDED]
        found |= {record: PlanState.SUPERSEDED.value for record in older if found.get(record) == ""}
    return found | cosigned(desk, rows, found)


def overtaken(desk: Desk, record_id: str) -> str:
    """`superseded` for a signed plan that a newer one took the place of; else nothing."""
    desk.require_record(Action.VIEW, record_id)
    row = plans.row_of(desk, record_id)
    if row.kind == "treatment_plan":
        return care_plans.overtaken(desk, record_id)
    states = safety_plans.states(desk, row.client) if row.kind == "safety_plan" and row.client else {}
    return PlanState.SUPERSEDED.value if states.get(record_id) is PlanState.SUPERSEDED else ""


def cosigned(desk: Desk, rows: Sequence[Row], status: dict[str, str]) -> dict[str, str]:
    """The status of those records among the rows for which a co-signature was asked; `status` is what else they are."""
    desk.require_anywhere(Action.LIST)
    asked = {row.client for row in rows if row.kind in COSIGNED_KINDS and row.client}
    known = {record: one for client in asked for record, one in cosigning.standings(desk, client).items()}
    return {
        row.record: shown_status(status.get(row.record, row.status), known[row.record].state)
        for row in rows
        if row.record in known
    }
