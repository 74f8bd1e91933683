"""A client's file that went from one lead to another: why, and what was open on that day."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from app import formats
from app.records.base import RecordBody
from app.records.closure_choices import Obligation
from app.records.fields import Date, Reference, Tier, field
from app.texts import N_, _


class Handover(RecordBody):
    """The letter from the former lead to the new one; the program writes down what it finds open."""

    reason: Annotated[str, field(N_("Reason"), needed=True)] = ""
    note: Annotated[
        str, field(N_("What the new lead should know"), help=N_("How the work stands, and what comes next."), long=True)
    ] = ""
    handed_on: Annotated[Date, field(N_("Handed over on"), tier=Tier.COMPUTED)] = ""
    from_name: Annotated[str, field(N_("Handed over by"), tier=Tier.COMPUTED)] = ""
    to_name: Annotated[str, field(N_("Handed over to"), tier=Tier.COMPUTED)] = ""
    keeps: Annotated[str, field(N_("Access of the former lead"), tier=Tier.COMPUTED)] = ""
    sessions: Annotated[list[str], field(N_("Usual times"), tier=Tier.COMPUTED)] = []
    waiting: Annotated[list[str], field(N_("What is due"), tier=Tier.COMPUTED)] = []
    obligations: Annotated[list[Obligation], field(N_("Open on that day"), tier=Tier.COMPUTED)] = []
    former: Annotated[Reference, field(N_("Former lead"), tier=Tier.HIDDEN, to=("account",))] = ""
    lead: Annotated[Reference, field(N_("Lead"), tier=Tier.HIDDEN, to=("account",))] = ""

    def summary(self) -> str:
        return self.handed_on

    def at(self) -> str | None:
        return self.handed_on or None

    def facets(self) -> dict[str, Any]:
        return {"from": self.from_name, "to": self.to_name, "former": self.former, "lead": self.lead}

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, Ewa Lis → Jan Kot`."""
        names = " → ".join(name for name in (str(facets.get("from", "")), str(facets.get("to", ""))) if name)
        return ", ".join(part for part in (formats.short_date(title) if title else "", names) if part) or _("Hand-over")
