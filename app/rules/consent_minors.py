"""What the consent of a minor has to rest on, and what is wrong with one that does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from app.records import birthdays
from app.records.consent_choices import GivenBy, MinorBasis
from app.texts import _

MAJORITY = 18
_REPRESENTED = frozenset({GivenBy.PARENT, GivenBy.BOTH_PARENTS, GivenBy.GUARDIAN, GivenBy.CLIENT_AND_REPRESENTATIVE})
_BY_REPRESENTATIVES = frozenset({MinorBasis.REPRESENTATIVES, MinorBasis.BOTH})
_YES, _NO = "yes", "no"


class Rule(Protocol):
    """A rule of a law pack about minors, as far as it is asked here."""

    @property
    def id(self) -> str: ...
    @property
    def consent_of(self) -> tuple[Any, ...]: ...
    @property
    def both_parents(self) -> bool: ...
    @property
    def if_mature(self) -> bool: ...
    @property
    def setting(self) -> Any: ...
    @property
    def in_force(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What the law asks of the consent of a minor; `rules` are the ids of the rules it follows from."""

    both_parents: bool = False
    basis: MinorBasis | None = None
    may_be_found_able: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MinorFacts:
    """What the index knows of a minor's consent: how many decide together, how many agreed, and the child itself."""

    basis: str = ""
    deciding: int = 0
    consented: int = 0
    objecting: int = 0
    asks_both: bool = False
    is_joint: bool = False
    has_authority: bool = True
    authority_ended: bool = False
    has_maturity: bool = False
    assent: str = ""
    of_age_on: str = ""


def asked(rules: Iterable[Rule], settings: frozenset[str] = frozenset({"any"})) -> Asked:
    """What rules say together, the closest law first; rules not in force or of another setting say nothing."""
    counted = [rule for rule in rules if rule.in_force and rule.setting in settings]
    if not counted:
        return Asked()
    certain = [rule for rule in counted if not rule.if_mature]
    return Asked(
        both_parents=any(rule.both_parents for rule in certain),
        basis=_basis_of(certain[0]) if certain else MinorBasis.REPRESENTATIVES,
        may_be_found_able=any(rule.if_mature for rule in counted),
        rules=tuple(rule.id for rule in counted),
    )


def facts_from(facets: Mapping[str, Any]) -> MinorFacts | None:
    """The facts in the facets of a consent; None where the client was no minor."""
    if not facets.get("of_minor"):
        return None
    return MinorFacts(
        basis=str(facets.get("minor_basis") or ""),
        deciding=int(facets.get("deciding") or 0),
        consented=int(facets.get("consented") or 0),
        objecting=int(facets.get("objecting") or 0),
        asks_both=bool(facets.get("asks_both")),
        is_joint=bool(facets.get("jointly")),
        has_authority=not facets.get("no_authority"),
        authority_ended=bool(facets.get("authority_ended")),
        has_maturity=bool(facets.get("maturity")),
        assent=str(facets.get("assent") or ""),
        of_age_on=str(facets.get("of_age_on") or ""),
    )


def needed(facts: MinorFacts) -> int:
    """How many of those who represent the child have to agree: all where they decide only together, or one."""
    together = facts.asks_both or facts.is_joint
    return facts.deciding if together else min(facts.deciding, 1)


def defect(facts: MinorFacts, given_by: str, *, has_assented: bool = False) -> str:
    """Why the consent of a minor is defective, as a sentence; empty when it is not.

    Args:
        facts: What the consent says about the minor.
        given_by: Who decided.
        has_assented: The child agreed in a record of its own that is in force.
    """
    if given_by == GivenBy.COURT or facts.basis == MinorBasis.COURT:
        return ""
    if facts.basis == MinorBasis.FOUND_ABLE and not facts.has_maturity:
        return _("It is not written down why the young person was found able to decide.")
    if facts.basis and facts.basis not in _BY_REPRESENTATIVES:
        return ""
    if facts.basis or given_by in _REPRESENTED or facts.deciding:
        return _missing_signature(facts, given_by) or _missing_assent(facts, has_assented=has_assented)
    return _("A minor decided alone, and it is not written down why that is enough.")


def remarks(facts: MinorFacts, given_by: str) -> list[str]:
    """What is no defect, but should be talked about or written down."""
    found = []
    if given_by in _REPRESENTED and not facts.deciding and given_by != GivenBy.BOTH_PARENTS:
        found.append(_("It is not written down who else may decide for the child."))
    if not facts.has_authority:
        found.append(_("It is not written down what the right to decide for the child rests on."))
    if facts.assent == _NO and facts.basis != MinorBasis.BOTH:
        found.append(_("The child does not agree."))
    return found


def of_age_on(born: str) -> str:
    """The day somebody comes of age; empty for a birth date that is not known in full."""
    return birthdays.birthday(born, MAJORITY) if len(born) == len("1987-04-12") else ""


def next_recheck(born: str, on: date, ages: Sequence[int] = birthdays.CHECKED) -> str:
    """The next birthday after a day at which rights change; empty for adults and partial dates."""
    if len(born) != len("1987-04-12"):
        return ""
    return next((day for age in ages if (day := birthdays.birthday(born, age)) > on.isoformat()), "")


def _basis_of(rule: Rule) -> MinorBasis:
    if "minor" not in rule.consent_of:
        return MinorBasis.REPRESENTATIVES
    return MinorBasis.BOTH if "representatives" in rule.consent_of else MinorBasis.PRESUMED_ABLE


def _missing_signature(facts: MinorFacts, given_by: str) -> str:
    if facts.objecting and needed(facts) > facts.consented:
        return _("Somebody whose agreement is needed does not agree.")
    if not facts.deciding:
        alone = given_by == GivenBy.CLIENT
        return _("Nobody who represents the child has agreed.") if alone else ""
    if facts.authority_ended:
        return _("The right of somebody who agreed for the child had ended by then.")
    if not facts.consented:
        return _("Nobody who represents the child has agreed.")
    if facts.consented < needed(facts):
        return _("One parent's signature where two are needed.")
    return ""


def _missing_assent(facts: MinorFacts, *, has_assented: bool) -> str:
    if facts.basis != MinorBasis.BOTH:
        return ""
    if facts.assent == _NO:
        return _("The young person does not agree, and their agreement is needed too.")
    if facts.assent != _YES and not has_assented:
        return _("Assent missing: the young person's own agreement is needed too.")
    return ""
