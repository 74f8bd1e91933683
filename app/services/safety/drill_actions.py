"""The actions of signed drills while they are seen to: open ones, done ones, and the look at whether they work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.desk import Action, Desk
from app.keeping import drill_actions, opening, plans
from app.keeping.plans import Saved
from app.records import encode
from app.records.drill import Drill
from app.records.drill_action import DrillAction
from app.records.response_parts import Action as Planned
from app.rules.purposes import Purpose
from app.services import drafting, records
from app.services.drafting import Editing
from app.vaults import failure


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action of a drill, as it stands now. `number` counts the actions of the drill from 0.

    `state`: `open`, `late`, `to_check` (done; somebody looks later whether it works), or `done`.
    """

    number: int
    action: Planned
    state: str


def of(desk: Desk, record_id: str) -> list[ActionRow]:
    """The actions of a signed drill in their order; what was never seen to stands as the drill says it."""
    desk.require_record(Action.VIEW, record_id)
    drill = opening.body_of(desk, record_id, Purpose.ADMINISTRATION)
    if not isinstance(drill, Drill):
        raise failure("not_found", what=record_id)
    kept = {number: _body(desk, record).action for number, record in drill_actions.records_of(desk, record_id).items()}
    found = [(number, kept.get(number, planned)) for number, planned in enumerate(drill.actions)]
    return [ActionRow(number, one, _state(one)) for number, one in found if one.action.strip()]


def see_to(desk: Desk, record_id: str, number: int, values: Mapping[str, Any]) -> Saved:
    """Write down what became of an action: a new day, done, looked at.

    Args:
        desk: Whose desk.
        record_id: The signed drill.
        number: Which of its actions, from 0.
        values: Fields of the action, as a form has them; the others stay.

    Raises:
        KnownError: `not_found`, and of the usage family for the first value that is not what its field holds.
    """
    desk.require_record(Action.VIEW, record_id)
    desk.require(Action.SAVE, "practice")
    known = next((row.action for row in of(desk, record_id) if row.number == number), None)
    if known is None:
        raise failure("not_found", what=str(number))
    kept = drill_actions.records_of(desk, record_id).get(number)
    if kept is not None:
        editing = drafting.edit(desk, kept)
    else:
        body = DrillAction(action=known, drill=record_id, number=number)
        editing = Editing(desk.signin.new_id(), drill_actions.KIND, desk.own("practice"), body)
    action = encode(editing.body)["action"]
    return records.save(desk, editing.with_values({"action": {**action, **values}}))


def drill_of(desk: Desk, record_id: str) -> str:
    """The drill that an action belongs to; a drill itself is its own."""
    desk.require_record(Action.LIST, record_id)
    row = plans.row_of(desk, record_id)
    return str(row.facets.get("drill") or "") if row.kind == drill_actions.KIND else record_id


def _body(desk: Desk, record: str) -> DrillAction:
    found = opening.body_of(desk, record, Purpose.ADMINISTRATION)
    assert isinstance(found, DrillAction)  # noqa: S101 - listed by its kind
    return found


def _state(one: Planned) -> str:
    if not one.done_on:
        return "late" if one.due and one.due < clock.today().isoformat() else "open"
    return "to_check" if one.waits_until() else "done"
