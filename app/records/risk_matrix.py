"""The five-by-five matrix for hazards of the practice: words of its steps, score, band, and how often to look again.

It is about places, procedures and equipment. No client is ever put into it: a score says nothing about a person.
"""

from __future__ import annotations

from typing import Annotated

from app.records.fields import Choice, field
from app.records.parts import Part
from app.texts import N_

STEPS = range(1, 6)


class Likelihood(Choice):
    """How often it is to be expected, from 1 to 5."""

    RARE = "1", N_("1 Rare")
    UNLIKELY = "2", N_("2 Unlikely")
    POSSIBLE = "3", N_("3 Possible")
    LIKELY = "4", N_("4 Likely")
    ALMOST_CERTAIN = "5", N_("5 Almost certain")


class Severity(Choice):
    """How bad it would be, from 1 to 5."""

    NEGLIGIBLE = "1", N_("1 Negligible")
    MINOR = "2", N_("2 Minor")
    MODERATE = "3", N_("3 Moderate")
    MAJOR = "4", N_("4 Major")
    CATASTROPHIC = "5", N_("5 Catastrophic")


class Band(Choice):
    """What a score falls into: the bands of the NPSA risk matrix of 2008; 4 to 6 is moderate, 8 to 12 is high."""

    LOW = "low", N_("low")
    MODERATE = "moderate", N_("moderate")
    HIGH = "high", N_("high")
    EXTREME = "extreme", N_("extreme")


_REACHES = {3: Band.LOW, 6: Band.MODERATE, 12: Band.HIGH, 25: Band.EXTREME}
REVIEW_MONTHS = {Band.EXTREME: 1, Band.HIGH: 3, Band.MODERATE: 6, Band.LOW: 12}
"""The longest time until it is looked at again, in months: a proposal of this program, not of the matrix."""


def band(score: int) -> Band:
    """The band of a score, which is likelihood times severity: 1 to 25."""
    return next(found for most, found in _REACHES.items() if score <= most)


class Rating(Part):
    """Likelihood and severity at one time, and why they were put there."""

    likelihood: Annotated[Likelihood | None, field(N_("Likelihood"))] = None
    severity: Annotated[Severity | None, field(N_("Severity"))] = None
    rationale: Annotated[str, field(N_("Why"))] = ""

    @property
    def cell(self) -> tuple[int, int] | None:
        """Likelihood and severity as numbers; None before both are chosen."""
        return (int(self.likelihood), int(self.severity)) if self.likelihood and self.severity else None

    @property
    def score(self) -> int:
        """Likelihood times severity; 0 before both are chosen."""
        likelihood, severity = self.cell or (0, 0)
        return likelihood * severity

    @property
    def band(self) -> Band | None:
        """What the score falls into; None before there is one."""
        return band(self.score) if self.score else None
