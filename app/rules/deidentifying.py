"""What in a text may point to somebody: names that are known, codes, full dates, addresses, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app import formats
from app.rules.names import Known, NameBook, replaced

_DOTS = "[…]"
_DAY = re.compile(r"\b(\d{4})-(\d{2})-\d{2}\b|\b\d{1,2}[./](\d{1,2})[./](\d{4})\b")
_OTHERS = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),  # a mail address
    re.compile(r"\b[A-Z]{1,4}-\d{3,}\b"),  # the code of a client
    re.compile(r"\b\d{4}-\d{3}\b"),  # the number of an incident
    re.compile(r"(?<![\w.-])\+?\d(?:[ ()-]?\d){6,}(?![\w-])"),  # a telephone number
)
_MONTHS_OF_YEAR = 12


def found_in(text: str, names: Iterable[str] = ()) -> list[str]:
    """What may point to somebody, as it stands in the text, each once, in order.

    Args:
        text: In any language.
        names: Of clients and colleagues whom it may be about, in any case that Polish puts them into. Nothing finds a
            name that nobody has told.
    """
    spots = [(spot.start(), spot.group()) for pattern in (_DAY, *_OTHERS) for spot in pattern.finditer(text)]
    spots += [(one.start, text[one.start : one.end]) for one in _book(names).find(text)]
    return list(dict.fromkeys(words for _start, words in sorted(spots)))


def scrubbed(text: str, names: Iterable[str] = ()) -> str:
    """The text with a month for every day, and dots for all else that may point to somebody."""
    text = _DAY.sub(_month, replaced(text, _book(names).find(text)))
    for pattern in _OTHERS:
        text = pattern.sub(_DOTS, text)
    return text


def _book(names: Iterable[str]) -> NameBook:
    return NameBook.of(Known("", _DOTS, name) for name in names)


def _month(found: re.Match[str]) -> str:
    year, month = (found[1], found[2]) if found[1] else (found[4], found[3].zfill(2))
    return formats.long_date(f"{year}-{month}") if 1 <= int(month) <= _MONTHS_OF_YEAR else year
