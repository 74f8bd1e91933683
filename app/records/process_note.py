"""The therapist's private working notes: a compartment per client and author, never handed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Date, Reference, Tier, field
from app.texts import N_, _


class ProcessNote(RecordBody):
    """Thoughts about a conversation. Times, methods, results and diagnoses belong in the note."""

    text: Annotated[
        str,
        field(
            N_("Private notes"),
            help=N_("Yours alone. Facts of the session belong in the session note."),
            needed=True,
            long=True,
        ),
    ] = ""
    written_on: Annotated[Date, field(N_("Date"), tier=Tier.MORE, prefill="today")] = ""
    session: Annotated[Reference, field(N_("About the session"), tier=Tier.MORE, to=("session_note",))] = ""
    review_by: Annotated[Date, field(N_("Look at it again by"), tier=Tier.MORE)] = ""
    destroy_after: Annotated[Date, field(N_("Destroy after"), tier=Tier.RARE)] = ""
    substance_counselling: Annotated[bool, field(N_("Counselling note about substance use"), tier=Tier.RARE)] = False

    def check(self) -> None:
        checks.check_order((N_("Date"), self.written_on), (N_("Look at it again by"), self.review_by))

    def summary(self) -> str:
        return self.written_on

    def at(self) -> str | None:
        return self.written_on or None

    def due(self) -> str | None:
        return min((found for found in (self.review_by, self.destroy_after) if found), default=None)

    def facets(self) -> dict[str, Any]:
        return {"session": self.session}

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        del facets
        return formats.short_date(title) if title else _("Private notes")
