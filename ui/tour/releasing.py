"""Pictures of what leaves the program and what comes first in a crisis: the card, the sheet, the Practice page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTableView

from app.services.outgoing import papers
from ui.releasing import release
from ui.releasing.sheet import ReleaseSheet

if TYPE_CHECKING:
    from ui.tour.hands import Hands, Steps

Picture = Callable[[str], None]


def crisis_card(hands: Hands, take: Picture, name: str) -> Steps:
    """F1 over whatever is shown, and back."""
    hands.shell.open_crisis_card()
    yield None
    take(name)
    hands.press("close_card")
    yield None


def sheet(hands: Hands, record: str, take: Picture) -> Steps:
    """The one sheet with a record."""
    workspace = hands.shell.workspace
    release(workspace.context, workspace, lambda desk: papers.of_record(desk, record))
    yield lambda: hands.sees("pages_view")
    yield None
    take("print-or-save")
    hands.find(ReleaseSheet, "page").close_overlay()
    yield None


def practice(hands: Hands, take: Picture) -> Steps:
    """Both lists, a policy, and a protocol from its starting text."""
    hands.go_to("practice", None, tab="resources")
    yield None
    take("practice.resources")
    hands.go_to("practice", None, tab="policies")
    yield lambda: hands.sees("policies_table")
    yield None
    take("practice.policies")
    table = hands.find(QTableView, "policies_table")
    first = table.model().index(0, 0)
    table.setCurrentIndex(first)
    table.activated.emit(first)
    yield lambda: hands.sees("policy_view")
    take("practice.policy")
    hands.go_to("practice", None, new="emergency_protocol")
    yield lambda: hands.sees("whole_writing")
    yield None
    take("practice.protocol")
    hands.press("discard")
    yield None
