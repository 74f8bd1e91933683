"""Complaints: what has to be written before one is closed."""

from __future__ import annotations

from collections.abc import Iterator

from app.records.complaint import Complaint
from app.texts import _


def missing_to_close(complaint: Complaint) -> list[str]:
    """What is still to be written before it can be closed, in words; empty when it can."""
    return list(_missing(complaint))


def _missing(complaint: Complaint) -> Iterator[str]:
    if complaint.category is None:
        yield _("what it is about")
    if not complaint.is_answered:
        yield _("when it was answered, or why not")
    elif complaint.answered_on and not complaint.answer.strip():
        yield _("what was answered")
    if complaint.outcome is None or not complaint.outcome_note.strip():
        yield _("the outcome, in a choice and in words")
    if not all(action.is_owned for action in complaint.actions):
        yield _("an owner and a date for every action")
    if complaint.held and (complaint.hold_decision is None or not complaint.hold_reason.strip()):
        yield _("what becomes of the legal hold, and why")
