"""A client's request to amend a record: where it stands, until when it has to be decided, which step may follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.records.amendment import AmendmentKind, RequestDecision
from app.records.fields import Choice
from app.texts import N_


class RequestState(Choice):
    """Where a request stands."""

    OPEN = "open", N_("Not decided yet")
    EXTENDED = "extended", N_("Not decided yet, with more time")
    ACCEPTED = "accepted", N_("Accepted")
    PARTLY = "partly", N_("Accepted in part")
    DENIED = "denied", N_("Denied")
    DISPUTED = "disputed", N_("Decided, and the client disagrees")
    REBUTTED = "rebutted", N_("Decided; statement and rebuttal stand with the record")


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One signed amendment that belongs to a request, the request itself among them; all of it is in the index."""

    record: str
    kind: str
    decision: str = ""
    due_on: str = ""
    requested_on: str = ""
    to_tell: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps of a request add up to.

    `due_on` is empty once it is decided, or where no rule sets a date. `waiting` is the record whose date counts now.
    """

    state: RequestState
    due_on: str
    waiting: str
    steps: tuple[AmendmentKind, ...]
    to_tell: int = 0

    def is_late(self, on: date) -> bool:
        """Whether the day of the decision has passed without one."""
        return bool(self.due_on) and self.due_on < on.isoformat()


def facts_from(record: str, facets: Mapping[str, Any]) -> StepFacts:
    """The facts in an index row."""
    return StepFacts(
        record,
        str(facets.get("kind") or ""),
        str(facets.get("decision") or ""),
        str(facets.get("due_on") or ""),
        str(facets.get("requested_on") or ""),
        int(facets.get("to_tell") or 0),
    )


def standing(request: StepFacts, following: Iterable[StepFacts]) -> Standing:
    """Where a request stands, from it and the amendments that name it, in any order."""
    later = sorted(following, key=lambda step: step.record)
    kinds = {step.kind for step in later}
    extension = _first(later, AmendmentKind.REQUEST_EXTENDED)
    decision = _first(later, AmendmentKind.REQUEST_DECIDED)
    if decision is None:
        running = extension or request
        state = RequestState.EXTENDED if extension else RequestState.OPEN
        steps = [AmendmentKind.REQUEST_DECIDED]
        if extension is None and request.due_on:
            steps.append(AmendmentKind.REQUEST_EXTENDED)
        return Standing(state, running.due_on, running.record, tuple(steps))
    to_tell = _still_to_tell(decision, later)
    state, steps = _after(decision, kinds)
    if to_tell:
        steps.append(AmendmentKind.PERSONS_NOTIFIED)
    return Standing(state, "", decision.record if to_tell else "", tuple(steps), to_tell)


def _first(steps: Sequence[StepFacts], kind: AmendmentKind) -> StepFacts | None:
    return next((step for step in steps if step.kind == kind), None)


def _after(decision: StepFacts, kinds: set[str]) -> tuple[RequestState, list[AmendmentKind]]:
    """After a decision a client who was not given all may disagree, as often as they wish; each may be answered."""
    if decision.decision == RequestDecision.ACCEPTED:
        return RequestState.ACCEPTED, []
    was_denied = decision.decision == RequestDecision.DENIED
    if AmendmentKind.DISAGREEMENT not in kinds:
        return (RequestState.DENIED if was_denied else RequestState.PARTLY), [AmendmentKind.DISAGREEMENT]
    is_answered = AmendmentKind.REBUTTAL in kinds
    state = RequestState.REBUTTED if is_answered else RequestState.DISPUTED
    return state, [AmendmentKind.DISAGREEMENT, AmendmentKind.REBUTTAL]


def _still_to_tell(decision: StepFacts, later: Sequence[StepFacts]) -> int:
    """Who has not been told yet: the last list that was signed says it."""
    told = [step for step in later if step.kind == AmendmentKind.PERSONS_NOTIFIED]
    return (told[-1] if told else decision).to_tell
