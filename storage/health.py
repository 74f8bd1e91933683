"""Whether a vault's files are whole: pages and rows of the database, the index, the header, the clock of the trail.

`check` reads everything and runs in a process of its own; the quick questions are asked of the open vault.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from storage import canonical, clock, database, entries, header, index_file
from storage.database import Connection, many
from storage.entries import Entry
from storage.errors import KnownError
from storage.kdf import Cost, KdfPolicy
from storage.opened import OpenVault
from storage.verifier import Finding, VerifyJob

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
_STEPS = 4
_LOOK_EVERY = 100_000  # steps of SQLite's machine between two looks whether somebody wants to stop
_MOST_TOLD = 20
_JUMP_MS = 5 * 60 * 1000
_AHEAD_MS = 60 * 1000
_LAST_ENTRIES = 100_000


class HealthJob(msgspec.Struct, frozen=True):
    """What the slow checks need; it carries keys and travels by pipe only."""

    trail: VerifyJob
    index: str
    index_key: str

    def to_json(self) -> bytes:
        """For the worker process."""
        return canonical.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> HealthJob:
        """In the worker process."""
        return msgspec.json.decode(data, type=cls)


class Quick(msgspec.Struct, frozen=True):
    """What the open vault knows of its own health. `cost`: of the weakest passphrase slot of this account."""

    header_copies_differ: bool
    anchors: int
    anchored_at: str
    has_ballast: bool
    damaged: list[str]
    cost: Cost | None
    recovery_changed: int
    recovery_checked: int


def job(vault: OpenVault, trail: VerifyJob) -> HealthJob:
    """What `check` needs. The index is written out first, so that another process can read all of it."""
    vault.index.flush()
    path = index_file.path_of(vault.path, vault.account)
    return HealthJob(trail, str(path), canonical.to_text(vault.keys.index))


def quick(vault: OpenVault) -> Quick:
    """Ask the open vault; reads a few rows and the two copies of the header."""
    anchors = vault.anchors.read()
    account = next(each for each in vault.header.accounts if each.id == vault.account)
    costs = [slot.cost for slot in account.slots if slot.cost is not None]
    return Quick(
        header_copies_differ=_copies_differ(vault.path),
        anchors=len(anchors),
        anchored_at=max((anchor.at for anchor in anchors), default=""),
        has_ballast=vault.ballast.is_there,
        damaged=sorted(vault.damage),
        cost=min(costs, key=lambda cost: cost.memory_kib * cost.passes, default=None),
        recovery_changed=_last(vault, "recovery_changed", {"ok", "done"}),
        recovery_checked=_last(vault, "recovery_checked", {"ok"}),
    )


def check(job: HealthJob, progress: Progress | None = None, cancelled: Cancelled | None = None) -> list[Finding]:
    """Read every page and row of the database and of the index, and compare the times of the trail.

    Findings: `pages_damaged`, `rows_damaged`, `index_damaged`, `clock_back`, `clock_jump`, `clock_ahead`. Raises
    `stopped` and what the disk says.
    """
    found: list[Finding] = []
    path, key = Path(job.trail.database), canonical.from_text(job.trail.key)
    salt = canonical.from_text(job.trail.salt)
    for number, look in enumerate((_pages, _rows, _times), start=1):
        try:
            with contextlib.closing(database.connect(path, key, salt=salt)) as connection:
                connection.set_progress_handler(lambda: int(cancelled is not None and cancelled()), _LOOK_EVERY)
                found += look(connection)
        except KnownError as error:
            if error.name != "damaged":
                raise
            found += _told("pages_damaged", [error.name])
        if progress:
            progress(number, _STEPS)
    found += _index(Path(job.index), canonical.from_text(job.index_key))
    if progress:
        progress(_STEPS, _STEPS)
    return found


def cost_today() -> Cost:
    """What a new passphrase would cost on this computer; takes some seconds and 256 MiB."""
    return KdfPolicy.calibrated().cost


def _pages(connection: Connection) -> list[Finding]:
    return _told("pages_damaged", database.cipher_problems(connection))


def _rows(connection: Connection) -> list[Finding]:
    return _told("rows_damaged", database.integrity_problems(connection))


def _told(code: str, problems: list[str]) -> list[Finding]:
    return [Finding(code, 0, text) for text in problems[:_MOST_TOLD]]


def _index(path: Path, key: bytes) -> list[Finding]:
    """A damaged index is made again at the next unlock; nobody needs more than to be told."""
    try:
        with contextlib.closing(database.connect(path, key)) as connection:
            problems = database.cipher_problems(connection) or database.integrity_problems(connection)
    except KnownError as error:
        if error.name in {"database_busy", "stopped", "disk_error"}:
            raise
        problems = [error.name]
    return _told("index_damaged", problems[:1])


def _times(connection: Connection) -> list[Finding]:
    """Where the wall clock went back, or ran otherwise than the clock that nobody can set (V-6.1)."""
    found: list[Finding] = []
    before: Entry | None = None
    newest = database.one(connection, "SELECT max(seq) FROM trail")
    first = max(0, (newest[0] if newest else 0) - _LAST_ENTRIES)
    for _seq, data in many(connection, "SELECT seq, entry FROM trail WHERE seq > ? ORDER BY seq", (first,)):
        try:
            entry = entries.parse(data)
            found += _between(before, entry) if before is not None else []
        except ValueError:
            continue  # the verifier tells of it
        before = entry
    if before is not None and _ms(before.at) - _ms(clock.now()) > _AHEAD_MS:
        found.append(Finding("clock_ahead", before.seq, before.at))
    return found[-_MOST_TOLD:]


def _between(before: Entry, entry: Entry) -> list[Finding]:
    passed = _ms(entry.at) - _ms(before.at)
    if passed < -_AHEAD_MS:
        return [Finding("clock_back", entry.seq, f"{before.at} {entry.at}")]
    is_one_run = entry.boot != "" and (entry.boot, entry.device) == (before.boot, before.device)
    # The monotonic clock stands still while the computer sleeps: only more of it than of wall time is wrong.
    if is_one_run and entry.mono - before.mono - passed > _JUMP_MS:
        return [Finding("clock_jump", entry.seq, f"{before.at} {entry.at}")]
    return []


def _ms(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1000)


def _last(vault: OpenVault, action: str, outcomes: set[str]) -> int:
    entry = vault.trail.last(action)
    while entry is not None and (entry.account != vault.account or entry.outcome not in outcomes):
        entry = vault.trail.last(action, before=entry.seq - 1)
    return 0 if entry is None else entry.seq


def _copies_differ(vault: Path) -> bool:
    with contextlib.suppress(KnownError):
        return header.load(vault).repair
    return True
