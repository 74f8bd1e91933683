"""A consent: what was explained, what was decided, how, and until when. Withdrawing is a record too."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app.records import checks
from app.records.choices import YesNo
from app.records.client import SEVERAL, Unit
from app.records.fields import Choice, Date, PartialDate, Reference, Tier, field
from app.records.movable import Movable
from app.texts import N_, _


class ConsentType(Choice):
    """What is consented to."""

    THERAPY = "therapy", N_("Therapy")


class Decision(Choice):
    """What was decided."""

    GRANTED = "granted", N_("Given")
    PARTIAL = "partial", N_("Given in part")
    DECLINED = "declined", N_("Declined")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class Method(Choice):
    """How the decision was expressed."""

    PAPER = "wet_ink_scan", N_("Signed on paper")
    ON_SCREEN = "on_screen", N_("Signed on screen")
    VERBAL_WITNESSED = "verbal_witnessed", N_("Spoken, with a witness")
    VERBAL = "verbal", N_("Spoken")
    EMAIL = "email", N_("By e-mail")
    PAPER_EARLIER = "paper_earlier", N_("Given earlier, on paper")
    EMERGENCY = "implied_emergency", N_("Assumed in an emergency")


class Element(Choice):
    """What has to be explained before somebody consents to therapy; numbers as in `NUMBERS`."""

    PURPOSE = "purpose", N_("Purpose, goals and methods")
    RISKS = "risks", N_("Benefits, limits and risks")
    ALTERNATIVES = "alternatives", N_("Alternatives")
    QUALIFICATIONS = "qualifications", N_("Training, approach and supervision")
    CONTINUITY = "continuity", N_("If the therapist falls ill or dies")
    TECHNOLOGY = "technology", N_("Role of technology")
    DIAGNOSIS = "diagnosis", N_("Diagnosis, tests and reports")
    FEES = "fees", N_("Fees and cancelling")
    CONFIDENTIALITY = "confidentiality", N_("Confidentiality and its limits")
    RECORDS = "records", N_("Records and data protection")
    REFUSAL = "refusal", N_("Taking part, refusing and withdrawing")
    PAYER = "payer", N_("If somebody else pays")
    TIME_FRAME = "time_frame", N_("How long the consent lasts")
    QUESTIONS = "questions", N_("Time for questions")
    BETWEEN_SESSIONS = "between_sessions", N_("Between sessions and in emergencies")
    COMPLAINTS = "complaints", N_("Complaints")
    ENDING = "ending", N_("Ending and referral")


NUMBERS: dict[Element, int] = {element: number for number, element in enumerate(Element, 1)}
"""The number of each element in the list of what informed consent to therapy has to cover."""


class GivenBy(Choice):
    """Who decided."""

    CLIENT = "client", N_("The client")
    PARENT = "parent", N_("A parent")
    BOTH_PARENTS = "both_parents", N_("Both parents")
    GUARDIAN = "guardian", N_("A legal representative")
    CLIENT_AND_REPRESENTATIVE = "client_and_representative", N_("Client and representative")
    COURT = "court", N_("A court")


class ConsentCapacity(Choice):
    """Whether the person could decide."""

    PRESUMED = "presumed", N_("No reason to doubt it")
    ASSESSED = "assessed", N_("Assessed: able to decide")
    SUPPORTED = "supported", N_("Able to decide with support")
    LACKING = "lacking", N_("Not able to decide")


class AccessRule(Choice):
    """Who may see the shared file of several people; agreed before the work begins."""

    TOGETHER = "together", N_("Only all of them together")
    EACH_WHOLE = "each_whole", N_("Each of them, the whole file")
    EACH_OWN_WORDS = "each_own_words", N_("Each of them, without what others said")
    OTHER = "other", N_("Another rule, in words")


_BEFORE = (Decision.GRANTED, Decision.PARTIAL, Decision.DECLINED)
_GIVEN = (Decision.GRANTED, Decision.PARTIAL)
_FOR_CLIENT = tuple(giver for giver in GivenBy if giver is not GivenBy.CLIENT)
_WITHDRAWN = (Decision.WITHDRAWN,)


class Consent(Movable):
    """A decision about therapy, the conversation it rests on, and its limits in time."""

    template: Annotated[
        str, field(N_("Text"), help=N_("Which text was gone through."), show_when=("decision", _BEFORE))
    ] = ""
    decision: Annotated[Decision | None, field(N_("Decision"), needed=True)] = None
    method: Annotated[Method | None, field(N_("How"), needed=True)] = None
    given_on: Annotated[Date, field(N_("Date"), needed=True, prefill="today")] = ""
    paper_on: Annotated[
        PartialDate,
        field(N_("Date on the paper"), needed=True, show_when=("method", (Method.PAPER_EARLIER,))),
    ] = ""
    partial_note: Annotated[
        str,
        field(
            N_("What is not agreed to"),
            needed=True,
            long=True,
            show_when=("decision", (Decision.PARTIAL,)),
        ),
    ] = ""
    access_rule: Annotated[
        AccessRule | None,
        field(
            N_("Who may see the shared file"),
            help=N_("Agreed with all of them before the work begins."),
            show_when=("unit", SEVERAL),
        ),
    ] = None
    access_rule_note: Annotated[
        str,
        field(N_("The rule in words"), needed=True, show_when=("access_rule", (AccessRule.OTHER,))),
    ] = ""
    separate_talks: Annotated[
        str,
        field(
            N_("What one of them tells alone"),
            help=N_("Kept between the two of you, or brought into the next meeting."),
            tier=Tier.MORE,
            show_when=("unit", SEVERAL),
        ),
    ] = ""
    explained: Annotated[
        list[Element],
        field(
            N_("Explained"),
            help=N_("Untick what was not talked about."),
            tier=Tier.MORE,
            show_when=("decision", _BEFORE),
        ),
    ] = []
    questions_asked: Annotated[
        str,
        field(N_("Questions asked"), tier=Tier.MORE, long=True, show_when=("decision", _BEFORE)),
    ] = ""
    understood: Annotated[
        YesNo | None,
        field(N_("Could say it in own words"), tier=Tier.MORE, show_when=("decision", _BEFORE)),
    ] = None
    copy_given: Annotated[YesNo | None, field(N_("Copy given"), tier=Tier.MORE, show_when=("decision", _GIVEN))] = None
    review_due: Annotated[Date, field(N_("Talk about it again on"), tier=Tier.MORE, show_when=("decision", _GIVEN))] = (
        ""
    )
    expires_on: Annotated[Date, field(N_("Valid until"), tier=Tier.MORE, show_when=("decision", _GIVEN))] = ""
    language: Annotated[str, field(N_("Language of the conversation"), tier=Tier.MORE)] = ""
    interpreter: Annotated[str, field(N_("Interpreter"), tier=Tier.MORE)] = ""
    given_by: Annotated[GivenBy, field(N_("Decided by"), tier=Tier.MORE)] = GivenBy.CLIENT
    given_by_name: Annotated[
        str,
        field(
            N_("Name of who decided"),
            tier=Tier.MORE,
            needed=True,
            show_when=("given_by", _FOR_CLIENT),
        ),
    ] = ""
    authority: Annotated[
        str,
        field(
            N_("Their authority"),
            help=N_("For example: birth certificate seen, court order of DATE."),
            tier=Tier.MORE,
            show_when=("given_by", _FOR_CLIENT),
        ),
    ] = ""
    capacity: Annotated[ConsentCapacity, field(N_("Capacity to decide"), tier=Tier.MORE)] = ConsentCapacity.PRESUMED
    capacity_basis: Annotated[
        str,
        field(
            N_("What this rests on"),
            needed=True,
            tier=Tier.MORE,
            long=True,
            show_when=(
                "capacity",
                (ConsentCapacity.ASSESSED, ConsentCapacity.SUPPORTED, ConsentCapacity.LACKING),
            ),
        ),
    ] = ""
    explanation_notes: Annotated[str, field(N_("About the conversation"), tier=Tier.RARE, long=True)] = ""
    witness: Annotated[
        str,
        field(
            N_("Witness"),
            needed=True,
            tier=Tier.MORE,
            show_when=("method", (Method.VERBAL_WITNESSED,)),
        ),
    ] = ""
    effective_from: Annotated[Date, field(N_("Valid from"), tier=Tier.RARE, show_when=("decision", _GIVEN))] = ""
    expires_event: Annotated[
        str,
        field(N_("Ends when this happens"), tier=Tier.RARE, show_when=("decision", _GIVEN)),
    ] = ""
    withdrawn_by: Annotated[GivenBy, field(N_("Withdrawn by"), show_when=("decision", _WITHDRAWN))] = GivenBy.CLIENT
    withdrawal_scope: Annotated[str, field(N_("What is withdrawn"), show_when=("decision", _WITHDRAWN))] = ""
    effect_explained: Annotated[
        YesNo | None,
        field(N_("Effect of withdrawing explained"), show_when=("decision", _WITHDRAWN)),
    ] = None
    actions_taken: Annotated[str, field(N_("What was done"), long=True, show_when=("decision", _WITHDRAWN))] = ""
    consent_type: Annotated[ConsentType, field(N_("Consent to"), tier=Tier.HIDDEN)] = ConsentType.THERAPY
    unit: Annotated[Unit, field(N_("Who comes"), tier=Tier.HIDDEN)] = Unit.PERSON
    template_version: Annotated[str, field(N_("Version of the text"), tier=Tier.HIDDEN)] = ""
    template_language: Annotated[str, field(N_("Language of the text"), tier=Tier.HIDDEN)] = ""
    template_hash: Annotated[str, field(N_("Digest of the text"), tier=Tier.HIDDEN)] = ""
    supersedes: Annotated[Reference, field(N_("Replaces"), tier=Tier.HIDDEN, to=("consent",))] = ""
    withdraws: Annotated[Reference, field(N_("Withdraws"), tier=Tier.HIDDEN, to=("consent",))] = ""

    def check(self) -> None:
        starts = (N_("Valid from"), self.effective_from or self.given_on)
        checks.check_order(starts, (N_("Valid until"), self.expires_on))
        checks.check_order(starts, (N_("Talk about it again on"), self.review_due))
        checks.check_order((N_("Date on the paper"), self.paper_on), (N_("Date"), self.given_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Date"), self.given_on, today)
        checks.check_not_future(N_("Date on the paper"), self.paper_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """Several people with one file agree on who may see it."""
        is_wanted = self.unit in SEVERAL and self.decision in _GIVEN
        return ("access_rule",) if is_wanted and self.access_rule is None else ()

    def summary(self) -> str:
        return self.given_on

    def at(self) -> str | None:
        return self.given_on or None

    def due(self) -> str | None:
        return min((found for found in (self.review_due, self.expires_on) if found), default=None)

    def facets(self) -> dict[str, Any]:
        """All that the state of a consent is computed from, so that no consent has to be opened."""
        return {
            "type": self.consent_type.value,
            "decision": self.decision.value if self.decision else "",
            "method": self.method.value if self.method else "",
            "given_on": self.given_on,
            "effective": self.effective_from or self.given_on,
            "paper_on": self.paper_on,
            "expires_on": self.expires_on,
            "review_due": self.review_due,
            "supersedes": self.supersedes,
            "withdraws": self.withdraws,
            "explained": ",".join(element.value for element in self.explained),
            "given_by": self.given_by.value,
            "capacity": self.capacity.value,
            "template": self.template,
            "template_version": self.template_version,
            "access_rule": self.access_rule.value if self.access_rule else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        del title
        decision, method = facets.get("decision", ""), facets.get("method", "")
        if not decision:
            return _("Consent to therapy")
        words = _(Decision.label_of(decision))
        if method:
            words = f"{words} ({_(Method.label_of(method))})"
        return _("Consent to therapy: {decision}").format(decision=words)
