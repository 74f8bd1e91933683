"""A safety review and a safety plan while they are written: what a crisis needs stands first, the rest under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.records import checks
from app.records.fields import specs
from app.records.risk_review import RiskReview
from app.records.safety_plan import SafetyPlan
from app.services.client_safety import reviews
from app.texts import N_, _
from ui.forms.sectioned import SectionedForm, SectionSpec, at_once
from ui.widgets import label, set_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.packs.jurisdiction_rules import RiskLevel
    from ui.context import Context
    from ui.forms.references import References

_REVIEW = (
    SectionSpec("what", N_("What it is about"), "", ("dangers", "danger_note", "trigger", "reviewed_at")),
    SectionSpec("understood", N_("How you understand it"), "", ("warning_signs", "formulation")),
    SectionSpec("decided", N_("What was decided"), "", ("decisions", "decision_note")),
    SectionSpec(
        "next",
        N_("The next contact"),
        N_("It stays on Today until somebody writes down what came of it."),
        ("follow_up", "next_contact", "checked_by", "if_missed", "no_follow_up_because"),
    ),
    SectionSpec(
        "asked",
        N_("What was asked and said"),
        N_("What is asked here follows from what it is about."),
        (
            "thoughts",
            "thoughts_note",
            "plan",
            "plan_note",
            "behaviour",
            "self_injury",
            "intent",
            "intent_note",
            "means",
            "to_others",
            "from_others",
            "bodily",
        ),
    ),
    SectionSpec("weighed", N_("What it rests on"), "", ("sources", "worsening", "protecting")),
    SectionSpec("considered", N_("What else was considered"), "", ("rejected", "consulted", "not_consulted_because")),
    SectionSpec(
        "more",
        N_("More"),
        "",
        ("client_view", "copy_offered", "culture", "differs", "differs_because"),
    ),
    SectionSpec("level", N_("A level"), "", ("level", "level_because")),
)
_LATER = ("asked", "weighed", "considered", "more", "level")
"""What a crisis does not wait for; signing needs most of it."""

_PLAN = (
    SectionSpec("for", N_("What it is for"), "", ("for_whom",)),
    SectionSpec(
        "steps",
        N_("Step by step, in the client's words"),
        N_("Write it together. The order is the order in which it is used."),
        ("early_signs", "own_steps", "obstacles", "distractions", "helpers", "professionals", "surroundings"),
    ),
    SectionSpec("matters", N_("What matters"), "", ("what_matters", "confidence")),
    SectionSpec("child", N_("For a child and the carers"), "", ("child_words", "carer_part")),
    SectionSpec(
        "copy",
        N_("A copy"),
        N_("A plan that the wrong person finds may put the client in danger."),
        ("copy_is_safe", "client_copy"),
    ),
    SectionSpec("dates", N_("Made, and looked at again"), "", ("made_on", "made_together", "made_note", "review_due")),
)
_LOOKED_AT = SectionSpec(
    "changed",
    N_("The earlier plan, looked at"),
    "",
    ("reviewed_on", "used_in_crisis", "used_note", "changes"),
)


class ReviewForm(SectionedForm):
    """The section for a level is there only where a pack says that levels are used."""

    def __init__(self, context: Context, references: References, client: str, values: Mapping[str, Any]) -> None:
        super().__init__(at_once(specs(RiskReview)), _REVIEW, references, values, later=_LATER)
        self.show_section("level", False)
        asked_by = [str(one.get("item") or "") for one in values.get("opened_by") or []]
        if asked_by:
            words = _("Asked for by: {answers}").format(answers=" · ".join(one for one in asked_by if one))
            self.add_part("what", label(words, wrap=True))
        context.ops.query(self, lambda desk: reviews.level_rule(desk, client), self._on_rule)

    def refreshed(self) -> None:
        called = self.raw_values().get("dangers") or []
        set_shown(self._sections["asked"].frame, bool(set(called) - {"other"}))

    def also_needed(self, raw: Mapping[str, Any]) -> tuple[str, ...]:
        """Somebody was consulted, or it is said why not."""
        return checks.advice_missing(raw.get("consulted") or (), raw.get("not_consulted_because") or "")

    def _on_rule(self, rule: RiskLevel | None) -> None:
        if rule is not None and rule.allowed:
            source = " · ".join(part for part in (str(rule.text), rule.citation) if part)
            self.add_part("level", label(source, size="small", tone="muted", wrap=True))
            self.show_section("level", True)


class SafetyPlanForm(SectionedForm):
    """From the second version on it begins with what has changed."""

    def __init__(self, references: References, values: Mapping[str, Any]) -> None:
        sections = (_LOOKED_AT, *_PLAN) if values.get("supersedes") else _PLAN
        super().__init__(at_once(specs(SafetyPlan)), sections, references, values)
