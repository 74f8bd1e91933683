"""Turning templates into sentences about one person.

A template has choices, `[one|another]`, and slots in braces:

- `{name}` and whatever else the caller gives
- `{he} {him} {his} {himself} {was} {has} {is} {does} {s}`: English words that follow the client
- `{he/she/they}`, `zmęczon{y/a}`: a form for each grammatical gender, of the client, or of
  somebody else with the key in front, `{parent:he/she}`
- `{parent}`, `{parent.gen}`: a detail of the client's story, in the form asked for

A slot that begins with a capital gives a capital.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.demo.material import Row

MASCULINE, FEMININE, NEUTRAL = 0, 1, 2
GENDERS = {"m": MASCULINE, "f": FEMININE, "n": NEUTRAL}
_PRONOUNS = {
    "he": ("he", "she", "they"),
    "him": ("him", "her", "them"),
    "his": ("his", "her", "their"),
    "himself": ("himself", "herself", "themself"),
    "was": ("was", "was", "were"),
    "has": ("has", "has", "have"),
    "is": ("is", "is", "are"),
    "does": ("does", "does", "do"),
    "s": ("s", "s", ""),
}
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_DEEPEST = 4


@dataclass(slots=True)
class Voice:
    """Speaks about one client, always with the same details. `gender` is grammatical."""

    rng: random.Random
    name: str
    gender: int
    details: Mapping[str, Row] = field(default_factory=dict)

    def say(self, template: str, **given: str) -> str:
        """The sentences of a template; raises ValueError for a slot that nothing fills."""
        text = _CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), template)
        for _ in range(_DEEPEST):
            if "{" not in text:
                break
            text = _SLOT.sub(lambda found: self._fill(found[1], given), text)
        if "{" in text:
            raise ValueError(f"a slot stays open in {text!r}")
        return _capital(text.strip())

    def one_of(self, templates: Sequence[str], **given: str) -> str:
        """One of several templates, said."""
        return self.say(self.rng.choice(templates), **given)

    def _fill(self, slot: str, given: Mapping[str, str]) -> str:
        if "/" in slot:
            return self._form(slot)
        name = slot[:1].lower() + slot[1:]
        found = self._word(name, given)
        return _capital(self.say(found, **given)) if slot != name else found

    def _word(self, name: str, given: Mapping[str, str]) -> str:
        if name in given:
            return given[name]
        if name == "name":
            return self.name
        if name in _PRONOUNS:
            return _PRONOUNS[name][self.gender]
        key, _, form = name.partition(".")
        row = self.details.get(key)
        if row is None or (form or "nom") not in row:
            raise ValueError(f"nothing fills the slot {name!r}")
        return row[form or "nom"]

    def _form(self, slot: str) -> str:
        key, colon, forms = slot.partition(":")
        words = (forms if colon else slot).split("/")
        gender = GENDERS[self.details[key.lower()]["g"]] if colon else self.gender
        return words[min(gender, len(words) - 1)]


class Decks:
    """Cards drawn one after another; none comes back before all of its deck were drawn."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._left: dict[str, list[str]] = {}

    def draw(self, name: str, cards: Sequence[str]) -> str:
        """The next card of the deck called `name`."""
        left = self._left.get(name)
        if not left:
            left = list(cards)
            self._rng.shuffle(left)
            self._left[name] = left
        return left.pop()

    def is_spent(self, name: str) -> bool:
        """Whether the deck was begun and its last card is drawn."""
        return self._left.get(name) == []


def joined(*texts: str) -> str:
    """Sentences one after another; empty ones leave no gap."""
    return " ".join(text for text in texts if text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
