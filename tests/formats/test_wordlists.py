"""The word lists for passphrases are what they promise."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

LISTS = Path(__file__).parents[2] / "resources/wordlists"
PLAIN = str.maketrans("ąćęłńóśźż", "acelnoszz")


def words(language: str) -> list[str]:
    """The words of a list, in its order."""
    return (LISTS / f"{language}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("language", "count", "shape"), [("en", 7776, "[a-z-]{3,9}"), ("pl", 2048, "[a-ząćęłńóśźż]{4,9}")]
)
def test_list_has_its_words_each_once_sorted_and_plain(language: str, count: int, shape: str) -> None:
    found = words(language)
    assert len(found) == len(set(found)) == count
    assert found == sorted(found)
    assert not [word for word in found if not re.fullmatch(shape, word)]


def test_file_is_one_word_a_line() -> None:
    for path in LISTS.glob("*.txt"):
        data = path.read_bytes()
        assert data.endswith(b"\n")
        assert b"\r" not in data
        assert b" " not in data


def test_no_polish_word_begins_another_even_without_marks() -> None:
    plain = sorted(word.translate(PLAIN) for word in words("pl"))
    assert not [pair for pair in itertools.pairwise(plain) if pair[1].startswith(pair[0])]


def test_no_two_polish_words_differ_in_one_letter_only() -> None:
    plain = [word.translate(PLAIN) for word in words("pl")]
    replaced = [f"{word[:place]}?{word[place + 1 :]}" for word in plain for place in range(len(word))]
    left_out = {f"{word[:place]}{word[place + 1 :]}" for word in plain for place in range(len(word))}
    assert len(set(plain)) == len(plain)
    assert len(set(replaced)) == len(replaced)
    assert not left_out & set(plain)


def test_every_list_is_named_with_its_licence() -> None:
    text = (LISTS / "LICENSE.md").read_text("utf-8")
    for path in LISTS.glob("*.txt"):
        assert f"`{path.name}`" in text
