"""Words of a search that stand for something: the filters, kinds of record and states, in every language at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from itertools import takewhile

from app.records import KINDS
from app.records.client import FileStatus
from app.rules.consent_state import State
from app.texts import LANGUAGES, N_, _, language, speaking
from storage.vault import fold


class Key(StrEnum):
    """What a filter is about, under its English name."""

    KIND = "kind"
    CLIENT = "client"
    DUE = "due"
    STATE = "state"
    SINCE = "from"
    UNTIL = "to"
    AUTHOR = "by"
    HAS = "has"


_SPELLED: Mapping[str, Mapping[Key, str]] = {
    "pl": {
        Key.KIND: "rodzaj",
        Key.CLIENT: "klient",
        Key.DUE: "termin",
        Key.STATE: "stan",
        Key.SINCE: "od",
        Key.UNTIL: "do",
        Key.AUTHOR: "przez",
        Key.HAS: "ma",
    },
}
_ALSO = {"status": Key.STATE}

KEYS: Mapping[str, Key] = {
    **{key.value: key for key in Key},
    **{word: key for spelled in _SPELLED.values() for key, word in spelled.items()},
    **_ALSO,
}
"""Every word before a colon that makes a filter."""

KEY_LABELS: Mapping[Key, str] = {
    Key.KIND: N_("Kind"),
    Key.CLIENT: N_("Client"),
    Key.DUE: N_("Due"),
    Key.STATE: N_("State"),
    Key.SINCE: N_("From"),
    Key.UNTIL: N_("To"),
    Key.AUTHOR: N_("By"),
    Key.HAS: N_("Attached"),
}

OWN_STATES: Mapping[str, str] = {"draft": N_("Draft"), "saved": N_("Saved"), "signed": N_("Signed")}
EFFECTS: Mapping[str, str] = {
    "amended": N_("Amended"),
    "amendment_requested": N_("Amendment requested"),
    "entered_in_error": N_("Entered in error"),
}
CONSENT_STATES = {state.value: state.label for state in State if state not in {State.NONE, State.DRAFT}}
FILE_STATES = {status.value: status.label for status in FileStatus}
STATES: Mapping[str, str] = {**FILE_STATES, **CONSENT_STATES, **EFFECTS, **OWN_STATES}
PLAIN_STATES: Mapping[str, str] = {**FILE_STATES, **OWN_STATES}
"""What there is without a clinical file."""

# What only the program itself asks for is no hit.
NOT_SEARCHED = frozenset({"register_entry", "practice_profile", "person", "preferences"})

ME = frozenset({"me", "mine", "ja", "mnie", "moje", "mna"})
FILE = frozenset({"file", "files", "attachment", "attachments", "plik", "pliki", "zalacznik", "zalaczniki"})
LATE = frozenset({"late", "overdue", "zalegle", "zalegly", "spoznione", "po terminie"})
TODAY = frozenset({"today", "dzis", "dzisiaj"})
_VALUES: Mapping[str, Mapping[str, str]] = {"pl": {"me": "ja", "file": "plik", "late": "zaległe", "today": "dziś"}}
_LEAST_STEM = 3
_ENDING = 2  # letters that inflection changes: zgoda, zgody; podpisano, podpisane


def searched() -> tuple[str, ...]:
    """The kinds that a search shows."""
    return tuple(name for name in KINDS if name not in NOT_SEARCHED)


def spelled(key: Key, code: str = "") -> str:
    """The word before the colon in a language, that of the person unless one is named."""
    return _SPELLED.get(code or language(), {}).get(key, key.value)


def value(name: str) -> str:
    """`me`, `file`, `late` or `today` as the person types it."""
    return _VALUES.get(language(), {}).get(name, name)


def kinds_called(text: str) -> tuple[str, ...]:
    """Kinds of record by their name in any language, or by words of it: `note` is every kind of note."""
    return _called(text, _kind_names())


def states_called(text: str) -> tuple[str, ...]:
    """States by their name in any language; several where one word means several."""
    return _called(text, _state_names())


def learn() -> None:
    """Gather the names of kinds and states in every language, so that nobody who types waits for it."""
    _kind_names()
    _state_names()


def flat(text: str) -> str:
    """Text for comparing names: no case, no marks, no signs between words."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def _called(text: str, names: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    wanted = flat(text)
    if not wanted:
        return ()
    whole = tuple(name for name, spellings in names.items() if wanted in spellings)
    return whole or _with_words(wanted, names, str.startswith) or _with_words(wanted, names, _is_form_of)


def _with_words(wanted: str, names: Mapping[str, frozenset[str]], fits: Callable[[str, str], bool]) -> tuple[str, ...]:
    """Names in which every wanted word is found."""

    def holds(spelling: str) -> bool:
        words = spelling.split()
        return all(any(fits(word, part) for word in words) for part in wanted.split())

    return tuple(name for name, spellings in names.items() if any(holds(spelling) for spelling in spellings))


def _is_form_of(word: str, part: str) -> bool:
    """Whether two words differ in their endings only."""
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(word, part, strict=False)))
    return same >= _LEAST_STEM and same >= max(len(word), len(part)) - _ENDING


@cache
def _kind_names() -> dict[str, frozenset[str]]:
    return {name: _spellings(name, (KINDS[name].label, KINDS[name].plural)) for name in searched()}


@cache
def _state_names() -> dict[str, frozenset[str]]:
    return {name: _spellings(name, (label,)) for name, label in STATES.items()}


def _spellings(name: str, labels: Iterable[str]) -> frozenset[str]:
    found = {flat(name)}
    for code in LANGUAGES:
        with speaking(code):
            found |= {flat(_(label)) for label in labels}
    return frozenset(found)
