"""A session note after the first wants a consent in force: what the strip in the editor says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app import formats
from app.rules.consent_state import ConsentState, State
from app.texts import N_, _

REASON_HOLDS_DAYS = 90

_TEXTS = {
    State.NONE: N_("There is no consent to therapy yet."),
    State.DRAFT: N_("The consent to therapy is not signed yet."),
    State.DECLINED: N_("The client has declined therapy."),
    State.EXPIRED: N_("The consent to therapy has expired."),
    State.WITHDRAWN: N_("The consent to therapy was withdrawn."),
    State.SUPERSEDED: N_("The consent to therapy was replaced by one that is not in force."),
    State.DEFECTIVE: N_("The consent to therapy is defective."),
}


@dataclass(frozen=True, slots=True)
class Strip:
    """A quiet line above the note: what is missing, why, and whether a reason holds for now."""

    text: str
    reason: str = ""
    is_satisfied: bool = False


@dataclass(frozen=True, slots=True)
class GivenReason:
    """A stated reason for meeting without a consent: its words and the day it was given."""

    words: str
    given_on: date


def strip(earlier_sessions: int, consent: ConsentState, reason: GivenReason | None, on: date) -> Strip | None:
    """What to show above a note of the day `on`; None when nothing is missing.

    Args:
        earlier_sessions: Signed notes of sessions that took place, without this one.
        consent: The state of the client's consent on that day.
        reason: The newest stated reason, if there is one.
        on: The day of the session.
    """
    if earlier_sessions == 0 or consent.is_active:
        return None
    if reason is not None and reason.given_on <= on <= reason.given_on + timedelta(days=REASON_HOLDS_DAYS):
        ends = formats.long_date(reason.given_on + timedelta(days=REASON_HOLDS_DAYS))
        text = _("No consent in force; the stated reason holds until {date}.").format(date=ends)
        return Strip(text, reason.words, is_satisfied=True)
    return Strip(_(_TEXTS[consent.state]), consent.reason)
