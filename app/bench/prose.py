"""Texts for measurements: sentences of the fictional practice, put together the same way every time."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from app import paths

_SENTENCES_A_NOTE = 6
_STEP, _STRIDE = 7919, 104_729  # primes: neighbours share no sentence
_LONG_WORD = re.compile(r"[a-z]{6,}")
_CHOICE = re.compile(r"\[([^|\]]*)\|[^\]]*\]")
_BRACES = re.compile(r"\{(\w+)\}")
_FIRST = ("Ada", "Bela", "Cyril", "Dorota", "Emil", "Flora", "Gustaw", "Hanna", "Igor", "Jolanta", "Karol", "Lidia")
_LAST = ("Bystron", "Cieslar", "Drabik", "Fojcik", "Gawron", "Halama", "Jaworek", "Kubica", "Legierski", "Mazur")


def name(client: int) -> str:
    """The name of a client."""
    first, last = _FIRST[client % len(_FIRST)], _LAST[client // len(_FIRST) % len(_LAST)]
    return f"{first} {last} {client}"


def note(number: int, client: int) -> str:
    """The text of a note, some 800 characters."""
    pool = _sentences()
    found = (pool[(number * _STEP + place * _STRIDE) % len(pool)] for place in range(_SENTENCES_A_NOTE))
    return f"{name(client)}. " + " ".join(found)


def queries(notes: int, count: int) -> list[str]:
    """Pairs of words that stand in one note, as somebody who looks for it would type them."""
    found = []
    for n in range(count):
        words = _LONG_WORD.findall(note(n * _STEP % notes, 0).lower())
        found.append(f"{words[n % len(words)]} {words[(n * 3 + 5) % len(words)]}")
    return found


@cache
def _sentences() -> tuple[str, ...]:
    folder = paths.resources() / "demo" / "en"
    pool: dict[str, None] = {}
    for file in sorted(folder.rglob("*.toml")):
        pool |= dict.fromkeys(_texts(tomllib.loads(file.read_text("utf-8"))))
    return tuple(pool)


def _texts(value: Any) -> list[str]:
    """Every text of some length, with one choice made and the braces taken away."""
    if isinstance(value, str):
        plain = _BRACES.sub(r"\1", _CHOICE.sub(r"\1", value))
        return [plain] if len(plain) > 40 else []
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []
