"""What a consent is worth on a day, and why: draft, active, declined, expired, withdrawn, superseded, defective."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app import formats
from app.records.consent import ConsentCapacity, Decision, Element, GivenBy, Method
from app.records.fields import Choice
from app.texts import N_, _

NEEDED_ELEMENTS = (
    Element.PURPOSE,
    Element.RISKS,
    Element.ALTERNATIVES,
    Element.FEES,
    Element.CONFIDENTIALITY,
    Element.REFUSAL,
    Element.TIME_FRAME,
    Element.QUESTIONS,
)
"""Without one of these a consent to therapy is defective: those that NASW 1.03(a) names for every
client, and the limits of confidentiality. The others are listed as not yet explained."""

# What was explained then is on the paper, or could not be explained at all.
_ELEMENTS_NOT_JUDGED = (Method.PAPER_EARLIER, Method.EMERGENCY)


class State(Choice):
    """The computed state of a consent, or of a client who has none."""

    NONE = "none", N_("No consent yet")
    DRAFT = "draft", N_("Draft")
    ACTIVE = "active", N_("In force")
    DECLINED = "declined", N_("Declined")
    EXPIRED = "expired", N_("Expired")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    SUPERSEDED = "superseded", N_("Replaced by a newer one")
    DEFECTIVE = "defective", N_("Defective")


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """What the state follows from; all of it is in the facets of the index."""

    record: str
    is_signed: bool = True
    is_in_error: bool = False
    decision: str = ""
    method: str = ""
    given_on: str = ""
    effective: str = ""
    paper_on: str = ""
    expires_on: str = ""
    review_due: str = ""
    supersedes: str = ""
    withdraws: str = ""
    explained: frozenset[str] = frozenset()
    given_by: str = GivenBy.CLIENT.value
    capacity: str = ConsentCapacity.PRESUMED.value


@dataclass(frozen=True, slots=True)
class ConsentState:
    """The state, the reason in words, which record it rests on, and until when it holds (ISO date)."""

    state: State
    reason: str = ""
    record: str | None = None
    until: str | None = None
    review_due: str | None = None
    missing: tuple[Element, ...] = ()
    not_explained: tuple[Element, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether sessions and releases may rest on it."""
        return self.state is State.ACTIVE


def facts_from(record: str, facets: Mapping[str, Any], *, is_signed: bool, is_in_error: bool) -> ConsentFacts:
    """The facts in an index row, or in `body.facets()`."""
    names = (
        "decision",
        "method",
        "given_on",
        "effective",
        "paper_on",
        "expires_on",
        "review_due",
        "supersedes",
        "withdraws",
        "given_by",
        "capacity",
    )
    found = {name: str(facets.get(name) or "") for name in names}
    explained = frozenset(filter(None, str(facets.get("explained") or "").split(",")))
    return ConsentFacts(record, is_signed, is_in_error, explained=explained, **found)


def missing_elements(facts: ConsentFacts) -> tuple[Element, ...]:
    """Needed elements that were not explained; empty where that cannot be judged."""
    if facts.method in _ELEMENTS_NOT_JUDGED or facts.decision == Decision.DECLINED:
        return ()
    return tuple(element for element in NEEDED_ELEMENTS if element.value not in facts.explained)


def state_of(facts: ConsentFacts, others: Iterable[ConsentFacts], on: date) -> ConsentState:
    """What one consent is worth on a day; `others` are the other consents of the client."""
    if not facts.is_signed:
        return ConsentState(State.DRAFT, _("Not signed yet."), facts.record)
    ended = _ended_by_another(facts, [other for other in others if other.is_signed], on)
    if ended is not None:
        return ended
    if facts.decision == Decision.DECLINED:
        reason = _("Declined on {date}.").format(date=formats.long_date(facts.given_on))
        return ConsentState(State.DECLINED, reason, facts.record)
    return _defect(facts) or _in_time(facts, on)


