"""The kinds whose generated form is not good enough, and the form each has instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.context import Context
    from ui.forms.references import References
    from ui.forms.sectioned import SectionedForm

_DUTIES = frozenset({"mandated_report", "duty_to_protect", "decision_not_to_act", "domestic_abuse_review"})


def own_form(
    context: Context, references: References, kind: str, client: str, values: Mapping[str, Any]
) -> SectionedForm | None:
    """The form of this kind; None where the generated one serves. Each is loaded when it is first wanted."""
    if kind == "treatment_plan":
        from ui.pages.editor.plan_form import PlanForm

        return PlanForm(references, values)
    if kind == "release":
        from ui.pages.editor.release_form import ReleaseForm

        return ReleaseForm(context, references, client, values)
    if kind == "closure":
        from ui.pages.editor.closing_form import ClosingForm

        return ClosingForm(context, references, client, values)
    return _of_safety(context, references, kind, client, values)


def _of_safety(
    context: Context, references: References, kind: str, client: str, values: Mapping[str, Any]
) -> SectionedForm | None:
    if kind in _DUTIES:
        from ui.pages.editor.duty_forms import DutyForm

        return DutyForm(context, references, kind, client, values)
    if kind == "measure_result":
        from ui.pages.editor.measure_form import MeasureForm

        return MeasureForm(context, references, client, values)
    if kind == "risk_review":
        from ui.pages.editor.review_form import ReviewForm

        return ReviewForm(context, references, client, values)
    if kind == "safety_plan":
        from ui.pages.editor.review_form import SafetyPlanForm

        return SafetyPlanForm(references, values)
    return None
