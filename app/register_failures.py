"""The failures of the registers of data breaches and complaints (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

REGISTERS = (
    Failure(
        145,
        "entry_closed",
        N_("This entry is closed."),
        N_("Open it again with a reason, then change it."),
    ),
    Failure(
        146,
        "cannot_close_entry",
        N_("This entry cannot be closed yet. Still missing: {fields}."),
        N_("Write down what is missing. A decision needs its reason, also where nobody is told."),
    ),
)
