"""One signed-in person: read, list, search, write, draft, look at the trail, back up, lock."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from storage import canonical, clock, database, ledger, roster
from storage.anchors import Anchor
from storage.backup import BackupHeader, BackupJob, BackupReport, TrailPoint, counts
from storage.compartments import NewCompartment
from storage.drafts import Draft, Drafts
from storage.errors import KnownError, failure
from storage.ledger import TrailFilter, TrailPage
from storage.listing import Query, Row
from storage.opened import Notice, OpenVault
from storage.reading import Hit, Reader
from storage.revisions import Record, Write
from storage.roster import Member
from storage.trail import APP_VERSION, Event
from storage.verifier import AnchorPoint, TrailReport, VerifyJob
from storage.writing import Writer


class SignIn:
    """Belongs to the thread that unlocked; `interrupt` alone may be called from another."""

    def __init__(self, vault: OpenVault, drafts: Drafts) -> None:
        self._vault = vault
        self._drafts = drafts
        self._reader = Reader(vault, drafts)
        self._writer = Writer(vault, drafts)
        self._locked = False
        self.path: Path = vault.path
        self.vault_id: str = vault.vault_id
        self.account: str = vault.account
        self.login: str = vault.login
        self.role: str = vault.role
        self.session: str = vault.trail.session
        self.notices: list[Notice] = vault.notices

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

    def rows(self, records: Sequence[str]) -> list[Row]:
        """List rows of these records; logged once a session and row."""
        return self._reader.rows(records)

    def listing(self, query: Query) -> list[Row]:
        """The first 200 rows of a query."""
        return self._reader.listing(query)

    def search(self, words: str, *, limit: int = 20, client: str | None = None) -> list[Hit]:
        """Full-text search with excerpts; one entry."""
        return self._reader.search(words, limit, client)

    # Writing.

    def write(
        self,
        writes: Sequence[Write],
        *,
        compartments: Sequence[NewCompartment] = (),
        drop_drafts: Sequence[str] = (),
        purpose: str = "treatment",
    ) -> list[str]:
        """All or nothing, durable on return; gives revision ids. Raises `edit_conflict` or `signed_is_final`."""
        revisions = self._writer.write(writes, compartments, drop_drafts, purpose)
        self._vault.checkpoint_when_long()
        return revisions

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
        """Keep what is being typed."""
        self._drafts.save(draft)
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
        self._drafts.remember(name, value)

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
        vault = self._vault
        with vault.trail.transaction():
            if detail is not None:
                event = event.with_detail(vault.seal_detail(detail, event.compartment))
            return vault.trail.append(event)

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

    def record_verification(self, report: TrailReport) -> None:
        """That and how the trail was verified is an entry."""
        facts = {"anchored_to": report.anchored_to, "findings": len(report.findings), "to": report.verified_to}
        outcome = "ok" if not report.findings else "findings"
        self._vault.trail.commit(Event(action="trail_verified", outcome=outcome, facts=facts))

    # Backup: quick, slow in another process, quick.

    def begin_backup(self, destination: Path) -> BackupJob:
        """Bring the main file up to date and keep it still until `end_backup` (V-8.2)."""
        vault = self._vault
        if vault.checkpoints_held:
            raise failure("database_busy")
        vault.trail.commit(Event(action="backup", outcome="begun"))
        if not database.checkpoint(vault.connection):
            vault.trail.commit(Event(action="backup", outcome="database_busy"))
            raise failure("database_busy")
        records, seq, head = counts(vault.connection)
        file = vault.path / vault.header.database.file
        vault.checkpoints_held = True
        return BackupJob(
            str(file),
            canonical.to_text(bytes(vault.database_key)),
            str(destination.absolute()),
            BackupHeader(
                APP_VERSION,
                clock.now(),
                file.stat().st_size,
                records,
                database.SCHEMA_VERSION,
                TrailPoint(seq, canonical.to_text(head)),
                vault.header,
            ),
        )

    def end_backup(self, report: BackupReport | None, outcome: str = "failed") -> None:
        """The receipt, or that it failed; the main file may change again."""
        vault = self._vault
        vault.checkpoints_held = False
        if report is None:
            self.note_event(Event(action="backup", outcome=outcome))
            return
        facts = {"bytes": report.bytes, "entries": report.entries, "records": report.records}
        self.note_event(Event(action="backup", outcome="done", facts=facts), {"file": report.file})

    # The end.

    @property
    def _history_is_missing(self) -> bool:
        return any(notice.name == "history_missing" for notice in self.notices)

    def acknowledge_history(self) -> None:
        """The person has taken note that history is missing: an entry; until then every sign-in says it again."""
        if self._history_is_missing:
            self._vault.trail.commit(Event(action="history_acknowledged"))
            self.notices[:] = [notice for notice in self.notices if notice.name != "history_missing"]

    def interrupt(self) -> None:
        """Stop the running query; may be called from any thread, also when nothing runs any more."""
        if not self._locked:
            self._vault.connection.interrupt()

    def lock(self, trigger: str) -> bool:
        """Sign off, anchor, close, release (V-6.9). True when the sign-off is in the trail; never raises for it."""
        if self._locked:
            return True
        self._locked = True
        vault = self._vault
        signed_off = False
        # Whatever fails on the way, even a mistake of ours, the vault is closed and given free.
        with contextlib.ExitStack() as closing:
            closing.callback(vault.lock.release)
            closing.callback(vault.database_key.wipe)
            closing.callback(vault.connection.close)
            closing.callback(self._checkpoint)
            closing.callback(vault.index.close)
            with contextlib.suppress(KnownError):
                with vault.trail.transaction():
                    vault.trail.end(trigger)
                signed_off = True
                if not self._history_is_missing:
                    vault.anchors.write(self._anchor())
        return signed_off

    def _checkpoint(self) -> None:
        with contextlib.suppress(KnownError):
            database.checkpoint(self._vault.connection)

    def _anchor(self) -> Anchor:
        trail, people = self._vault.trail, self._vault.roster
        head, roster_head = canonical.to_text(trail.head), canonical.to_text(people.head)
        return Anchor(1, self.vault_id, trail.seq, head, people.rows, roster_head, clock.now())
