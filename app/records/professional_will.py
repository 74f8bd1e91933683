"""The professional will: who steps in when the therapist cannot go on, what they find where, and what they say."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Choice, Date, Tier, field
from app.records.parts import Part
from app.texts import N_, _
from storage.vault import failure

LONGEST_REVIEW_DAYS = 366


class Place(Choice):
    """In which order they are asked."""

    PRIMARY = "primary", N_("First")
    SECONDARY = "secondary", N_("Second")
    TERTIARY = "tertiary", N_("Third")


class Executor(Part):
    """Somebody who has agreed to step in."""

    place: Annotated[Place | None, field(N_("In which order"))] = None
    name: Annotated[str, field(N_("Name"), needed=True)] = ""
    licence: Annotated[str, field(N_("Profession and licence"))] = ""
    contact: Annotated[str, field(N_("How to reach them"), needed=True)] = ""
    agreed_on: Annotated[Date, field(N_("Agreed on"))] = ""
    confidentiality_signed: Annotated[bool, field(N_("Has signed to keep confidence"))] = False


class Helper(Part):
    """Somebody else the executor needs."""

    role: Annotated[str, field(N_("Role"), help=N_("Lawyer, accountant, insurer, family."))] = ""
    name: Annotated[str, field(N_("Name"))] = ""
    contact: Annotated[str, field(N_("How to reach them"))] = ""


class ProfessionalWill(RecordBody):
    """Executors, when it begins, where things are, what clients are told, and when it is looked at again."""

    executors: Annotated[list[Executor], field(N_("Who steps in"), needed=True)] = []
    begins_when: Annotated[
        str,
        field(
            N_("When it begins"),
            help=N_("Death, illness, or nobody can reach you: who says so, and on what proof."),
            needed=True,
            long=True,
        ),
    ] = ""
    where_things_are: Annotated[
        str,
        field(
            N_("Where things are"),
            help=N_("Keys, open and closed files, appointment book, bills, licence, insurance, contracts."),
            needed=True,
            long=True,
        ),
    ] = ""
    digital: Annotated[
        str,
        field(
            N_("Computer and accounts"),
            help=N_("Which devices and accounts there are, and where the recovery sheet lies. Never a password."),
            needed=True,
            long=True,
        ),
    ] = ""
    clients_told: Annotated[
        str, field(N_("How clients are told"), help=N_("Who calls whom first, and the words."), needed=True, long=True)
    ] = ""
    next_review: Annotated[
        Date, field(N_("Look at it again on"), help=N_("In a year, at the latest."), needed=True)
    ] = ""
    clients_agreed: Annotated[bool, field(N_("Clients have agreed that the executor contacts them"))] = False
    helpers: Annotated[list[Helper], field(N_("Who else is needed"), tier=Tier.MORE)] = []
    referrals: Annotated[str, field(N_("Therapists to refer to"), tier=Tier.MORE, long=True)] = ""
    notices: Annotated[str, field(N_("Voicemail, website and notices"), tier=Tier.MORE, long=True)] = ""
    records_kept_by: Annotated[
        str, field(N_("Who keeps the records, how long, and who destroys them"), tier=Tier.MORE, long=True)
    ] = ""
    money: Annotated[str, field(N_("Bills, refunds and the executor's fee"), tier=Tier.MORE, long=True)] = ""
    signed_on: Annotated[Date, field(N_("Signed on paper on"), tier=Tier.MORE)] = ""
    witnesses: Annotated[str, field(N_("Witnesses"), tier=Tier.MORE)] = ""
    reviewed_on: Annotated[Date, field(N_("Gone through on"), tier=Tier.MORE, prefill="today")] = ""
    rehearsed_on: Annotated[
        Date,
        field(N_("Rehearsed with the executor on"), help=N_("They found what they would need."), tier=Tier.RARE),
    ] = ""

    def check(self) -> None:
        looked, again = N_("Gone through on"), N_("Look at it again on")
        checks.check_order((looked, self.reviewed_on), (again, self.next_review))
        both = self.reviewed_on and self.next_review
        if both and _days(self.reviewed_on, self.next_review) > LONGEST_REVIEW_DAYS:
            raise failure("review_too_late", field=_(again), path="next_review", months="12")

    def check_today(self, today: date) -> None:
        for label, value in (
            (N_("Gone through on"), self.reviewed_on),
            (N_("Signed on paper on"), self.signed_on),
            (N_("Rehearsed with the executor on"), self.rehearsed_on),
        ):
            checks.check_not_future(label, value, today)

    def summary(self) -> str:
        return next((one.name for one in self.executors if one.name), "")

    def at(self) -> str | None:
        return self.reviewed_on or None

    def due(self) -> str | None:
        return self.next_review or None

    def facets(self) -> dict[str, Any]:
        return {"executors": sum(bool(one.name.strip()) for one in self.executors), "signed_on": self.signed_on}


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
