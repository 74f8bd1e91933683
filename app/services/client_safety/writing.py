"""What reviews and plans begin with, and what the program fills in when they are signed."""

from __future__ import annotations

from app.desk import Action, Desk
from app.records.base import RecordBody
from app.records.risk_review import RiskReview
from app.records.safety_plan import SafetyPlan
from app.services.client_safety import reviews, safety_plans
from app.services.practice import crisis_numbers


def prefilled(desk: Desk, body: RecordBody, client_id: str | None) -> RecordBody:
    """A review with what is wanted, a plan with numbers or as the next version; other kinds as they are."""
    desk.require_anywhere(Action.SAVE)
    if isinstance(body, RiskReview) and client_id is not None:
        return reviews.prefilled(desk, body, client_id)
    if isinstance(body, SafetyPlan) and client_id is not None:
        return safety_plans.prefilled(desk, body, client_id, crisis_numbers.help_for(desk, client_id))
    return body


def finished(desk: Desk, body: RecordBody, client_id: str | None) -> RecordBody:
    """As it is signed; other kinds as they are. Raises `level_not_used`."""
    desk.require_anywhere(Action.SAVE)
    if isinstance(body, RiskReview):
        return reviews.finished(desk, body, client_id)
    if isinstance(body, SafetyPlan):
        return safety_plans.finished(desk, body, client_id)
    return body
