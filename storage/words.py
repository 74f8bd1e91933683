"""How words are folded for search and sorting, and how an excerpt is cut (V-7.1, V-7.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Letters that do not decompose into a base letter and a mark; all others are left to the tokenizer.
_MAP = str.maketrans("łŁøØđĐħĦ", "lLoOdDhH") | {
    ord(letter): pair for letter, pair in zip("ßẞæÆœŒ", ("ss", "SS", "ae", "AE", "oe", "OE"), strict=True)
}
_WORD = re.compile(r"\w+")
_MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LEAST_PREFIX = 3
_AROUND = 60
MOST_TYPED = 1000
# A word up to the next space, or "a phrase"; a minus before either leaves out what holds it.
_TERM = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
MATCH_START, MATCH_END = "\x02", "\x03"


def mapped(text: str) -> str:
    """Text as it goes into the full-text index: only letters that do not decompose are replaced."""
    return text if text.isascii() else text.translate(_MAP)


def fold(text: str) -> str:
    """Text for comparing and sorting: no case, no marks."""
    if text.isascii():
        return text.casefold()
    whole = text.encode(errors="replace").decode()  # a pasted half of a character is no reason to fail
    decomposed = unicodedata.normalize("NFKD", mapped(whole))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


class Term(NamedTuple):
    """Words that a text has to hold, or must not: the beginnings of words, or whole words one after the other."""

    words: tuple[str, ...]
    is_exact: bool = False
    is_unwanted: bool = False


def terms(typed: str) -> Iterator[Term]:
    """What somebody typed: `words "an exact phrase" -unwanted`. What is left out is left out as it stands."""
    whole = typed[:MOST_TYPED].encode(errors="replace").decode()
    for found in _TERM.finditer(unicodedata.normalize("NFC", whole)):
        pieces = tuple(_WORD.findall(found["word"] or found["phrase"] or ""))
        if pieces:
            is_unwanted = found["minus"] is not None
            yield Term(pieces, is_unwanted or found["word"] is None, is_unwanted)


def match_expression(typed: str) -> str:
    """An FTS5 query for what somebody typed: all words, each as a prefix from three letters on, and all phrases."""
    wanted = " ".join(_expression(term) for term in terms(typed) if not term.is_unwanted)
    unwanted = unwanted_expression(typed)
    return f"({wanted}) NOT ({unwanted})" if wanted and unwanted else wanted


def unwanted_expression(typed: str) -> str:
    """An FTS5 query for everything that is to be left out."""
    return " OR ".join(_expression(term) for term in terms(typed) if term.is_unwanted)


def _expression(term: Term) -> str:
    words = [mapped(word) for word in term.words]
    if term.is_exact:
        return f'"{" ".join(words)}"'
    return " ".join(f'"{word}"{"*" if len(word) >= _LEAST_PREFIX else ""}' for word in words)


def excerpt(text: str, typed: str) -> str:
    """Some 120 characters around the first match, with every match marked."""
    spans = _matches(text, list(_patterns(typed)))
    if not spans:
        return _tidy(text[: 2 * _AROUND])
    start = max(0, spans[0][0] - _AROUND)
    end = min(len(text), spans[0][1] + _AROUND)
    pieces, at = ["…" if start else ""], start
    for first, last in spans:
        if last <= end and first >= at:
            pieces += [text[at:first], MATCH_START, text[first:last], MATCH_END]
            at = last
    pieces += [text[at:end], "…" if end < len(text) else ""]
    return _tidy("".join(pieces))


def _patterns(typed: str) -> Iterator[str]:
    """One pattern for each beginning of a word and each phrase, over folded text."""
    for term in terms(typed):
        words = [re.escape(fold(word)) for word in term.words]
        if term.is_exact and not term.is_unwanted:
            yield r"\W+".join(words)
        elif not term.is_unwanted:
            yield from (word + (r"\w*" if len(word) >= _LEAST_PREFIX else "") for word in words)


def _matches(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where words of the text match. Most text folds letter by letter, so that one pattern finds them all."""
    if not wanted:
        return []
    pattern = re.compile(rf"\b(?:{'|'.join(wanted)})\b")
    folded = fold(text)
    if len(folded) == len(text):
        return [found.span() for found in pattern.finditer(folded)]
    return [found.span() for found in _WORD.finditer(text) if pattern.fullmatch(fold(found.group()))]


def _tidy(text: str) -> str:
    return re.sub(r"[^\S\x02\x03]+", " ", text).strip()
