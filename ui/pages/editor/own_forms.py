"""The kinds whose generated form is not good enough, and the form each has instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.context import Context
    from ui.forms.references import References
    from ui.forms.sectioned import SectionedForm


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
    return None
