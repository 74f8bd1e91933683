"""Versions of libraries that are known to be bad, with why and where that is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata


@dataclass(frozen=True, slots=True)
class KnownBad:
    """A library that is bad below a version. `why` names the advisory; checked on the day it was added."""

    library: str
    below: str
    why: str


# 2026-11-22: the advisories' own pages name these versions.
KNOWN_BAD = (
    KnownBad("sqlcipher3", "0.6.4", "CVE-2026-11824"),
    KnownBad("cryptography", "44.0.1", "CVE-2024-12797"),
)


def bad_ones() -> Iterator[tuple[KnownBad, str]]:
    """Each that is installed in a bad version, with that version."""
    return bad_ones_of({row.library: found for row in KNOWN_BAD if (found := _installed(row.library))})


def bad_ones_of(versions: Mapping[str, str]) -> Iterator[tuple[KnownBad, str]]:
    """Each of these libraries whose version is a bad one."""
    for row in KNOWN_BAD:
        found = versions.get(row.library)
        if found is not None and _numbers(found) < _numbers(row.below):
            yield row, found


def _installed(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
