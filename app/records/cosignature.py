"""A step of co-signing: asked for by a supervisee, given or refused by the supervisor."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.fields import Choice, Date, Reference, Tier, field
from app.texts import N_, _


class CosignStep(Choice):
    """What happened to a record that wants a second signature."""

    ASKED = "asked", N_("Co-signature asked for")
    SIGNED = "signed", N_("Co-signed")
    RETURNED = "returned", N_("Returned by the supervisor")


ANSWERS = (CosignStep.SIGNED, CosignStep.RETURNED)
FOLLOWED = "followed"
"""What a later step makes of the one before it, so that steps which still wait are found by ids alone."""


class Cosignature(RecordBody):
    """A request names the supervisor; an answer names the request, and the exact version that was read."""

    step: Annotated[CosignStep, field(N_("What it is"), needed=True)] = CosignStep.ASKED
    remark: Annotated[str, field(N_("Remark"), long=True, show_when=("step", ANSWERS))] = ""
    supervisor: Annotated[
        Reference,
        field(N_("Supervisor"), needed=True, to=("account",), show_when=("step", (CosignStep.ASKED,))),
    ] = ""
    wanted_by: Annotated[
        Date,
        field(N_("Wanted by"), tier=Tier.COMPUTED, show_when=("step", (CosignStep.ASKED,))),
    ] = ""
    target: Annotated[Reference, field(N_("Record"), tier=Tier.HIDDEN, needed=True)] = ""
    target_revision: Annotated[str, field(N_("Version that was read"), tier=Tier.HIDDEN)] = ""
    amendments: Annotated[list[str], field(N_("Amendments that were read"), tier=Tier.HIDDEN)] = []
    asker: Annotated[Reference, field(N_("Asked by"), tier=Tier.HIDDEN, to=("account",))] = ""
    request: Annotated[Reference, field(N_("Request"), tier=Tier.HIDDEN, to=("cosignature",))] = ""
    follows: Annotated[Reference, field(N_("Step before"), tier=Tier.HIDDEN, to=("cosignature",))] = ""

    def also_missing(self) -> tuple[str, ...]:
        """A return says why; an answer names what it answers and what was read."""
        if self.step is CosignStep.ASKED:
            return ()
        wanted = ("remark",) if self.step is CosignStep.RETURNED else ()
        return tuple(name for name in (*wanted, "request", "target_revision") if not getattr(self, name).strip())

    def summary(self) -> str:
        return self.step.value

    def facets(self) -> dict[str, Any]:
        return {
            "step": self.step.value,
            "target": self.target,
            "target_revision": self.target_revision,
            "supervisor": self.supervisor,
            "asker": self.asker,
            "request": self.request,
            "follows": self.follows,
            "wanted_by": self.wanted_by,
        }

    def targets(self) -> tuple[tuple[str, str], ...]:
        """What was followed waits no longer. What the record is worth is never taken from here (`rules.cosigning`)."""
        return ((self.follows, FOLLOWED),) if self.follows else ()

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`Co-signed`, or `Returned by the supervisor`."""
        del facets
        return _(CosignStep.label_of(title)) if title else _("Co-signature")
