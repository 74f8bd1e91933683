"""The failures of what the practice agrees on: policies, standards, the professional will (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

PRACTICE = (
    Failure(
        291,
        "review_too_late",
        N_("{field} lies more than {months} months ahead."),
        N_("Choose an earlier day, so that it is looked at again in time."),
    ),
)
