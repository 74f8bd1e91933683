"""What a share of a torture answers: counts by name, everything that was wrong, and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Answer:
    """What one share tried, by name, and everything that was wrong."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    def add(self, counts: dict[str, int], problems: list[str]) -> None:
        """Count more of the same."""
        for name, count in counts.items():
            self.counts[name] = self.counts.get(name, 0) + count
        self.problems += problems

    def join(self, other: Answer) -> None:
        """Put the answer of another share to this one: counts are added, lists follow each other."""
        self.add(other.counts, other.problems)
        for name, value in other.notes.items():
            if isinstance(value, list):
                self.notes[name] = self.notes.get(name, []) + value
            elif isinstance(value, dict):
                known = self.notes.setdefault(name, {})
                for key, count in value.items():
                    known[key] = known.get(key, 0) + count
            else:
                self.notes[name] = max(value, self.notes.get(name, value))

    @property
    def total(self) -> int:
        """How many were tried."""
        return sum(self.counts.values())
