"""What a release is worth on a day, and why: draft, active, declined, expired, withdrawn, superseded, defective."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from app import formats
from app.records.fields import Choice
from app.records.release_choices import Regime, ReleaseDecision, ReleaseElement
from app.texts import N_, _

_MAY_LAST = ReleaseElement.EXPIRY
_LISTS = ("information", "purposes", "regimes", "elements")


class Needed(Protocol):
    """What a law asks of a release; the rules of the packs are such."""

    @property
    def regime(self) -> str: ...
    @property
    def element(self) -> str: ...
    @property
    def citation(self) -> str: ...


@dataclass(frozen=True, slots=True)
class GoodPractice:
    """What a release needs where no law that the program knows says more."""

    element: str
    regime: str = ""
    citation: str = ""


GOOD_PRACTICE = tuple(
    GoodPractice(element)
    for element in (
        ReleaseElement.INFORMATION,
        ReleaseElement.RECIPIENT,
        ReleaseElement.PURPOSE,
        ReleaseElement.EXPIRY,
        ReleaseElement.SIGNATURE,
    )
)


class State(Choice):
    """The computed state of a release."""

    DRAFT = "draft", N_("Draft")
    ACTIVE = "active", N_("In force")
    DECLINED = "declined", N_("Declined")
    EXPIRED = "expired", N_("Expired")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    SUPERSEDED = "superseded", N_("Replaced by a newer one")
    DEFECTIVE = "defective", N_("Defective")
    ENDS_ANOTHER = "ends_another", N_("Ends another release")


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What state and coverage follow from; all of it is in the facets of the index."""

    record: str
    is_signed: bool = True
    is_in_error: bool = False
    decision: str = ReleaseDecision.GIVEN.value
    signed_on: str = ""
    expires_on: str = ""
    expires_event: str = ""
    covers_from: str = ""
    covers_until: str = ""
    direction: str = ""
    supersedes: str = ""
    ends: str = ""
    everybody_signed: str = ""
    for_care: bool = False
    information: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    regimes: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()
    recipients: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseState:
    """The state, the reason in words, until when it holds (ISO date, or None), and what the law misses in it."""

    state: State
    reason: str
    record: str
    until: str | None = None
    missing: tuple[Needed, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether something may leave on it."""
        return self.state is State.ACTIVE


def facts_from(record: str, facets: Mapping[str, Any], *, is_signed: bool, is_in_error: bool) -> ReleaseFacts:
    """The facts in an index row, or in `body.facets()`."""
    plain = (
        "decision",
        "signed_on",
        "expires_on",
        "expires_event",
        "covers_from",
        "covers_until",
        "direction",
        "supersedes",
        "ends",
        "everybody_signed",
    )
    found: dict[str, Any] = {name: str(facets.get(name) or "") for name in plain}
    found |= {name: frozenset(filter(None, str(facets.get(name) or "").split(","))) for name in _LISTS}
    named = (line.partition("\t") for line in str(facets.get("recipients") or "").splitlines())
    return ReleaseFacts(
        record,
        is_signed,
        is_in_error,
        for_care=bool(facets.get("for_care")),
        recipients=tuple((name, organisation) for name, _tab, organisation in named),
        classes=tuple(str(facets.get("classes") or "").splitlines()),
        **found,
    )


def state_of(facts: ReleaseFacts, others: Iterable[ReleaseFacts], on: date, needed: Sequence[Needed]) -> ReleaseState:
    """What one release is worth on a day.

    Args:
        facts: The release.
        others: The other releases of the client: those that withdraw, end or replace it.
        on: A day where the practice is. A release holds to the end of its last day.
        needed: What the laws of the place ask for; only those that the release is to satisfy are looked at.
    """
    if not facts.is_signed:
        return ReleaseState(State.DRAFT, _("Not signed yet."), facts.record)
    if facts.is_in_error:
        return ReleaseState(State.DEFECTIVE, _("Entered in error."), facts.record)
    if facts.ends:
        return ReleaseState(State.ENDS_ANOTHER, _("Ends another release."), facts.record)
    if facts.decision != ReleaseDecision.GIVEN:
        reason = _("Declined on {date}.").format(date=formats.long_date(facts.signed_on))
        return ReleaseState(State.DECLINED, reason, facts.record)
    ended = _ended_by_another(facts, [other for other in others if other.is_signed and not other.is_in_error], on)
    return ended or _defect(facts, needed) or _in_time(facts, on)


def missing_elements(facts: ReleaseFacts, needed: Sequence[Needed]) -> tuple[Needed, ...]:
    """What the laws that the release is to satisfy ask for and it does not have, each element once."""
    known = {element.value for element in ReleaseElement}
    found: dict[str, Needed] = {}
    asked: Sequence[Needed] = [rule for rule in needed if rule.regime in facts.regimes]
    for rule in asked or GOOD_PRACTICE:
        is_asked = rule.element in known and rule.element not in facts.elements
        # 42 CFR 2.31(a)(7): a single consent for treatment, payment and operations may have no end.
        may_last = rule.regime == Regime.PART2 and rule.element == _MAY_LAST and facts.for_care
        if is_asked and not may_last:
            found.setdefault(rule.element, rule)
    return tuple(found.values())


def _ended_by_another(facts: ReleaseFacts, others: Sequence[ReleaseFacts], on: date) -> ReleaseState | None:
    day = on.isoformat()
    found: dict[State, str] = {}
    for other in others:
        if other.record == facts.record:
            continue
        when = formats.long_date(other.signed_on) if other.signed_on else ""
        # Taking it back counts at once, whatever day somebody wrote; the others from their day on.
        if other.ends == facts.record and other.decision == ReleaseDecision.WITHDRAWN:
            found[State.WITHDRAWN] = _("Withdrawn on {date}.").format(date=when)
        elif other.ends == facts.record and other.signed_on <= day:
            found[State.EXPIRED] = _("Ended on {date}: {event}.").format(date=when, event=facts.expires_event)
        elif other.supersedes == facts.record and other.signed_on <= day and other.decision == ReleaseDecision.GIVEN:
            found[State.SUPERSEDED] = _("Replaced by the release of {date}.").format(date=when)
    for state in (State.WITHDRAWN, State.EXPIRED, State.SUPERSEDED):
        if state in found:
            return ReleaseState(state, found[state], facts.record)
    return None


def _defect(facts: ReleaseFacts, needed: Sequence[Needed]) -> ReleaseState | None:
    missing = missing_elements(facts, needed)
    if missing:
        named = ", ".join(_of_law(rule) for rule in missing)
        return ReleaseState(
            State.DEFECTIVE, _("Missing: {elements}.").format(elements=named), facts.record, missing=missing
        )
    if facts.everybody_signed:
        return ReleaseState(State.DEFECTIVE, _("Not everybody who comes has signed."), facts.record)
    if not facts.information or not (facts.recipients or facts.classes):
        return ReleaseState(State.DEFECTIVE, _("It does not say what may be given to whom."), facts.record)
    return None


def _of_law(rule: Needed) -> str:
    element = _(ReleaseElement.label_of(rule.element))
    if not rule.citation:
        return element
    return _("{element} ({citation})").format(element=element, citation=rule.citation)


def _in_time(facts: ReleaseFacts, on: date) -> ReleaseState:
    day, last = on.isoformat(), facts.expires_on
    if last and last < day:
        reason = _("Expired on {date}.").format(date=formats.long_date(last))
        return ReleaseState(State.EXPIRED, reason, facts.record, last)
    if facts.signed_on > day:
        reason = _("Holds from {date}.").format(date=formats.long_date(facts.signed_on))
        return ReleaseState(State.DRAFT, reason, facts.record)
    if last:
        reason = _("Signed on {date}, holds until {last}.").format(
            date=formats.long_date(facts.signed_on), last=formats.long_date(last)
        )
    elif facts.expires_event:
        reason = _("Signed on {date}, holds until this happens: {event}.").format(
            date=formats.long_date(facts.signed_on), event=facts.expires_event
        )
    else:
        reason = _("Signed on {date}.").format(date=formats.long_date(facts.signed_on))
    return ReleaseState(State.ACTIVE, reason, facts.record, last or None)
