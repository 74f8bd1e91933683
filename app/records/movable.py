"""What signed records of a client have in common: one that landed in the wrong file can be copied to the right one."""

from __future__ import annotations

from typing import Annotated

from app.records.base import RecordBody
from app.records.fields import Reference, Tier, field
from app.texts import N_


class Movable(RecordBody):
    """A record of a client's file that may have been copied from the file it was written in by mistake."""

    copied_from: Annotated[Reference, field(N_("Copied from"), tier=Tier.HIDDEN)] = ""
