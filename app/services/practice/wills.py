"""The professional will of the practice: the one there is, a new one, and whether a password stands in it."""

from __future__ import annotations

from datetime import timedelta

from app import clock
from app.desk import Action, Desk
from app.keeping import ours
from app.records.base import texts_of
from app.records.professional_will import LONGEST_REVIEW_DAYS, ProfessionalWill
from app.rules import plain_secrets
from app.services import drafting
from app.services.drafting import Editing

_YEAR_DAYS = LONGEST_REVIEW_DAYS - 1


def current(desk: Desk) -> str | None:
    """The will, or this person's draft of a first one; None where nobody has begun."""
    desk.require(Action.LIST, "practice")
    found = desk.signin.ids(ours.query(desk, "professional_will", order="-updated"))
    return next(iter(found), None)


def begin(desk: Desk) -> Editing:
    """A new will, or the one there is: a practice has one. It is looked at again in a year."""
    desk.require(Action.SAVE, "practice")
    known = current(desk)
    if known is not None:
        return drafting.edit(desk, known)
    again = clock.today() + timedelta(days=_YEAR_DAYS)
    return drafting.start(desk, "professional_will", next_review=again.isoformat())


def says_a_secret(body: ProfessionalWill) -> bool:
    """Whether a password, PIN or recovery code seems to stand in it in clear; it warns and never refuses."""
    return plain_secrets.found_in(texts_of(body))
