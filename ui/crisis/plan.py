"""The client's safety plan on the crisis card: large, in the order in which it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app import formats
from app.texts import _
from ui.theme import Space
from ui.widgets import IconLabel, card, column, label, row

if TYPE_CHECKING:
    from app.packs.crisis_card import Plan
    from app.records.safety_plan_words import PlanLine, PlanPart

COLUMNS = 2


def plan_section(plan: Plan) -> QFrame:
    """Its steps beside each other, read from left to right; numbers as large as those of the lines."""
    title = _("Safety plan of {date}").format(date=formats.long_date(plan.made_on))
    frame = card(label(title, size="lead"), spacing=Space.M)
    frame.setObjectName("crisis_plan")
    inside = frame.layout()
    assert isinstance(inside, QVBoxLayout)
    if not plan.may_leave:
        words = _("On the screen only: it is not safe for the client to hold a copy, so it is not printed.")
        inside.addLayout(row(IconLabel("circle-slash", "muted"), label(words, wrap=True)))
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.XL)
    grid.setVerticalSpacing(Space.L)
    for number, part in enumerate(plan.parts):
        grid.addWidget(_part(number + 1, part), number // COLUMNS, number % COLUMNS)
    for at in range(COLUMNS):
        grid.setColumnStretch(at, 1)
    inside.addLayout(grid)
    return frame


def _part(number: int, part: PlanPart) -> QWidget:
    title = label(f"{number}. {part.title}", wrap=True)
    title.setProperty("strong", "true")
    made = QWidget()
    inside = column(title, *(_line(line) for line in part.lines), None, spacing=Space.XS)
    made.setLayout(inside)
    return made


def _line(line: PlanLine) -> QWidget:
    words = label(line.words, size="lead", wrap=True)
    words.setObjectName("plan_words")
    if not line.number:
        return words
    number = label(line.number, size="title", wrap=True)
    number.setObjectName("plan_number")
    made = QWidget()
    made.setLayout(column(number, words, spacing=0))
    return made
