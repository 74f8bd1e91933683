"""A later word on a signed record: the record stays as it is, the amendment is shown with it.

A client may ask for an amendment. The request, more time for it, the decision, a statement of disagreement and a
rebuttal are amendments of their own, so that each is signed by who wrote it and all of them travel with the record.
"""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Choice, Date, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_, _


class AmendmentKind(Choice):
    """What the later word is."""

    ADDENDUM = "addendum", N_("Addendum")
    CORRECTION = "correction", N_("Correction")
    LATE_ENTRY = "late_entry", N_("Late entry")
    ENTERED_IN_ERROR = "entered_in_error", N_("Entered in error")
    CLIENT_REQUESTED = "client_requested", N_("The client asks for an amendment")
    REQUEST_EXTENDED = "request_extended", N_("More time for the client's request")
    REQUEST_DECIDED = "request_decided", N_("Decision on the client's request")
    PERSONS_NOTIFIED = "persons_notified", N_("Others were told of the amendment")
    DISAGREEMENT = "client_statement_of_disagreement", N_("The client's statement of disagreement")
    REBUTTAL = "rebuttal", N_("Rebuttal of the statement")


class RequestDecision(Choice):
    """What was decided about a client's request."""

    ACCEPTED = "accepted", N_("Accepted")
    PARTLY = "partly", N_("Accepted in part")
    DENIED = "denied", N_("Denied")


class DenialGround(Choice):
    """Why a request was denied; other grounds there are not."""

    NOT_OURS = "not_created_by_us", N_("Somebody else wrote it, and they can still be asked")
    NOT_IN_SET = "not_in_designated_set", N_("It is not part of the record that decisions rest on")
    NOT_AVAILABLE = "not_available_for_access", N_("The client has no right to see it")
    ACCURATE = "accurate_and_complete", N_("It is accurate and complete")


class ToTell(Part):
    """Somebody who has to learn of an amendment that was accepted, and when they did."""

    who: Annotated[str, field(N_("Whom"), needed=True)] = ""
    notified_on: Annotated[Date, field(N_("Told on"))] = ""


BY_HAND = (
    AmendmentKind.ADDENDUM,
    AmendmentKind.CORRECTION,
    AmendmentKind.LATE_ENTRY,
    AmendmentKind.ENTERED_IN_ERROR,
)
"""What people add to a record by themselves; the others are steps of a client's request."""

EFFECTS = ("entered_in_error", "amended", "amendment_requested")
"""What amendments make of a record, the strongest first: it is marked with one."""

OF_REQUEST = tuple(kind for kind in AmendmentKind if kind not in BY_HAND)
_FOLLOWING = tuple(kind for kind in OF_REQUEST if kind is not AmendmentKind.CLIENT_REQUESTED)
_WITHOUT_TEXT = (AmendmentKind.ENTERED_IN_ERROR, AmendmentKind.REQUEST_EXTENDED, AmendmentKind.PERSONS_NOTIFIED)
_WITHOUT_REASON = (AmendmentKind.PERSONS_NOTIFIED, AmendmentKind.DISAGREEMENT, AmendmentKind.REBUTTAL)
_WITH_TEXT = tuple(kind for kind in AmendmentKind if kind not in _WITHOUT_TEXT)
_WITH_REASON = tuple(kind for kind in AmendmentKind if kind not in _WITHOUT_REASON)
_FROM_CLIENT = (AmendmentKind.CLIENT_REQUESTED, AmendmentKind.DISAGREEMENT)
_WITH_CLOCK = (AmendmentKind.CLIENT_REQUESTED, AmendmentKind.REQUEST_EXTENDED)
_REFUSED = (RequestDecision.DENIED, RequestDecision.PARTLY)


