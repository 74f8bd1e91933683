"""What the chosen regimes ask a form to say on top of its text: the words there are, and those that are missing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

import msgspec

from app import paths
from app.packs import jurisdictions, law
from app.packs.jurisdiction_rules import ReleaseElement, ReleaseRule
from app.records.consent_elements import Element
from app.vaults import failure

PARAGRAPHS: dict[ReleaseElement, Element] = {
    ReleaseElement.DISCLOSER: Element.DISCLOSER,
    ReleaseElement.INFORMATION: Element.INFORMATION,
    ReleaseElement.RECIPIENT: Element.RECIPIENTS,
    ReleaseElement.INTERMEDIARY: Element.RECIPIENTS,
    ReleaseElement.PURPOSE: Element.PURPOSE,
    ReleaseElement.EXPIRY: Element.EXPIRY,
    ReleaseElement.RIGHT_TO_REVOKE: Element.REVOKING,
    ReleaseElement.CONDITIONING: Element.CONDITIONING,
    ReleaseElement.REDISCLOSURE: Element.REDISCLOSURE,
    ReleaseElement.COPY: Element.COPY,
}
"""Which paragraph of a release says what its law asks for."""

ON_EVERY_FORM = frozenset(
    {
        ReleaseElement.PATIENT_NAME,
        ReleaseElement.SIGNATURE,
        ReleaseElement.REPRESENTATIVE_AUTHORITY,
        ReleaseElement.PLAIN_LANGUAGE,
    }
)
"""What the form itself has, whatever its text: lines for the name, to sign, for the authority; and short sentences."""

_PLACES = ("US", "PL", "GB", "DE")
_ON_REQUEST = frozenset({"part2"})
"""Regimes that hold for some practices of a place only, and are printed where somebody chooses them."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages; both empty where there is none."""

    en: str = ""
    pl: str = ""

    def in_language(self, language: str) -> str:
        """The text in a language of the program."""
        return self.pl if language == "pl" else self.en


class Statement(msgspec.Struct, frozen=True):
    """Something a regime asks for. `words` are empty where they are missing on the form."""

    regime: str
    element: str
    label: str
    words: str
    citation: str
    is_verified: bool


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    regime: str
    element: str
    words: Words = Words()
    label: Words = Words()
    citation: str = ""
    status: Literal["verified", "unverified"] = "unverified"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    statements: list[_Entry]


def regimes() -> tuple[str, ...]:
    """All regimes that something is known about."""
    found = [regime for place in _PLACES for regime in _law(place).regimes]
    return tuple(dict.fromkeys([*found, *(entry.regime for entry in _entries())]))


def regimes_of(jurisdiction: str) -> tuple[str, ...]:
    """The regimes that a form of a practice there is printed for, unless others are chosen."""
    place = jurisdiction.strip().upper()
    found = [regime for regime in _law(place).regimes if regime not in _ON_REQUEST] if place else []
    return (*found, "pl") if place[:2] == "PL" and "pl" not in found else tuple(found)


def needed(text_id: str, covered: Iterable[Element], chosen: Sequence[str], language: str) -> list[Statement]:
    """What the chosen regimes ask of a text besides what its paragraphs say; those without words are missing.

    Raises:
        KnownError: `unknown_regime`.
    """
    for regime in chosen:
        if regime not in regimes():
            raise failure("unknown_regime", regime=regime, known=", ".join(regimes()))
    entries = [entry for entry in _entries() if entry.text == text_id and entry.regime in chosen]
    if text_id != "release":
        return [_of_entry(entry, language) for entry in entries]
    own = {(entry.regime, entry.element): entry for entry in entries}
    said = set(covered)
    return [
        _of_rule(rule, own.get((rule.regime, rule.element.value)), language)
        for regime in chosen
        for rule in _release_rules(regime)
        if (rule.regime, rule.element.value) in own or not _is_said(rule.element, said)
    ]


def _is_said(element: ReleaseElement, said: set[Element]) -> bool:
    return element in ON_EVERY_FORM or PARAGRAPHS.get(element) in said


def _of_rule(rule: ReleaseRule, entry: _Entry | None, language: str) -> Statement:
    words = entry.words.in_language(language) if entry is not None else ""
    title = rule.title.pl if language == "pl" else rule.title.en
    return Statement(rule.regime, rule.element.value, title, words, rule.citation, rule.is_verified)


def _of_entry(entry: _Entry, language: str) -> Statement:
    label, words = entry.label.in_language(language), entry.words.in_language(language)
    return Statement(entry.regime, entry.element, label, words, entry.citation, entry.status == "verified")


def _release_rules(regime: str) -> list[ReleaseRule]:
    found = {rule.id: rule for place in _PLACES for rule in _law(place).release(regime)}
    return list(found.values())


@cache
def _law(place: str) -> law.Law:
    packs = {code: pack for code in jurisdictions.codes() if (pack := jurisdictions.shipped(code)) is not None}
    return law.of(packs, [place])


@cache
def _entries() -> tuple[_Entry, ...]:
    path = paths.resources() / "consents" / "required" / "statements.toml"
    try:
        file = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise failure("bad_starting_text", file=path.name, problem=str(error)) from error
    return tuple(file.statements)
