"""A training that somebody took part in: how long, what it changed, and how long what it taught counts."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Choice, Date, OpenChoice, Tier, field
from app.records.parts import Part
from app.texts import N_

_MOST_HOURS, _MOST_MINUTES = 999, 59
_HOUR = 60


class TrainingCategory(OpenChoice):
    """What kind of learning it was; a practice adds the letters of its own body here."""

    COURSE = "course", N_("Course")
    WORKSHOP = "workshop", N_("Workshop or seminar")
    CONFERENCE = "conference", N_("Conference")
    PEER_GROUP = "peer_group", N_("Peer group")
    READING = "reading", N_("Reading and self-study")
    TEACHING = "teaching", N_("Teaching and writing")
    OTHER = "other", N_("Other")


class TrainingMode(Choice):
    """How one took part."""

    IN_PERSON = "in_person", N_("In person")
    LIVE_ONLINE = "live_online", N_("Live, at a distance")
    RECORDED = "recorded", N_("Recorded")
    ON_ONES_OWN = "on_ones_own", N_("On one's own")


class TrainingArea(OpenChoice):
    """What bodies count apart from the rest."""

    ETHICS = "ethics", N_("Ethics")
    LAW = "law", N_("Law")
    DIVERSITY = "diversity", N_("Equality and diversity")
    SUPERVISION = "supervision", N_("Supervision")


class SafetyTopic(OpenChoice):
    """What the safety of clients asks to be refreshed."""

    SUICIDE = "suicide", N_("Suicide and self-harm")
    SAFEGUARDING = "safeguarding", N_("Protection of minors")
    DATA_PROTECTION = "data_protection", N_("Data protection")
    CRISIS = "crisis", N_("Crisis")
    CULTURE = "culture", N_("Culture")
    FIRST_AID = "first_aid", N_("First aid")


class HasCertificate(Choice):
    """Whether there is a paper about it."""

    YES = "yes", N_("There is one")
    NO = "no", N_("There is none")


class AreaTime(Part):
    """How much of the training was about one thing that is counted apart."""

    area: Annotated[TrainingArea | None, field(N_("Subject"))] = None
    hours: Annotated[int | None, field(N_("Hours"), most=_MOST_HOURS, least=0)] = None
    minutes: Annotated[int | None, field(N_("Minutes"), most=_MOST_MINUTES, least=0)] = None


class Topic(Part):
    """A topic of safety, and until when this training counts for it."""

    topic: Annotated[SafetyTopic | None, field(N_("Topic"))] = None
    valid_until: Annotated[Date, field(N_("Counts until"))] = ""


class Training(RecordBody):
    """What it was, who gave it, how long it took, the certificate, what it changed, and until when it is kept."""

    title: Annotated[str, field(N_("Title"), needed=True)] = ""
    provider: Annotated[str, field(N_("Who gave it"), needed=True)] = ""
    completed_on: Annotated[Date, field(N_("Finished on"), needed=True, prefill="today")] = ""
    hours: Annotated[int | None, field(N_("Hours"), needed=True, least=0, most=_MOST_HOURS)] = None
    minutes: Annotated[int | None, field(N_("And minutes"), least=0, most=_MOST_MINUTES)] = None
    category: Annotated[TrainingCategory | None, field(N_("Category"), needed=True)] = None
    reflection: Annotated[
        str, field(N_("What it changed"), help=N_("In your work, in two or three sentences."), needed=True, long=True)
    ] = ""
    certificate: Annotated[HasCertificate | None, field(N_("Certificate"), needed=True)] = None
    certificate_kept: Annotated[
        str,
        field(N_("Its number, and where it is kept"), needed=True, show_when=("certificate", (HasCertificate.YES,))),
    ] = ""
    verified_by: Annotated[
        str,
        field(
            N_("What shows that you took part"),
            help=N_("Such as a programme, a receipt, or somebody who can confirm it."),
            needed=True,
            show_when=("certificate", (HasCertificate.NO,)),
        ),
    ] = ""
    topics: Annotated[list[Topic], field(N_("Topics of safety"))] = []
    cycle: Annotated[str, field(N_("Cycle it counts for"), help=N_("As in 2026, or 2025–2027."), tier=Tier.MORE)] = ""
    areas: Annotated[list[AreaTime], field(N_("Of these, counted apart"), tier=Tier.MORE)] = []
    mode: Annotated[TrainingMode | None, field(N_("How"), tier=Tier.MORE)] = None
    requirement: Annotated[str, field(N_("Whose requirement it meets"), tier=Tier.MORE)] = ""
    keep_until: Annotated[Date, field(N_("Keep until"), tier=Tier.MORE)] = ""
    approved_by: Annotated[str, field(N_("Approved by, and number of the sponsor"), tier=Tier.RARE)] = ""
    carried_over: Annotated[bool, field(N_("Carried over from the cycle before"), tier=Tier.RARE)] = False

    def check(self) -> None:
        checks.check_order((N_("Finished on"), self.completed_on), (N_("Keep until"), self.keep_until))
        for one in self.topics:
            checks.check_order((N_("Finished on"), self.completed_on), (N_("Counts until"), one.valid_until))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Finished on"), self.completed_on, today)

    @property
    def length(self) -> int:
        """How long it took, in minutes."""
        return _length(self.hours, self.minutes)

    def summary(self) -> str:
        return self.title

    def at(self) -> str | None:
        return self.completed_on or None

    def due(self) -> str | None:
        """The first day on which something it taught stops counting."""
        return min((one.valid_until for one in self.topics if one.topic and one.valid_until), default=None)

    def facets(self) -> dict[str, Any]:
        """`topics` and `areas` are `name=value` each: a day, and minutes."""
        return {
            "category": self.category.value if self.category else "",
            "length": self.length,
            "cycle": self.cycle.strip() or self.completed_on[:4],
            "topics": [f"{one.topic}={one.valid_until}" for one in self.topics if one.topic and one.valid_until],
            "areas": [f"{one.area}={_length(one.hours, one.minutes)}" for one in self.areas if one.area],
            "provider": self.provider,
            "certificate": self.certificate.value if self.certificate else "",
            "keep_until": self.keep_until,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        length = int(facets.get("length") or 0)
        return ", ".join(part for part in (title, formats.length(length) if length else "") if part)


def pairs(values: Any) -> Iterator[tuple[str, str]]:
    """The names and values of a facet that was written as `name=value` each."""
    for one in values or ():
        name, _sign, value = str(one).rpartition("=")
        yield name, value


def _length(hours: int | None, minutes: int | None) -> int:
    return (hours or 0) * _HOUR + (minutes or 0)
