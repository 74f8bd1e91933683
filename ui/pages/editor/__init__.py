"""The editor: writing and signing a record, and reading what is signed with its amendments and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import N_
from ui.navigation import PageSpec

if TYPE_CHECKING:
    from ui.context import Context
    from ui.navigation import Page


def _build(context: Context) -> Page:
    from ui.pages.editor.page import EditorPage

    return EditorPage(context)


PAGE = PageSpec(
    "editor",
    N_("Editor"),
    "file-pen",
    _build,
    kinds=frozenset(
        {
            "session_note",
            "process_note",
            "amendment",
            "contact",
            "referral",
            "consultation",
            "feedback",
            "boundary_record",
            "treatment_plan",
            "closure",
            "measure_result",
            "release",
            "disclosure",
            "mandated_report",
            "duty_to_protect",
            "decision_not_to_act",
            "domestic_abuse_review",
            "duty_follow_up",
            "risk_review",
            "safety_plan",
            "safety_step",
            "legal_hold",
            "handover",
            "cosignature",
        }
    ),
    under="clients",
    in_navigation=False,
)
