"""The risk register and the drills at the window, with something in them: used by everybody, drafts kept."""

from __future__ import annotations

from app.desk import Desk
from app.services import records
from app.services.safety import hazards
from tests.app.test_hazards import FIRE, PLAN, WHOLE, rating
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.hazards import HazardsDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import make


def fill(desk: Desk) -> None:
    """Two hazards and a signed drill, of which one finding is in the register."""
    records.save(desk, hazards.begin(desk).with_values(WHOLE))
    drill = records.sign(desk, records.start(desk, "drill").with_values(FIRE)).record
    whole = {**WHOLE, "hazard": "The back door was locked", "current": rating(3, 5), "contingency": PLAN}
    records.save(desk, hazards.begin(desk, drill, "The back door was locked").with_values(whole))


def check(window: Window) -> None:
    root = window._root()
    window.settle()
    assert (nameless(root), unreachable(root), clipped(root)) == ([], [], [])


def test_register_hazard_and_drill_can_be_used_by_everybody(window: Window) -> None:
    make(window, fill)
    page = HazardsDriver(window)
    window.go_to("hazards")
    assert page.table.column(3) == ["15, extreme", "4, moderate"]
    check(window)
    page.table.open("The back door was locked")
    assert page.score() == "Risk now: 15, extreme"
    check(window)
    page.press("to_source")
    window.settle()
    assert page.can_press("hazard:0")
    assert page.can_press("make_hazard:1")
    check(window)
    page.press("hazard:0")
    window.settle()
    assert page.score() == "Risk now: 15, extreme"


def test_what_is_typed_is_a_draft_of_the_register_until_it_is_whole(window: Window) -> None:
    page = HazardsDriver(window)
    page.begin()
    page.type("hazard", "Loose carpet")
    page.press("finish")
    assert page.problem("current") == page.problem("area") == "This is still needed."
    page.press("to_list")
    window.settle()
    assert page.table.column(1) == ["Loose carpet"]
    page.table.open("Loose carpet")
    assert page.text("hazard") == "Loose carpet"
