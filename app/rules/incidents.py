"""The six steps after an incident: what each needs, when it is due, and what is missing to close."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.records.choices import YesNo
from app.records.fields import LocalTime
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.records.response_choices import EventType
from app.texts import N_, _

_FRIDAY = 4
_END_OF_DAY = "T23:59"


class Step(StrEnum):
    """The six steps, in order. They never block: a later one may be done first."""

    ASSESSMENT = "assessment"
    SUPPORT = "support"
    DOCUMENTATION = "documentation"
    NOTIFICATION = "notification"
    MITIGATION = "mitigation"
    DEBRIEF = "debrief"


STEP_LABELS = {
    Step.ASSESSMENT: N_("Immediate assessment"),
    Step.SUPPORT: N_("Client support"),
    Step.DOCUMENTATION: N_("Documentation"),
    Step.NOTIFICATION: N_("Notification"),
    Step.MITIGATION: N_("Mitigation"),
    Step.DEBRIEF: N_("Debrief"),
}

STATUS_LABELS = {
    "draft": N_("Draft"),
    "open": N_("First entry signed"),
    "reviewing": N_("Being worked on"),
    "actions_open": N_("Actions open"),
    "reopened": N_("Opened again"),
    "closed": N_("Closed"),
}
"""Where an incident stands, in words."""

_STOPPED = frozenset({EventType.NEAR_MISS, EventType.GOOD_CATCH})
# Near misses get the same review, less the notifications (domain 3.10, rule 3).
_WITHOUT_NOTIFICATION = frozenset({EventType.NEAR_MISS, EventType.HAZARD, EventType.GOOD_CATCH, EventType.GOOD_CARE})


@dataclass(frozen=True, slots=True)
class StepState:
    """One step for the track: is it done, when is it due, what is still missing in it.

    `person` is the account of an owner who is a colleague, empty for anybody else.
    """

    step: Step
    label: str
    owner: str
    done: LocalTime | None
    due: LocalTime | None
    missing: tuple[str, ...]
    person: str = ""

    @property
    def is_done(self) -> bool:
        """Ticked, and nothing of its least data is missing."""
        return self.done is not None and not self.missing

    def is_overdue(self, now: LocalTime) -> bool:
        """Not done by the time it was due."""
        return self.done is None and self.due is not None and self.due.at < now.at


def steps(first: Incident, response: IncidentResponse, *, alone: bool) -> list[StepState]:
    """The six steps with owner, clock and what is missing; `alone` = a practice of one person."""
    return [
        StepState(
            step,
            _(STEP_LABELS[step]),
            getattr(response, step.value).owner,
            getattr(response, step.value).done,
            clock(step, first, response),
            tuple(_missing_in(step, response, alone=alone)),
            getattr(response, step.value).person,
        )
        for step in Step
    ]


def clock(step: Step, first: Incident, response: IncidentResponse) -> LocalTime | None:
    """When a step is due, counted from when the incident was noticed; wall time of that place."""
    start = first.discovered or first.occurred
    if start is None:
        return None
    if step is Step.NOTIFICATION:
        open_ones = [notice.due for notice in response.notification.notices if notice.due and not notice.decided]
        return min(open_ones, key=lambda due: due.at, default=None)
    return LocalTime(at=_CLOCKS[step](datetime.fromisoformat(start.at)), zone=start.zone)


def missing_to_close(response: IncidentResponse, *, alone: bool) -> list[str]:
    """What still has to be written before the incident can be closed, in words; empty when it can."""
    return list(_missing_to_close(response, alone=alone))


def _missing_to_close(response: IncidentResponse, *, alone: bool) -> Iterator[str]:
    if response.event_type is None:
        yield _("kind of event")
    if response.category is None:
        yield _("category")
    yield from _missing_about_harm(response)
    # A near miss has to tell nobody; what somebody has begun to tell is decided all the same.
    if response.event_type not in _WITHOUT_NOTIFICATION or response.notification.notices:
        yield from _missing_in(Step.NOTIFICATION, response, alone=alone)
    yield from _missing_in(Step.MITIGATION, response, alone=alone)
    yield from _missing_in(Step.DEBRIEF, response, alone=alone)
    if not response.lesson_summary.strip():
        yield _("what we learned")
    if not response.what_changed.strip():
        yield _("what changed because of this")


def _missing_about_harm(response: IncidentResponse) -> Iterator[str]:
    if response.event_type in _STOPPED and not response.near_miss_barrier.strip():
        yield _("what stopped it")
    if response.event_type not in {EventType.HARM, EventType.NO_HARM}:
        return
    if not response.harm:
        yield _("a grading of harm")
    elif not all((response.harm[-1].physical, response.harm[-1].psychological, response.harm[-1].basis)):
        yield _("physical and psychological harm each graded, and how sure it is")


def _missing_in(step: Step, response: IncidentResponse, *, alone: bool) -> Iterator[str]:
    if step is Step.DEBRIEF:
        return _debrief(response, alone=alone)
    return _LEAST[step](response)


def _assessment(response: IncidentResponse) -> Iterator[str]:
    part = response.assessment
    if part.danger is None:
        yield _("is anyone in danger")
    if part.danger is YesNo.YES and not part.who_at_risk.strip():
        yield _("who is at risk")
    if not part.decision.strip():
        yield _("what was decided")


def _support(response: IncidentResponse) -> Iterator[str]:
    part = response.support
    if part.not_needed.strip():
        return
    if not part.offered.strip():
        yield _("what was offered to the client")
    if not part.by_whom.strip():
        yield _("who offered it")
    if not part.response.strip():
        yield _("how the client responded")


def _documentation(response: IncidentResponse) -> Iterator[str]:
    if response.event_type is None or response.category is None:
        yield _("kind of event and category")
    if response.matrix.recurrence is None or response.matrix.consequence is None:
        yield _("how likely it is to happen again, and how bad it would be")


def _notification(response: IncidentResponse) -> Iterator[str]:
    part = response.notification
    if not part.notices and not part.none_needed.strip():
        yield _("whom to notify, or why nobody")
    if any(not notice.is_decided for notice in part.notices):
        yield _("a decision on every notification, with the reason where none is made")


def _mitigation(response: IncidentResponse) -> Iterator[str]:
    part = response.mitigation
    if not part.actions and not part.none_needed.strip():
        yield _("an action, or why none is needed")
    if any(not action.is_owned for action in part.actions):
        yield _("an owner and a date for every action")


def _debrief(response: IncidentResponse, *, alone: bool) -> Iterator[str]:
    part = response.debrief
    if part.waiver.strip():
        return
    if not part.held_on:
        yield _("a debrief, or why there was none")
        return
    if not part.happened.strip() or not part.difference.strip():
        yield _("what happened and why it was different from what was expected")
    if alone and not part.outside.strip():
        yield _("somebody from outside who took part in the debrief")


def _minutes(count: int) -> Callable[[datetime], str]:
    return lambda start: _text(start + timedelta(minutes=count))


def _same_day(start: datetime) -> str:
    return f"{start:%Y-%m-%d}{_END_OF_DAY}"


def _working_days(count: int) -> Callable[[datetime], str]:
    def due(start: datetime) -> str:
        day, left = start, count
        while left:
            day += timedelta(days=1)
            left -= day.weekday() <= _FRIDAY
        return f"{day:%Y-%m-%d}{_END_OF_DAY}"

    return due


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


_LEAST: dict[Step, Callable[[IncidentResponse], Iterator[str]]] = {
    Step.ASSESSMENT: _assessment,
    Step.SUPPORT: _support,
    Step.DOCUMENTATION: _documentation,
    Step.NOTIFICATION: _notification,
    Step.MITIGATION: _mitigation,
}

# Default clocks of the practice (domain 3.2); legal ones stand with each notification.
_CLOCKS: dict[Step, Callable[[datetime], str]] = {
    Step.ASSESSMENT: _minutes(15),
    Step.SUPPORT: _same_day,
    Step.DOCUMENTATION: _minutes(24 * 60),
    Step.MITIGATION: _working_days(10),
    Step.DEBRIEF: _minutes(72 * 60),
}
