"""What stands before the form of a report, a duty to protect or a review of domestic abuse: numbers, lists, the law."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.desk import Action, Desk
from app.packs.crisis_card import Card
from app.services.client_safety import duties
from app.services.practice import crisis, packs

KINDS = ("mandated_report", "duty_to_protect", "domestic_abuse_review")
_TOPICS = {"mandated_report": "child", "domestic_abuse_review": "abuse"}
"""Which lines go first; a practice's own places always do."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list to have before the eyes; `mark` says that it is no law."""

    title: str
    moment: str
    items: tuple[str, ...]
    note: str
    mark: str


@dataclass(frozen=True, slots=True)
class Beforehand:
    """The numbers of the place, the lists, and what the law packs say, each with its source."""

    card: Card
    checklists: tuple[Checklist, ...]
    law: tuple[str, ...]


def of(desk: Desk, kind: str, client_id: str) -> Beforehand:
    """What to see before the form of this kind; nobody is named as a contact: who is near may be the danger."""
    desk.require(Action.VIEW, "practice")
    desk.require(Action.LIST, "clinical", record=client_id)
    found = crisis.card(desk, client_id)
    topic = _TOPICS.get(kind, "")
    lines = [line for line in found.lines if topic in line.topics] if topic else found.lines
    others = [line for line in found.lines if line not in lines]
    law = packs.law_for(desk, client_id)
    lists = tuple(
        Checklist(str(rule.title), rule.moment, tuple(map(str, rule.items)), str(rule.text), packs.mark(rule))
        for rule in law.guidance(kind)
    )
    return Beforehand(
        replace(found, contacts=[], plan=None, protocol=None, lines=[*lines, *others]),
        lists,
        _law(desk, kind, client_id),
    )


def _law(desk: Desk, kind: str, client_id: str) -> tuple[str, ...]:
    if kind == "duty_to_protect":
        return tuple(duties.protect_words(desk, client_id).splitlines())
    return tuple(duties.report_words(desk, client_id, "domestic_violence" if kind == "domestic_abuse_review" else ""))
