"""The decision of a consent and the conversation it rests on: what every type of consent has."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from typing import Annotated

from app.records.choices import YesNo
from app.records.client import SEVERAL
from app.records.consent_choices import (
    BEFORE,
    FOR_CLIENT,
    GIVEN,
    AccessRule,
    ConsentCapacity,
    Decision,
    GivenBy,
    Method,
    RetentionDecision,
)
from app.records.consent_elements import Element
from app.records.consent_parts import DecisionSupport, Explanation, GivenChoice
from app.records.fields import Date, PartialDate, Reference, Tier, field
from app.records.movable import Movable
from app.records.signature import Signature
from app.texts import N_

_WITHDRAWN = (Decision.WITHDRAWN,)
_HELPED = (ConsentCapacity.SUPPORTED,)
_JUDGED = (ConsentCapacity.ASSESSED, ConsentCapacity.SUPPORTED, ConsentCapacity.LACKING)


class ConsentDecision(Movable):
    """Decision, how, when and by whom; what was explained; how long it holds; how it was taken back."""

    template: Annotated[
        str, field(N_("Text"), help=N_("Which text was gone through."), show_when=("decision", BEFORE))
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
    choices: Annotated[
        list[GivenChoice],
        field(
            N_("Agreed to one by one"),
            help=N_("What has no answer is not agreed to."),
            tier=Tier.MORE,
            show_when=("decision", GIVEN),
        ),
    ] = []
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
            show_when=("decision", BEFORE),
        ),
    ] = []
    conversation: Annotated[
        list[Explanation],
        field(N_("How each was explained"), tier=Tier.RARE, show_when=("decision", BEFORE)),
    ] = []
    questions_asked: Annotated[
        str,
        field(N_("Questions asked"), tier=Tier.MORE, long=True, show_when=("decision", BEFORE)),
    ] = ""
    understood: Annotated[
        YesNo | None,
        field(N_("Could say it in own words"), tier=Tier.MORE, show_when=("decision", BEFORE)),
    ] = None
    copy_given: Annotated[YesNo | None, field(N_("Copy given"), tier=Tier.MORE, show_when=("decision", GIVEN))] = None
    review_due: Annotated[Date, field(N_("Talk about it again on"), tier=Tier.MORE, show_when=("decision", GIVEN))] = ""
    expires_on: Annotated[Date, field(N_("Valid until"), tier=Tier.MORE, show_when=("decision", GIVEN))] = ""
    language: Annotated[str, field(N_("Language of the conversation"), tier=Tier.MORE)] = ""
    interpreter: Annotated[str, field(N_("Interpreter"), tier=Tier.MORE)] = ""
    interpreter_bound: Annotated[
        YesNo | None,
        field(N_("The interpreter is bound to secrecy"), tier=Tier.RARE),
    ] = None
    given_by: Annotated[GivenBy, field(N_("Decided by"), tier=Tier.MORE)] = GivenBy.CLIENT
    given_by_name: Annotated[
        str,
        field(
            N_("Name of who decided"),
            tier=Tier.MORE,
            needed=True,
            show_when=("given_by", FOR_CLIENT),
        ),
    ] = ""
    authority: Annotated[
        str,
        field(
            N_("Their authority"),
            help=N_("For example: birth certificate seen, court order of DATE."),
            tier=Tier.MORE,
            show_when=("given_by", FOR_CLIENT),
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
                _JUDGED,
            ),
        ),
    ] = ""
    support: Annotated[
        DecisionSupport | None,
        field(N_("Help with deciding"), tier=Tier.MORE, show_when=("capacity", _HELPED)),
    ] = None
    representative_scope: Annotated[
        str,
        field(
            N_("What the representative may decide"),
            tier=Tier.RARE,
            show_when=("given_by", (GivenBy.GUARDIAN, GivenBy.CLIENT_AND_REPRESENTATIVE)),
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
    effective_from: Annotated[Date, field(N_("Valid from"), tier=Tier.RARE, show_when=("decision", GIVEN))] = ""
    expires_event: Annotated[
        str,
        field(N_("Ends when this happens"), tier=Tier.RARE, show_when=("decision", GIVEN)),
    ] = ""
    withdrawn_by: Annotated[GivenBy, field(N_("Withdrawn by"), show_when=("decision", _WITHDRAWN))] = GivenBy.CLIENT
    withdrawal_scope: Annotated[str, field(N_("What is withdrawn"), show_when=("decision", _WITHDRAWN))] = ""
    effect_explained: Annotated[
        YesNo | None,
        field(N_("Effect of withdrawing explained"), show_when=("decision", _WITHDRAWN)),
    ] = None
    actions_taken: Annotated[str, field(N_("What was done"), long=True, show_when=("decision", _WITHDRAWN))] = ""
    retention_decision: Annotated[
        RetentionDecision | None, field(N_("What becomes of the data"), tier=Tier.COMPUTED)
    ] = None
    retention_reason: Annotated[str, field(N_("Reason for it"), tier=Tier.COMPUTED)] = ""
    retention_due: Annotated[Date, field(N_("To be decided by"), tier=Tier.COMPUTED)] = ""
    signatures: Annotated[list[Signature], field(N_("Signatures"), tier=Tier.COMPUTED)] = []
    paper: Annotated[Reference, field(N_("Scanned paper"), tier=Tier.COMPUTED, to=("document",))] = ""
