"""Why a file is opened: one's own open client is treatment and never asked; else it is asked once."""

from __future__ import annotations

from enum import StrEnum

from app.texts import N_

OPEN_STATUSES = ("open", "paused", "waiting", "enquiry")
"""A file with one of these is not closed."""


class Purpose(StrEnum):
    """The code that the audit trail keeps."""

    TREATMENT = "treatment"
    COVER = "cover"
    SUPERVISION = "supervision"
    REQUEST = "request"
    ADMINISTRATION = "administration"
    SAFETY = "safety"


PURPOSE_LABELS = {
    Purpose.TREATMENT: N_("Treatment of the client"),
    Purpose.COVER: N_("Standing in for the therapist"),
    Purpose.SUPERVISION: N_("Supervision"),
    Purpose.REQUEST: N_("Request of the client or an authority"),
    Purpose.ADMINISTRATION: N_("Running the practice"),
    Purpose.SAFETY: N_("Looking into an incident"),
}

ASKED = (
    Purpose.TREATMENT,
    Purpose.COVER,
    Purpose.SUPERVISION,
    Purpose.REQUEST,
    Purpose.ADMINISTRATION,
)
"""The five buttons."""
