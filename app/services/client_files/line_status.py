"""What stands beside a record in lists of a client's file: replaced plans, co-signatures wanted or given."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk import Action, Desk
from app.keeping import cosigning
from app.rules.care_plans import PlanState
from app.rules.cosigning import COSIGNED_KINDS, shown_status
from app.services.client_files import care_plans
from storage.vault import Row


def of(desk: Desk, client_id: str, rows: Sequence[Row]) -> dict[str, str]:
    """The status of each of these records, those of joined files among them: as the row has it, or computed."""
    desk.require(Action.LIST, "clinical", record=client_id)
    found = {row.record: row.status for row in rows}
    if any(row.kind == "treatment_plan" for row in rows):
        states = care_plans.states(desk, client_id)
        older = [record for record, state in states.items() if state is PlanState.SUPERSEDED]
        found |= {record: PlanState.SUPERSEDED.value for record in older if found.get(record) == ""}
    return found | cosigned(desk, rows, found)


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
