"""How the header changes with the trail: begun, both copies, done, and what a crash between left (V-2.2)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage import canonical, header
from storage.anchors import Anchors
from storage.entries import Entry
from storage.errors import KnownError, failure
from storage.header import Header
from storage.opened import OpenVault
from storage.roster import Roster
from storage.trail import Event, Trail

_ACTION = "header_written"
REKEYED = "rekeyed"
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


def standing(trail: Trail, found: Header, people: Roster, anchors: Anchors) -> Standing:
    """Compare with the trail (V-2.2): the last header that is done, or one begun after it that a crash cut short.

    What this account has seen is believed to its own anchor; what came after it is read entry by entry, so that no
    column can hide a header. Raises `trail_damaged`, `header_replayed` or `header_forged`.
    """
    own, seen = facts_of(found), anchors.seen(trail)
    after = people.member(anchors.account).since_seq if seen is None else seen.seq
    fresh = trail.numbers_of(_ACTION, after)
    if seen is not None and (found.generation < seen.generation or not (fresh or own["digest"] == seen.header)):
        raise _refusal(found, seen.generation)
    done, begun = _last_written(trail, people, _written(trail, fresh, after))
    cut = next((entry for entry in begun if _names(entry, own)), None)
    if cut is not None:
        return Standing(_ending(cut, DONE))
    if _names(done, own):
        return Standing(_ending(begun[0], FAILED)) if begun else Standing()
    raise _refusal(found, done.facts["generation"])


def _refusal(found: Header, expected: int) -> KnownError:
    """A header that the trail does not know: an older one, or one that somebody made."""
    if found.generation < expected:
        return failure("header_replayed", found=str(found.generation), expected=str(expected))
    return failure("header_forged")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is written together with a change of the header: with its beginning, and when it failed."""

    write: Callable[[], None] = lambda: None
    undo: Callable[[], None] = lambda: None


_NOTHING = Beside()


def change(vault: OpenVault, changed: Header, why: str, beside: Beside = _NOTHING) -> None:
    """Replace the header; durable on return, with `why` done in the trail. After a crash it is the old or the new one.

    Raises what kept it from being written, when the old one is back in place; else `change_unclear`.
    """
    with vault.trail.transaction():
        beside.write()
        facts = begin(vault, changed, why)
    try:
        header.write(vault.path, changed)
        _append(vault.trail, ending(facts, DONE))
    except KnownError as error:
        put_back(vault, error)
        # A `begun` alone says the same at the next start.
        with contextlib.suppress(KnownError), vault.trail.transaction():
            for event in ending(facts, FAILED):
                vault.trail.append(event)
            beside.undo()
        raise
    vault.header = changed


def begin(vault: OpenVault, changed: Header, why: str) -> dict[str, Any]:
    """Say in the running transaction that the header is going to be this one; returns the facts for its `ending`."""
    facts = facts_of(changed) | {"for": why}
    vault.trail.append(Event(action=_ACTION, outcome=BEGUN, facts=facts))
    return facts


def put_back(vault: OpenVault, error: KnownError) -> None:
    """Both copies as they were; only then the trail may say that the change failed. Raises `change_unclear`."""
    try:
        header.write(vault.path, vault.header)
    except KnownError:
        raise failure("change_unclear", problem=error.values.get("problem", error.name)) from error


def write_again(vault: OpenVault) -> None:
    """Replace a damaged copy by the intact one (V-2.1)."""
    facts = facts_of(vault.header)
    vault.trail.commit(Event(action=_ACTION, outcome=BEGUN, facts=facts))
    header.write(vault.path, vault.header)
    vault.trail.commit(Event(action=_ACTION, outcome=DONE, facts=facts))


def came_to_nothing(trail: Trail, people: Roster, after: int) -> bool:
    """Whether the first header that was begun after an entry was never written, as the trail says without a gap.

    Raises `trail_damaged` for an entry on the way that does not hold.
    """
    begun: Entry | None = None
    for seq in range(after + 1, trail.seq + 1):
        found = trail.at(seq)
        if found is None:
            return False
        entry = found[0]
        trail.check(entry, people)
        if entry.action == _ACTION and begun is not None:
            return not (entry.outcome == DONE and _names(entry, begun.facts))
        if entry.action == _ACTION:
            begun = entry
    return begun is not None


def settle(path: Path, found: Header, stands: Standing, *, repair: bool) -> None:
    """Before the trail says how a change came out, both copies are that header."""
    if stands.ended and repair:
        header.write(path, found)


def _append(trail: Trail, events: Sequence[Event]) -> None:
    with trail.transaction():
        for event in events:
            trail.append(event)


def ending(facts: dict[str, Any], outcome: str) -> tuple[Event, ...]:
    """The end of a change: of the header, and of what it was for."""
    found = [Event(action=_ACTION, outcome=outcome, facts=facts)]
    why = facts.get("for")
    if isinstance(why, str):
        found.append(Event(action=why, outcome=outcome))
    return tuple(found)


def _ending(begun: Entry, outcome: str) -> tuple[Event, ...]:
    return ending(dict(begun.facts), outcome)


def _names(entry: Entry, own: dict[str, Any]) -> bool:
    return all(entry.facts.get(name) == value for name, value in own.items())


def _written(trail: Trail, fresh: Sequence[int], after: int) -> Iterator[Entry]:
    """Every entry about a header, the newest first: the fresh ones, then what the index of the trail finds."""
    for seq in fresh:
        found = trail.at(seq)
        if found is not None:
            yield found[0]
    entry = trail.last(_ACTION, before=after)
    while entry is not None:
        yield entry
        entry = trail.last(_ACTION, before=entry.seq - 1)


def _last_written(trail: Trail, people: Roster, written: Iterator[Entry]) -> tuple[Entry, list[Entry]]:
    """The last header that is done, and those begun after it whose end is not told, the newest first."""
    begun: list[Entry] = []
    is_open = True
    for entry in written:
        trail.check(entry, people)
        if entry.action != _ACTION or not isinstance(entry.facts.get("generation"), int):
            raise failure("trail_damaged", seq=str(entry.seq))
        if entry.outcome == DONE:
            return entry, begun
        if entry.outcome == BEGUN and is_open:
            begun.append(entry)
        is_open = is_open and entry.outcome == BEGUN
    raise failure("trail_damaged", seq="1")
