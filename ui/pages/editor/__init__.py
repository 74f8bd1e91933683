"""The editor: writing and signing a note or a consent, and reading what is signed with its amendments and history."""

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
            "consent",
            "amendment",
            "contact",
            "referral",
            "consultation",
            "feedback",
            "boundary_record",
        }
    ),
    under="clients",
    in_navigation=False,
)
