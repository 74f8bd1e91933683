"""In which column of the practice's board of consents a state stands; the most pressing come first."""

from __future__ import annotations

from app.records.fields import Choice
from app.rules.consent_facts import ConsentState, State
from app.texts import N_


class Column(Choice):
    """The columns of the board."""

    DEFECTIVE = "defective", N_("Defective")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    EXPIRED = "expired", N_("Expired")
    NONE = "none", N_("No consent yet")
    DRAFT = "draft", N_("Draft")
    ASK_AGAIN = "ask_again", N_("Ask again: newer text")
    EXPIRING = "expiring", N_("Ends soon")
    REVIEW = "review", N_("To be talked about again")
    DECLINED = "declined", N_("Declined")
    ACTIVE = "active", N_("In force")


_OF_STATE = {
    State.NONE: Column.NONE,
    State.DRAFT: Column.DRAFT,
    State.DECLINED: Column.DECLINED,
    State.EXPIRED: Column.EXPIRED,
    State.WITHDRAWN: Column.WITHDRAWN,
    State.SUPERSEDED: Column.NONE,
    State.DEFECTIVE: Column.DEFECTIVE,
}


def column_of(state: ConsentState, until: str) -> Column:
    """The column of a state; an end or a review up to the day `until` (ISO) counts as near."""
    if not state.is_active:
        return _OF_STATE[state.state]
    if state.ask_again:
        return Column.ASK_AGAIN
    if state.until and state.until <= until:
        return Column.EXPIRING
    if state.review_due and state.review_due <= until:
        return Column.REVIEW
    return Column.ACTIVE
