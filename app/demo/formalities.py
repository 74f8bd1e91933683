"""What law and order want in a file: a plan of the work, a release and what went out, a hold, the closing words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.demo.histories import History
from app.demo.material import Library
from app.demo.notes import started_of
from app.records import decode
from app.records.base import RecordBody
from app.records.client import FileStatus
from app.records.consent import Decision
from app.records.disclosure import Disclosure
from app.records.session_note import TOOK_PLACE

_PLAN_REVIEW_DAYS, _HOLD_REVIEW_DAYS = 11, 150
_RELEASE_YEAR = timedelta(days=365)
_KEEP_PRIVATE_DAYS = 400
_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Released:
    """A release, and what was given on it; its reference to the release is filled in when that has an id."""

    release: RecordBody
    disclosure: Disclosure


class Formalities:
    """Tells them of the clients of the practice."""

    def __init__(self, found: Library, today: date) -> None:
        self._rows: Mapping[str, Any] = found.daily
        self._practice: Mapping[str, str] = found.people["practice"]
        self._today = today

    def plan(self, history: History) -> RecordBody:
        """A plan of the work, agreed on in the third session, that wants to be looked at soon."""
        days = days_of(history)
        made = days[min(2, len(days) - 1)].isoformat()
        review = (self._today + timedelta(days=_PLAN_REVIEW_DAYS)).isoformat()
        facts = {"made_on": made, "review_due": review, "client_participated": "yes"}
        return decode("treatment_plan", 1, {**self._rows["plan"], **facts})

    def released(self, history: History) -> Released:
        """A release for the family doctor, and the letter that went out on it."""
        row, signed = self._rows["release"], days_of(history)[-1] - timedelta(days=14)
        given = {
            "decision": "given",
            "client_name": history.client.name,
            "discloser": self._practice["name"],
            "recipients": [row["recipient"]],
            "information": ["attendance", "summary"],
            "purposes": ["treatment"],
            "statements": ["right_to_revoke", "conditioning", "redisclosure"],
            "method": "wet_ink_scan",
            "plain_language": "yes",
            "copy_given": "yes",
            "signed_on": signed.isoformat(),
            "expires_on": (signed + _RELEASE_YEAR).isoformat(),
        }
        sent = signed + timedelta(days=6)
        told = {
            "recipient_name": row["recipient"]["name"],
            "recipient_org": row["recipient"]["organisation"],
            "description": row["sent"],
            "purpose": row["purpose"],
            "legal_basis": "roi",
            "information": ["attendance", "summary"],
            "method": "post",
            "disclosed": {"at": f"{sent.isoformat()}T16:20", "zone": self._practice["zone"]},
        }
        disclosure = decode("disclosure", 1, told)
        assert isinstance(disclosure, Disclosure)  # noqa: S101 - decoded as one
        return Released(decode("release", 1, given), disclosure)

    def hold(self, history: History) -> RecordBody:
        """Somebody asked that nothing of this file is destroyed."""
        since = days_of(history)[-1] - timedelta(days=3)
        review = (self._today + timedelta(days=_HOLD_REVIEW_DAYS)).isoformat()
        facts = {"reason": "client_request", "since": since.isoformat(), "review_due": review}
        return decode("legal_hold", 1, {**self._rows["hold"], **facts})

    def closure(self, history: History) -> RecordBody:
        """The closing words about somebody who came to the end."""
        last = days_of(history)[-1].isoformat()
        facts: _Values = {
            "closed_on": history.client.closed_on,
            "last_session_on": last,
            "reason": "mutual",
            "risk_reviewed_on": history.client.closed_on,
            "risk_reviewed_by": self._practice["therapist"],
            "told_how": "session",
            "told_on": last,
            "process_notes": "none",
        }
        if history.private:
            until = (self._today + timedelta(days=_KEEP_PRIVATE_DAYS)).isoformat()
            facts |= {"process_notes": "keep_until", "process_notes_until": until}
        return decode("closure", 1, {**self._rows["closure"], **facts})


def has_ended_well(history: History) -> bool:
    """Whether somebody came to the end: nobody withdrew, declined, or only asked."""
    decisions = {given.body.decision for given in history.consents}
    return history.client.status is FileStatus.CLOSED and decisions == {Decision.GRANTED} and bool(days_of(history))


def days_of(history: History) -> list[date]:
    """The days of the sessions that took place."""
    return sorted(date.fromisoformat(started_of(one).day) for one in history.sessions if one.attendance in TOOK_PLACE)
