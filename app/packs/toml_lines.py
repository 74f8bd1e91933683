"""On which line of a TOML file something stands, so that a mistake in its content can be shown where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")
_STEP = re.compile(r"\.([A-Za-z0-9_-]+)|\[(\d+)\]")
_LONG_QUOTES = ('"""', "'''")


def lines_of(text: str) -> Mapping[Path, int]:
    """The line (from 1) of every table and key that begins a line: `("deadline", 3, "title")`."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header = _HEADER.match(line)
        key = None if header else _KEY.match(line)
        if header:
            table = _table(header, counts)
            found.setdefault(table, number)
            found.setdefault(_unnumbered(table), number)
        elif key:
            found.setdefault((*table, *_names(key[1])), number)
        closing = _opened(line)
    return found


def line_of(text: str, path: Path) -> int:
    """The line of the deepest part of `path` that begins a line; 1 where none does."""
    found = lines_of(text)
    return next((found[path[:length]] for length in range(len(path), 0, -1) if path[:length] in found), 1)


def path_of(place: str) -> Path:
    """`("deadline", 3, "title")` of `$.deadline[3].title`, as msgspec writes it."""
    return tuple(int(index) if index else name for name, index in _STEP.findall(place))


def _table(header: re.Match[str], counts: dict[Path, int]) -> Path:
    names: Path = ()
    parts = _names(header[2])
    for name in parts[:-1]:
        names = (*names, name)
        if names in counts:
            names = (*names, counts[names])
    names = (*names, parts[-1])
    if header[1] == "[[":
        counts[names] = counts.get(names, -1) + 1
        return (*names, counts[names])
    return names


def _unnumbered(table: Path) -> Path:
    """The name of a table of which there are several: its first stands for all."""
    return table[:-1] if table and isinstance(table[-1], int) else table


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _opened(line: str) -> str:
    """The quotes of a text that goes on in the next line, if one was begun and not ended here."""
    for quotes in _LONG_QUOTES:
        if line.count(quotes) % 2:
            return quotes
    return ""
