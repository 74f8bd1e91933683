"""Looking at the audit trail: filtered pages, newest first, with the sealed words one may open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from storage import entries
from storage.database import many
from storage.entries import Entry
from storage.errors import failure
from storage.opened import OpenVault
from storage.trail import Event
from storage.upkeep import follow_trail

MOST_SCANNED = 50_000
_STEP = 500


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as it is shown; `detail` is None when there is none or it is not for this account."""

    seq: int
    at: str
    session: str
    account: str
    device: str
    action: str
    outcome: str
    record: str | None
    revision: str | None
    compartment: str | None
    purpose: str
    records: list[str]
    compartments: list[str]
    facts: dict[str, Any]
    detail: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which entries. Times are envelope times; empty fields do not filter."""

    limit: int = 200
    before: int | None = None
    account: str | None = None
    compartments: Sequence[str] | None = None
    record: str | None = None
    actions: Sequence[str] | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A page of entries; `before` continues with older ones, None at the beginning of the trail."""

    entries: list[EntryView]
    before: int | None


def page(vault: OpenVault, wanted: TrailFilter) -> TrailPage:
    """One page, after the entry `trail_viewed` is committed."""
    vault.trail.commit(Event(action="trail_viewed", facts=_filter_facts(wanted)))
    found: list[EntryView] = []
    for scanned, entry in enumerate(_candidates(vault, wanted), start=1):
        if _matches(entry, wanted):
            found.append(_view(vault, entry))
        if len(found) == wanted.limit or scanned == MOST_SCANNED:
            return TrailPage(found, entry.seq)
    return TrailPage(found, None)


def _candidates(vault: OpenVault, wanted: TrailFilter) -> Iterator[Entry]:
    """Entries from new to old, through the narrowest index there is."""
    before = wanted.before if wanted.before is not None else vault.trail.seq + 1
    if wanted.compartments is not None:
        yield from _concerning(vault, wanted.compartments, before)
        return
    sql, values = "SELECT seq, entry FROM trail WHERE seq < ?", list[Any]([before])
    if wanted.actions and set(wanted.actions) <= entries.RARE_ACTIONS:
        sql += f" AND rare = 1 AND action IN {_marks(wanted.actions)}"
        values += [*wanted.actions]
    yield from _entries(vault, f"{sql} ORDER BY seq DESC", tuple(values))


def _concerning(vault: OpenVault, compartments: Sequence[str], before: int) -> Iterator[Entry]:
    """Entries about these compartments; which ones they are, the own index knows."""
    follow_trail(vault)
    while found := vault.index.concerning(compartments, before, _STEP):
        yield from _entries(
            vault,
            f"SELECT seq, entry FROM trail WHERE seq IN {_marks(found)} ORDER BY seq DESC",  # noqa: S608 - only marks
            tuple(found),
        )
        before = found[-1]


def _entries(vault: OpenVault, sql: str, values: tuple[Any, ...]) -> Iterator[Entry]:
    for seq, data in many(vault.connection, sql, values):
        try:
            yield entries.parse(data)
        except ValueError as error:
            raise failure("trail_damaged", seq=str(seq)) from error


def _marks(values: Sequence[object]) -> str:
    return f"({', '.join('?' * len(values))})"


def _matches(entry: Entry, wanted: TrailFilter) -> bool:
    return (
        (wanted.account is None or entry.account == wanted.account)
        and (not wanted.actions or entry.action in wanted.actions)
        and (wanted.record is None or wanted.record in entry.records())
        # A clock may have been put back: an older time does not mean that all before it is older too.
        and (wanted.since is None or entry.at >= wanted.since)
        and (wanted.until is None or entry.at < wanted.until)
    )


def _view(vault: OpenVault, entry: Entry) -> EntryView:
    return EntryView(
        entry.seq,
        entry.at,
        entry.session,
        entry.account,
        entry.device,
        entry.action,
        entry.outcome,
        entry.record,
        entry.revision,
        entry.compartment,
        entry.purpose,
        entry.records(),
        sorted(entry.compartments()),
        entry.facts,
        vault.open_detail(entry),
    )


def _filter_facts(wanted: TrailFilter) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if wanted.account is not None:
        facts["account"] = wanted.account
    if wanted.actions:
        facts["actions"] = list(wanted.actions)
    if wanted.record is not None:
        facts["record"] = wanted.record
    if wanted.compartments is not None:
        facts["compartments"] = list(wanted.compartments)
    if wanted.before is not None:
        facts["before"] = wanted.before
    return facts
