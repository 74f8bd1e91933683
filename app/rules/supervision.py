"""Hours of supervision against hours with clients: what counts, their ratio, and what a scheme asks for."""

from __future__ import annotations

from app.packs.supervision_schemes import Scheme

HOUR = 60


def client_minutes(session_minutes: int, scheme: Scheme | None = None) -> int:
    """The minutes that one session counts for: as they are, or its last part rounded up to an hour by the scheme."""
    if scheme is None or not scheme.hour_from:
        return session_minutes
    hours, rest = divmod(session_minutes, HOUR)
    return (hours + 1) * HOUR if rest >= scheme.hour_from else session_minutes


def needed(scheme: Scheme, month_minutes: int) -> int | None:
    """Minutes of supervision that a month with so many client minutes asks for; None where the scheme says nothing.

    A month without clients asks for none.
    """
    if month_minutes <= 0:
        return 0
    if scheme.any_minutes:
        return scheme.any_minutes
    return next((step.minutes for step in scheme.step if month_minutes <= step.client_hours * HOUR), None)


def ratio(with_clients: int, supervised: int) -> float | None:
    """Client hours for one hour of supervision, from minutes; None without any supervision."""
    return with_clients / supervised if supervised > 0 else None


def short_of(scheme: Scheme, month_minutes: int, supervised: int) -> int | None:
    """Minutes of supervision still missing in a month; 0 when it is enough, None where the scheme says nothing."""
    wanted = needed(scheme, month_minutes)
    return None if wanted is None else max(0, wanted - supervised)
