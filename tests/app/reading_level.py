"""How hard a text is to read: words a sentence, and the level of school it asks for, in English and in Polish.

English: Flesch-Kincaid grade, years of school. Polish: the fog index with four syllables as a long word, as Polish
linguists count it; also years of school. Both are rough, and good enough to catch a text that became hard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCES = re.compile(r"[.!?]+[”\"]?\s+|[;:]\s+|\n+")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = {"en": re.compile(r"[aeiouy]+"), "pl": re.compile(r"i(?=[aeouąęó])|([aeiouyąęó])")}
_MANY_SYLLABLES = 4


@dataclass(frozen=True, slots=True)
class Level:
    """`sentence`: words in the average sentence; `longest`: in the longest; `grade`: years of school."""

    sentence: float
    longest: int
    grade: float


def level(text: str, language: str) -> Level:
    """How hard a text is; merge fields and marks of lists count as nothing."""
    plain = re.sub(r"\{[^}]*\}|^- ", "", text, flags=re.MULTILINE)
    sentences = [words for part in _SENTENCES.split(plain) if (words := _WORDS.findall(part.casefold()))]
    words = [word for sentence in sentences for word in sentence]
    average = len(words) / len(sentences)
    syllables = [_syllables(word, language) for word in words]
    if language == "pl":
        grade = 0.4 * (average + 100 * sum(count >= _MANY_SYLLABLES for count in syllables) / len(words))
    else:
        grade = 0.39 * average + 11.8 * sum(syllables) / len(words) - 15.59
    return Level(average, max(map(len, sentences)), grade)


def _syllables(word: str, language: str) -> int:
    if language == "pl":
        return max(1, sum(bool(found) for found in _VOWELS["pl"].findall(word)))
    silent = word.endswith("e") and not word.endswith("le")
    return max(1, len(_VOWELS["en"].findall(word)) - silent)
