"""What a record is worth today beside how it is kept: a consent in force, an incident at work, a note to co-sign."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk import Action, Desk
from app.keeping import safety
from app.services.client_files import care_plans, line_status
from app.services.client_safety import safety_plans
from app.services.consenting import consents
from app.services.outgoing import releases
from storage.vault import Row

CLOSED, OPEN = "closed", "open"
REGISTERED = frozenset({"data_breach", "complaint"})
"""Entries that live in a register: at work until they are closed."""


def of(desk: Desk, rows: Sequence[Row]) -> dict[str, str]:
    """Computed states by record: of consents from all consents of the client, of others from their facets."""
    desk.require_anywhere(Action.LIST)
    found: dict[str, str] = {}
    for client in {row.client for row in rows if row.kind == "consent" and row.client}:
        found |= {record: state.state.value for record, state in consents.states(desk, client).items()}
    for client in {row.client for row in rows if row.kind == "treatment_plan" and row.client}:
        found |= {record: state.value for record, state in care_plans.states(desk, client).items()}
    for client in {row.client for row in rows if row.kind == "safety_plan" and row.client}:
        found |= {record: state.value for record, state in safety_plans.states(desk, client).items()}
    for client in {row.client for row in rows if row.kind == "release" and row.client}:
        found |= {record: state.state.value for record, state in releases.states(desk, client).items()}
    for row in rows:
        if row.kind == "consent" and row.facets.get("withdraws"):
            found.pop(row.record, None)  # what takes a consent back is no consent itself
        if row.kind in {"client", "incident"} and not row.status:
            found[row.record] = _status_of(desk, row)
        elif row.kind in REGISTERED and row.state == "saved":
            found[row.record] = str(row.facets.get("status", ""))
        elif row.status == "entered_in_error":
            found[row.record] = row.status
    return found | line_status.cosigned(desk, rows, found)


def _status_of(desk: Desk, row: Row) -> str:
    if row.kind == "client":
        return str(row.facets.get("status", ""))
    response = safety.response_of(desk, row.record)
    responses = desk.signin.rows([response]) if response is not None else []
    return str(responses[0].facets.get("status", "")) if responses else OPEN
