"""Which values the lists of this practice offer in a form: without those it hid, with those it added."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from app.records.client import FileStatus
from app.records.practice_profile import PracticeProfile
from app.rules import practice_rules

if TYPE_CHECKING:
    from app.records.fields import FieldSpec

_BY_THE_PROGRAM = frozenset({FileStatus.JOINED})  # joining two files sets it, nobody chooses it


class Offers:
    """Learned at sign-in and whenever somebody changes the practice; until then every list is whole."""

    def __init__(self) -> None:
        self._profile = PracticeProfile()

    def learn(self, profile: PracticeProfile) -> None:
        """The practice as it is now; forms made from now on follow it."""
        self._profile = profile

    def narrowed(self, spec: FieldSpec) -> FieldSpec:
        """The field with the choices that are offered."""
        if not spec.choices:
            return spec
        offered = practice_rules.offered(type(spec.choices[0]), self._profile)
        known = [choice for choice in spec.choices if choice in offered]
        added = [choice for choice in offered if choice not in spec.choices and choice.name == choice.value]
        return replace(spec, choices=tuple(one for one in [*known, *added] if one not in _BY_THE_PROGRAM))


@runtime_checkable
class HasOffers(Protocol):
    """`References` that know what the practice offers."""

    offers: Offers
