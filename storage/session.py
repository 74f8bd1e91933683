"""What begins with a sign-in and ends with the lock: own entries, backup, move, and the end itself (V-6.9)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from storage import backup_steps, canonical, clock, health, moving
from storage.backup import BackupJob, BackupReport, TrailPoint
from storage.errors import KnownError
from storage.health import HealthJob
from storage.opened import MISSING, Notice, OpenVault
from storage.trail import Event
from storage.verifier import AnchorPoint, TrailReport, VerifyJob


class Session:
    """Belongs to the thread that unlocked; `interrupt` alone may be called from another."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        self.is_locked = False
        self._is_moving = False
        self._backup_to = ""
        self.path: Path = vault.path
        self.vault_id: str = vault.vault_id
        self.account: str = vault.account
        self.login: str = vault.login
        self.notices: list[Notice] = vault.notices

    @property
    def session(self) -> str:
        """The id of the session, as the entries have it."""
        return self._vault.trail.session

    @property
    def role(self) -> str:
        """The own role in the list of people."""
        return self._vault.roster.member(self.account).role

    def resumed(self) -> None:
        """The trail goes on in another session: what was shown in the one before was not shown in this one."""

    def note_event(self, event: Event, detail: dict[str, Any] | None = None) -> int:
        """Write an entry about something outside the database, such as a print that begins (V-6.10)."""
        return backup_steps.note(self._vault, event, detail)

    def refuse(self, action: str, *, compartment: str | None = None, record: str | None = None) -> None:
        """A refused try is an entry."""
        self._vault.trail.commit(Event(action=action, outcome="refused", compartment=compartment, record=record))

    def checkpoint(self) -> dict[str, Any]:
        """The printed checkpoint: vault, number of entries, head, time."""
        trail = self._vault.trail
        return {"at": clock.now(), "entries": trail.seq, "head": trail.head.hex(), "vault": self.vault_id}

    def verify_job(self) -> VerifyJob:
        """What a worker process needs to verify the trail while work goes on."""
        vault = self._vault
        return VerifyJob(
            str(vault.path / vault.header.database.file),
            canonical.to_text(bytes(vault.database_key)),
            vault.header.database.salt,
            vault.vault_id,
            canonical.to_text(vault.roster.root),
            [AnchorPoint(anchor.seq, anchor.head) for anchor in vault.anchors.read()],
            vault.trail.session,
        )

    def health_job(self) -> HealthJob:
        """What a worker process needs to read the database and the own index to the last page."""
        return health.job(self._vault, self.verify_job())

    def health(self) -> health.Quick:
        """What the open vault knows of its own health."""
        return health.quick(self._vault)

    def record_verification(self, report: TrailReport) -> None:
        """That and how the trail was verified is an entry."""
        facts = {"anchored_to": report.anchored_to, "findings": len(report.findings), "to": report.verified_to}
        outcome = "ok" if not report.findings else "findings"
        self._vault.trail.commit(Event(action="trail_verified", outcome=outcome, facts=facts))

    def begin_backup(self, destination: Path) -> BackupJob:
        """Bring the main file up to date and keep it still until `end_backup` (V-8.2)."""
        job = backup_steps.begin(self._vault, destination)
        self._backup_to = job.destination
        return job

    def end_backup(self, report: BackupReport | None, outcome: str = "failed") -> None:
        """The receipt, or that it failed; the main file may change again."""
        backup_steps.end(self._vault, report, outcome, self._backup_to)

    def begin_move(self, destination: Path) -> BackupJob:
        """Sign off and keep the vault still for a move (V-8.6); until `end_move` nothing can be read or written.

        Raises `database_busy` while a backup or a verifier is at work.
        """
        with contextlib.suppress(KnownError):
            self._vault.index.flush()
        job = moving.begin(self._vault, destination)
        self._is_moving = True
        return job

    def end_move(self, report: BackupReport | None, outcome: str = "failed") -> None:
        """With a report the vault is closed: it was moved. Without one it was not, and work goes on."""
        self._is_moving = False
        if report is None:
            self.resumed()
            moving.give_up(self._vault, outcome)
            return
        moving.write_note(self.path, report)
        self.is_locked = True
        with self._closing(), contextlib.suppress(KnownError):
            self._write_anchor()

    def knows(self, point: TrailPoint) -> bool:
        """Whether the trail has this entry: a backup that ends with it is one of this vault, not of a fork."""
        return self._vault.trail.has(point.seq, point.head)

    @property
    def last_change(self) -> int:
        """The number of the last entry that wrote a record; 0 for none."""
        return self._vault.trail.last_change()

    @property
    def has_ballast(self) -> bool:
        """Whether there is room left that only drafts, entries and the lock may take (V-2.5)."""
        return self._vault.ballast.is_there

    def keep_ballast(self) -> bool:
        """Make it again where there is room; whether it is there."""
        return self._vault.ballast.keep()

    def when_full(self, told: Callable[[], None]) -> None:
        """Have somebody told, on this thread, when the disk was full and the ballast was given free."""
        self._vault.ballast.on_release = told

    @property
    def _history_is_missing(self) -> bool:
        return any(notice.name in MISSING for notice in self.notices)

    def acknowledge_history(self) -> None:
        """The person has taken note that history is missing: an entry; until then every sign-in says it again."""
        if self._history_is_missing:
            self._vault.trail.commit(Event(action="history_acknowledged"))
            self.notices[:] = [notice for notice in self.notices if notice.name not in MISSING]

    def interrupt(self) -> None:
        """Stop the running query; may be called from any thread, also when nothing runs any more."""
        if not self.is_locked:
            self._vault.connection.interrupt()

    def lock(self, trigger: str, *, unnamed: bool = False) -> bool:
        """Sign off, anchor, close, release (V-6.9). True when the sign-off is in the trail; never raises for it.

        A vault that has not got its name yet (`unnamed`) may never get it: it is remembered only inside.
        """
        if self.is_locked:
            return True
        self.is_locked = True
        signed_off = False
        with self._closing(), contextlib.suppress(KnownError):
            if self._is_moving:
                self.end_move(None, "stopped")
            self._vault.ballast.spend(lambda: self._sign_off(trigger))
            signed_off = True
            self._write_anchor(unnamed=unnamed)
        return signed_off

    def end_rekeyed(self, remember: Callable[[], None], last: Callable[[], None]) -> None:
        """The vault goes on in another database (V-3.5): everything of this one is closed, and `last` is done."""
        self.is_locked = True
        with self._closing(last), contextlib.suppress(KnownError):
            if not self._history_is_missing:
                remember()

    def end_unclear(self) -> None:
        """Nobody can say which header holds: nothing more may be written here."""
        self.is_locked = True
        with self._closing():
            return

    def _sign_off(self, trigger: str) -> None:
        with self._vault.trail.transaction():
            self._vault.trail.end(trigger)

    def _write_anchor(self, *, unnamed: bool = False) -> None:
        if not self._history_is_missing:
            self._vault.write_anchor(unnamed=unnamed)

    @contextlib.contextmanager
    def _closing(self, last: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Whatever fails in the block, even a mistake of ours: afterwards the vault is closed and given free.

        `last` is done when nothing is open any more, and nobody else can have the vault yet.
        """
        vault = self._vault
        with contextlib.ExitStack() as closing:
            closing.callback(vault.lock.release)
            closing.callback(last)
            closing.callback(vault.database_key.wipe)
            closing.callback(vault.connection.close)
            closing.callback(vault.last_checkpoint)
            closing.callback(vault.index.close)
            yield
