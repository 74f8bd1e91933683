"""One account's own index: lists, due dates, full-text search; disposable (V-7)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from storage import canonical, database, index_file, listing, searching, words
from storage.compartments import KeptKey, OpenCompartment
from storage.database import Connection, many, one
from storage.errors import KnownError, failure
from storage.listing import Query, Row

_MOST_GROUPS = 200
SIGNED, NAMED = 1, 2  # how far a row was checked: its signature and right, and then the entry that names it


@dataclass(frozen=True, slots=True)
class Stored:
    """A record's words, as they are given to `Describe`."""

    record: str
    kind: str
    version: int
    body: dict[str, Any]
    label: dict[str, str]
    compartment: str
    compartment_kind: str


@dataclass(frozen=True, slots=True)
class Described:
    """How a record appears in its reader's index. `targets`: (record id, effect) such as `amended`."""

    client: str | None = None
    title: str = ""
    at: str | None = None
    due: str | None = None
    severity: int = 0
    facets: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    targets: tuple[tuple[str, str], ...] = ()


Describe = Callable[[Stored], Described]


@dataclass(frozen=True, slots=True)
class Item:
    """What the index keeps of one record; `digest` is that of its head row, and `checked` how far that was verified."""

    stored: Stored
    described: Described
    state: str
    author: str
    updated: str
    revision: str | None
    digest: bytes | None = None
    checked: int = 0


class _Known(NamedTuple):
    """Where a record is and what its head was."""

    compartment: str
    state: str
    revision: str | None
    digest: bytes | None
    checked: int


