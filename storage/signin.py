"""One signed-in person: read, list, search, write, draft, look at the trail, back up, lock."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from storage import attaching, attachments, backup_steps, canonical, clock, health, ledger, moving, roster
from storage.attaching import Watch
from storage.attachments import Attached, Cancelled, Progress
from storage.backup import BackupJob, BackupReport, TrailPoint
from storage.compartments import NewCompartment
from storage.drafts import Draft, Drafts
from storage.errors import KnownError
from storage.health import HealthJob
from storage.kdf import KdfPolicy
from storage.ledger import TrailFilter, TrailPage
from storage.listing import Query, Row
from storage.opened import MISSING, Notice, OpenVault
from storage.reading import Hit, Reader
from storage.revisions import Record, Write
from storage.roster import Member
from storage.secrets import SecretBytes
from storage.slots import How, Key
from storage.trail import Event
from storage.verifier import AnchorPoint, TrailReport, VerifyJob
from storage.ways_in import NewPassphrase, WaysIn
from storage.writing import Arrival, Writer


class SignIn:
    """Belongs to the thread that unlocked; `interrupt` alone may be called from another."""

    def __init__(self, vault: OpenVault, drafts: Drafts) -> None:
        self._vault = vault
        self._drafts = drafts
        self._reader = Reader(vault, drafts)
        self._writer = Writer(vault, drafts)
        self._ways_in = WaysIn(vault)
        self.is_locked = False
        self._is_moving = False
        self._backup_to = ""
        self.path: Path = vault.path
        self.vault_id: str = vault.vault_id
        self.account: str = vault.account
        self.login: str = vault.login
        self.role: str = vault.role
        self.notices: list[Notice] = vault.notices

    @property
    def session(self) -> str:
        """The id of the session, as the entries have it."""
        return self._vault.trail.session

    @property
    def damage(self) -> Mapping[str, str]:
        """Records found damaged, forged or deleted in this session, with the name of the failure."""
        return self._vault.damage

    # Reading: each call commits its entry first, then decrypts (V-6.4).

    def read(self, record: str, *, purpose: str = "treatment", revision: str | None = None) -> Record:
        """One record; raises `not_found`, `not_shared`, `record_damaged`, `record_forged`, `record_deleted`."""
        return self._reader.read(record, purpose, revision)

    def read_many(self, records: Sequence[str], *, purpose: str = "treatment", action: str = "view") -> list[Record]:
        """Several records under one entry; damaged ones are reported in `damage` and left out."""
        return self._reader.read_many(records, purpose, action)

    def history(self, record: str, *, purpose: str = "treatment") -> list[Record]:
        """All revisions, oldest first."""
        return self._reader.history(record, purpose)

    def ids(self, query: Query) -> list[str]:
        """Sorted record ids; nothing readable, so no entry."""
        return self._vault.index.ids(query)

    def newest(self, kinds: Sequence[str]) -> str:
        """When a record of one of these kinds was last written, as far as this person knows; empty for never."""
        return self._vault.index.newest(kinds)

    def rows(self, records: Sequence[str]) -> list[Row]:
        """List rows of these records; logged once a session and row."""
        return self._reader.rows(records)

    def listing(self, query: Query) -> list[Row]:
        """The first 200 rows of a query."""
        return self._reader.listing(query)

    def search(self, words: str, *, limit: int = 20, client: str | None = None) -> list[Hit]:
        """Full-text search with excerpts; one entry."""
        return self._reader.search(words, limit, client)

    def found(self, records: Sequence[str], asked: Mapping[str, str]) -> list[Hit]:
        """Records that `ids` found, as the answer to a search, with excerpts for `asked["words"]`; one entry."""
        return self._reader.found(records, asked)

    def read_attachment(
        self,
        record: str,
        attachment: str,
        *,
        purpose: str = "treatment",
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> bytes:
        """An attached file in memory, once all of it was verified; raises `no_attachment` or `attachment_damaged`."""
        return self._reader.attachment(record, attachment, purpose, Watch(progress, cancelled).step)

    def record_with(self, attachment: str) -> str | None:
        """Which record, or own draft, names an attachment; ids only, and only a hint until it is read."""
        return attachments.holder(self._vault.connection, attachment, self.account)

    # Writing.

    def attach(
        self,
        compartment: str,
        source: BinaryIO,
        length: int,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Attached:
        """Seal a file of `length` bytes, for a draft or revision to name; what nothing names goes at the next start.

        Raises `not_shared`, `attachment_too_large`, `file_changed`, `no_space`, `stopped` …; then nothing of it stays.
        """
        return attaching.attach(self._vault, compartment, source, length, Watch(progress, cancelled))

    def write(
        self,
        writes: Sequence[Write],
        *,
        compartments: Sequence[NewCompartment] = (),
        drop_drafts: Sequence[str] = (),
        arrivals: Sequence[Arrival] = (),
        purpose: str = "treatment",
    ) -> list[str]:
        """All or nothing, durable on return; gives revision ids.

        Raises `edit_conflict`, `signed_is_final`, `marked_in_error`, `other_file` or `too_long`.
        """
        try:
            revisions = self._writer.write(writes, compartments, drop_drafts, arrivals, purpose)
        except KnownError as error:
            if error.name == "no_space":
                # Not for this write, but for what must work after it: the draft, entries, the lock.
                self._vault.ballast.release()
            raise
        self._vault.checkpoint_when_long()
        return revisions

    def destroy(
        self, compartments: Sequence[str], *, writes: Sequence[Write] = (), purpose: str = "administration"
    ) -> None:
        """Destroy these compartments for good and write what says so, all or none (V-5.10).

        Raises `not_shared`, `database_busy`, and what `write` raises.
        """
        self._writer.destroy(compartments, writes, purpose)

    def new_id(self) -> str:
        """A fresh UUIDv7."""
        return clock.new_id()

    def label(self, compartment: str) -> dict[str, str]:
        """What a compartment is for; raises `not_shared`."""
        return dict(self._vault.keyring.open(compartment).label)

    def compartment_kind(self, compartment: str) -> str:
        """The kind of a compartment this account can open."""
        return self._vault.keyring.open(compartment).kind

    def compartments(self, kind: str | None = None, **label: str) -> list[str]:
        """Compartments this account can open, by kind and label."""
        return self._vault.index.own(kind, label)

    def compartment_of(self, record: str) -> str | None:
        """Where a record lives, as far as this account knows."""
        return self._vault.index.compartment_of(record)

    def head_of(self, record: str) -> str | None:
        """The newest revision of a record, as far as this account knows."""
        known = self._vault.index.state_of(record)
        return known[1] if known else None

    # Drafts.

    def save_draft(self, draft: Draft) -> None:
        """Keep what is being typed; raises `too_long` for what no record can hold."""
        self._vault.ballast.spend(lambda: self._drafts.save(draft))
        self._vault.checkpoint_when_long()

    def draft(self, record: str) -> Draft | None:
        """The draft of a record; viewing it is an entry."""
        return self._drafts.read(record)

    def drafts(self) -> Sequence[str]:
        """Records this account has a draft of, oldest first."""
        return self._drafts.records()

    def drop_draft(self, record: str) -> None:
        """Throw a draft away."""
        self._drafts.drop(record)

    def remember(self, name: str, value: dict[str, Any]) -> None:
        """Keep a small private memo, such as the place in the window."""
        self._vault.ballast.spend(lambda: self._drafts.remember(name, value))

    def recall(self, name: str) -> dict[str, Any] | None:
        """The memo of that name."""
        return self._drafts.recall(name)

    # People and trail.

    def people(self) -> Sequence[Member]:
        """Everybody in the roster."""
        return list(self._vault.roster.members.values())

    def trail(self, wanted: TrailFilter) -> TrailPage:
        """A page of the audit trail, newest first; looking is an entry too."""
        return ledger.page(self._vault, wanted)

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
        root = roster.root_digest(next(iter(vault.roster.members.values())).keys.sign)
        return VerifyJob(
            str(vault.path / vault.header.database.file),
            canonical.to_text(bytes(vault.database_key)),
            vault.header.database.salt,
            vault.vault_id,
            canonical.to_text(root),
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
            self._reader = Reader(self._vault, self._drafts)  # what was shown was shown in another session
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

    # The ways in.

    def change_passphrase(
        self,
        old: SecretBytes,
        new: SecretBytes,
        *,
        how: How = "passphrase",
        names: Iterable[str] = (),
        policy: KdfPolicy | None = None,
    ) -> None:
        """Replace the own passphrase; `old` is the one before, or with `how="recovery"` the recovery code.

        Backups made until now open with the old passphrase, and this vault with the new one only. Raises
        `weak_passphrase`, `wait`, `wrong_secret`, `database_busy`; `change_unclear` when the disk fails on the way.
        """
        self._ways_in.change_passphrase(Key(old, how=how), NewPassphrase(new, names, policy))

    def reissue_recovery(self, proof: SecretBytes, *, how: How = "passphrase") -> str:
        """A new recovery code, shown once; the sheet before it is worthless. `proof` is the passphrase or that code."""
        return self._ways_in.reissue_recovery(Key(proof, how=how))

    def check_recovery(self, code: SecretBytes) -> bool:
        """Try the recovery sheet: an entry; a wrong one counts as a failed try. Raises `mistyped_code` or `wait`."""
        return self._ways_in.check_recovery(code)

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

    def _sign_off(self, trigger: str) -> None:
        with self._vault.trail.transaction():
            self._vault.trail.end(trigger)

    def _write_anchor(self, *, unnamed: bool = False) -> None:
        if not self._history_is_missing:
            self._vault.write_anchor(unnamed=unnamed)

    @contextlib.contextmanager
    def _closing(self) -> Iterator[None]:
        """Whatever fails in the block, even a mistake of ours: afterwards the vault is closed and given free."""
        vault = self._vault
        with contextlib.ExitStack() as closing:
            closing.callback(vault.lock.release)
            closing.callback(vault.database_key.wipe)
            closing.callback(vault.connection.close)
            closing.callback(vault.last_checkpoint)
            closing.callback(vault.index.close)
            yield
