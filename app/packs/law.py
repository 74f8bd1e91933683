"""The law of a place: its pack on top of those that it stands on; what is closer replaces what is further away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.packs.jurisdiction_rules import (
    Deadline,
    Duty,
    Effect,
    FileContents,
    Grounds,
    Guidance,
    MinorRule,
    Pack,
    ProtectRule,
    ReleaseRule,
    ReportingRule,
    Retention,
    RiskLevel,
    Rule,
    rules_of,
)

COMMON = "common"
"""The pack under all others: what is good practice everywhere."""

_OTHER_NAMES = {"uk": "gb"}
_Rule = TypeVar("_Rule", bound=Rule)


@dataclass(frozen=True, slots=True)
class Law:
    """The packs that hold in some places, from the most general to the closest.

    Where two packs have a rule with the same id, the closer one counts.
    """

    packs: tuple[Pack, ...]
    places: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The codes and versions, as `common 1, eu 1, pl 1`."""
        return ", ".join(pack.named for pack in self.packs)

    @property
    def regimes(self) -> tuple[str, ...]:
        """Under which regimes a release of information may fall."""
        return tuple(dict.fromkeys(regime for pack in self.packs for regime in pack.regimes))

    def deadline(self, rule: str) -> Deadline | None:
        """The deadline with this id; None where there is none in these places."""
        return next((found for found in self.deadlines() if found.id == rule), None)

    def deadlines(self, starts: str = "") -> tuple[Deadline, ...]:
        """All deadlines, or those that begin with an event such as `receipt`."""
        found = self._closest(pack.deadlines for pack in self.packs)
        return tuple(rule for rule in found if not starts or rule.starts == starts)

    @property
    def retention(self) -> tuple[Retention, ...]:
        """How long records are kept."""
        return self._closest(pack.retention for pack in self.packs)

    @property
    def contents(self) -> tuple[FileContents, ...]:
        """What a file has to hold: the closest law first, then good practice."""
        return self._closest(pack.contents for pack in self.packs)[::-1]

    def release(self, regime: str = "") -> tuple[ReleaseRule, ...]:
        """The elements of a release, of all regimes or of one, in the order of the pack."""
        found = self._closest(pack.release for pack in self.packs)
        return tuple(rule for rule in found if not regime or rule.regime == regime)

    def grounds(self, effect: Effect) -> dict[str, Grounds]:
        """The grounds of a disclosure that have this effect, each with the closest rule that says so."""
        found = self._closest(pack.grounds for pack in self.packs)
        return {basis: rule for rule in found if rule.effect == effect for basis in rule.bases}

    def minor_rules(self, age: int, on: date) -> tuple[MinorRule, ...]:
        """Who consents for somebody of this age on a day; closest law first, also what never came into force."""
        found = self._closest(pack.minors for pack in self.packs)[::-1]
        return tuple(rule for rule in found if rule.from_age <= age < rule.below_age and rule.holds_on(on))

    def duties(self, topic: str = "") -> tuple[Duty, ...]:
        """What the law says on a topic, or on all of them."""
        found = self._closest(pack.duties for pack in self.packs)
        return tuple(rule for rule in found if not topic or rule.topic == topic)

    def protect(self, on: date) -> tuple[ProtectRule, ...]:
        """What the law says on a day of protecting somebody under threat, the closest first; empty: not known here."""
        return tuple(rule for rule in self._closest(pack.protect for pack in self.packs)[::-1] if rule.holds_on(on))

    def reporting(self, about: str) -> tuple[ReportingRule, ...]:
        """Which deadlines and forms a report has, the closest first."""
        return tuple(rule for rule in self._closest(pack.reporting for pack in self.packs)[::-1] if about in rule.about)

    def guidance(self, kind: str) -> tuple[Guidance, ...]:
        """What to have before the eyes for a kind of record: good practice first, then what the place adds."""
        return tuple(rule for rule in self._closest(pack.guidance for pack in self.packs) if kind in rule.kinds)

    @property
    def risk_level(self) -> RiskLevel | None:
        """Whether a clinician may write down a level of risk; None where no pack says."""
        found = [rule for pack in self.packs for rule in self._here(pack.risk_level)]
        return found[-1] if found else None

    @property
    def review_birthdays(self) -> tuple[int, ...]:
        """Birthdays at which consents of a minor are looked at again."""
        found = self._closest(pack.birthdays for pack in self.packs)
        return tuple(sorted({age for rule in found for age in rule.ages}))

    def review_months(self, *, is_minor: bool) -> int | None:
        """After how many months a consent is looked at again; None where no pack says."""
        rule = self.deadline("consent_review_minor" if is_minor else "consent_review")
        return rule.length.months if rule is not None and rule.length is not None else None

    def rule(self, wanted: str) -> Rule | None:
        """Any rule by its id; the closest where there are several."""
        found = [rule for pack in self.packs for _table, _place, rule in rules_of(pack) if rule.id == wanted]
        return next(iter(self._here(found[::-1])), None)

    def _closest(self, layers: Iterable[Sequence[_Rule]]) -> tuple[_Rule, ...]:
        """From general to close; a rule that is replaced keeps no place."""
        found: dict[str, _Rule] = {}
        for layer in layers:
            for rule in self._here(layer):
                found.pop(rule.id, None)
                found[rule.id] = rule
        return tuple(found.values())

    def _here(self, rules: Iterable[_Rule]) -> list[_Rule]:
        return [rule for rule in rules if not rule.where or any(_lies_in(place, rule.where) for place in self.places)]


def of(packs: Mapping[str, Pack], places: Sequence[str]) -> Law:
    """The law of some places, such as where the practice is and where the client lives."""
    found: dict[str, Pack] = {}
    for place in [place for place in places if place.strip()] or [""]:
        for code in chain(packs, code_for(packs, place)):
            found.setdefault(code, packs[code])
    return Law(tuple(found.values()), tuple(place.strip().upper() for place in places if place.strip()))


def code_for(packs: Mapping[str, Pack], place: str) -> str:
    """The closest pack of a place: `us-ca` of `US-CA`, `us` of `US-FL`, `eu` of `DE`, `common` of anywhere else."""
    wanted = place.strip().casefold().replace("_", "-")
    country = _OTHER_NAMES.get(wanted[:2], wanted[:2])
    for code in (wanted, country):
        if code in packs and code != COMMON:
            return code
    return next((code for code, pack in packs.items() if country.upper() in pack.members), COMMON)


def chain(packs: Mapping[str, Pack], code: str) -> list[str]:
    """The codes of the packs that one stands on, the most general first, itself last.

    A base that is not there, or that stands on this pack, ends the chain.
    """
    found: list[str] = []
    while code in packs and code not in found:
        found.insert(0, code)
        code = packs[code].base
    return found


def _lies_in(place: str, where: str) -> bool:
    return place == where or place.startswith(f"{where}-")
