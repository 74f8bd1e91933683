"""Read and understood: who has read which version of a policy, on which day, in the words that were signed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Date, Reference, Tier, field
from app.texts import N_

READ_KINDS = ("policy", "standards_for_minors")
"""What is read and understood, version by version."""


class PolicyReading(RecordBody):
    """Its author is the reader. It lies where everybody may write, because everybody signs for themselves."""

    policy: Annotated[Reference, field(N_("Policy"), tier=Tier.COMPUTED, needed=True, to=READ_KINDS)] = ""
    policy_revision: Annotated[Reference, field(N_("Version that was read"), tier=Tier.HIDDEN, needed=True)] = ""
    read_on: Annotated[Date, field(N_("Read on"), needed=True)] = ""
    statement: Annotated[str, field(N_("Statement"), needed=True, long=True)] = ""

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Read on"), self.read_on, today)

    def summary(self) -> str:
        return self.read_on

    def search_text(self) -> str:
        return ""

    def at(self) -> str | None:
        return self.read_on or None

    def facets(self) -> dict[str, Any]:
        return {"policy": self.policy, "revision": self.policy_revision, "read_on": self.read_on}
