"""The quick steps of a backup, on the open vault: what the worker needs before, the receipt after (V-8.2, V-8.3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storage import canonical, clock, database, schema_steps
from storage.backup import BackupHeader, BackupJob, BackupReport, TrailPoint, counts
from storage.entries import APP_VERSION
from storage.errors import failure
from storage.opened import OpenVault
from storage.trail import Event


def begin(vault: OpenVault, destination: Path) -> BackupJob:
    """Say so in the trail, bring the main file up to date and keep it still until `end`.

    While somebody reads it, for instance a verifier, it cannot be kept still: then the worker takes a snapshot.
    """
    if vault.checkpoints_held:
        raise failure("database_busy")
    note(vault, Event(action="backup", outcome="begun"), {"to": str(destination.absolute())})
    return job(vault, destination, moving=not database.checkpoint(vault.connection))


def job(vault: OpenVault, destination: Path, *, moving: bool) -> BackupJob:
    """What the worker needs for a copy of the vault as it is now."""
    records, seq, head = counts(vault.connection)
    file = vault.path / vault.header.database.file
    log = file.with_name(f"{file.name}-wal")
    size = file.stat().st_size + (log.stat().st_size if moving and log.exists() else 0)
    vault.checkpoints_held = True
    trail = TrailPoint(seq, canonical.to_text(head))
    found = BackupHeader(APP_VERSION, clock.now(), size, records, schema_steps.newest(), trail, vault.header)
    key = canonical.to_text(bytes(vault.database_key))
    return BackupJob(str(file), key, str(destination.absolute()), found, moving)


def end(vault: OpenVault, report: BackupReport | None, outcome: str, destination: str) -> None:
    """The receipt, or that it failed; the main file may change again."""
    vault.checkpoints_held = False
    if report is None:
        note(vault, Event(action="backup", outcome=outcome), {"to": destination})
        return
    facts = {"bytes": report.bytes, "entries": report.entries, "records": report.records}
    note(vault, Event(action="backup", outcome="done", facts=facts), {"file": report.file, "to": destination})


def note(vault: OpenVault, event: Event, detail: dict[str, Any] | None) -> int:
    """An entry of its own with sealed words; also on a full disk."""

    def written() -> int:
        with vault.trail.transaction():
            sealed = None if detail is None else vault.seal_detail(detail, event.compartment)
            return vault.trail.append(event if sealed is None else event.with_detail(sealed))

    return vault.ballast.spend(written)
