"""The parts of the response to an incident: harm gradings, the six steps and their rows."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from typing import Annotated

from app.records import checks
from app.records.choices import Channel, YesNo
from app.records.fields import Date, LocalTime, Reference, Tier, field
from app.records.parts import Part
from app.records.response_choices import (
    AfterSuicide,
    DebriefKind,
    Duty,
    Effect,
    Factor,
    HarmBasis,
    HarmGrade,
    NoticeDecision,
    Strength,
    Threshold,
)
from app.texts import N_

_LEAST, _MOST = 1, 5
_MADE, _NOT_NEEDED = (NoticeDecision.SENT,), (NoticeDecision.NOT_REQUIRED,)
_OWNER = N_("Responsible")
_DONE = N_("Done at")
_PERSON = field(N_("Responsible person of the practice"), tier=Tier.HIDDEN, to=("account",))


class HarmGrading(Part):
    """One estimate of harm; later ones are added, earlier ones stay."""

    graded_on: Annotated[Date, field(N_("Graded on"), prefill="today")] = ""
    physical: Annotated[HarmGrade | None, field(N_("Physical harm"))] = None
    psychological: Annotated[HarmGrade | None, field(N_("Psychological harm"))] = None
    basis: Annotated[HarmBasis | None, field(N_("How sure"))] = None
    note: Annotated[str, field(N_("Why"))] = ""


class Matrix(Part):
    """Likelihood of recurrence and consequence, 1 to 5 each: about the practice, not a client."""

    recurrence: Annotated[int | None, field(N_("Likelihood (1 to 5)"), least=_LEAST, most=_MOST)] = None
    consequence: Annotated[int | None, field(N_("Consequence (1 to 5)"), least=_LEAST, most=_MOST)] = None


class Assessment(Part):
    """Step 1: is anyone in danger, who, what was decided."""

    owner: Annotated[str, field(_OWNER)] = ""
    person: Annotated[Reference, _PERSON] = ""
    done: Annotated[LocalTime | None, field(_DONE)] = None
    danger: Annotated[YesNo | None, field(N_("Is anyone in danger"))] = None
    who_at_risk: Annotated[str, field(N_("Who is at risk"))] = ""
    decision: Annotated[str, field(N_("What was decided"), long=True)] = ""


class Support(Part):
    """Step 2: what was offered to the client."""

    owner: Annotated[str, field(_OWNER)] = ""
    person: Annotated[Reference, _PERSON] = ""
    done: Annotated[LocalTime | None, field(_DONE)] = None
    offered: Annotated[str, field(N_("What was offered"), long=True)] = ""
    by_whom: Annotated[str, field(N_("By whom"))] = ""
    response: Annotated[str, field(N_("How the client responded"))] = ""
    companion: Annotated[str, field(N_("Who stayed with the client"))] = ""
    crisis_numbers_given: Annotated[YesNo | None, field(N_("Crisis numbers given"))] = None
    not_needed: Annotated[str, field(N_("Not needed, because"), tier=Tier.MORE)] = ""


class Statement(Part):
    """What a witness said when somebody asked them later; what was said at once is in the first entry."""

    role: Annotated[str, field(N_("Role, without a name"))] = ""
    taken_on: Annotated[Date, field(N_("Taken on"), prefill="today")] = ""
    taken_by: Annotated[str, field(N_("Taken by"))] = ""
    statement: Annotated[
        str,
        field(
            N_("What they saw or heard"),
            help=N_("As close to their own words as you can; hearsay marked as hearsay."),
            long=True,
        ),
    ] = ""


class Documentation(Part):
    """Step 3: the record is complete and signed."""

    owner: Annotated[str, field(_OWNER)] = ""
    person: Annotated[Reference, _PERSON] = ""
    done: Annotated[LocalTime | None, field(_DONE)] = None
    client_note: Annotated[YesNo | None, field(N_("Factual note in the client's file"))] = None
    note: Annotated[str, field(N_("Remark"), long=True)] = ""
    statements: Annotated[list[Statement], field(N_("Statements of witnesses"))] = []


class Notice(Part):
    """One duty to tell somebody: made, or decided that it is not needed."""

    duty: Annotated[Duty | None, field(N_("Whom"))] = None
    threshold: Annotated[Threshold | None, field(N_("Does the duty apply"))] = None
    legal_basis: Annotated[str, field(N_("Legal basis"))] = ""
    due: Annotated[LocalTime | None, field(N_("Due"))] = None
    decided: Annotated[NoticeDecision | None, field(N_("Decision"))] = None
    reason: Annotated[str, field(N_("Why it is not needed"), long=True, show_when=("decided", _NOT_NEEDED))] = ""
    decision: Annotated[
        Reference,
        field(
            N_("Decision not to act, in the client's file"),
            show_when=("decided", _NOT_NEEDED),
            to=("decision_not_to_act",),
        ),
    ] = ""
    made: Annotated[LocalTime | None, field(N_("Notified at"), show_when=("decided", _MADE))] = None
    channel: Annotated[Channel | None, field(N_("How"), show_when=("decided", _MADE))] = None
    spoke_to: Annotated[str, field(N_("Spoke to"), show_when=("decided", _MADE))] = ""
    spoke_to_role: Annotated[str, field(N_("Their role or badge number"), show_when=("decided", _MADE))] = ""
    reference: Annotated[str, field(N_("Their number for it"), show_when=("decided", _MADE))] = ""
    said: Annotated[
        str,
        field(
            N_("What was said"),
            help=N_("No more than was needed."),
            long=True,
            show_when=("decided", _MADE),
        ),
    ] = ""
    proof: Annotated[
        Reference, field(N_("Document that proves it"), show_when=("decided", _MADE), to=("document",))
    ] = ""
    follow_up_due: Annotated[Date, field(N_("Written follow-up due"), tier=Tier.MORE)] = ""
    follow_up_sent_on: Annotated[Date, field(N_("Written follow-up sent"), tier=Tier.MORE)] = ""
    outcome: Annotated[str, field(N_("Outcome"), tier=Tier.MORE)] = ""
    computed_from: Annotated[str, field(N_("The due time comes from"), tier=Tier.MORE)] = ""
    clock_rule: Annotated[str, field(N_("Rule"), tier=Tier.HIDDEN)] = ""
    clock_pack: Annotated[str, field(N_("Law pack"), tier=Tier.HIDDEN)] = ""

    @property
    def is_decided(self) -> bool:
        """Made, with the time; or not needed, with the reason or the record that holds it."""
        if self.decided is NoticeDecision.NOT_REQUIRED:
            return bool(self.reason.strip() or self.decision)
        return self.decided is NoticeDecision.SENT and self.made is not None

    def waits_until(self) -> str:
        """The next day on which something has to be done about it; empty when nothing has."""
        if not self.is_decided:
            return self.due.day if self.due else ""
        return self.follow_up_due if not self.follow_up_sent_on else ""


class NotificationStep(Part):
    """Step 4: every duty is decided."""

    owner: Annotated[str, field(_OWNER)] = ""
    person: Annotated[Reference, _PERSON] = ""
    done: Annotated[LocalTime | None, field(_DONE)] = None
    notices: Annotated[list[Notice], field(N_("Notifications"))] = []
    none_needed: Annotated[str, field(N_("Nobody has to be told, because"))] = ""


class Action(Part):
    """Something that is changed so that it does not happen again, and the later look at whether that helped."""

    action: Annotated[str, field(N_("Action"))] = ""
    factor: Annotated[Factor | None, field(N_("Contributing factor"))] = None
    cause: Annotated[str, field(N_("Cause addressed"))] = ""
    owner: Annotated[str, field(_OWNER)] = ""
    due: Annotated[Date, field(N_("Due"))] = ""
    done_on: Annotated[Date, field(N_("Done on"))] = ""
    strength: Annotated[
        Strength | None,
        field(N_("Strength"), help=N_("What changes the place or the procedure holds longer than a reminder.")),
    ] = None
    evidence: Annotated[str, field(N_("How it can be seen"), tier=Tier.MORE)] = ""
    check_on: Annotated[Date, field(N_("Look whether it works on"), tier=Tier.MORE)] = ""
    checked_on: Annotated[Date, field(N_("Looked at on"), tier=Tier.MORE)] = ""
    effect: Annotated[Effect | None, field(N_("Does it work"), tier=Tier.MORE)] = None
    check_result: Annotated[str, field(N_("What was seen"), tier=Tier.MORE, long=True)] = ""

    def check(self) -> None:
        checks.check_order((N_("Done on"), self.done_on), (N_("Looked at on"), self.checked_on))

    @property
    def is_owned(self) -> bool:
        """It says what, who, and by when or that it is done."""
        return bool(self.action.strip() and self.owner.strip() and (self.due or self.done_on))

    @property
    def is_checked(self) -> bool:
        """Somebody has looked whether it works."""
        return bool(self.checked_on or self.effect or self.check_result.strip())

    def waits_until(self) -> str:
        """The next day on which something has to be done about it; empty when nothing has."""
        if not self.done_on:
            return self.due
        return "" if self.is_checked else self.check_on


class Mitigation(Part):
    """Step 5: actions with an owner and a date."""

    owner: Annotated[str, field(_OWNER)] = ""
    person: Annotated[Reference, _PERSON] = ""
    done: Annotated[LocalTime | None, field(_DONE)] = None
    actions: Annotated[list[Action], field(N_("Actions"))] = []
    none_needed: Annotated[str, field(N_("No action is needed, because"))] = ""


class Debrief(Part):
    """Step 6: it was talked over, or there is a reason why not."""

    owner: Annotated[str, field(_OWNER)] = ""
    person: Annotated[Reference, _PERSON] = ""
    done: Annotated[LocalTime | None, field(_DONE)] = None
    kind: Annotated[DebriefKind | None, field(N_("How"))] = None
    held_on: Annotated[Date, field(N_("Held on"))] = ""
    participants: Annotated[str, field(N_("Who took part"))] = ""
    facilitator: Annotated[str, field(N_("Who led it"))] = ""
    outside: Annotated[
        str,
        field(
            N_("Somebody from outside the practice"),
            help=N_("A supervisor, a colleague, the insurer. Nobody sees their own blind spot alone."),
        ),
    ] = ""
    happened: Annotated[str, field(N_("What happened"), long=True)] = ""
    expected: Annotated[str, field(N_("What was expected"), long=True)] = ""
    difference: Annotated[str, field(N_("Why it was different"), long=True)] = ""
    went_well: Annotated[str, field(N_("What went well"), long=True)] = ""
    factors: Annotated[list[Factor], field(N_("What contributed"))] = []
    staff_support: Annotated[str, field(N_("Support offered to staff"), long=True)] = ""
    follow_up: Annotated[str, field(N_("Follow-up for staff"), tier=Tier.MORE)] = ""
    client_feedback: Annotated[
        str, field(N_("What the client said about how it was handled"), tier=Tier.MORE, long=True)
    ] = ""
    privilege_note: Annotated[str, field(N_("Confidentiality of the review"), tier=Tier.RARE)] = ""
    waiver: Annotated[str, field(N_("No debrief, because"), tier=Tier.MORE)] = ""


class ClientTold(Part):
    """Being open with the client about what happened."""

    told_on: Annotated[Date, field(N_("Told on"))] = ""
    by_whom: Annotated[str, field(N_("By whom"))] = ""
    what: Annotated[str, field(N_("What was said"), long=True)] = ""
    apology: Annotated[YesNo | None, field(N_("Apology made"))] = None
    why_not: Annotated[str, field(N_("Not told, because"))] = ""


class AfterDeath(Part):
    """After a client's suicide: what was thought of. Nothing here is needed to close the incident."""

    seen_to: Annotated[list[AfterSuicide], field(N_("Seen to"))] = []
    note: Annotated[str, field(N_("Remarks"), long=True)] = ""
