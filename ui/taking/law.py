"""Who consents for a minor where the practice works, each rule with how far it can be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.rules.consent_minors import MAJORITY
from app.services.practice import packs
from app.texts import _
from ui.theme import Space
from ui.widgets import IconLabel, card, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.desk import Desk

_SETTINGS = ("any", "health_services", "online")  # what is about every kind of work comes first


@dataclass(frozen=True, slots=True)
class LawLine:
    """A rule about who consents for a minor, and how far it can be relied on."""

    title: str
    text: str
    mark: str


def law_of(desk: Desk, age: int | None, on: date) -> tuple[LawLine, ...]:
    """The rules for this age on a day, those in force first; nothing for an age that is not known."""
    if age is None or age >= MAJORITY:
        return ()
    found = packs.law(desk).minor_rules(age, on)
    rules = sorted(found, key=lambda rule: (not rule.in_force, _SETTINGS.index(rule.setting)))
    return tuple(LawLine(str(rule.title), str(rule.text), packs.mark(rule)) for rule in rules)


def law_card(lines: Sequence[LawLine]) -> QWidget:
    """Who consents by law, each rule with its mark."""
    parts: list[Any] = [row(IconLabel("scale", "muted"), label(_("Who may consent here"), size="lead"), None)]
    for line in lines:
        words = label(line.title, wrap=True)
        words.setProperty("strong", "true")
        parts += [words, label(line.text, wrap=True), label(line.mark, size="small", tone="muted", wrap=True)]
    made = card(*parts, spacing=Space.XS)
    made.setObjectName("law_card")
    return made
