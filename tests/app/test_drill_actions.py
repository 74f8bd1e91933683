"""Actions of a signed drill: on Today while they are open, done on a day, looked at whether they work."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from app.desk import Desk
from app.keeping.plans import Plan
from app.records import decode
from app.records.drill import Drill
from app.services import records
from app.services.reading import today
from app.services.safety import drill_actions, drills, figures
from tests.app.helpers import fails
from tests.app.test_hazards import FIRE

DAY = clock.today()
SOON, GONE = (DAY + timedelta(days=3)).isoformat(), (DAY - timedelta(days=3)).isoformat()
THUMB_TURN = {"action": "Put a thumb turn on the door", "owner": "Anna", "due": SOON}


def drill(desk: Desk, *actions: dict[str, str]) -> str:
    return records.sign(desk, records.start(desk, "drill").with_values({**FIRE, "actions": list(actions)})).record


def on_today(desk: Desk) -> list[tuple[str, str, str]]:
    return [(one.title, one.due, one.words) for one in today.due(desk) if one.kind == "drill_action"]


def test_an_open_action_stays_on_today_until_it_is_done_and_was_looked_at(desk: Desk) -> None:
    held = drill(desk, THUMB_TURN, {"action": " "}, {"action": "No day", "owner": "Anna"})
    assert on_today(desk) == [(THUMB_TURN["action"], SOON, "An action is due: done, or a new day.")]
    assert figures.of(desk).open_actions == 2
    drill_actions.see_to(desk, held, 0, {"done_on": GONE, "check_on": DAY.isoformat()})
    assert on_today(desk) == [(THUMB_TURN["action"], DAY.isoformat(), "Look whether an action works.")]
    assert [one.state for one in drill_actions.of(desk, held)] == ["to_check", "open"]
    drill_actions.see_to(desk, held, 0, {"checked_on": DAY.isoformat(), "effect": "works"})
    assert on_today(desk) == []
    (first, second) = drill_actions.of(desk, held)
    assert (first.state, first.action.done_on, first.action.effect, first.action.owner) == (
        "done",
        GONE,
        "works",
        "Anna",
    )
    assert (second.number, figures.of(desk).open_actions) == (2, 1)
    body = records.open(desk, held).body
    assert isinstance(body, Drill)
    assert body.actions[0].done_on == "", "what was signed stays as it was"


def test_the_action_leads_to_its_drill(desk: Desk) -> None:
    held = drill(desk, THUMB_TURN)
    (item,) = [one for one in today.due(desk) if one.kind == "drill_action"]
    assert drill_actions.drill_of(desk, item.record) == drill_actions.drill_of(desk, held) == held


@pytest.mark.parametrize("values", [{"done_on": SOON}, {"done_on": DAY.isoformat(), "checked_on": GONE}])
def test_what_cannot_be_is_refused_and_nothing_is_kept(desk: Desk, values: dict[str, str]) -> None:
    held = drill(desk, THUMB_TURN)
    with fails("in_future" if "checked_on" not in values else "bad_order"):
        drill_actions.see_to(desk, held, 0, values)
    with fails("not_found"):
        drill_actions.see_to(desk, held, 1, {})
    (row,) = drill_actions.of(desk, held)
    assert row.action.done_on == ""


def test_a_drill_that_was_a_mistake_asks_for_nothing(desk: Desk) -> None:
    held = drill(desk, THUMB_TURN)
    records.amend(desk, held, kind="entered_in_error", text="Not ours.", reason="Wrong day")
    assert on_today(desk) == []
    assert figures.of(desk).open_actions == 0


def test_a_drill_that_an_earlier_version_signed_is_seen_to_as_well(desk: Desk) -> None:
    plan, held = Plan(), desk.signin.new_id()
    body = decode("drill", 1, {**FIRE, "actions": [{**THUMB_TURN, "due": GONE}]})
    plan.put("drill", held, desk.own("practice"), body, state="signed")
    plan.commit(desk)
    assert [one.state for one in drill_actions.of(desk, held)] == ["late"]
    for effect in ("partly", "works"):
        drill_actions.see_to(desk, held, 0, {"done_on": DAY.isoformat(), "effect": effect})
    (row,) = drill_actions.of(desk, held)
    assert (row.state, row.action.effect) == ("done", "works")
    assert len(drills.rows(desk)) == 1
