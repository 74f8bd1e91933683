"""What a person is told at sign-in: what was missing, cut short, or changed since they signed off (V-6.5)."""

from __future__ import annotations

import contextlib

from storage import canonical, clock, header_trail, roster_events
from storage.anchors import Anchors
from storage.compartments import NewCompartment
from storage.database import one
from storage.entries import Entry
from storage.errors import KnownError
from storage.header_trail import REKEYED, Standing
from storage.opened import PERSONAL, Notice, OpenVault
from storage.roster import Roster
from storage.trail import Trail

_TOLD = {"add": "added", "keys": "keys", "role": "role", "standing": "standing", "state": "removed"}


def session_notices(trail: Trail, account: str) -> list[Notice]:
    """When this person signed in last, and whether the last session has no end."""
    found: list[Notice] = []
    last = trail.last("unlock")
    end = trail.last("lock")
    if last is not None and (end is None or end.seq < last.seq):
        found.append(Notice("session_cut", {"at": last.at}))
    while last is not None and (last.account != account or last.facts.get("how") == "created"):
        last = trail.last("unlock", before=last.seq - 1)
    if last is not None:
        found.append(Notice("last_sign_in", {"at": last.at}))
    return found


def _signed_off(trail: Trail, account: str) -> Entry | None:
    """Where this account ended a session last: that is when an anchor is written (V-6.5)."""
    end = trail.last("lock")
    while end is not None and end.account != account:
        end = trail.last("lock", before=end.seq - 1)
    return end


def missing_history(trail: Trail, people: Roster, anchors: Anchors, notices: list[Notice]) -> list[Notice]:
    """The trail and the list of people must contain every anchor this person can read (V-6.5)."""
    found: list[Notice] = []
    newest_first = sorted(anchors.read(), key=lambda anchor: -anchor.seq)
    for anchor in newest_first:
        entry = trail.at(anchor.seq)
        if entry is None or canonical.to_text(entry[1]) != anchor.head:
            first = trail.seq + 1 if entry is None else anchor.seq
            values = {"at": anchor.at, "first": str(first), "last": str(anchor.seq)}
            # Another entry where one was seen: not an older copy, but one that went on by itself.
            found.append(Notice("history_missing", values if entry is None else values | {"forked": "1"}))
            break
    for anchor in newest_first:
        if people.head_at(anchor.roster_rows) != anchor.roster_head:
            values = {"at": anchor.at, "found": str(people.rows), "known": str(anchor.roster_rows)}
            found.append(Notice("people_missing", values))
            break
    came_before = any(notice.name == "last_sign_in" for notice in notices)
    # Another's anchor in the settings folder does not take the place of the own one. While something older is missing,
    # none is written.
    if not found and came_before and anchors.own() is None and _had_an_anchor(trail, anchors.account):
        found.append(Notice("anchor_missing"))
    return found


def _had_an_anchor(trail: Trail, account: str) -> bool:
    """Whether this account ended a session in this folder: a backup has no anchors."""
    end, restored = _signed_off(trail, account), trail.last("restore")
    return end is not None and (restored is None or restored.seq < end.seq)


def changed_people(trail: Trail, people: Roster, anchors: Anchors) -> list[Notice]:
    """Who was added, removed or given other rights since this account signed off last (V-3.6, V-5.11).

    Without an anchor that fits the list, the trail says when that was.
    """
    seen = anchors.own()
    if seen is not None and people.head_at(seen.roster_rows) == seen.roster_head:
        events = people.events[seen.roster_rows :]
    else:
        end = _signed_off(trail, anchors.account)
        events = [] if end is None else [event for event in people.events if (event.seq or 0) > end.seq]
    told: dict[str, list[str]] = {}
    for event in events:
        told.setdefault(_TOLD[event.type], []).append(event.account)
    values = {name: str(len(accounts)) for name, accounts in told.items()}
    values |= {f"{name}_ids": " ".join(accounts) for name, accounts in told.items()}
    return [Notice("people_changed", values)] if told else []


def make_personal(vault: OpenVault) -> None:
    """Somebody whom an owner added makes a compartment of their own at the first sign-in: only its maker's counts.

    One that is damaged is not replaced: what lies in it would be forgotten without a word.
    """
    if one(vault.connection, "SELECT 1 FROM generation WHERE kind = ? AND maker = ?", (PERSONAL, vault.account)):
        return
    new = NewCompartment(clock.new_id(), PERSONAL, {})
    with vault.trail.transaction():
        vault.keyring.create(new)
    with vault.index.transaction():
        vault.remember_compartment(new.id)
    # Who is killed right after the first sign-off has an anchor already: only one that was taken away is missed.
    with contextlib.suppress(KnownError):
        vault.write_anchor(unnamed=True)


def cut_change(stands: Standing) -> list[Notice]:
    """What a change of the header that was cut short came to, where its owner has to know."""
    if stands.reason == REKEYED:
        # Every re-keying ends with the session, so that the next one says it is done.
        return [Notice("rekeying_failed")] if stands.outcome == header_trail.FAILED else []
    if stands.reason == roster_events.ACTION:
        return [Notice(f"adding_{stands.outcome}")]
    return [Notice(f"change_{stands.outcome}", {"what": stands.reason})]
