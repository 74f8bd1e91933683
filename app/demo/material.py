"""The prose of the fictional practice, read from `resources/demo`: themes, everyday sessions, phrases, people."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app import paths

LANGUAGES = ("en", "pl")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Beat:
    """What one session was about. Texts are templates; see `prose`.

    Attributes:
        phase: start, middle, turn, late or ending; empty for a session of everyday life.
        mood: Which observations fit: low, tense, even, bright or moved.
        following: How the next session opens, if this one agreed on something.
        needs: Tags that the theme of the client must have.
        season: Month and day from which and to which it can happen, `11-02`; empty for the whole year.
        pace: From here on, so many weeks between sessions; 0 leaves it as it is.
        gap: So many weeks until the next session, once.
        days: So many days until the next session, once.
        flags: late, video, phone, with_parent, concern, must, after_break, after_easter, settled (only when
            the work has lasted a while).
    """

    phase: str
    mood: str
    said: str
    work: str = ""
    seen: str = ""
    view: str = ""
    plan: str = ""
    risk: str = ""
    process: str = ""
    following: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    season: tuple[str, ...] = ()
    pace: int = 0
    gap: int = 0
    days: int = 0
    flags: frozenset[str] = frozenset()

    @property
    def is_seasonal(self) -> bool:
        """Whether it belongs to a time of the year."""
        return bool(self.season) or "after_easter" in self.flags


@dataclass(frozen=True, slots=True)
class Theme:
    """What somebody comes with, and the sessions that may follow from it, in order."""

    name: str
    ages: tuple[int, int]
    genders: str
    tags: frozenset[str]
    methods: tuple[str, ...]
    reason: tuple[str, ...]
    goals: tuple[str, ...]
    history: tuple[str, ...]
    details: Mapping[str, tuple[Row, ...]]
    beats: tuple[Beat, ...]
    process: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """All prose of one language; the tables stand here as they do in the files."""

    language: str
    themes: tuple[Theme, ...]
    life: tuple[Beat, ...]
    phrases: Mapping[str, Any]
    people: Mapping[str, Any]
    consents: Mapping[str, Any]
    incidents: tuple[Mapping[str, Any], ...]
    daily: Mapping[str, Any]
    safety: Mapping[str, Any]
    agreements: Mapping[str, Any]
    colleagues: Mapping[str, Any]


_TEXTS = ("said", "work", "seen", "view", "plan", "risk", "process")
_NUMBERS = ("pace", "gap", "days")
_FLAGS = ("late", "video", "phone", "with_parent", "concern", "must", "after_break", "after_easter", "settled")


@cache
def library(language: str) -> Library:
    """The prose of a language, `en` or `pl`."""
    if language not in LANGUAGES:
        raise ValueError(f"no demo in the language {language!r}, only in {', '.join(LANGUAGES)}")
    folder = paths.resources() / "demo" / language

    def table(name: str) -> dict[str, Any]:
        return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))

    names = sorted(path.stem for path in (folder / "themes").glob("*.toml"))
    return Library(
        language=language,
        themes=tuple(_theme(table(f"themes/{name}")) for name in names),
        life=tuple(_beat(values) for values in table("life")["beat"]),
        phrases=table("phrases"),
        people=table("people"),
        consents=table("consents"),
        incidents=tuple(table("incidents")["incident"]),
        daily=table("daily"),
        safety=table("safety"),
        agreements=table("agreements"),
        colleagues=table("colleagues"),
    )


def _theme(values: Mapping[str, Any]) -> Theme:
    return Theme(
        name=values["id"],
        ages=(values["ages"][0], values["ages"][1]),
        genders=values.get("genders", ""),
        tags=frozenset(values["tags"]),
        methods=tuple(values["methods"]),
        reason=tuple(values["reason"]),
        goals=tuple(values["goals"]),
        history=tuple(values["history"]),
        details={name: tuple(rows) for name, rows in values.get("detail", {}).items()},
        beats=tuple(_beat(beat) for beat in values["beat"]),
        process=tuple(row["text"] for row in values["process"]),
    )


def _beat(values: Mapping[str, Any]) -> Beat:
    return Beat(
        phase=values.get("phase", ""),
        mood=values["mood"],
        following=tuple(values.get("next", ())),
        needs=frozenset(values.get("needs", ())),
        season=tuple(values.get("season", ())),
        flags=frozenset(flag for flag in _FLAGS if values.get(flag)),
        **{name: values[name] for name in _TEXTS + _NUMBERS if name in values},
    )
