"""What is being typed: sealed under the author's personal compartment, overwritten in place (V-5.8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from storage import attachments, canonical, clock, database
from storage.attachments import Attached, SealedFile
from storage.compartments import CLOSED
from storage.database import many, one
from storage.errors import KnownError, failure
from storage.index import Described, Item, Stored
from storage.listing import Query
from storage.opened import PERSONAL, OpenVault
from storage.revisions import Content, plain_of
from storage.sealing import SealError
from storage.trail import Event

_MEMO = "memo:"
_UNREADABLE = frozenset({"record_damaged", "compartment_damaged", "not_shared"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished record. `base` is the revision that is being edited; None for a new record."""

    record: str
    compartment: str | None
    kind: str
    version: int
    body: dict[str, Any]
    base: str | None = None
    at: str = ""
    attachments: tuple[Attached, ...] = ()


class Drafts:
    """Drafts and small private memos of one account."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def save(self, draft: Draft) -> None:
        """Keep what is typed; durable on return. Nobody else can open it.

        Raises `too_long` for what could not be kept as a record either, and `not_shared` or `grant_expired`, with an
        entry, for a file that is not this person's any more: the draft before it stays.
        """
        at = clock.now()
        self._check_file(draft)
        with database.Transaction(self._vault.connection):
            self.put(draft, at)
        self.put_into_index(draft, at)

    def _check_file(self, draft: Draft) -> None:
        try:
            if draft.compartment is not None:
                self._vault.keyring.open(draft.compartment)
        except KnownError as error:
            if error.name in CLOSED:
                self._refused("save", draft.compartment, error)
            raise

    def _refused(self, action: str, compartment: str | None, error: KnownError, record: str | None = None) -> None:
        facts = {"draft": True}
        refused = Event(action=action, outcome=error.name, record=record, compartment=compartment, facts=facts)
        self._vault.trail.commit(refused)

    def put(self, draft: Draft, at: str) -> None:
        """Keep it inside the running transaction; raises as `save` does."""
        attached = self.sealed_files(draft.record, draft.attachments, draft.base)
        plain_of(draft.kind, draft.version, draft.body, attached)
        value: dict[str, Any] = {
            "base": draft.base,
            "body": draft.body,
            "kind": draft.kind,
            "version": draft.version,
        }
        if attached:
            value["attachments"] = [file.to_plain() for file in attached]
        self._store(draft.record, draft.compartment, at, value, attached)

    def read(self, record: str) -> Draft | None:
        """The draft of a record, after its entry is committed; None when there is none.

        Raises `not_shared` or `grant_expired`, with an entry, where its file is not this person's any more.
        """
        row = self._row(record)
        if row is None:
            return None
        closed = self._closed(row[1])
        if closed is not None:
            self._refused("view", row[1], closed, record)
            raise closed
        self._vault.trail.commit(Event(action="view", record=record, compartment=row[1], facts={"draft": True}))
        return self._load(record)

    def content(self, record: str) -> Content | None:
        """A draft's words, for an excerpt whose entry is already committed."""
        draft = self._load(record)
        if draft is None or self._closed(draft.compartment) is not None:
            return None
        return Content(draft.kind, draft.version, draft.body)

    def files(self, record: str) -> tuple[SealedFile, ...]:
        """The files that a draft names, with their keys; raises as `read`, without an entry."""
        found = self._open(record)
        if found is None:
            return ()
        closed = self._closed(found[1])
        if closed is not None:
            raise closed
        return _files_in(found[0])

    def _closed(self, compartment: str | None) -> KnownError | None:
        """Why this person has no business any more with the file that a draft is for; None while they have."""
        try:
            if compartment is not None:
                self._vault.keyring.open(compartment)
        except KnownError as error:
            return error if error.name in CLOSED else None
        return None

    def sealed_files(self, record: str, wanted: Sequence[Attached], base: str | None) -> list[SealedFile]:
        """What to seal of the files that a draft or revision of this record is to name.

        They were attached in this session, or its draft or the revision before names them already; any other is
        `no_attachment`.
        """
        known = dict(self._vault.fresh_files)
        if not {file.id for file in wanted} <= known.keys():
            known |= {file.id: file for file in self._files_before(record, base)}
        found = [known[file.id] for file in wanted if file.id in known and known[file.id].shown == file]
        if len(found) != len(wanted):
            raise failure("no_attachment", what=", ".join({file.id for file in wanted} - {file.id for file in found}))
        return found

    def _files_before(self, record: str, base: str | None) -> Iterable[SealedFile]:
        vault = self._vault
        if base is not None:
            head = vault.revisions.head(record)
            vault.revisions.check(head, vault.roster)
            yield from vault.revisions.open(head).files
        yield from self.files(record)

    def records(self) -> list[str]:
        """Records this account has a draft of, oldest first."""
        sql = "SELECT record FROM draft WHERE account = ? AND record NOT LIKE 'memo:%' ORDER BY at"
        return [row[0] for row in many(self._vault.connection, sql, (self._vault.account,))]

    def closed(self) -> list[str]:
        """Those whose file is not this person's any more, oldest first: they can only be thrown away."""
        sql = "SELECT record, compartment FROM draft WHERE account = ? AND record NOT LIKE 'memo:%' ORDER BY at"
        found = many(self._vault.connection, sql, (self._vault.account,))
        return [record for record, compartment in found if self._closed(compartment) is not None]

    def drop(self, record: str) -> None:
        """Throw a draft away; that it was is an entry, which whoever has its file sees too."""
        row = self._row(record)
        with self._vault.trail.transaction():
            named = self.delete(record)
            self._vault.trail.append(Event(action="discard_draft", record=record, compartment=row[1] if row else None))
        self.remove_from_index(record)
        if named:
            self._vault.clear_away(named, attachments.AT_ONCE_S)

    def delete(self, record: str) -> list[str]:
        """Delete the row inside the running transaction; the attachments it named."""
        vault = self._vault
        vault.connection.execute("DELETE FROM draft WHERE account = ? AND record = ?", (vault.account, record))
        return attachments.let_go(vault.connection, record, vault.account)

    def remove_from_index(self, record: str) -> None:
        """Forget a new record's draft in the lists; a saved record stays."""
        known = self._vault.index.state_of(record)
        if known and known[0] == "draft":
            with self._vault.index.transaction():
                self._vault.index.remove(record)

    def remember(self, name: str, value: dict[str, Any]) -> None:
        """A small private memo of this account, such as where the person was."""
        with database.Transaction(self._vault.connection):
            self._store(f"{_MEMO}{name}", None, clock.now(), value)

    def recall(self, name: str) -> dict[str, Any] | None:
        """The memo of that name."""
        found = self._open(f"{_MEMO}{name}")
        return found[0] if found else None

    def fill_index(self) -> int:
        """Put all drafts into an index, and no others; a damaged one keeps nobody out. Returns how many."""
        records, index = self.records(), self._vault.index
        gone = set(index.ids(Query(states=("draft",)))).difference(records)
        if gone:  # the crash took that they were thrown away
            with index.transaction():
                for record in gone:
                    index.remove(record)
        filled = 0
        for record in records:
            try:
                draft = self._load(record)
                if draft is not None:
                    self.put_into_index(draft, draft.at)
                    filled += 1
            except KnownError as error:
                if error.name not in _UNREADABLE:
                    raise
                self._vault.damage.setdefault(record, error.name)
        return filled

    def _store(
        self,
        record: str,
        compartment: str | None,
        at: str,
        value: dict[str, Any],
        attached: Sequence[SealedFile] = (),
    ) -> None:
        vault = self._vault
        personal = vault.keyring.open(vault.own_compartment(PERSONAL), "write")
        sealed = personal.sealer.seal(canonical.encode(canonical.normal(value)), self._context(record, compartment))
        vault.connection.execute(
            "INSERT OR REPLACE INTO draft (account, record, compartment, at, sealed) VALUES (?, ?, ?, ?, ?)",
            (vault.account, record, compartment, at, sealed),
        )
        attachments.let_go(vault.connection, record, vault.account)
        attachments.hold(vault.connection, record, attached, vault.account)

    def _row(self, record: str) -> tuple[Any, ...] | None:
        sql = "SELECT sealed, compartment, at FROM draft WHERE account = ? AND record = ?"
        return one(self._vault.connection, sql, (self._vault.account, record))

    def _open(self, record: str) -> tuple[dict[str, Any], str | None, str] | None:
        vault = self._vault
        row = self._row(record)
        if row is None:
            return None
        personal = vault.keyring.open(vault.own_compartment(PERSONAL))
        try:
            value = canonical.decode(personal.sealer.open(row[0], self._context(record, row[1])))
        except (SealError, ValueError) as error:
            raise failure("record_damaged") from error
        return value, row[1], row[2]

    def _load(self, record: str) -> Draft | None:
        found = self._open(record)
        if found is None:
            return None
        value, compartment, at = found
        attached = tuple(file.shown for file in _files_in(value))
        return Draft(record, compartment, value["kind"], value["version"], value["body"], value["base"], at, attached)

    def put_into_index(self, draft: Draft, at: str) -> None:
        """A new record appears in lists as a draft; one that is saved keeps its saved row.

        Where its file is not this person's any more, it appears as one of a kind, without a word and without whom.
        """
        vault = self._vault
        known = vault.index.state_of(draft.record)
        if known and known[0] != "draft":
            return
        is_closed = self._closed(draft.compartment) is not None
        holder = vault.own_compartment(PERSONAL) if is_closed or draft.compartment is None else draft.compartment
        opened = vault.keyring.open(holder)
        body = {} if is_closed else draft.body
        stored = Stored(draft.record, draft.kind, draft.version, body, opened.label, holder, opened.kind)
        described = Described() if is_closed else vault.describe(stored)
        item = Item(stored, described, "draft", vault.account, at, None)
        with vault.index.transaction():
            vault.index.put(item)

    def _context(self, record: str, compartment: str | None) -> bytes:
        """Associated data: whose draft of what, and which compartment the finished record goes into."""
        vault = self._vault
        return canonical.encode(
            {"account": vault.account, "compartment": compartment, "record": record, "vault": vault.vault_id}
        )


def _files_in(value: dict[str, Any]) -> tuple[SealedFile, ...]:
    try:
        return tuple(map(SealedFile.from_plain, value.get("attachments", ())))
    except (ValueError, KeyError, TypeError) as error:
        raise failure("record_damaged") from error
