"""Plaintext reaches a person here only, and each time after its entry is committed (V-6.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from storage import attachments, clock, words
from storage.attachments import SealedFile
from storage.drafts import Drafts
from storage.errors import KnownError, failure
from storage.listing import Query, Row
from storage.opened import PERSONAL, OpenVault
from storage.revisions import Named, Record
from storage.rows import Revision
from storage.sealing import SealError
from storage.trail import Event
from storage.words import MOST_TYPED

MOST_NAMED = 200
_DAMAGED = 5  # families of failures
_REFUSALS = frozenset({1, 6})


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result; matches in the excerpt stand between `words.MATCH_START` and `words.MATCH_END`.

    `owner` is the row of the client whose record it is, where this account knows one.
    """

    row: Row
    excerpt: str
    owner: Row | None = None


class Reader:
    """Reads, lists and searches for one signed-in person."""

    def __init__(self, vault: OpenVault, drafts: Drafts) -> None:
        self._vault = vault
        self._drafts = drafts
        self._delivered: set[str] = set()

    def read(self, record: str, purpose: str, revision: str | None = None) -> Record:
        """One revision, the head unless another is named; the entry is durable before it is decrypted."""
        try:
            named = self._checked(record, revision)
        except KnownError as error:
            self._refused("view", record, error)
            raise
        row = named.row
        self._vault.trail.commit(
            Event(action="view", record=record, revision=row.id, compartment=row.compartment, purpose=purpose)
        )
        return self._shown_or_reported(named)

    def read_many(self, records: Sequence[str], purpose: str, action: str = "view") -> list[Record]:
        """The heads of these records; what is damaged is reported and left out."""
        found: list[Record] = []
        for start in range(0, len(records), MOST_NAMED):
            good = self._good(records[start : start + MOST_NAMED])
            if not good:
                continue
            objects = [(named.row.record, named.row.compartment) for named in good]
            self._vault.trail.commit(Event(action=action, purpose=purpose, objects=objects))
            found += [shown for named in good if (shown := self._shown_or_none(named))]
        return found

    def history(self, record: str, purpose: str) -> list[Record]:
        """All revisions of a record, oldest first; one entry."""
        vault = self._vault
        try:
            _must_be_id(record)
            chain = vault.revisions.chain(record)
            vault.keyring.open(chain[-1].row.compartment)
            for named in chain:
                vault.revisions.check(named, vault.roster)
        except KnownError as error:
            self._refused("view_history", record, error)
            raise
        last = chain[-1].row
        vault.trail.commit(
            Event(action="view_history", record=record, revision=last.id, compartment=last.compartment, purpose=purpose)
        )
        return [self._shown_or_reported(named) for named in chain]

    def attachment(self, record: str, attachment: str, purpose: str, step: Callable[[int, int], None]) -> bytes:
        """A file that the head of a record, or the own draft of it, names: in memory only, whole and verified.

        The entry is durable before a byte of it is opened.
        """
        vault = self._vault
        try:
            file, event = self._file_of(record, attachment)
        except KnownError as error:
            self._refused("open_attachment", record, error)
            raise
        vault.trail.commit(replace(event, purpose=purpose))
        try:
            return attachments.open_stream(vault.connection, vault.vault_id, file, lambda done: step(done, file.length))
        except SealError as error:
            vault.report_damage(record, "attachment_damaged")
            raise failure("attachment_damaged") from error

    def _file_of(self, record: str, attachment: str) -> tuple[SealedFile, Event]:
        """The file with its key, and the entry that says it is read."""
        vault = self._vault
        event = Event(action="open_attachment", record=record, facts={"attachment": attachment})
        try:
            named = self._checked(record, None)
            for file in vault.revisions.open(named).files:
                if file.id == attachment:
                    return file, replace(event, revision=named.row.id, compartment=named.row.compartment)
        except KnownError as error:
            if error.name != "not_found":
                raise
        for file in self._drafts.files(record):
            if file.id == attachment:
                facts = {**event.facts, "draft": True}
                return file, replace(event, compartment=vault.index.compartment_of(record), facts=facts)
        raise failure("no_attachment", what=attachment)

    def forget_ended(self) -> None:
        """A file whose grant has ended since the sign-in leaves the lists at once (V-5.3)."""
        vault = self._vault
        ended = [place for place in vault.index.ended(vault.keyring.latest()) if not vault.keyring.holds(place)]
        if ended:
            vault.index.purge(ended)
            self._drafts.fill_index()

    def rows(self, records: Sequence[str]) -> list[Row]:
        """List rows, at most 200 an entry; those delivered in this session are not logged again."""
        self.forget_ended()
        found = self._vault.index.rows(records)
        fresh = [row for row in found if row.record not in self._delivered]
        for start in range(0, len(fresh), MOST_NAMED):
            part = fresh[start : start + MOST_NAMED]
            objects = [(row.record, row.compartment) for row in part]
            self._vault.trail.commit(Event(action="list", objects=objects))
            self._delivered.update(row.record for row in part)
        return found

    def listing(self, query: Query) -> list[Row]:
        """The first 200 rows of a query."""
        self.forget_ended()
        limited = query if query.limit is not None else replace(query, limit=MOST_NAMED)
        return self.rows(self._vault.index.ids(limited))

    def search(self, typed: str, limit: int, client: str | None) -> list[Hit]:
        """The best matches with excerpts; one entry that names them and holds the words, sealed."""
        self.forget_ended()
        wanted = Query(words=typed, client=client, limit=min(limit, MOST_NAMED // 2))
        found = self._vault.index.ids(wanted) if words.match_expression(typed) else []
        return self.found(found, {"words": typed})

    def found(self, records: Sequence[str], asked: Mapping[str, str]) -> list[Hit]:
        """Records as the answer to a search, at most 100; one entry names them and holds what was asked, sealed.

        Excerpts are made for `asked["words"]`; without words nothing is decrypted.
        """
        vault = self._vault
        told = {name: value[:MOST_TYPED].encode(errors="replace").decode() for name, value in asked.items()}
        typed = told.get("words", "")
        self.forget_ended()
        rows = vault.index.rows(records[: MOST_NAMED // 2])
        good = {named.row.record: named for named in self._good([row.record for row in rows if row.state != "draft"])}
        checked = [(row, good.get(row.record)) for row in rows if row.state == "draft" or row.record in good]
        owners = {row.record: row for row in vault.index.rows(list({row.client for row, _ in checked if row.client}))}
        self._log_search(told, [row for row, _ in checked], list(owners.values()))
        has_words = bool(words.match_expression(typed))
        texts = [(row, self._text(row, named) if has_words else "") for row, named in checked]
        return [
            Hit(row, words.excerpt(text, typed), owners.get(row.client or ""))
            for row, text in texts
            if text is not None
        ]

    def _log_search(self, asked: Mapping[str, str], hits: Sequence[Row], owners: Sequence[Row]) -> None:
        """One entry names what is shown: the hits, and their clients as far as their rows were not delivered yet."""
        vault = self._vault
        wanted = {row.record for row in hits}
        shown = {row.record: row for row in (*hits, *owners)}
        named = [row for row in shown.values() if row.record in wanted or row.record not in self._delivered]
        personal = vault.own_compartment(PERSONAL)
        with vault.trail.transaction():
            vault.trail.append(
                Event(
                    action="search",
                    objects=[(row.record, row.compartment) for row in named],
                    facts={"hits": len(hits)},
                    compartment=personal,
                    detail=vault.seal_detail(dict(asked), personal),
                )
            )
        self._delivered.update(shown)

    def _checked(self, record: str, revision: str | None) -> Named:
        vault = self._vault
        _must_be_id(record)
        if revision is None:
            try:
                return self._accepted(vault.revisions.head(record), is_head=True)
            except KnownError as error:
                raise self._explained(record, error) from error
        found = [named for named in vault.revisions.chain(record) if named.row.id == revision]
        if not found:
            raise failure("not_found", what=revision)
        return self._accepted(found[0], is_head=False)

    def _accepted(self, named: Named, *, is_head: bool) -> Named:
        """A revision this account may open, as its author signed it and the trail names it."""
        vault = self._vault
        vault.keyring.open(named.row.compartment)
        vault.revisions.check(named, vault.roster)
        if is_head:
            self._compare_with_index(named.row)
        if named.strangers:
            vault.report_damage(named.row.record, "record_forged" if named.strangers > 0 else "record_deleted")
        return named

    def _explained(self, record: str, error: KnownError) -> KnownError:
        """A record that is not found, but that the own index has seen, was deleted."""
        known = self._vault.index.state_of(record) if error.name == "not_found" else None
        return failure("record_deleted") if known is not None and known[1] is not None else error

    def _compare_with_index(self, row: Revision) -> None:
        """The own index cannot be forged by a colleague: it knows which revision was the last."""
        known = self._vault.index.state_of(row.record)
        if known is not None and known[1] not in {None, row.id} and not self._vault.index.behind:
            raise failure("record_deleted")

    def _good(self, records: Sequence[str]) -> list[Named]:
        """The heads of these records, in their order; what is damaged is reported and left out."""
        good: list[Named] = []
        for record in records:
            if not clock.is_id(record):
                self._left_out(record, failure("not_found", what=record))
        for record, found in self._vault.revisions.heads(list(filter(clock.is_id, records))).items():
            try:
                if isinstance(found, KnownError):
                    raise self._explained(record, found)
                good.append(self._accepted(found, is_head=True))
            except KnownError as error:
                self._left_out(record, error)
        return good

    def _shown(self, named: Named) -> Record:
        content = self._vault.revisions.open(named)
        row = named.row
        return Record(
            row.record,
            row.id,
            row.parent,
            row.compartment,
            content.kind,
            content.version,
            row.state,
            row.author,
            row.at,
            content.body,
            tuple(file.shown for file in content.files),
        )

    def _shown_or_reported(self, named: Named) -> Record:
        try:
            return self._shown(named)
        except KnownError as error:
            self._vault.report_damage(named.row.record, error.name)
            raise

    def _shown_or_none(self, named: Named) -> Record | None:
        try:
            return self._shown(named)
        except KnownError as error:
            self._left_out(named.row.record, error)
            return None

    def _left_out(self, record: str, error: KnownError) -> None:
        """One of several is not shown: damage is reported, a refusal is an entry, a busy or full disk goes on up."""
        if error.exit_code == _DAMAGED:
            self._vault.report_damage(record, error.name)
        elif error.exit_code in _REFUSALS:
            self._refused("view", record, error)
        else:
            raise error

    def _text(self, row: Row, named: Named | None) -> str | None:
        """The words of a hit; None for one that turns out damaged."""
        vault = self._vault
        try:
            content = self._drafts.content(row.record) if named is None else vault.revisions.open(named)
            if content is None:
                return ""
            return vault.describe(vault.stored(row.record, row.compartment, content)).text
        except KnownError as error:
            self._left_out(row.record, error)
            return None

    def _refused(self, action: str, record: str, error: KnownError) -> None:
        # What somebody typed for an id may be a name.
        named = record if clock.is_id(record) else None
        compartment = self._vault.index.compartment_of(named) if named else None
        self._vault.trail.commit(Event(action=action, outcome=error.name, record=named, compartment=compartment))


def _must_be_id(record: str) -> None:
    if not clock.is_id(record):
        raise failure("not_found", what=record)
