"""Advice asked of a colleague or supervisor about this client: the question, the advice, the decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import Channel, Identified, SharingBasis
from app.records.fields import Date, Reference, Tier, field
from app.records.movable import Movable
from app.texts import N_, _


class Consultation(Movable):
    """With whom, when, on what basis, what was asked, said, advised and decided."""

    with_whom: Annotated[str, field(N_("With whom"), needed=True)] = ""
    held_on: Annotated[Date, field(N_("Date"), needed=True, prefill="today")] = ""
    question: Annotated[str, field(N_("Question"), needed=True, long=True)] = ""
    advice: Annotated[str, field(N_("Advice"), needed=True, long=True)] = ""
    decision: Annotated[str, field(N_("What you decided"), needed=True, long=True)] = ""
    identified: Annotated[Identified | None, field(N_("How the client was named"), needed=True)] = Identified.ANONYMOUS
    basis: Annotated[SharingBasis | None, field(N_("On what basis"), tier=Tier.MORE)] = None
    role: Annotated[str, field(N_("Their role"), tier=Tier.MORE)] = ""
    channel: Annotated[Channel | None, field(N_("How"), tier=Tier.MORE)] = None
    information_given: Annotated[str, field(N_("What was told about the client"), tier=Tier.MORE, long=True)] = ""
    next_step: Annotated[str, field(N_("Next step"), tier=Tier.MORE)] = ""
    next_on: Annotated[Date, field(N_("By when"), tier=Tier.MORE)] = ""
    supervision: Annotated[Reference, field(N_("Supervision"), tier=Tier.HIDDEN, to=("supervision_session",))] = ""

    def check(self) -> None:
        checks.check_order((N_("Date"), self.held_on), (N_("By when"), self.next_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Date"), self.held_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """Whoever names the client says why that was allowed."""
        return ("basis",) if self.identified is Identified.IDENTIFIED and self.basis is None else ()

    def summary(self) -> str:
        return self.held_on

    def at(self) -> str | None:
        return self.held_on or None

    def due(self) -> str | None:
        return self.next_on or None

    def facets(self) -> dict[str, Any]:
        return {
            "with": self.with_whom,
            "identified": self.identified.value if self.identified else "",
            "supervision": self.supervision,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        parts = (formats.short_date(title) if title else "", str(facets.get("with") or ""))
        return ", ".join(part for part in parts if part) or _("Consultation")
