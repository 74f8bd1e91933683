"""Rules of session notes: when a note counts as a late entry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.records.fields import LocalTime

LATE_AFTER = timedelta(hours=72)


def is_late(started: LocalTime | None, recorded_at: datetime) -> bool:
    """Whether more than 72 hours passed between a session and the signing of its note."""
    if started is None:
        return False
    began = datetime.fromisoformat(started.at).replace(tzinfo=ZoneInfo(started.zone))
    return recorded_at.astimezone(UTC) - began.astimezone(UTC) > LATE_AFTER
