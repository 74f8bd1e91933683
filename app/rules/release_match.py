"""Whether a release covers what is to leave: recipient, information, direction, dates, purpose; in words why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app import formats
from app.records.release_choices import (
    ON_A_FORM_OF_ITS_OWN,
    SENSITIVE,
    Direction,
    InformationClass,
    Regime,
    ReleasePurpose,
)
from app.rules.release_state import ReleaseFacts, ReleaseState
from app.texts import _


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to leave, and to whom.

    Args:
        recipient: Name of the person, or empty where only an organisation is named.
        organisation: Name of the organisation, or empty.
        within_class: A person said that the recipient belongs to the class that the release names.
        information: Classes of what leaves.
        dates: First and last day of the records in it (ISO); empty where they have none.
        purposes: For what; each must be on the release.
    """

    recipient: str = ""
    organisation: str = ""
    within_class: bool = False
    information: frozenset[InformationClass] = frozenset()
    dates: tuple[str, str] = ("", "")
    purposes: tuple[ReleasePurpose, ...] = ()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One reason why a release does not cover it: a code, and a sentence."""

    code: str
    words: str


def mismatches(facts: ReleaseFacts, state: ReleaseState, asked: Asked) -> list[Mismatch]:
    """Why nothing may leave on this release; empty when it covers it."""
    return [
        found
        for look in (_state, _direction, _recipient, _information, _own_form, _dates, _purposes)
        for found in look(facts, state, asked)
    ]


def _state(facts: ReleaseFacts, state: ReleaseState, asked: Asked) -> Iterator[Mismatch]:
    del facts, asked
    if not state.is_active:
        yield Mismatch("state", _("{state}: {reason}").format(state=_(state.state.label), reason=state.reason))


def _direction(facts: ReleaseFacts, state: ReleaseState, asked: Asked) -> Iterator[Mismatch]:
    del state, asked
    if facts.direction == Direction.FROM:
        yield Mismatch("direction", _("It only lets them tell us, not us tell them."))


def _recipient(facts: ReleaseFacts, state: ReleaseState, asked: Asked) -> Iterator[Mismatch]:
    del state
    if asked.within_class and facts.classes:
        return
    if not any(_is_meant(person, organisation, asked) for person, organisation in facts.recipients):
        named = ", ".join([*(", ".join(filter(None, one)) for one in facts.recipients), *facts.classes])
        yield Mismatch("recipient", _("It is for somebody else: {recipients}.").format(recipients=named))


def _is_meant(person: str, organisation: str, asked: Asked) -> bool:
    """The same person, where the release names one; else the same organisation."""
    if person:
        same_house = not asked.organisation or not organisation or _same(organisation, asked.organisation)
        return _same(person, asked.recipient) and same_house
    return _same(organisation, asked.organisation) or _same(organisation, asked.recipient)


def _same(one: str, other: str) -> bool:
    return bool(one) and " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _information(facts: ReleaseFacts, state: ReleaseState, asked: Asked) -> Iterator[Mismatch]:
    del state
    beyond = [one for one in InformationClass if one in asked.information and one not in facts.information]
    usual = [_(one.label) for one in beyond if one not in SENSITIVE]
    if usual:
        yield Mismatch("information", _("It does not cover: {classes}.").format(classes=", ".join(usual)))
    apart = [_(one.label) for one in beyond if one in SENSITIVE]
    if apart:
        yield Mismatch("sensitive", _("This has to be ticked for itself: {classes}.").format(classes=", ".join(apart)))


def _own_form(facts: ReleaseFacts, state: ReleaseState, asked: Asked) -> Iterator[Mismatch]:
    del state
    for one in ON_A_FORM_OF_ITS_OWN:
        if one in asked.information and (facts.information | asked.information) != {one}:
            words = _("This is given on a release of its own, with nothing else: {what}.").format(what=_(one.label))
            yield Mismatch("own_form", words)


def _dates(facts: ReleaseFacts, state: ReleaseState, asked: Asked) -> Iterator[Mismatch]:
    del state
    first, last = (day[:10] for day in asked.dates)
    if facts.covers_from and first and first < facts.covers_from:
        words = _("It covers records from {date} on.").format(date=formats.long_date(facts.covers_from))
        yield Mismatch("dates", words)
    if facts.covers_until and last and last > facts.covers_until:
        words = _("It covers records up to {date}.").format(date=formats.long_date(facts.covers_until))
        yield Mismatch("dates", words)


def _purposes(facts: ReleaseFacts, state: ReleaseState, asked: Asked) -> Iterator[Mismatch]:
    del state
    beyond = [one for one in asked.purposes if one not in facts.purposes]
    if beyond:
        named = ", ".join(_(one.label) for one in beyond)
        yield Mismatch("purpose", _("It is not for this purpose: {purposes}.").format(purposes=named))
    elif not asked.purposes and Regime.PART2 in facts.regimes:
        # 42 CFR 2.31(d), 2.12(d): whether it is for proceedings must be known before such records leave.
        yield Mismatch("purpose", _("Say for which purpose: records of alcohol and drug treatment go for one alone."))
