"""A law pack that was loaded from a file: its text as it came, so that backups hold it and everybody has the same."""

from __future__ import annotations

from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.fields import Tier, field
from app.texts import N_

_MOST_VERSIONS = 1_000_000


class LawPack(RecordBody):
    """One record for each code; every version that was loaded is a revision of it, so earlier ones stay readable."""

    code: Annotated[str, field(N_("Code"), needed=True)] = ""
    number: Annotated[int, field(N_("Version"), needed=True, least=0, most=_MOST_VERSIONS)] = 0
    text: Annotated[str, field(N_("Text"), needed=True, long=True, tier=Tier.HIDDEN)] = ""
    sha256: Annotated[str, field(N_("Digest"), tier=Tier.HIDDEN)] = ""

    def summary(self) -> str:
        return f"{self.code} {self.number}".strip()

    def search_text(self) -> str:
        """Found by its code alone: laws are no words of a client's file."""
        return self.code

    def facets(self) -> dict[str, Any]:
        return {"code": self.code, "number": str(self.number), "sha256": self.sha256}
