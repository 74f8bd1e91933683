"""The failures of lessons: what is shared with the whole team points to nobody (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

INCIDENTS = (
    Failure(
        199,
        "points_to_somebody",
        N_("“{field}” may still point to somebody: {found}."),
        N_("Write a role instead of a name, and the month instead of the day."),
    ),
    Failure(
        296,
        "month_only",
        N_("“{field}” holds a day."),
        N_("Write the year and the month, such as 2026-11."),
    ),
)