class Index:
    """The index file of one account, open."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._groups = 0
        self._verified: set[bytes] = set()
        self._last: tuple[str, _Known | None] | None = None
        self._damaged = False
        self.is_to_go = False  # at the end, though there is nothing wrong with the file
        self.behind = False
        self._load_positions()

    @classmethod
    def open(cls, vault: Path, account: str, key: bytes) -> tuple[Index, bool]:
        """The account's index, and whether it is new and must be filled."""
        connection, path, is_new = index_file.open_or_create(vault, account, key)
        try:
            return cls(connection, path), is_new
        except KnownError as error:
            connection.close()
            if error.name != "index_damaged":
                raise
        # Nothing in it is needed: a new one is filled.
        index_file.remove(path)
        connection, path, _ = index_file.open_or_create(vault, account, key)
        return cls(connection, path), True

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Group changes. They are seen at once but written some 200 groups at a time.

        What a crash takes is caught up from the trail; a failure leaves `behind` set.
        """
        try:
            with self._watched():
                self._begin()
                yield
            self._groups += 1
            if self._groups >= _MOST_GROUPS:
                self.flush()
        except BaseException:
            self._roll_back()
            raise

    def flush(self) -> None:
        """Write what is pending into the file."""
        if self._connection.in_transaction:
            with self._watched():
                self._connection.executemany(
                    "INSERT OR REPLACE INTO state (name, value) VALUES (?, ?)",
                    [("seen", str(self.seen)), ("followed", str(self.followed))],
                )
                self._connection.execute("COMMIT")
                database.checkpoint(self._connection)
        self._groups = 0

    def close(self) -> None:
        """Write everything and close; an index that is damaged or has lost changes is removed."""
        with contextlib.suppress(KnownError):
            self.flush()
        is_whole = not (self._damaged or self.is_to_go or self.behind or self._connection.in_transaction)
        self._connection.close()
        if not is_whole:
            with contextlib.suppress(KnownError):  # then the next unlock finds it, and finds it damaged or behind
                index_file.remove(self._path)

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def _roll_back(self) -> None:
        with contextlib.suppress(database.DatabaseError):
            self._connection.execute("ROLLBACK")
        self._groups = 0
        self._last = None
        self._verified.clear()
        self.behind = True
        self._load_positions()

    def _load_positions(self) -> None:
        """Up to which entry of the trail records, and what entries concern, are in the file."""
        self.seen = int(self._value("seen", "0"))
        self.followed = int(self._value("followed", "0"))

    def set_seen(self, seq: int) -> None:
        """The index reflects the trail up to this entry; written with the next `flush`."""
        self.seen = seq

    def put(self, item: Item) -> None:
        """Add or replace a record, inside a transaction."""
        stored, described = item.stored, item.described
        self._last = None
        facets = canonical.encode(dict(described.facets)).decode()
        values = (
            stored.compartment, stored.kind, described.client, described.title, words.fold(described.title), item.state,
            described.at, item.updated, described.due, described.severity, item.author, facets, item.revision,
            item.digest, item.checked, stored.record,
        )  # fmt: skip
        known = self._one("SELECT n, facets FROM item WHERE record = ?", (stored.record,))
        if known:
            number = known[0]
            self._forget_parts(number, known[1], stored.record)
            self._connection.execute(index_file.UPDATE_ITEM, values)
        else:
            number = self._connection.execute(index_file.INSERT_ITEM, values).lastrowid
        self._connection.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            (number, words.mapped(described.title), words.mapped(described.text)),
        )
        facet_rows = [(name, value, number) for name, value in listing.searched_facets(described.facets)]
        self._connection.executemany("INSERT INTO facet (name, value, n) VALUES (?, ?, ?)", facet_rows)
        if described.targets:
            effects = [(target, stored.record, effect, stored.compartment) for target, effect in described.targets]
            self._connection.executemany("INSERT INTO effect VALUES (?, ?, ?, ?)", effects)

    def remove(self, record: str) -> None:
        """Forget a record, inside a transaction."""
        self._last = None
        known = self._one("SELECT n, facets FROM item WHERE record = ?", (record,))
        if known:
            self._forget_parts(known[0], known[1], record)
            self._connection.execute("DELETE FROM item WHERE n = ?", known[:1])

    def _forget_parts(self, number: int, facets: str, record: str) -> None:
        self._connection.execute("DELETE FROM words WHERE rowid = ?", (number,))
        self._connection.execute("DELETE FROM effect WHERE source = ?", (record,))
        old = [(name, value, number) for name, value in listing.searched_facets(canonical.decode(facets.encode()))]
        self._connection.executemany("DELETE FROM facet WHERE name = ? AND value = ? AND n = ?", old)

    def _known(self, record: str) -> _Known | None:
        """What is known of a record. A view asks several times in a row, so the last answer is kept."""
        if self._last is None or self._last[0] != record:
            sql = "SELECT compartment, state, revision, digest, checked FROM item WHERE record = ?"
            row = self._one(sql, (record,))
            self._last = (record, _Known(*row) if row else None)
        return self._last[1]

    def state_of(self, record: str) -> tuple[str, str | None] | None:
        """State and revision of a record as the index knows it."""
        known = self._known(record)
        return (known.state, known.revision) if known else None

    def compartment_of(self, record: str) -> str | None:
        """Where a record lives."""
        known = self._known(record)
        return known.compartment if known else None

    def newest(self, kinds: Sequence[str]) -> str:
        """When a record of one of these kinds was last written; empty when none ever was."""
        found = (self._one("SELECT max(updated) FROM item WHERE kind = ?", (kind,)) for kind in kinds)
        return max((row[0] or "" for row in found if row), default="")

    def ids(self, query: Query) -> list[str]:
        """Ids of matching records, in order; of words that are searched for the best matches."""
        if words.match_expression(query.words):
            return searching.best(self._many, query)
        few = self._few_with(query)
        if few is not None and not few:
            return []
        if few is None and searching.takes_turns(query):
            return searching.newest(self._many, query)
        sql, values = listing.select("record", query, few)
        return [row[0] for row in self._many(sql, values)]

    def _few_with(self, query: Query) -> list[int] | None:
        """Numbers of the records that have a wanted facet, when they are so few that a list may start from them."""
        if query.client is not None:
            return None  # those of one client are few anyway
        for name, value in listing.searched_facets(query.facets):
            sql = "SELECT n FROM facet WHERE name = ? AND value = ? LIMIT ?"
            found = self._many(sql, (name, value, listing.FEW + 1))
            if len(found) <= listing.FEW:
                return [row[0] for row in found]
        return None

    def rows(self, records: Sequence[str]) -> list[Row]:
        """Rows of these records, in the order asked for; unknown ones are left out."""
        marks = ", ".join("?" * len(records))
        sql = f"SELECT {listing.COLUMNS}, {listing.STATUS} FROM item WHERE record IN ({marks})"  # noqa: S608 - only marks
        found = {values[0]: listing.row(values) for values in self._many(sql, tuple(records))}
        return [found[record] for record in records if record in found]

    def is_verified(self, digest: bytes, record: str | None = None) -> bool:
        """Whether this account has verified a signed row, and the entry that names it, before."""
        if digest in self._verified:
            return True
        if self._checked(digest, record) < NAMED and not self._one(
            "SELECT 1 FROM verified WHERE digest = ?", (digest,)
        ):
            return False
        self._verified.add(digest)
        return True

    def is_signed(self, digest: bytes, record: str) -> bool:
        """Whether at least signature and right of this row were verified before, when it was indexed."""
        return self._checked(digest, record) >= SIGNED

    def _checked(self, digest: bytes, record: str | None) -> int:
        known = self._known(record) if record else None
        return known.checked if known and known.digest == digest else 0

    def remember_verified(self, digest: bytes, record: str | None = None) -> None:
        """A signature once verified need not be verified again (V-5.6)."""
        with self._watched():
            self._begin()
            if self._checked(digest, record):
                self._connection.execute("UPDATE item SET checked = ? WHERE record = ?", (NAMED, record))
            else:
                self._connection.execute("INSERT OR IGNORE INTO verified (digest) VALUES (?)", (digest,))
        self._last = None
        self._verified.add(digest)

    def own(self, kind: str | None, label: Mapping[str, str], maker: str | None = None) -> list[str]:
        """Compartments this account can open, by kind, label and who made them; in the order of the trail."""
        sql, values = "SELECT compartment FROM own WHERE 1", list[Any]()
        if kind is not None:
            sql, values = f"{sql} AND kind = ?", [kind]
        if maker is not None:
            sql, values = f"{sql} AND maker = ?", [*values, maker]
        for name, value in label.items():
            sql += " AND json_extract(label, ?) = ?"
            values += [f'$."{name}"', value]
        return [row[0] for row in self._many(f"{sql} ORDER BY place, compartment", tuple(values))]

    def known_compartments(self) -> set[str]:
        """All compartments in the index."""
        return {row[0] for row in self._many("SELECT compartment FROM own", ())}

    def generations(self, kind: str | None = None) -> dict[str, int]:
        """The compartments, or those of a kind, that this account can open, each with the generation in force."""
        sql = "SELECT compartment, generation FROM own WHERE ?1 IS NULL OR kind = ?1 ORDER BY compartment"
        return dict(self._many(sql, (kind,)))

    def ended(self, at: str) -> list[str]:
        """The compartments whose grant to this account has ended by a time."""
        sql = "SELECT compartment FROM own WHERE expires IS NOT NULL AND expires <= ?"
        return [row[0] for row in self._many(sql, (at,))]

    def due(self, at: str) -> set[str]:
        """The compartments whose key was to be replaced by a time."""
        return {row[0] for row in self._many("SELECT compartment FROM own WHERE due <= ?", (at,))}

    def ending(self, at: str) -> dict[str, str]:
        """The compartments whose grant to this account ends after a time, and when."""
        return dict(self._many("SELECT compartment, expires FROM own WHERE expires > ?", (at,)))

    def put_compartment(self, opened: OpenCompartment, due: str | None) -> None:
        """Remember a compartment this account can open, its key, and from when on that is to be replaced."""
        kept = opened.kept
        label = canonical.encode(kept.label).decode()
        values = (opened.id, kept.kind, kept.maker, label, kept.granted, kept.sealed, kept.generation, opened.expires)
        self._connection.execute(index_file.PUT_OWN, (*values, kept.place, due))

    def keep_key(self, opened: OpenCompartment, due: str | None) -> None:
        """A compartment in the index was opened with another grant than the one remembered."""
        with self._watched():
            self._begin()
            if self._one("SELECT 1 FROM own WHERE compartment = ?", (opened.id,)):
                self.put_compartment(opened, due)

    def kept_key(self, compartment: str) -> KeptKey | None:
        """The key of a compartment, sealed, as it was when this account opened it last."""
        sql = "SELECT granted, sealed, kind, maker, label, generation, place FROM own WHERE compartment = ?"
        row = self._one(sql, (compartment,))
        if row is None:
            return None
        granted, sealed, kind, maker, label, generation, place = row
        return KeptKey(granted, sealed, kind, maker, canonical.decode(label.encode()), generation, place)

    def forget_compartment(self, compartment: str) -> None:
        """Forget a compartment and its key, inside a transaction."""
        self._connection.execute("DELETE FROM own WHERE compartment = ?", (compartment,))

    def purge(self, compartments: Sequence[str]) -> None:
        """Forget compartments and leave none of their words in the file (V-7.2)."""
        with self.transaction():
            for compartment in compartments:
                for (record,) in self._many("SELECT record FROM item WHERE compartment = ?", (compartment,)):
                    self.remove(record)
                self.forget_compartment(compartment)
            # A contentless delete only marks: the words go when the full-text index is written anew.
            self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self.flush()

    def follow(self, touched: Iterable[tuple[str, int]], seq: int) -> None:
        """Remember which compartments the entries up to `seq` concern, inside a transaction."""
        sql = "INSERT OR IGNORE INTO touched (compartment, seq) VALUES (?, ?)"
        self._connection.executemany(sql, sorted(touched))
        self.followed = seq

    def follow_again(self) -> None:
        """The trail is shorter than it was: what its entries concern must be asked anew, inside a transaction."""
        self._connection.execute("DELETE FROM touched")
        self.followed = 0

    def concerning(self, compartments: Sequence[str], before: int, limit: int) -> list[int]:
        """Numbers of the newest entries before this one that concern any of the compartments, newest first."""
        marks = ", ".join("?" * len(compartments))
        sql = f"SELECT DISTINCT seq FROM touched WHERE compartment IN ({marks}) AND seq < ? ORDER BY seq DESC LIMIT ?"  # noqa: S608
        return [row[0] for row in self._many(sql, (*compartments, before, limit))]

    def _one(self, sql: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        with self._watched():
            return one(self._connection, sql, values)

    def _many(self, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._watched():
            return list(many(self._connection, sql, values))

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Notice damage: a damaged index is thrown away at the end and made again."""
        try:
            with database.known_errors():
                yield
        except KnownError as error:
            if error.name != "damaged":
                raise
            self._damaged = True
            raise failure("index_damaged") from error

    def _value(self, name: str, default: str) -> str:
        row = self._one("SELECT value FROM state WHERE name = ?", (name,))
        return str(row[0]) if row else default
