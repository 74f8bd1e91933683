"""The treatment plan: problems, goals and methods agreed with the client; a newer signed plan takes its place."""

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


class GoalStatus(Choice):
    """How far a goal has come."""

    ACTIVE = "active", N_("Being worked on")
    MET = "met", N_("Reached")
    PARTLY_MET = "partly_met", N_("Partly reached")
    DROPPED = "dropped", N_("No longer a goal")


class Goal(Part):
    """What is to change, how one would notice, from where to where, and by when."""

    statement: Annotated[str, field(N_("Goal"), needed=True)] = ""
    own_words: Annotated[str, field(N_("In the client's words"))] = ""
    measure: Annotated[str, field(N_("How it is noticed or measured"))] = ""
    baseline: Annotated[str, field(N_("Where it stood at the beginning"))] = ""
    target: Annotated[str, field(N_("Where it should get to"))] = ""
    target_date: Annotated[Date, field(N_("By when"))] = ""
    status: Annotated[GoalStatus, field(N_("How far it has come"))] = GoalStatus.ACTIVE
    progress: Annotated[str, field(N_("What has changed so far"), long=True)] = ""


class TreatmentPlan(Movable):
    """What the work is for and how it is done. It is reviewed by signing the next version of it."""

    made_on: Annotated[Date, field(N_("Agreed on"), needed=True, prefill="today")] = ""
    problems: Annotated[
        list[str], field(N_("Problems"), help=N_("One in each line, as the client would say it."), needed=True)
    ] = []
    goals: Annotated[list[Goal], field(N_("Goals"), needed=True)] = []
    interventions: Annotated[list[str], field(N_("Methods"), help=N_("One in each line."), needed=True)] = []
    frequency: Annotated[str, field(N_("How often"), help=N_("As in: once a week, 50 minutes."), needed=True)] = ""
    expected_length: Annotated[str, field(N_("How long it is expected to take"), needed=True)] = ""
    review_due: Annotated[Date, field(N_("Look at it again on"), needed=True)] = ""
    reviewed_on: Annotated[Date, field(N_("The earlier plan was looked at on"), tier=Tier.MORE)] = ""
    outcome: Annotated[
        str,
        field(
            N_("What came of the earlier plan"),
            help=N_("Needed from the second version on: what was reached, what was not, and why the plan changes."),
            tier=Tier.MORE,
            long=True,
        ),
    ] = ""
    strengths: Annotated[list[str], field(N_("Strengths and support"), tier=Tier.MORE)] = []
    client_participated: Annotated[YesNo | None, field(N_("Made together with the client"), tier=Tier.MORE)] = None
    participation_note: Annotated[
        str,
        field(
            N_("Why not, or who decided"),
            tier=Tier.MORE,
            needed=True,
            show_when=("client_participated", (YesNo.NO,)),
        ),
    ] = ""
    client_signed_on: Annotated[Date, field(N_("Signed by the client on"), tier=Tier.MORE)] = ""
    copy_given_on: Annotated[Date, field(N_("Copy given to the client on"), tier=Tier.RARE)] = ""
    supersedes: Annotated[Reference, field(N_("Replaces"), tier=Tier.HIDDEN, to=("treatment_plan",))] = ""
    version: Annotated[int, field(N_("Version"), tier=Tier.HIDDEN, least=1)] = 1

    def check(self) -> None:
        checks.check_order((N_("Agreed on"), self.made_on), (N_("Look at it again on"), self.review_due))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Agreed on"), self.made_on, today)
        checks.check_not_future(N_("The earlier plan was looked at on"), self.reviewed_on, today)
        checks.check_not_future(N_("Signed by the client on"), self.client_signed_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """A plan that takes the place of another says what came of that one, and when it was looked at."""
        if not self.supersedes:
            return ()
        wanted = (("reviewed_on", self.reviewed_on), ("outcome", self.outcome.strip()))
        return tuple(name for name, value in wanted if not value)

    def summary(self) -> str:
        return self.made_on

    def at(self) -> str | None:
        return self.made_on or None

    def due(self) -> str | None:
        return self.review_due or None

    def facets(self) -> dict[str, Any]:
        reached = [goal for goal in self.goals if goal.status is GoalStatus.MET]
        active = [goal for goal in self.goals if goal.status is GoalStatus.ACTIVE]
        return {
            "version": str(self.version),
            "made_on": self.made_on,
            "review_due": self.review_due,
            "supersedes": self.supersedes,
            "goals": str(len(self.goals)),
            "goals_met": str(len(reached)),
            "goals_active": str(len(active)),
            "client_signed_on": self.client_signed_on,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, version 2`."""
        when = formats.short_date(title) if title else _("No date yet")
        version = str(facets.get("version", ""))
        words = _("version {version}").format(version=version) if version else ""
        return ", ".join(part for part in (when, words) if part)
