"""Which records of a supervisee want the supervisor's signature too, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.records.cosignature import CosignStep
from app.texts import N_

COSIGNED_KINDS = frozenset({"session_note", "treatment_plan", "risk_review", "safety_plan", "decision_not_to_act"})
"""Kinds that count as signed by a supervisee only with a second signature (domain 7.9); never a duty to report,
which is everybody's own."""

DAYS_TO_ANSWER = 7
"""A reminder of the practice, not a deadline of law."""


class CosignState(StrEnum):
    """Where a record stands that wants a co-signature."""

    WAITING = "waits_for_cosign"
    RETURNED = "returned"
    COSIGNED = "cosigned"


COSIGN_LABELS: Mapping[str, str] = {
    CosignState.WAITING: N_("Waiting for co-signature"),
    CosignState.RETURNED: N_("Returned by the supervisor"),
    CosignState.COSIGNED: N_("Co-signed"),
}

_NAMES = ("target", "supervisor", "asker", "request", "target_revision", "wanted_by")
_STATES = {
    None: CosignState.WAITING,
    CosignStep.SIGNED: CosignState.COSIGNED,
    CosignStep.RETURNED: CosignState.RETURNED,
}


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step, from its row in the index. `author` is verified by its signature, `at` is the time of its envelope."""

    record: str
    step: CosignStep
    author: str
    at: str
    target: str
    supervisor: str = ""
    asker: str = ""
    request: str = ""
    target_revision: str = ""
    wanted_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands: the request that counts, and the answer to it, None while it waits."""

    request: StepFacts
    answer: StepFacts | None

    @property
    def state(self) -> CosignState:
        """Waiting, returned or co-signed."""
        return _STATES[self.answer.step if self.answer is not None else None]

    @property
    def latest(self) -> StepFacts:
        """The last step."""
        return self.answer or self.request


def wanted(kind: str, author: str, supervisor: str) -> bool:
    """Whether what somebody signs wants the signature of a supervisor; nobody supervises themselves."""
    return kind in COSIGNED_KINDS and bool(supervisor) and supervisor != author


def standing(steps: Iterable[StepFacts], revision: str = "") -> Standing | None:
    """Where the record of these steps stands; None where nobody ever asked.

    The latest request decides. An answer counts only when the supervisor whom the request names wrote it, somebody else
    than who asked; and where `revision` is given, only for that version.
    """
    known = sorted(steps, key=lambda one: one.record)
    request = next((one for one in reversed(known) if one.step is CosignStep.ASKED), None)
    if request is None:
        return None
    answers = (one for one in reversed(known) if _answers(one, request, revision))
    return Standing(request, next(answers, None))


def by_target(steps: Sequence[StepFacts]) -> dict[str, Standing]:
    """Where each record stands that somebody asked for."""
    found: dict[str, list[StepFacts]] = {}
    for one in steps:
        found.setdefault(one.target, []).append(one)
    known = {target: standing(its) for target, its in found.items()}
    return {target: one for target, one in known.items() if one is not None}


def shown_status(status: str, state: CosignState | None) -> str:
    """What a list says of a record: *entered in error* first, then what is still to do, then the rest."""
    if state is None or status == "entered_in_error":
        return status
    return state.value if state is not CosignState.COSIGNED else status or state.value


def wanted_by(today: date) -> str:
    """Until when an answer is wanted."""
    return (today + timedelta(days=DAYS_TO_ANSWER)).isoformat()


def facts_from(record: str, author: str, at: str, facets: Mapping[str, Any]) -> StepFacts:
    """The facts in a row of the index."""
    return StepFacts(
        record,
        next((one for one in CosignStep if one == facets.get("step")), CosignStep.ASKED),
        author,
        at,
        *(str(facets.get(name) or "") for name in _NAMES),
    )


def _answers(one: StepFacts, request: StepFacts, revision: str) -> bool:
    is_answer = one.step is not CosignStep.ASKED and one.request == request.record
    is_theirs = one.author == request.supervisor and one.author != request.author
    return is_answer and is_theirs and (not revision or one.target_revision == revision)
