"""The crisis and safety plan: the client's own steps, in the order in which they are used; a newer version supersedes.

The words and the order of the form are the project's own. Nothing in it is a promise not to act.
"""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import YesNo
from app.records.fields import Choice, Date, Reference, Tier, field
from app.records.movable import Movable
from app.records.parts import Part
from app.texts import N_, _

MOST_CONFIDENCE = 10


class PlanPurpose(Choice):
    """What the plan is for."""

    SUICIDE = "suicide", N_("Thoughts of suicide")
    SELF_HARM = "self_harm", N_("Self-harm")
    ABUSE = "dv", N_("Violence at home")
    RELAPSE = "relapse", N_("Relapse")
    PANIC = "panic", N_("Panic")
    OTHER = "other", N_("Something else")


class ClientCopy(Choice):
    """What the client took along."""

    PAPER = "paper", N_("On paper")
    PDF = "pdf", N_("As a file")
    NONE = "none", N_("No copy")


class Distraction(Part):
    """A person or a place that helps for a while, without having to talk about it."""

    who_or_where: Annotated[str, field(N_("Person or place"), needed=True)] = ""
    contact: Annotated[str, field(N_("Number or address"))] = ""


class Helper(Part):
    """Somebody close who may be asked for help."""

    name: Annotated[str, field(N_("Name"), needed=True)] = ""
    relationship: Annotated[str, field(N_("Who this is"))] = ""
    phone: Annotated[str, field(N_("Phone"))] = ""
    knows_plan: Annotated[YesNo | None, field(N_("Knows of the plan"))] = None
    may_contact: Annotated[YesNo | None, field(N_("We may get in touch"))] = None


class Professional(Part):
    """A professional, a service or a crisis line."""

    name: Annotated[str, field(N_("Person or service"), needed=True)] = ""
    phone: Annotated[str, field(N_("Number"), needed=True)] = ""
    hours: Annotated[str, field(N_("When"))] = ""
    address: Annotated[str, field(N_("Where"))] = ""


class SaferStep(Part):
    """One thing that makes the surroundings safer."""

    what: Annotated[str, field(N_("What it is about"), needed=True)] = ""
    step: Annotated[str, field(N_("What is done with it"), needed=True)] = ""
    who: Annotated[str, field(N_("By whom"))] = ""
    by_when: Annotated[Date, field(N_("By when"))] = ""
    done_on: Annotated[Date, field(N_("Done on"))] = ""


class SafetyPlan(Movable):
    """What the client notices, does alone, with whom and where, and whom to call; one page."""

    for_whom: Annotated[list[PlanPurpose], field(N_("What it is for"), needed=True)] = []
    early_signs: Annotated[
        list[str],
        field(N_("How I notice that it begins"), help=N_("One in each line, in the client's words."), needed=True),
    ] = []
    own_steps: Annotated[
        list[str], field(N_("What I can do by myself"), help=N_("One in each line."), needed=True)
    ] = []
    obstacles: Annotated[str, field(N_("What may get in the way, and what then"), long=True)] = ""
    distractions: Annotated[
        list[Distraction], field(N_("People and places that take my mind off it"), needed=True)
    ] = []
    helpers: Annotated[list[Helper], field(N_("Whom I can ask for help"), needed=True)] = []
    professionals: Annotated[
        list[Professional],
        field(
            N_("Professionals and lines to call"),
            help=N_("The numbers come from this practice's crisis card. Check them with the client."),
            needed=True,
        ),
    ] = []
    surroundings: Annotated[list[SaferStep], field(N_("Making my surroundings safer"), needed=True)] = []
    what_matters: Annotated[str, field(N_("What matters to me"), long=True)] = ""
    made_on: Annotated[Date, field(N_("Made on"), needed=True, prefill="today")] = ""
    made_together: Annotated[YesNo | None, field(N_("Made together with the client"), needed=True)] = None
    made_note: Annotated[str, field(N_("Why not"), needed=True, show_when=("made_together", (YesNo.NO,)))] = ""
    copy_is_safe: Annotated[
        YesNo | None,
        field(
            N_("Is it safe for the client to hold a copy"),
            help=N_(
                "With no, this plan is neither printed nor exported: a copy that is found may put the client in danger."
            ),
            needed=True,
        ),
    ] = None
    client_copy: Annotated[
        ClientCopy | None,
        field(N_("What the client took along"), needed=True, show_when=("copy_is_safe", (YesNo.YES,))),
    ] = None
    review_due: Annotated[
        Date, field(N_("Look at it again by"), help=N_("It is looked at at each contact."), needed=True)
    ] = ""
    confidence: Annotated[
        int | None,
        field(
            N_("How sure the client is to use it, 0 to 10"),
            help=N_("The client's own number. Where it is low: what would make it easier?"),
            tier=Tier.MORE,
            least=0,
            most=MOST_CONFIDENCE,
        ),
    ] = None
    child_words: Annotated[
        str,
        field(N_("For a child, in the child's words"), tier=Tier.MORE, long=True),
    ] = ""
    carer_part: Annotated[
        str,
        field(
            N_("What parents or carers do"),
            help=N_("What they watch for, lock away, and whom they call."),
            tier=Tier.MORE,
            long=True,
        ),
    ] = ""
    used_in_crisis: Annotated[YesNo | None, field(N_("The plan was used in a crisis"), tier=Tier.MORE)] = None
    used_note: Annotated[
        str,
        field(N_("What helped, what did not"), tier=Tier.MORE, long=True, show_when=("used_in_crisis", (YesNo.YES,))),
    ] = ""
    reviewed_on: Annotated[Date, field(N_("The earlier plan was looked at on"), tier=Tier.MORE)] = ""
    changes: Annotated[
        str, field(N_("What has changed"), help=N_("Needed from the second version on."), tier=Tier.MORE, long=True)
    ] = ""
    supersedes: Annotated[Reference, field(N_("Replaces"), tier=Tier.HIDDEN, to=("safety_plan",))] = ""
    version: Annotated[int, field(N_("Version"), tier=Tier.HIDDEN, least=1)] = 1

    def check(self) -> None:
        checks.check_order((N_("Made on"), self.made_on), (N_("Look at it again by"), self.review_due))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Made on"), self.made_on, today)
        checks.check_not_future(N_("The earlier plan was looked at on"), self.reviewed_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """A plan that takes the place of another says what has changed."""
        return ("changes",) if self.supersedes and not self.changes.strip() else ()

    def summary(self) -> str:
        return self.made_on

    def at(self) -> str | None:
        return self.made_on or None

    def due(self) -> str | None:
        return self.review_due or None

    def facets(self) -> dict[str, Any]:
        return {
            "made_on": self.made_on,
            "version": str(self.version),
            "supersedes": self.supersedes,
            "review_due": self.review_due,
            "copy_is_safe": self.copy_is_safe.value if self.copy_is_safe else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, version 2`."""
        when = formats.short_date(title) if title else _("No date yet")
        version = str(facets.get("version") or "")
        words = _("version {version}").format(version=version) if version else ""
        return ", ".join(part for part in (when, words) if part)
