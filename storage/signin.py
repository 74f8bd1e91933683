"""One signed-in person: read, list, search, write, draft, look at the trail, back up, lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from storage import attaching, attachments, clock, ledger
from storage.accounts import Accounts
from storage.attaching import Watch
from storage.attachments import Attached, Cancelled, Progress
from storage.compartments import NewCompartment
from storage.drafts import Draft, Drafts
from storage.errors import KnownError
from storage.kdf import KdfPolicy
from storage.ledger import TrailFilter, TrailPage
from storage.listing import Query, Row
from storage.opened import OpenVault
from storage.reading import Hit, Reader
from storage.revisions import Record, Write
from storage.roster import Member
from storage.secrets import SecretBytes
from storage.session import Session
from storage.sharing import Sharing
from storage.slots import How, Key
from storage.ways_in import NewPassphrase, WaysIn
from storage.writing import Arrival, Writer


class SignIn(Session):
    """What one person can do until the lock."""

    def __init__(self, vault: OpenVault, drafts: Drafts) -> None:
        super().__init__(vault)
        self._drafts = drafts
        self._reader = Reader(vault, drafts)
        self._writer = Writer(vault, drafts)
        self._ways_in = WaysIn(vault)
        self.accounts = Accounts(vault, self)
        self.sharing = Sharing(vault, self._writer)

    def resumed(self) -> None:
        """The trail goes on in another session: what was shown in the one before was not shown in this one."""
        self._reader = Reader(self._vault, self._drafts)

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
        self._reader.forget_ended()
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

    def own_compartment(self, kind: str) -> str:
        """The one compartment of a kind that there is once, known by its maker; raises `compartment_damaged`."""
        return self._vault.own_compartment(kind)

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
        """The draft of a record; viewing it is an entry. Raises `not_shared` or `grant_expired` for a closed one."""
        return self._drafts.read(record)

    def drafts(self) -> Sequence[str]:
        """Records this account has a draft of, oldest first."""
        return self._drafts.records()

    def closed_drafts(self) -> Sequence[str]:
        """Those of them whose file this person can open no more: they show no word, and can only be thrown away."""
        return self._drafts.closed()

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
