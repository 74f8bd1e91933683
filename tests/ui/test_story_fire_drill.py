"""A fire drill, told in English and in Polish: a locked door becomes a hazard with an action, and is taken care of.

The finding and the hazard lead to each other; the risk register puts it where its score belongs; the action is in the
pictures while it is open, and gone from them when it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app import clock
from app.services.safety import drills, figures, hazards
from app.texts import _
from tests.ui.drivers.base import Table
from tests.ui.drivers.hazards import HazardsDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import LANGUAGES, ask, sign_in

DOOR = "The back door was locked"
TURN = "Put a thumb turn on the door"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_of_a_fire_drill_becomes_a_hazard_and_an_action(
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
    """One press brings finding and action along; a high risk wants a plan before it is saved."""
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
    """From the drill to its hazard, and back; the action is counted until it is done."""
    assert ask(window, figures.of).open_actions == 1
    window.go_to("drills")
    Table(page._root, page.qtbot, "drills_table").open(_("Fire and evacuation"))
    window.settle()
    page.press("hazard:0")
    window.settle()
    assert _("Fire and evacuation") in page.labels() or page.can_press("to_source")
    page.row("actions", done_on=clock.today().isoformat())
    page.save()
    assert ask(window, figures.of).open_actions == 0
    drill = ask(window, drills.rows)[0].id
    assert [one.hazard.hazard for one in ask(window, lambda desk: drills.findings(desk, drill)) if one.hazard] == [DOOR]
