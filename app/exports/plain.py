"""The blocks of a record as plain text, for formats that want words beside the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.reports.paper import Facts, Heading, Inset, Notice, Text

_INDENT = "  "


def text(blocks: Iterable[Any]) -> str:
    """The words of headings, texts, facts and notices, a line each; what stands inset is indented."""
    return "\n".join(_lines(blocks)).strip() + "\n"


def _lines(blocks: Iterable[Any]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Facts(rows):
                yield from (f"{label}: {value}" for label, value in rows)
            case Heading(words):
                yield from ("", words)
            case Text(words) | Notice(words):
                yield words
            case Inset(inside):
                yield from (f"{_INDENT}{line}" for text in _lines(inside) for line in text.split("\n"))
            case _:
                raise TypeError(f"no plain text for {type(block).__name__}")
