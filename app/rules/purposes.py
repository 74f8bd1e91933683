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


TO_CLIENT = "to_client"
"""Stands in the trail where a paper was given to the client; nobody is asked it and no file is opened with it."""

TO_SOMEBODY_ELSE = "to_somebody_else"
"""The same for what was given to somebody else; the disclosure in the client's file says to whom and why."""

PURPOSE_LABELS: dict[str, str] = {
    Purpose.TREATMENT: N_("Treatment of the client"),
    Purpose.COVER: N_("Standing in for the therapist"),
    Purpose.SUPERVISION: N_("Supervision"),
    Purpose.REQUEST: N_("Request of the client or an authority"),
    Purpose.ADMINISTRATION: N_("Running the practice"),
    Purpose.SAFETY: N_("Looking into an incident"),
    TO_CLIENT: N_("Given to the client"),
    TO_SOMEBODY_ELSE: N_("Given to somebody else"),
}

ASKED = (
    Purpose.TREATMENT,
    Purpose.COVER,
    Purpose.SUPERVISION,
    Purpose.REQUEST,
    Purpose.ADMINISTRATION,
)
"""The five buttons."""
