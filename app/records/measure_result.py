"""A filled-in questionnaire: the answers as given, what they add up to, and what came of talking about it.

The total is a number and the band its published name. Neither is a level of risk, and neither is a diagnosis.
"""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.fields import Choice, Date, Reference, Tier, field
from app.records.movable import Movable
from app.records.parts import Part
from app.texts import N_, _

MOST_POINTS = 10_000
"""More than any questionnaire adds up to."""


class InstrumentKey(Choice):
    """The questionnaires that can be scored; each has a file of this name."""

    PHQ_9 = "phq_9", N_("PHQ-9")
    GAD_7 = "gad_7", N_("GAD-7")
    PCL_5 = "pcl_5", N_("PCL-5")


class AnswerMode(Choice):
    """How the answers came about."""

    SELF = "self", N_("Filled in by the client")
    PAPER = "paper", N_("Copied from the client's paper form")
    READ_ALOUD = "read_aloud", N_("Read aloud to the client")
    CLINICIAN = "clinician", N_("Filled in by the clinician")
    PROXY = "proxy", N_("Filled in by somebody else for the client")


class FormLanguage(Choice):
    """In which language the form was."""

    ENGLISH = "en", N_("English")
    POLISH = "pl", N_("Polish")
    OTHER = "other", N_("Another language")


class Discussed(Choice):
    """Whether the result was talked about with the client."""

    YES = "yes", N_("Yes")
    NEXT_TIME = "next_time", N_("Not yet: next time")
    NO = "no", N_("No")


class SubscaleTotal(Part):
    """What the answers of one part of the questionnaire add up to."""

    name: Annotated[str, field(N_("Part"))] = ""
    total: Annotated[int | None, field(N_("Total"), least=0, most=MOST_POINTS)] = None


class MeasureResult(Movable):
    """One form, filled in once. What is computed is written down with it: a later version changes no old result."""

    instrument: Annotated[InstrumentKey | None, field(N_("Questionnaire"), needed=True)] = None
    taken_on: Annotated[Date, field(N_("Filled in on"), needed=True, prefill="today")] = ""
    mode: Annotated[AnswerMode, field(N_("How it was filled in"), needed=True)] = AnswerMode.PAPER
    language: Annotated[FormLanguage | None, field(N_("Language of the form"), needed=True)] = None
    answers: Annotated[
        str,
        field(
            N_("Answers"),
            help=N_("One digit for each item, in order, and “-” where there is no answer: 1021-0."),
            needed=True,
        ),
    ] = ""
    discussed: Annotated[Discussed | None, field(N_("Talked about with the client"), needed=True)] = None
    comment: Annotated[
        str,
        field(N_("Comment"), help=N_("What it means for this person now, and what it may have to do with."), long=True),
    ] = ""
    session: Annotated[Reference, field(N_("Session"), tier=Tier.MORE, to=("session_note",))] = ""
    total: Annotated[int | None, field(N_("Total"), tier=Tier.COMPUTED, least=0, most=MOST_POINTS)] = None
    highest: Annotated[
        int | None, field(N_("Largest total there is"), tier=Tier.COMPUTED, least=0, most=MOST_POINTS)
    ] = None
    band: Annotated[str, field(N_("Name of this range"), tier=Tier.COMPUTED)] = ""
    subscales: Annotated[list[SubscaleTotal], field(N_("Parts"), tier=Tier.COMPUTED)] = []
    reached: Annotated[list[str], field(N_("Cut-offs that it reaches"), tier=Tier.COMPUTED)] = []
    missing: Annotated[str, field(N_("Items without an answer"), tier=Tier.COMPUTED)] = ""
    critical: Annotated[str, field(N_("Items to act on at once"), tier=Tier.COMPUTED)] = ""
    source: Annotated[str, field(N_("Published in"), tier=Tier.COMPUTED)] = ""
    caution: Annotated[str, field(N_("What it is"), tier=Tier.COMPUTED)] = ""
    definition_version: Annotated[str, field(N_("Version of the scoring"), tier=Tier.COMPUTED)] = ""
    definition_hash: Annotated[str, field(N_("Digest of the scoring"), tier=Tier.HIDDEN)] = ""

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Filled in on"), self.taken_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """A result that is not talked about needs a word on why."""
        return ("comment",) if self.discussed is Discussed.NO and not self.comment.strip() else ()

    def summary(self) -> str:
        return self.taken_on

    def search_text(self) -> str:
        return "\n".join((self.instrument.label if self.instrument else "", self.comment))

    def at(self) -> str | None:
        return self.taken_on or None

    def facets(self) -> dict[str, Any]:
        return {
            "instrument": self.instrument.value if self.instrument else "",
            "taken_on": self.taken_on,
            "total": "" if self.total is None else str(self.total),
            "highest": "" if self.highest is None else str(self.highest),
            "band": self.band,
            "missing": self.missing,
            "critical": self.critical,
            "mode": self.mode.value,
            "language": self.language.value if self.language else "",
            "discussed": self.discussed.value if self.discussed else "",
            "parts": "; ".join(f"{one.name}: {one.total}" for one in self.subscales if one.total is not None),
            "version": self.definition_version,
            "hash": self.definition_hash,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, PHQ-9`: no number, as a title gives no content away."""
        when = formats.short_date(title) if title else _("No date yet")
        name = _(InstrumentKey.label_of(str(facets.get("instrument", ""))))
        return ", ".join(part for part in (when, name) if part)
