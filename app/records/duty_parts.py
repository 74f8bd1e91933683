"""Groups of fields that reports, duties to protect and decisions not to act have in common."""

from __future__ import annotations

from typing import Annotated

from app.records.choices import Channel, Identified, Source
from app.records.duty_choices import AbuseHelp, AttemptResult, Known
from app.records.fields import Date, LocalTime, PartialDate, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_

LawSaid = Annotated[str, field(N_("What the law packs said"), tier=Tier.COMPUTED, long=True)]
EarlierDecision = Annotated[
    Reference, field(N_("The decision it takes the place of"), tier=Tier.HIDDEN, to=("decision_not_to_act",))
]


class Attempt(Part):
    """A try to reach somebody, to the minute; the failed ones are kept too."""

    at: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    whom: Annotated[str, field(N_("Whom"), needed=True)] = ""
    channel: Annotated[Channel | None, field(N_("How"), needed=True)] = None
    result: Annotated[AttemptResult | None, field(N_("How it went"), needed=True)] = None
    note: Annotated[str, field(N_("Note"))] = ""


class PoliceReport(Part):
    """What the police were told: where, whom, when, under which number. Attempts without success are kept too."""

    at: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    agency: Annotated[str, field(N_("Police station"), needed=True)] = ""
    officer: Annotated[str, field(N_("Officer"))] = ""
    result: Annotated[AttemptResult | None, field(N_("How it went"), needed=True)] = None
    number: Annotated[str, field(N_("Their number"))] = ""


class Consulted(Part):
    """Somebody who was asked for advice, and what they said."""

    who: Annotated[str, field(N_("Who"), needed=True)] = ""
    role: Annotated[str, field(N_("Role"), help=N_("Supervisor, lawyer, insurer, board, colleague."))] = ""
    at: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    identified: Annotated[Identified | None, field(N_("How the client was named"))] = None
    advice: Annotated[str, field(N_("Advice"), needed=True, long=True)] = ""


class Hotline(Part):
    """A line of an agency that was asked without a report."""

    agency: Annotated[str, field(N_("Agency"), needed=True)] = ""
    worker: Annotated[str, field(N_("Who answered"))] = ""
    at: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    advice: Annotated[str, field(N_("Advice"), needed=True, long=True)] = ""


class KnownFact(Part):
    """A fact as it was known at that moment, and where it is from."""

    fact: Annotated[str, field(N_("Fact"), needed=True, long=True)] = ""
    source: Annotated[Source | None, field(N_("Where it is from"), needed=True)] = None


class HarmedPerson(Part):
    """Who is harmed, as far as it is known; a report goes out with gaps too."""

    who: Annotated[str, field(N_("Name or description"))] = ""
    born: Annotated[PartialDate, field(N_("Born"), help=N_("The year alone is enough."))] = ""
    sex: Annotated[str, field(N_("Sex"))] = ""
    ethnicity: Annotated[str, field(N_("Ethnicity"))] = ""
    language: Annotated[str, field(N_("Language"))] = ""
    location: Annotated[str, field(N_("Where they are now"))] = ""
    address: Annotated[str, field(N_("Address"))] = ""
    school: Annotated[str, field(N_("School or institution"))] = ""
    phone: Annotated[str, field(N_("Phone"))] = ""
    disability: Annotated[str, field(N_("Disability"))] = ""
    lives_alone: Annotated[Known | None, field(N_("Lives alone"))] = None


class OtherPerson(Part):
    """Family, guardians, brothers and sisters, and others who may be in danger."""

    who: Annotated[str, field(N_("Name or description"), needed=True)] = ""
    relation: Annotated[str, field(N_("Relation"))] = ""
    contact: Annotated[str, field(N_("How to reach them"))] = ""
    in_danger: Annotated[Known | None, field(N_("In danger too"))] = None


class SuspectedPerson(Part):
    """Who is suspected, as far as it is known."""

    who: Annotated[str, field(N_("Name or description"))] = ""
    relation: Annotated[str, field(N_("Relation"))] = ""
    contact: Annotated[str, field(N_("Address and phone"))] = ""
    has_access: Annotated[Known | None, field(N_("Has access to the person now"))] = None


class Reporter(Part):
    """Who reports."""

    name: Annotated[str, field(N_("Name"))] = ""
    title: Annotated[str, field(N_("Title"))] = ""
    category: Annotated[str, field(N_("In which capacity"))] = ""
    employer: Annotated[str, field(N_("Employer"))] = ""
    address: Annotated[str, field(N_("Address"))] = ""
    phone: Annotated[str, field(N_("Phone"))] = ""


class AbuseReferral(Part):
    """Where the person was pointed to, when, and what came of it."""

    to: Annotated[AbuseHelp | None, field(N_("Pointed to"), needed=True)] = None
    name: Annotated[str, field(N_("Which one, and whom there"))] = ""
    on: Annotated[Date, field(N_("Date"), needed=True, prefill="today")] = ""
    agreed: Annotated[Known | None, field(N_("They agreed"))] = None
    outcome: Annotated[str, field(N_("What came of it"))] = ""
