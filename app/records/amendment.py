"""A later word on a signed record: the record stays as it is, the amendment is shown with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.fields import Choice, Reference, Tier, field
from app.texts import N_, _


class AmendmentKind(Choice):
    """What the later word is."""

    ADDENDUM = "addendum", N_("Addendum")
    CORRECTION = "correction", N_("Correction")
    LATE_ENTRY = "late_entry", N_("Late entry")
    ENTERED_IN_ERROR = "entered_in_error", N_("Entered in error")


_WITH_TEXT = tuple(kind for kind in AmendmentKind if kind is not AmendmentKind.ENTERED_IN_ERROR)


class Amendment(RecordBody):
    """An addendum, a correction, a late entry, or *entered in error*."""

    kind: Annotated[AmendmentKind, field(N_("What it is"), needed=True)] = AmendmentKind.ADDENDUM
    text: Annotated[
        str,
        field(
            N_("Text"),
            long=True,
            show_when=("kind", _WITH_TEXT),
            needed=True,
        ),
    ] = ""
    reason: Annotated[str, field(N_("Reason"), needed=True)] = ""
    target: Annotated[Reference, field(N_("Amended record"), tier=Tier.HIDDEN, needed=True)] = ""
    target_revision: Annotated[str, field(N_("Amended version"), tier=Tier.HIDDEN, needed=True)] = ""
    moved_to: Annotated[Reference, field(N_("Written in the right file as"), tier=Tier.HIDDEN)] = ""

    def summary(self) -> str:
        return self.kind.value

    def facets(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "target": self.target}

    def targets(self) -> tuple[tuple[str, str], ...]:
        in_error = self.kind is AmendmentKind.ENTERED_IN_ERROR
        return ((self.target, "entered_in_error" if in_error else "amended"),)

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        del facets
        return _(AmendmentKind.label_of(title)) if title else _("Amendment")