class Amendment(RecordBody):
    """An addendum, a correction, a late entry, *entered in error*, or a step of a client's request."""

    kind: Annotated[AmendmentKind, field(N_("What it is"), needed=True)] = AmendmentKind.ADDENDUM
    decision: Annotated[
        RequestDecision | None,
        field(N_("Decision"), needed=True, show_when=("kind", (AmendmentKind.REQUEST_DECIDED,))),
    ] = None
    denial_ground: Annotated[
        DenialGround | None,
        field(N_("Why it is denied"), needed=True, show_when=("decision", _REFUSED)),
    ] = None
    text: Annotated[
        str,
        field(
            N_("Text"),
            long=True,
            show_when=("kind", _WITH_TEXT),
            needed=True,
        ),
    ] = ""
    reason: Annotated[str, field(N_("Reason"), needed=True, show_when=("kind", _WITH_REASON))] = ""
    requested_by: Annotated[str, field(N_("Asked by"), needed=True, show_when=("kind", _FROM_CLIENT))] = ""
    requested_on: Annotated[Date, field(N_("Received on"), needed=True, show_when=("kind", _FROM_CLIENT))] = ""
    decided_on: Annotated[
        Date,
        field(N_("Decided on"), needed=True, show_when=("kind", (AmendmentKind.REQUEST_DECIDED,))),
    ] = ""
    client_told_on: Annotated[
        Date,
        field(
            N_("The client was told in writing on"),
            show_when=("kind", (AmendmentKind.REQUEST_DECIDED, AmendmentKind.REQUEST_EXTENDED)),
        ),
    ] = ""
    to_tell: Annotated[
        list[ToTell],
        field(
            N_("Who has to be told"),
            show_when=("kind", (AmendmentKind.REQUEST_DECIDED, AmendmentKind.PERSONS_NOTIFIED)),
        ),
    ] = []
    due_on: Annotated[Date, field(N_("To be decided by"), tier=Tier.COMPUTED, show_when=("kind", _WITH_CLOCK))] = ""
    clock_source: Annotated[str, field(N_("By which rule"), tier=Tier.COMPUTED, show_when=("kind", _WITH_CLOCK))] = ""
    clock_rule: Annotated[str, field(N_("Rule of the deadline"), tier=Tier.HIDDEN)] = ""
    clock_pack: Annotated[str, field(N_("Source of the deadline"), tier=Tier.HIDDEN)] = ""
    clock_zone: Annotated[str, field(N_("Time zone"), tier=Tier.HIDDEN)] = ""
    request: Annotated[Reference, field(N_("The client's request"), tier=Tier.HIDDEN, to=("amendment",))] = ""
    target: Annotated[Reference, field(N_("Amended record"), tier=Tier.HIDDEN, needed=True)] = ""
    target_revision: Annotated[str, field(N_("Amended version"), tier=Tier.HIDDEN, needed=True)] = ""
    moved_to: Annotated[Reference, field(N_("Written in the right file as"), tier=Tier.HIDDEN)] = ""

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Received on"), self.requested_on, today)
        checks.check_not_future(N_("Decided on"), self.decided_on, today)
        checks.check_not_future(N_("The client was told in writing on"), self.client_told_on, today)
        for one in self.to_tell:
            checks.check_not_future(N_("Told on"), one.notified_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """A step of a request names the request."""
        return ("request",) if self.kind in _FOLLOWING and not self.request else ()

    @property
    def not_told(self) -> tuple[str, ...]:
        """Who still has to learn of an accepted amendment, as this one says."""
        return tuple(one.who for one in self.to_tell if not one.notified_on)

    def summary(self) -> str:
        return self.kind.value

    def at(self) -> str | None:
        return self.decided_on or self.requested_on or None

    def due(self) -> str | None:
        """When a request has to be decided; when it is accepted, who has to be told waits from that day on."""
        if self.kind is AmendmentKind.REQUEST_DECIDED:
            return (self.decided_on or None) if self.not_told else None
        return self.due_on or None

    def facets(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "target": self.target,
            "request": self.request,
            "decision": self.decision.value if self.decision else "",
            "requested_on": self.requested_on,
            "decided_on": self.decided_on,
            "due_on": self.due_on,
            "clock_rule": self.clock_rule,
            "clock_pack": self.clock_pack,
            "clock_zone": self.clock_zone,
            "to_tell": str(len(self.not_told)) if self.not_told else "",
        }

    def targets(self) -> tuple[tuple[str, str], ...]:
        return ((self.target, effect_of(self)),)

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`Correction`, or `Decision on the client's request: Denied`."""
        words = _(AmendmentKind.label_of(title)) if title else _("Amendment")
        decision = str(facets.get("decision") or "")
        return f"{words}: {_(RequestDecision.label_of(decision))}" if decision else words


def effect_of(amendment: Amendment) -> str:
    """What an amendment makes of its record: a request alone changes nothing yet."""
    if amendment.kind is AmendmentKind.ENTERED_IN_ERROR:
        return "entered_in_error"
    is_change = amendment.kind in BY_HAND or amendment.decision in {RequestDecision.ACCEPTED, RequestDecision.PARTLY}
    return "amended" if is_change else "amendment_requested"
