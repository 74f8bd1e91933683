"""Incidents that name a client and are not closed: what a file owes, and what keeps it from being destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import plans, safety
from storage.vault import Query, Row

_CLOSED, _ABOUT = "closed", "about_"


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """The row of the first entry, and the next date of the response to it; empty without one."""

    row: Row
    due: str


def about(desk: Desk, client_id: str) -> list[OpenIncident]:
    """Those that this person can open; asked of the index, no incident is opened."""
    desk.require(Action.LIST, "safety", record=client_id)
    query = Query(kinds=("incident",), facets={f"{_ABOUT}{client_id}": "1"}, states=("signed",))
    found = []
    for row in plans.rows_of(desk, desk.signin.ids(query)):
        known = safety.response_of(desk, row.record)
        found_response = plans.rows_of(desk, [known]) if known is not None else []
        response = next((one for one in found_response if one.state == "saved"), None)
        is_closed = response is not None and response.facets.get("status") == _CLOSED
        if row.status != "entered_in_error" and not is_closed:
            found.append(OpenIncident(row, (response.due if response else None) or ""))
    return found


def clients_in(desk: Desk, record_ids: Sequence[str]) -> tuple[str, ...]:
    """The clients whom these incidents name, each once."""
    desk.require(Action.LIST, "safety")
    facets = [name for row in plans.rows_of(desk, record_ids) for name in row.facets]
    return tuple(dict.fromkeys(name.removeprefix(_ABOUT) for name in facets if name.startswith(_ABOUT)))
