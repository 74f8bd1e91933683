"""What became of an incident elsewhere: breaches, complaints and hazards that name it, and what its response names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import naming, plans
from app.records import KINDS
from app.texts import _
from storage.vault import Query


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A record that came of an incident; `title` begins with its kind."""

    id: str
    kind: str
    title: str


def of(desk: Desk, incident_id: str, named: Iterable[str] = ()) -> list[PassedOn]:
    """What this person can open of it, drafts of theirs among them; from list rows alone.

    Args:
        desk: Whose desk.
        incident_id: The incident.
        named: Ids of what the response names: the changed policy, the entry of the risk register.
    """
    desk.require(Action.LIST, "safety", record=incident_id)
    found = desk.signin.ids(Query(kinds=("data_breach", "complaint"), facets={"incident": incident_id}))
    found += desk.signin.ids(Query(kinds=("hazard",), facets={"source_record": incident_id}))
    rows = plans.rows_of(desk, list(dict.fromkeys([*found, *(one for one in named if one)])))
    return [PassedOn(row.record, row.kind, f"{_(KINDS[row.kind].label)}: {naming.headline(desk, row)}") for row in rows]
