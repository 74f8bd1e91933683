"""A line of the register: which code stands for which compartments, without any name."""

from __future__ import annotations

import re
from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.fields import Choice, Date, Reference, Tier, field
from app.texts import N_

_NUMBERED = re.compile(r"^(?P<series>[A-Z0-9]+)-(?P<number>\d{1,9})$")
_SORT_DIGITS = 9


class Series(Choice):
    """What the register numbers."""

    CLIENT = "client", N_("Client")
    INCIDENT = "incident", N_("Incident")
    BREACH = "breach", N_("Data breach")
    COMPLAINT = "complaint", N_("Complaint")


class RegisterEntry(RecordBody):
    """A client code or an incident number that is taken, and where its records lie."""

    series: Annotated[Series, field(N_("Series"), tier=Tier.HIDDEN)] = Series.CLIENT
    code: Annotated[str, field(N_("Code"), tier=Tier.HIDDEN, needed=True)] = ""
    subject: Annotated[Reference, field(N_("Record"), tier=Tier.HIDDEN)] = ""
    lead: Annotated[Reference, field(N_("Lead"), tier=Tier.HIDDEN, to=("account",))] = ""
    identity: Annotated[Reference, field(N_("Identity compartment"), tier=Tier.HIDDEN)] = ""
    clinical: Annotated[Reference, field(N_("Clinical compartment"), tier=Tier.HIDDEN)] = ""
    removed_on: Annotated[Date, field(N_("Removed on"), tier=Tier.HIDDEN)] = ""
    safety: Annotated[Reference, field(N_("Safety compartment"), tier=Tier.HIDDEN)] = ""

    def summary(self) -> str:
        """The code with its number padded, so that the highest one sorts last."""
        numbered = _NUMBERED.match(self.code)
        if numbered is None:
            return self.code
        return f"{numbered['series']}-{numbered['number'].zfill(_SORT_DIGITS)}"

    def search_text(self) -> str:
        return ""

    def facets(self) -> dict[str, Any]:
        numbered = _NUMBERED.match(self.code)
        return {
            "series": self.series.value,
            "prefix": numbered["series"] if numbered else "",
            "code": self.code,
            "subject": self.subject,
            "lead": self.lead,
            "identity": self.identity,
            "clinical": self.clinical,
            "safety": self.safety,
            "removed": self.removed_on,
        }
