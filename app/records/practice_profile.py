"""The practice itself: its name, where it works, and what is printed at the head of its papers."""

from __future__ import annotations

from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.fields import Tier, field
from app.texts import N_


class PracticeProfile(RecordBody):
    """Name, jurisdiction, language, time zone and letterhead."""

    name: Annotated[str, field(N_("Name of the practice"), needed=True)] = ""
    jurisdiction: Annotated[str, field(N_("Jurisdiction"), help=N_("Country or state, as in PL or US-CA."))] = ""
    language: Annotated[str, field(N_("Language"))] = "en"
    zone: Annotated[str, field(N_("Time zone"), tier=Tier.MORE)] = ""
    address: Annotated[str, field(N_("Address on letters"), tier=Tier.MORE, long=True)] = ""
    phone: Annotated[str, field(N_("Phone"), tier=Tier.MORE)] = ""
    email: Annotated[str, field(N_("E-mail"), tier=Tier.MORE)] = ""
    recovery_sheet_checked_on: Annotated[str, field(N_("Recovery sheet checked on"), tier=Tier.HIDDEN)] = ""
    backup_folder: Annotated[str, field(N_("Backup folder"), tier=Tier.HIDDEN)] = ""

    def summary(self) -> str:
        return self.name

    def facets(self) -> dict[str, Any]:
        return {"jurisdiction": self.jurisdiction}
