"""A fire drill, told in English and in Polish: a locked door becomes a hazard, and what was planned is taken care of.

The finding and the hazard lead to each other; the risk register puts it where its score belongs; the action is on Today
and in the pictures while it is open, and gone from both when it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app import clock, formats
from app.services.reading import today
from app.services.safety import drills, figures, hazards
from app.texts import _
from tests.ui.drivers.base import Table
from tests.ui.drivers.hazards import HazardsDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import LANGUAGES, ask, sign_in

DOOR = "The back door was locked"
TURN = "Put a thumb turn on the door"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_fire_drill_found_and_planned_is_taken_care_of(
    open_window: Callable[..., Window], vault: Path, language: str, tmp_path: Path
) -> None:
    window = sign_in(open_window, vault, language)
    page = HazardsDriver(window)
    write_the_drill_down(window, page)
    make_it_a_hazard(window, page)
    find_it_on_the_matrix(page)
    print_the_register(window, tmp_path / "register.pdf")
    do_the_action(window, page)


def write_the_drill_down(window: Window, page: HazardsDriver) -> None:
    """From the empty page to a signed drill."""
    window.go_to("drills")
    assert _("Nothing practised yet") in page.labels()
    page.press("empty_action")
    for name, value in (("drill_kind", "fire"), ("reality", "simulated"), ("announced", "no")):
        page.choose_value(name, value)
    page.type("place", "Lime Street 4")
    page.type("participants", "two therapists, one visitor")
    page.type("scenario", "Smoke in the kitchen.")
    page.type("went_well", "Everybody was out in two minutes.")
    page.line("findings", DOOR)
    page.row("actions", action=TURN, owner="Anna", due=clock.today().isoformat())
    page.press("finish")
    window.settle()
    assert DOOR in page.labels()


def make_it_a_hazard(window: Window, page: HazardsDriver) -> None:
    """One press brings the finding along; a high risk wants a plan before it is saved."""
    page.press("make_hazard:0")
    window.settle()
    assert page.text("hazard") == DOOR
    page.choose_value("scope", "practice")
    page.type("who_harmed", "everybody in the rooms")
    page.type("how", "Nobody gets out at the back.")
    page.type("existing_controls", "The key hangs beside it.")
    page.rate("current", 3, 4, "it happened")
    assert page.score() == _("Risk now: {score}").format(score=hazards.score_words((3, 4)))
    page.choose_value("treatment", "reduce")
    page.own("owner", "Anna")
    page.press("finish")
    assert page.problem("contingency") == _("This is still needed.")
    page.fill("contingency", trigger="smoke", plan="out at the front", who="whoever sees it", resources="a torch")
    page.save()


def find_it_on_the_matrix(page: HazardsDriver) -> None:
    """By keyboard: another cell has nothing, its own has it."""
    assert page.table.column(1) == [DOOR]
    matrix = page.matrix
    matrix.setFocus()
    QTest.keyClick(matrix.cell, Qt.Key.Key_Return)
    assert (matrix.chosen, page.labels().count(_("None in this cell"))) == ((3, 3), 1)
    QTest.keyClick(matrix.cell, Qt.Key.Key_Right)
    assert DOOR not in matrix.cell.accessibleName()
    QTest.keyClick(matrix.cell, Qt.Key.Key_Return)
    assert (matrix.chosen, page.table.column(1)) == ((3, 4), [DOOR])
    page.view("target")
    assert _("None in this cell") in page.labels()
    page.press("show_all")
    assert page.table.column(1) == [DOOR]


def print_the_register(window: Window, path: Path) -> None:
    """The paper leaves through the one way out."""
    sheet = SheetDriver(window)
    sheet.save(path)
    assert path.read_bytes().startswith(b"%PDF")


def do_the_action(window: Window, page: HazardsDriver) -> None:
    """From Today to the drill; the action is counted and told until it is done; the finding leads to its hazard."""
    assert ask(window, figures.of).open_actions == 1
    window.go_to("today")
    assert TURN in " ".join(TodayDriver(window).due())
    action = next(one for one in ask(window, today.due) if one.kind == "drill_action")
    window.go_to(action.kind, action.record)
    page.press("see_to:0")
    window.settle()
    page.type("done_on", clock.today().isoformat())
    page.choose_value("effect", "works")
    page.press("save_action")
    window.settle()
    assert ask(window, figures.of).open_actions == 0
    done = _("done {date}").format(date=formats.short_date(clock.today()))
    assert f"Anna · {done} · {_('It works')}" in page.labels()
    assert TURN not in " ".join(TodayDriver(window).due())
    window.go_to("drills")
    Table(page._root, page.qtbot, "drills_table").open(_("Fire and evacuation"))
    window.settle()
    page.press("hazard:0")
    window.settle()
    assert page.can_press("to_source")
    drill = ask(window, drills.rows)[0].id
    assert [one.hazard.hazard for one in ask(window, lambda desk: drills.findings(desk, drill)) if one.hazard] == [DOOR]
