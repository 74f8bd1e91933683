"""The rows of the crisis card: a number in large print, whose it is, and when it was checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from app.packs.crisis_card import Card, Contact, Emergency, Line, Local
from app.texts import _
from ui.theme import Space
from ui.widgets import button, card, column, label, row

NUMBER_WIDTH = 190


class Call(NamedTuple):
    """One row. `rang` is the mark under which *I rang it* is told; empty where it cannot be."""

    number: str
    name: str
    details: tuple[str, ...] = ()
    checked: str = ""
    is_stale: bool = False
    rang: str = ""


def of_line(line: Line) -> Call:
    """A crisis line that ships."""
    first, *others = [way for way in (line.phone, line.text, line.chat) if way]
    place = joined(line.place, line.languages)
    details = (joined(*others), joined(line.for_whom, line.hours), joined(line.cost, place))
    return Call(first, line.name, details, line.checked, line.is_stale, f"line:{line.key}")


def of_place(place: Local) -> Call:
    """Help near the practice."""
    first, *others = [way for way in (place.phone, place.text, place.web) if way] or [""]
    details = (joined(*others, place.place), joined(place.for_whom, place.hours))
    return Call(first, place.name, details, place.checked, place.is_stale, f"place:{place.record}")


def of_contact(contact: Contact) -> Call:
    """Somebody to call about the client."""
    told = _("may be told: {what}").format(what=contact.may_be_told) if contact.may_be_told else ""
    return Call(contact.phone, contact.name, (contact.relationship, told))


def joined(*parts: str) -> str:
    """The parts that say something, in one line."""
    return " · ".join(part for part in parts if part)


def emergency(shown: Card) -> QFrame:
    """The emergency numbers of this place, as large as can be; those of other places in one line."""
    here = [found for found in shown.emergency if found.is_here] or shown.emergency
    parts: list[QWidget | QLayout] = [row(*(_large(found) for found in here), None, spacing=Space.HUGE)]
    elsewhere = [found for found in shown.emergency if found not in here]
    if elsewhere:
        words = ", ".join(_("{number} ({where})").format(number=one.number, where=one.where) for one in elsewhere)
        parts.append(label(_("Elsewhere: {numbers}").format(numbers=words), tone="muted", wrap=True))
    frame = QFrame()
    frame.setObjectName("emergency_numbers")
    frame.setProperty("strip", "danger")
    inside = column(*parts)
    inside.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
    frame.setLayout(inside)
    return frame


def _large(found: Emergency) -> QWidget:
    made = QWidget()
    inside = QHBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(Space.M)
    number = label(found.number, size="display", tone="danger")
    number.setObjectName("emergency_number")
    inside.addWidget(number)
    inside.addWidget(label(found.where, size="lead"))
    return made


def section(title: str, calls: Sequence[Call], rang: Callable[[str], None] | None) -> QFrame:
    """A heading and its rows; `rang(mark)` is called when somebody says that a number was rung, None: nobody may."""
    frame = card(label(title, size="lead"), spacing=Space.M)
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(Space.M)
    grid.setColumnStretch(1, 1)
    for line, call in enumerate(calls):
        grid.addLayout(_number(call, rang), line, 0)
        grid.addLayout(_words(call), line, 1)
    inside = frame.layout()
    assert isinstance(inside, QVBoxLayout)
    inside.addLayout(grid)
    return frame


def _number(call: Call, rang: Callable[[str], None] | None) -> QVBoxLayout:
    number = label(call.number, size="title", wrap=True)
    number.setObjectName("crisis_number")
    number.setFixedWidth(NUMBER_WIDTH)
    made = column(number, spacing=0)
    if rang is not None and call.rang:
        made.addWidget(_rang_button(call, rang), 0, Qt.AlignmentFlag.AlignLeft)
    made.addStretch(1)
    return made


def _words(call: Call) -> QVBoxLayout:
    name = label(call.name, wrap=True)
    name.setProperty("strong", "true")
    words = column(name, label("\n".join(text for text in call.details if text), wrap=True), spacing=2)
    if call.checked:
        words.addWidget(label(call.checked, size="small", tone="due" if call.is_stale else "muted", wrap=True))
    return words


def _rang_button(call: Call, rang: Callable[[str], None]) -> QWidget:
    made = button(_("I rang it"), lambda: rang(call.rang), kind="link", name=f"rang:{call.rang}")
    made.setAccessibleName(_("I rang it: {name}").format(name=call.name))
    made.setToolTip(_("The number works: note today as the day on which it was checked."))
    return made
