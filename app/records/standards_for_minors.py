"""Standards for the protection of minors: signed when they are published, replaced by the next version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Date, Reference, Tier, field
from app.texts import N_, _
from storage.vault import failure

LONGEST_REVIEW_MONTHS = 24
_YEAR = 12


class StandardsForMinors(RecordBody):
    """The text, a version for children, who is responsible, from when it holds and when it is looked at again."""

    text: Annotated[str, field(N_("Standards"), needed=True, long=True)] = ""
    child_version: Annotated[
        str,
        field(N_("Version for children"), help=N_("Short, in words that a child understands."), needed=True, long=True),
    ] = ""
    responsible: Annotated[
        str, field(N_("Responsible"), help=N_("Who receives reports and keeps the standards up to date."), needed=True)
    ] = ""
    effective_on: Annotated[Date, field(N_("Holds from"), needed=True, prefill="today")] = ""
    review_due: Annotated[
        Date, field(N_("Look at it again on"), help=N_("Two years after it began to hold, at the latest."), needed=True)
    ] = ""
    version: Annotated[str, field(N_("Version"), tier=Tier.MORE)] = "1"
    interventions_kept: Annotated[
        str,
        field(
            N_("Where interventions are written down"),
            help=N_("Incidents name the child by code and stay closed to the others."),
            tier=Tier.MORE,
        ),
    ] = ""
    shown_where: Annotated[str, field(N_("Where children and parents can read it"), tier=Tier.MORE)] = ""
    changed: Annotated[str, field(N_("What changed"), tier=Tier.MORE, long=True)] = ""
    supersedes: Annotated[Reference, field(N_("Replaces"), tier=Tier.HIDDEN, to=("standards_for_minors",))] = ""

    def check(self) -> None:
        begins, ends = N_("Holds from"), N_("Look at it again on")
        checks.check_order((begins, self.effective_on), (ends, self.review_due))
        if self.effective_on and self.review_due > latest_review(self.effective_on):
            raise failure("review_too_late", field=_(ends), path="review_due", months=str(LONGEST_REVIEW_MONTHS))

    def summary(self) -> str:
        return self.version

    def at(self) -> str | None:
        return self.effective_on or None

    def due(self) -> str | None:
        return self.review_due or None

    def facets(self) -> dict[str, Any]:
        """As those of a policy, so that one list shows both."""
        return {
            "kind": "standards_for_minors",
            "version": self.version,
            "approved_on": self.effective_on,
            "supersedes": self.supersedes,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        del facets
        return _("version {version}").format(version=title) if title else ""


def latest_review(effective_on: str) -> str:
    """The last day on which they may be looked at again: two years on; the 29th of February becomes the 28th."""
    begins = date.fromisoformat(effective_on)
    year = begins.year + LONGEST_REVIEW_MONTHS // _YEAR
    try:
        return begins.replace(year=year).isoformat()
    except ValueError:
        return begins.replace(year=year, day=28).isoformat()