def current(all_facts: Sequence[ConsentFacts], on: date) -> ConsentState:
    """The state of the client: the newest decision counts, and an older one in force if that one fails."""
    valid = [facts for facts in all_facts if not facts.is_in_error and facts.decision != Decision.WITHDRAWN]
    withdrawals = [facts for facts in all_facts if not facts.is_in_error and facts.decision == Decision.WITHDRAWN]
    newest_first = sorted(valid, key=lambda facts: (facts.is_signed, facts.effective, facts.record), reverse=True)
    states = [state_of(facts, [*valid, *withdrawals], on) for facts in newest_first]
    counted = [found for found in states if found.state is not State.SUPERSEDED]
    if not counted:
        return ConsentState(State.NONE, _("No consent has been recorded."))
    if counted[0].state is State.DECLINED:
        return counted[0]
    return next((found for found in counted if found.is_active), counted[0])


def _ended_by_another(facts: ConsentFacts, others: Sequence[ConsentFacts], on: date) -> ConsentState | None:
    day = on.isoformat()
    for other in others:
        if other.is_in_error or other.record == facts.record or other.given_on > day:
            continue
        when = formats.long_date(other.given_on) if other.given_on else ""
        if other.decision == Decision.WITHDRAWN and other.withdraws == facts.record:
            return ConsentState(State.WITHDRAWN, _("Withdrawn on {date}.").format(date=when), facts.record)
        if other.decision != Decision.WITHDRAWN and other.supersedes == facts.record:
            reason = _("Replaced by the consent of {date}.").format(date=when)
            return ConsentState(State.SUPERSEDED, reason, facts.record)
    return None


def _defect(facts: ConsentFacts) -> ConsentState | None:
    missing = missing_elements(facts)
    if missing:
        names = ", ".join(_(element.label) for element in missing)
        reason = _("Not explained: {elements}.").format(elements=names)
        return ConsentState(State.DEFECTIVE, reason, facts.record, missing=missing)
    if facts.capacity == ConsentCapacity.LACKING and facts.given_by == GivenBy.CLIENT:
        reason = _("The person was not able to decide, and nobody decided for them.")
        return ConsentState(State.DEFECTIVE, reason, facts.record)
    return None


def _in_time(facts: ConsentFacts, on: date) -> ConsentState:
    day = on.isoformat()
    if facts.expires_on and facts.expires_on < day:
        reason = _("Expired on {date}.").format(date=formats.long_date(facts.expires_on))
        return ConsentState(State.EXPIRED, reason, facts.record, facts.expires_on)
    if facts.effective > day:
        reason = _("Comes into force on {date}.").format(date=formats.long_date(facts.effective))
        return ConsentState(State.DRAFT, reason, facts.record)
    return ConsentState(
        State.ACTIVE,
        _active_reason(facts, day),
        facts.record,
        facts.expires_on or None,
        facts.review_due or None,
        not_explained=_not_explained(facts),
    )


def _active_reason(facts: ConsentFacts, day: str) -> str:
    if facts.review_due and facts.review_due < day:
        return _("In force; it should have been talked about again on {date}.").format(
            date=formats.long_date(facts.review_due)
        )
    if facts.method == Method.EMERGENCY:
        return _("Assumed in an emergency; talk about it as soon as possible.")
    if facts.method == Method.PAPER_EARLIER and facts.paper_on:
        return _("Given earlier on paper: {date}.").format(date=formats.long_date(facts.paper_on))
    if facts.decision == Decision.PARTIAL:
        return _("Given in part on {date}.").format(date=formats.long_date(facts.given_on))
    return _("Given on {date}.").format(date=formats.long_date(facts.given_on))


def _not_explained(facts: ConsentFacts) -> tuple[Element, ...]:
    if facts.method in _ELEMENTS_NOT_JUDGED:
        return ()
    return tuple(element for element in Element if element.value not in facts.explained)
