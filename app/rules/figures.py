"""Numbers about incidents for a practice that learns: by month, category and harm, actions that wait, steps in time.

They count events and work, never people; nothing in them says whose event it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from statistics import median

from app.records.fields import LocalTime
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.records.response_choices import EventType, HarmGrade
from app.rules.days import months_on
from app.rules.incidents import Step, clock

_NEAR = frozenset({EventType.NEAR_MISS.value, EventType.GOOD_CATCH.value})
_MONTH_LENGTH = len("2026-11")
_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What follows from the index rows of an incident and its response. Codes are empty where nothing was said yet.

    `first` holds nothing but the two times of the incident; `done` the wall time at which each step was done.
    """

    first: Incident
    event_type: str = ""
    category: str = ""
    harm: str = ""
    done: Mapping[str, str] = field(default_factory=dict)

    @property
    def month(self) -> str:
        """`2026-11`."""
        return self.first.occurred.at[:_MONTH_LENGTH] if self.first.occurred else ""

    @property
    def is_near_miss(self) -> bool:
        """Whether it was stopped, or caught, in time."""
        return self.event_type in _NEAR


@dataclass(frozen=True, slots=True)
class Slice:
    """What one bar counts: a month (`2026-11`) with or without near misses, a category, or a harm; codes."""

    month: str = ""
    category: str = ""
    harm: str = ""
    near: bool | None = None

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return self != Slice()

    def told(self) -> dict[str, str | bool]:
        """As plain JSON; `Slice(**told)` is the same again."""
        return {name: value for name, value in asdict(self).items() if value not in {"", None}}

    def holds(self, one: IncidentFacts) -> bool:
        """Whether an incident is counted in it."""
        same = ((self.month, one.month), (self.category, one.category), (self.harm, one.harm))
        is_kind = self.near is None or self.near == one.is_near_miss
        return is_kind and all(not wanted or wanted == found for wanted, found in same)


@dataclass(frozen=True, slots=True)
class StepFigures:
    """How long one step took. `minutes` is the median from noticing to done; None where it was never done.

    `late` are those done after their clock, and those that are not done although it has passed.
    """

    step: Step
    minutes: int | None
    in_time: int
    late: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All pictures; `months` from the earliest to this one, `near` and `others` a number for each of them."""

    months: list[str]
    near: list[int]
    others: list[int]
    categories: list[tuple[str, int]]
    harms: list[tuple[str, int]]
    steps: list[StepFigures]
    overdue: int
    open_actions: int

    @property
    def total(self) -> int:
        """All incidents of these months."""
        return sum(self.near) + sum(self.others)

    @property
    def near_percent(self) -> int | None:
        """Near misses of all, in percent; None where there was nothing. Many is good: they were noticed in time."""
        return round(100 * sum(self.near) / self.total) if self.total else None


def months_until(day: date, count: int) -> list[str]:
    """The last `count` months, this one last."""
    first = day.replace(day=1)
    return [f"{months_on(first, -back):%Y-%m}" for back in range(count - 1, -1, -1)]


def figures(found: Iterable[IncidentFacts], dues: Sequence[str], now: LocalTime, months: Sequence[str]) -> Figures:
    """The numbers of these months.

    Args:
        found: Incidents of any time; those of other months are left out.
        dues: The day by which each open action is wanted, empty where none was said.
        now: Wall time, to tell what is late.
        months: As `months_until` gives them.
    """
    facts = [one for one in found if one.month in set(months)]
    near = Counter(one.month for one in facts if one.is_near_miss)
    everything = Counter(one.month for one in facts)
    return Figures(
        months=list(months),
        near=[near[month] for month in months],
        others=[everything[month] - near[month] for month in months],
        categories=Counter(one.category for one in facts if one.category).most_common(),
        harms=_harms(facts),
        steps=[_step(step, facts, now.at) for step in Step],
        overdue=sum(1 for due in dues if due and due < now.day),
        open_actions=len(dues),
    )


def _harms(facts: Sequence[IncidentFacts]) -> list[tuple[str, int]]:
    """From least to most; grades that never were are there with 0, so that the picture keeps its shape."""
    found = Counter(one.harm for one in facts)
    return [(grade.value, found[grade.value]) for grade in HarmGrade]


def _step(step: Step, facts: Sequence[IncidentFacts], now: str) -> StepFigures:
    took: list[int] = []
    in_time = late = 0
    for one in facts:
        start, done = one.first.discovered or one.first.occurred, one.done.get(step, "")
        due = clock(step, one.first, IncidentResponse())
        if start is not None and done:
            took.append(_minutes(start.at, done))
        if due is not None and (done or now) > due.at:
            late += 1
        elif due is not None and done:
            in_time += 1
    return StepFigures(step, round(median(took)) if took else None, in_time, late)


def _minutes(start: str, end: str) -> int:
    return max(0, int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() // _MINUTE_S))
