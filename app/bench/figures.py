"""Samples taken side by side, and the figures made of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Work = Callable[[], object]
_NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: ours, the bare baseline beside it, the target, and whether it was met.

    `value` and `baseline` are medians in `unit`; `worst` names percentiles. `met` is None where there is no target.
    """

    id: str
    what: str
    unit: str
    value: float
    target: str
    met: bool | None
    baseline: float | None = None
    beside: str = ""
    worst: dict[str, float] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Ours in units of the baseline."""
        return self.value / self.baseline if self.baseline else None


@dataclass(frozen=True, slots=True)
class Samples:
    """Times in milliseconds."""

    values: list[float]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    def percentile(self, percent: int) -> float:
        """The value that so many percent do not exceed."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def interleaved(pairs: Iterable[tuple[Work, Work]]) -> tuple[Samples, Samples]:
    """Time ours and theirs in turns, so that a busy machine is busy for both."""
    ours, theirs = [], []
    for mine, bare in pairs:
        ours.append(timed(mine))
        theirs.append(timed(bare))
    return Samples(ours), Samples(theirs)


def timed(work: Work) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - start) / _NS_PER_MS
