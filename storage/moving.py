"""Moving a vault to another computer: the trail ends here, and goes on where the backup is restored (V-8.6).

The entry `moved`, `begun`, is the last but one of the trail here, and part of the backup: so this trail stays the
beginning of the other one. Who opens this vault afterwards is told where it went.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from storage import backup_steps, clock, database, files, resuming
from storage.backup import BackupJob, BackupReport
from storage.entries import Entry
from storage.errors import KnownError, failure
from storage.opened import OpenVault
from storage.roster import Roster
from storage.trail import Event, Trail

MOVED = "moved"
BEGUN, ARRIVED, TAKEN_BACK = "begun", "done", "taken_back"
_NOTE = "moved"
_MOST_BYTES = 4096


class Moved(msgspec.Struct, frozen=True):
    """When a vault was moved and into which file: plain, forgeable, for the unlock page. The trail is what counts."""

    at: str
    file: str


def noted(vault: Path) -> Moved | None:
    """What the note in a moved vault says; None when there is none."""
    try:
        with (vault / _NOTE).open("rb") as stream:
            found = msgspec.json.decode(stream.read(_MOST_BYTES), type=Moved)
    except (OSError, ValueError):
        return None
    return found if clock.is_time(found.at) else None


def given_away(trail: Trail, people: Roster) -> Entry | None:
    """The entry with which the vault was moved away; None when it is here. Raises `trail_damaged`."""
    last = trail.last(MOVED)
    if last is None:
        return None
    trail.check(last, people)
    return last if last.outcome == BEGUN else None


def refusal(vault: Path, entry: Entry) -> KnownError:
    """What somebody is told who opens a vault that was moved."""
    found = noted(vault)
    return failure("moved_away", day=entry.at[:10], file=found.file if found and found.at >= entry.at else "?")


def forget(vault: Path) -> None:
    """The vault is here again, or still: the note goes."""
    with contextlib.suppress(OSError):
        (vault / _NOTE).unlink(missing_ok=True)


def begin(vault: OpenVault, destination: Path) -> BackupJob:
    """Sign off for the move and keep the database as it is; from here on nothing can be written until `end`.

    Raises `database_busy` while a backup or a verifier is at work; then everything is as before.
    """
    if vault.checkpoints_held or not database.checkpoint(vault.connection):
        raise failure("database_busy")
    with vault.trail.transaction():
        sealed = vault.seal_detail({"to": str(destination)}, None)
        vault.trail.append(Event(action=MOVED, outcome=BEGUN, detail=sealed))
        vault.trail.end(MOVED)
    try:
        if not database.checkpoint(vault.connection):
            raise failure("database_busy")
        database.hold_still(vault.connection, still=True)
        return backup_steps.job(vault, destination, moving=False)
    except KnownError as error:
        give_up(vault, error.name)
        raise


def give_up(vault: OpenVault, outcome: str) -> None:
    """The move did not come about: a new session says so, and work goes on."""
    vault.checkpoints_held = False
    resuming.go_on(vault, "not_moved", [Event(action=MOVED, outcome=outcome)])


def write_note(vault: Path, report: BackupReport) -> None:
    """For the unlock page; without it the trail still says that the vault was moved, but not into which file."""
    with contextlib.suppress(KnownError):
        note = Moved(clock.now(), Path(report.file).name)
        files.replace(vault / _NOTE, msgspec.json.encode(note))
