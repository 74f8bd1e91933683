"""What the doctor finds out about the place of the vault and about the computer; nothing here needs a desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from app import formats
from app.rules import known_bad
from app.rules.findings import Found
from app.vaults import Finding, KnownError, inspect, is_vault
from storage.vault import health_system

is_same_disk = health_system.is_same_disk
_LITTLE_ROOM = 1 << 30
_TIMES_VAULT = 3
_MOST_BESIDE = 200


def of_place(vault: Path, vault_id: str, *, has_ballast: bool) -> Iterator[Found]:
    """Rights, shared folders, copies beside it, room on the disk."""
    open_to_others = health_system.exposed(vault)
    yield Found("exposed", {"first": open_to_others[-1]}) if open_to_others else Found("rights_good")
    program = health_system.synced_by(vault)
    beside = list(_copies_beside(vault, vault_id))
    if program:
        yield Found("synced", {"program": program})
    yield from beside
    if not program and not any(each.code == "second_copy" for each in beside):
        yield Found("alone_good")
    yield _of_room(vault, has_ballast=has_ballast)


def of_memory() -> Iterator[Found]:
    """Ways in which what is in memory gets onto the disk unencrypted."""
    swaps = health_system.open_swaps()
    found = [Found("swap_open", {"name": name}) for name in swaps]
    if swaps and health_system.can_sleep_to_disk():
        found.append(Found("hibernation"))
    if health_system.may_dump_core():
        found.append(Found("core_dumps"))
    yield from found or [Found("memory_good")]


def of_clock(database: Sequence[Finding]) -> Iterator[Found]:
    """The newest oddity of each kind among what was found about the times of the trail."""
    newest = {each.code: each for each in database if each.code.startswith("clock_")}
    for code, each in newest.items():
        before, _space, after = each.text.rpartition(" ")
        shown = {"before": formats.moment(before) if before else "", "after": formats.moment(after)}
        yield Found(code, {"seq": formats.number(each.seq), **shown})
    if not newest:
        yield Found("clock_good")


def of_versions() -> Iterator[Found]:
    """Libraries in a version that is known to be bad."""
    found = [
        Found("version_bad", {"library": row.library, "found": version, "why": row.why, "needed": row.below})
        for row, version in known_bad.bad_ones()
    ]
    yield from found or [Found("versions_good")]


def _of_room(vault: Path, *, has_ballast: bool) -> Found:
    try:
        free = shutil.disk_usage(vault).free
        needed = max(_LITTLE_ROOM, _TIMES_VAULT * sum(path.stat().st_size for path in vault.glob("records-*")))
    except OSError:
        return Found("room_little", {"free": "?"})
    enough = "room_good" if free >= needed else "room_little"
    return Found(enough if has_ballast else "room_none", {"free": formats.size(free)})


def _copies_beside(vault: Path, vault_id: str) -> Iterator[Found]:
    """Other vault folders with the same id in the same folder."""
    try:
        beside = sorted(path for path in vault.absolute().parent.iterdir() if path.is_dir())[:_MOST_BESIDE]
    except OSError:
        return
    for path in beside:
        if path == vault.absolute() or path.name.startswith(".") or not is_vault(path):
            continue
        try:
            info = inspect(path)
        except (KnownError, OSError):
            continue
        if info.vault_id == vault_id and info.moved:
            yield Found("moved_copy", {"name": path.name, "day": formats.short_date(info.moved.at[:10])})
        elif info.vault_id == vault_id:
            yield Found("second_copy", {"name": path.name})
