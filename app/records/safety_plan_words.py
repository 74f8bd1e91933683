"""A safety plan in short lines, in the order in which it is used: the same on the screen, on paper and in a crisis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app import formats
from app.records.fields import specs
from app.records.safety_plan import SafetyPlan
from app.texts import _


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line; `number` is what to call, empty where there is nothing to call."""

    words: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One step of the plan with its lines."""

    title: str
    lines: list[PlanLine]


def parts_of(body: SafetyPlan) -> list[PlanPart]:
    """The parts that say something."""
    labels = {spec.name: spec.label for spec in specs(SafetyPlan)}
    found = [
        ("early_signs", [PlanLine(text) for text in body.early_signs]),
        ("own_steps", [PlanLine(text) for text in (*body.own_steps, body.obstacles)]),
        ("distractions", [PlanLine(one.who_or_where, one.contact) for one in body.distractions]),
        ("helpers", [PlanLine(_joined(one.name, one.relationship), one.phone) for one in body.helpers]),
        (
            "professionals",
            [PlanLine(_joined(one.name, one.hours, one.address), one.phone) for one in body.professionals],
        ),
        ("surroundings", list(_surroundings(body))),
        ("what_matters", [PlanLine(body.what_matters)]),
        ("child_words", [PlanLine(body.child_words)]),
        ("carer_part", [PlanLine(body.carer_part)]),
    ]
    parts = [
        PlanPart(_(labels[name]), [line for line in lines if line.words.strip() or line.number.strip()])
        for name, lines in found
    ]
    return [part for part in parts if part.lines]


def _surroundings(body: SafetyPlan) -> Iterator[PlanLine]:
    for one in body.surroundings:
        if one.done_on:
            when = _("done on {date}").format(date=formats.short_date(one.done_on))
        else:
            when = _("by {date}").format(date=formats.short_date(one.by_when)) if one.by_when else ""
        what = ": ".join(part for part in (one.what, one.step) if part)
        yield PlanLine(_joined(what, one.who, when))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part.strip())
