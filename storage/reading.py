"""Plaintext reaches a person here only, and each time after its entry is committed (V-6.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from storage import clock, words
from storage.drafts import Drafts
from storage.errors import KnownError, failure
from storage.listing import Query, Row
from storage.opened import PERSONAL, OpenVault
from storage.revisions import Named, Record
from storage.rows import Revision
from storage.trail import Event

MOST_NAMED = 200
MOST_TYPED = 1000
_DAMAGED = 5  # families of failures
_REFUSALS = frozenset({1, 6})


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result; matches in the excerpt stand between `words.MATCH_START` and `words.MATCH_END`."""

    row: Row
    excerpt: str


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
            good = [named for record in records[start : start + MOST_NAMED] if (named := self._good(record))]
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

    def rows(self, records: Sequence[str]) -> list[Row]:
        """List rows, at most 200 an entry; those delivered in this session are not logged again."""
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
        limited = query if query.limit is not None else replace(query, limit=MOST_NAMED)
        return self.rows(self._vault.index.ids(limited))

    def search(self, typed: str, limit: int, client: str | None) -> list[Hit]:
        """The best matches with excerpts; one entry that names them and holds the words, sealed."""
        vault = self._vault
        typed = typed[:MOST_TYPED].encode(errors="replace").decode()
        rows = vault.index.rows(vault.index.search(typed, limit, client))
        found = [(row, None if row.state == "draft" else self._good(row.record)) for row in rows]
        checked = [(row, named) for row, named in found if named is not None or row.state == "draft"]
        personal = vault.own_compartment(PERSONAL)
        with vault.trail.transaction():
            vault.trail.append(
                Event(
                    action="search",
                    objects=[(row.record, row.compartment) for row, _ in checked],
                    facts={"hits": len(checked)},
                    compartment=personal,
                    detail=vault.seal_detail({"words": typed}, personal),
                )
            )
        self._delivered.update(row.record for row, _ in checked)
        texts = [(row, self._text(row, named)) for row, named in checked]
        return [Hit(row, words.excerpt(text, typed)) for row, text in texts if text is not None]

    def _checked(self, record: str, revision: str | None) -> Named:
        vault = self._vault
        _must_be_id(record)
        if revision is None:
            named = self._head(record)
        else:
            found = [named for named in vault.revisions.chain(record) if named.row.id == revision]
            if not found:
                raise failure("not_found", what=revision)
            named = found[0]
        vault.keyring.open(named.row.compartment)
        vault.revisions.check(named, vault.roster)
        if revision is None:
            self._compare_with_index(named.row)
        if named.strangers:
            vault.report_damage(record, "record_forged" if named.strangers > 0 else "record_deleted")
        return named

    def _head(self, record: str) -> Named:
        try:
            return self._vault.revisions.head(record)
        except KnownError as error:
            known = self._vault.index.state_of(record)
            if error.name == "not_found" and known is not None and known[1] is not None:
                raise failure("record_deleted") from error
            raise

    def _compare_with_index(self, row: Revision) -> None:
        """The own index cannot be forged by a colleague: it knows which revision was the last."""
        known = self._vault.index.state_of(row.record)
        if known is not None and known[1] not in {None, row.id} and not self._vault.index.behind:
            raise failure("record_deleted")

    def _good(self, record: str) -> Named | None:
        try:
            return self._checked(record, None)
        except KnownError as error:
            self._left_out(record, error)
            return None

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
