"""A treatment plan: written in sections with a card for each goal, and read with how far each goal has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QWidget

from app import formats
from app.records.fields import specs
from app.records.treatment_plan import GoalStatus, TreatmentPlan
from app.texts import N_, _
from ui.forms.sectioned import SectionedForm, SectionSpec, at_once
from ui.forms.view import RecordView
from ui.theme import Space
from ui.widgets import IconLabel, card, label, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.records.treatment_plan import Goal
    from ui.forms.references import References

_LOOKED_AT = SectionSpec(
    "review",
    N_("The earlier plan, looked at"),
    N_("What was reached, what was not, and why the plan changes. The goals below begin with what they were."),
    ("reviewed_on", "outcome"),
)
_SECTIONS = (
    SectionSpec("about", N_("What it is about"), "", ("problems", "strengths")),
    SectionSpec("goals", N_("Goals"), N_("Few and noticeable: how one would see that it has changed."), ("goals",)),
    SectionSpec("work", N_("How we work"), "", ("interventions", "frequency", "expected_length")),
    SectionSpec(
        "client",
        N_("The client's part"),
        "",
        ("client_participated", "participation_note", "client_signed_on", "copy_given_on"),
    ),
    SectionSpec("dates", N_("Agreed, and looked at again"), "", ("made_on", "review_due")),
)
_LOOKS = {
    GoalStatus.ACTIVE: ("circle-dot", "accent"),
    GoalStatus.MET: ("circle-check", "good"),
    GoalStatus.PARTLY_MET: ("circle-dashed", "accent"),
    GoalStatus.DROPPED: ("circle-slash", "muted"),
}


class PlanForm(SectionedForm):
    """From the second version on it begins with what came of the one before."""

    def __init__(self, references: References, values: Mapping[str, Any]) -> None:
        sections = (_LOOKED_AT, *_SECTIONS) if values.get("supersedes") else _SECTIONS
        # It begins with a card for a goal; one that stays blank is not kept.
        begun = {**values, "goals": values.get("goals") or [{}]}
        super().__init__(at_once(specs(TreatmentPlan)), sections, references, begun)


def plan_parts(body: TreatmentPlan, references: References) -> list[QWidget]:
    """A signed plan to be read: the goals as cards between what it is about and the rest."""
    about = {"problems", "strengths"}
    rest = {spec.name for spec in specs(TreatmentPlan)} - about - {"goals"}
    first = RecordView(body, references, but=tuple(rest | {"goals"}))
    last = RecordView(body, references, but=tuple(about | {"goals"}))
    return [first, *(goal_card(goal) for goal in body.goals), last]


def goal_card(goal: Goal) -> QFrame:
    """One goal: its words, how far it has come, from where to where, and by when."""
    glyph, tone = _LOOKS[goal.status]
    title = label(goal.statement or _("A goal"), wrap=True)
    title.setProperty("strong", "true")
    state = label(_(goal.status.label), size="small", tone=tone if tone != "accent" else "muted")
    head = row(IconLabel(glyph, tone), title, state)
    head.setStretch(1, 1)
    parts: list[QWidget] = []
    if goal.own_words:
        parts.append(label(_("“{words}”").format(words=goal.own_words), wrap=True))
    way = " → ".join(part for part in (goal.baseline, goal.target) if part)
    facts = [goal.measure, way]
    if goal.target_date:
        facts.append(_("by {date}").format(date=formats.long_date(goal.target_date)))
    line = " · ".join(fact for fact in facts if fact)
    if line:
        parts.append(label(line, tone="muted", wrap=True))
    if goal.progress:
        parts.append(label(goal.progress, wrap=True))
    made = card(head, *parts, spacing=Space.XS)
    made.setObjectName("goal")
    return made
