"""How the header changes with the trail: begun, both copies, done, and what a crash between left (V-2.2)."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage import canonical, header
from storage.entries import Entry
from storage.errors import KnownError, failure
from storage.header import Header
from storage.opened import OpenVault
from storage.roster import Roster
from storage.trail import Event, Trail

_ACTION = "header_written"
DONE, BEGUN, FAILED = "done", "begun", "failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the header that was found stands to the trail: `ended` says how an unfinished change came out."""

    ended: tuple[Event, ...] = ()

    @property
    def outcome(self) -> str:
        """`done` or `failed` for a change that a crash cut short, else empty."""
        return self.ended[0].outcome if self.ended else ""

    @property
    def reason(self) -> str:
        """What that change was for; empty when only a damaged copy was being replaced."""
        return self.ended[1].action if len(self.ended) > 1 else ""


def facts_of(found: Header) -> dict[str, Any]:
    """What the trail keeps of a header."""
    return {"digest": canonical.to_text(found.digest()), "generation": found.generation}


def standing(trail: Trail, found: Header, people: Roster) -> Standing:
    """Compare with the trail (V-2.2): the last header that is done, or one begun after it that a crash cut short.

    Raises `trail_damaged`, `header_replayed` or `header_forged`.
    """
    done, begun = _last_written(trail, people)
    own = facts_of(found)
    cut = next((entry for entry in begun if _names(entry, own)), None)
    if cut is not None:
        return Standing(_ending(cut, DONE))
    if _names(done, own):
        return Standing(_ending(begun[0], FAILED)) if begun else Standing()
    expected = done.facts["generation"]
    if found.generation < expected:
        raise failure("header_replayed", found=str(found.generation), expected=str(expected))
    raise failure("header_forged")


def change(vault: OpenVault, changed: Header, why: str) -> None:
    """Replace the header; durable on return, with `why` done in the trail. After a crash it is the old or the new one.

    Raises what kept it from being written, when the old one is back in place; else `change_unclear`.
    """
    facts = facts_of(changed) | {"for": why}
    with vault.trail.transaction():
        vault.trail.append(Event(action=_ACTION, outcome=BEGUN, facts=facts))
    try:
        header.write(vault.path, changed)
        _append(vault.trail, _events(facts, DONE))
    except KnownError as error:
        _put_back(vault, facts, error)
        raise
    vault.header = changed


def _put_back(vault: OpenVault, facts: dict[str, Any], error: KnownError) -> None:
    """Both copies as they were; only then the trail may say that the change failed."""
    try:
        header.write(vault.path, vault.header)
    except KnownError:
        raise failure("change_unclear", problem=error.values.get("problem", error.name)) from error
    # A `begun` alone says the same at the next start.
    with contextlib.suppress(KnownError):
        _append(vault.trail, _events(facts, FAILED))


def write_again(vault: OpenVault) -> None:
    """Replace a damaged copy by the intact one (V-2.1)."""
    facts = facts_of(vault.header)
    vault.trail.commit(Event(action=_ACTION, outcome=BEGUN, facts=facts))
    header.write(vault.path, vault.header)
    vault.trail.commit(Event(action=_ACTION, outcome=DONE, facts=facts))


def settle(path: Path, found: Header, stands: Standing, *, repair: bool) -> None:
    """Before the trail says how a change came out, both copies are that header."""
    if stands.ended and repair:
        header.write(path, found)


def _append(trail: Trail, events: Sequence[Event]) -> None:
    with trail.transaction():
        for event in events:
            trail.append(event)


def _events(facts: dict[str, Any], outcome: str) -> tuple[Event, ...]:
    """The end of a change: of the header, and of what it was for."""
    found = [Event(action=_ACTION, outcome=outcome, facts=facts)]
    why = facts.get("for")
    if isinstance(why, str):
        found.append(Event(action=why, outcome=outcome))
    return tuple(found)


def _ending(begun: Entry, outcome: str) -> tuple[Event, ...]:
    return _events(dict(begun.facts), outcome)


def _names(entry: Entry, own: dict[str, Any]) -> bool:
    return all(entry.facts.get(name) == value for name, value in own.items())


def _last_written(trail: Trail, people: Roster) -> tuple[Entry, list[Entry]]:
    """The last header that is done, and those begun after it whose end is not told, the newest first."""
    begun: list[Entry] = []
    is_open = True
    entry = trail.last(_ACTION)
    while entry is not None:
        trail.check(entry, people)
        if entry.action != _ACTION or not isinstance(entry.facts.get("generation"), int):
            raise failure("trail_damaged", seq=str(entry.seq))
        if entry.outcome == DONE:
            return entry, begun
        if entry.outcome == BEGUN and is_open:
            begun.append(entry)
        is_open = is_open and entry.outcome == BEGUN
        entry = trail.last(_ACTION, before=entry.seq - 1)
    raise failure("trail_damaged", seq="1")
