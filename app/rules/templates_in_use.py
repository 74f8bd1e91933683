"""Which of the practice's texts for consents are in use, and which consents are to be asked for again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.rules.consent_facts import TextFacts


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What follows from the index row of one text."""

    record: str
    type: str = ""
    language: str = ""
    version: str = ""
    effective_from: str = ""
    supersedes: str = ""
    asks_again: bool = False
    body_hash: str = ""
    is_signed: bool = True
    is_in_error: bool = False

    @property
    def is_published(self) -> bool:
        """Whether somebody may have consented to it."""
        return self.is_signed and not self.is_in_error


def facts_from(record: str, facets: Mapping[str, Any], *, is_signed: bool, is_in_error: bool) -> TemplateFacts:
    """The facts in an index row."""
    names = ("type", "language", "version", "effective_from", "supersedes", "body_hash")
    found = {name: str(facets.get(name) or "") for name in names}
    return TemplateFacts(
        record, asks_again=bool(facets.get("ask_again")), is_signed=is_signed, is_in_error=is_in_error, **found
    )


def in_use(templates: Iterable[TemplateFacts], on: date) -> list[TemplateFacts]:
    """Published ones that are in use on a day, newest first. What replaces one must be in use itself."""
    day = on.isoformat()
    published = [one for one in templates if one.is_published and one.effective_from <= day]
    replaced = {one.supersedes for one in published if one.supersedes}
    found = [one for one in published if one.record not in replaced]
    return sorted(found, key=lambda one: (one.effective_from, one.record), reverse=True)


def text_facts(templates: Iterable[TemplateFacts]) -> TextFacts:
    """Digests of everything published, and for each text the day from which a newer one asks again.

    Whoever agreed to the oldest of three versions is asked again if any of the newer ones asks.
    """
    published = {one.record: one for one in templates if one.is_published}
    newer: dict[str, str] = {}
    for one in published.values():
        if one.asks_again:
            for older in _older(one, published):
                newer[older] = min(newer.get(older, one.effective_from), one.effective_from)
    digests = {(one.record, one.version, one.language): one.body_hash for one in published.values()}
    return TextFacts(digests, newer)


def _older(template: TemplateFacts, published: Mapping[str, TemplateFacts]) -> list[str]:
    """All texts that it took the place of, directly or not."""
    found: list[str] = []
    older = template.supersedes
    while older and older not in found:
        found.append(older)
        older = published[older].supersedes if older in published else ""
    return found
