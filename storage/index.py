"""One account's own index: lists, due dates, full-text search; disposable (V-7)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage import canonical, database, files, listing, words
from storage.compartments import OpenCompartment
from storage.database import Connection, many, one
from storage.errors import KnownError, failure
from storage.listing import Query, Row

LAYOUT = 2
_MOST_GROUPS = 200
_FOLDER = "index"


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
    """What the index keeps of one record."""

    stored: Stored
    described: Described
    state: str
    author: str
    updated: str
    revision: str | None


class Index:
    """The index file of one account, open."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._groups = 0
        self._verified: set[bytes] = set()
        self._damaged = False
        self.behind = False
        self.seen = int(self._value("seen", "0"))

    @classmethod
    def open(cls, vault: Path, account: str, key: bytes) -> tuple[Index, bool]:
        """The account's index, and whether it is new and must be filled."""
        folder = vault / _FOLDER
        if not folder.exists():
            files.make_private_folder(folder)
        path = folder / f"{account}.db"
        with contextlib.suppress(KnownError):
            if path.exists():
                connection = database.connect(path, key)
                if _is_usable(connection):
                    return cls(connection, path), False
                connection.close()
        return cls(_create(path, key), path), True

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
                sql = "INSERT OR REPLACE INTO state (name, value) VALUES ('seen', ?)"
                self._connection.execute(sql, (str(self.seen),))
                self._connection.execute("COMMIT")
                database.checkpoint(self._connection)
        self._groups = 0

    def close(self) -> None:
        """Write everything and close; an index that is damaged or has lost changes is removed."""
        with contextlib.suppress(KnownError):
            self.flush()
        is_whole = not (self._damaged or self.behind or self._connection.in_transaction)
        self._connection.close()
        if not is_whole:
            _remove(self._path)

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def _roll_back(self) -> None:
        with contextlib.suppress(database.DatabaseError):
            self._connection.execute("ROLLBACK")
        self._groups = 0
        self.behind = True
        self.seen = int(self._value("seen", "0"))

    def set_seen(self, seq: int) -> None:
        """The index reflects the trail up to this entry; written with the next `flush`."""
        self.seen = seq

    def put(self, item: Item) -> None:
        """Add or replace a record, inside a transaction."""
        stored, described = item.stored, item.described
        values = (
            stored.compartment,
            stored.kind,
            described.client,
            described.title,
            words.fold(described.title),
            item.state,
            described.at,
            item.updated,
            described.due,
            described.severity,
            item.author,
            canonical.encode(dict(described.facets)).decode(),
            item.revision,
            stored.record,
        )
        known = self._one("SELECT n FROM item WHERE record = ?", (stored.record,))
        if known:
            self._connection.execute(_UPDATE, values)
            self._connection.execute("DELETE FROM effect WHERE source = ?", (stored.record,))
            number = known[0]
            self._connection.execute("DELETE FROM words WHERE rowid = ?", (number,))
        else:
            number = self._connection.execute(_INSERT, values).lastrowid
        self._connection.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            (number, words.mapped(described.title), words.mapped(described.text)),
        )
        self._connection.executemany(
            "INSERT INTO effect (target, source, effect) VALUES (?, ?, ?)",
            [(target, stored.record, effect) for target, effect in described.targets],
        )

    def remove(self, record: str) -> None:
        """Forget a record, inside a transaction."""
        known = self._one("SELECT n FROM item WHERE record = ?", (record,))
        if known:
            self._connection.execute("DELETE FROM words WHERE rowid = ?", known)
            self._connection.execute("DELETE FROM item WHERE n = ?", known)
            self._connection.execute("DELETE FROM effect WHERE source = ?", (record,))

    def state_of(self, record: str) -> tuple[str, str | None] | None:
        """State and revision of a record as the index knows it."""
        row = self._one("SELECT state, revision FROM item WHERE record = ?", (record,))
        return (row[0], row[1]) if row else None

    def compartment_of(self, record: str) -> str | None:
        """Where a record lives."""
        row = self._one("SELECT compartment FROM item WHERE record = ?", (record,))
        return row[0] if row else None

    def ids(self, query: Query) -> list[str]:
        """Ids of matching records, in order."""
        sql, values = listing.select("record", query)
        return [row[0] for row in self._many(sql, values)]

    def rows(self, records: Sequence[str]) -> list[Row]:
        """Rows of these records, in the order asked for; unknown ones are left out."""
        marks = ", ".join("?" * len(records))
        sql = f"SELECT {listing.COLUMNS}, {listing.STATUS} FROM item WHERE record IN ({marks})"  # noqa: S608 - only marks
        found = {values[0]: listing.row(values) for values in self._many(sql, tuple(records))}
        return [found[record] for record in records if record in found]

    def search(self, typed: str, limit: int, client: str | None) -> list[str]:
        """Ids of the best matches for what somebody typed, best first."""
        expression = words.match_expression(typed)
        if not expression:
            return []
        one_client = " AND item.client = ?" if client else ""
        sql = (
            "SELECT item.record FROM words JOIN item ON item.n = words.rowid "  # noqa: S608 - constant parts
            f"WHERE words MATCH ?{one_client} ORDER BY bm25(words, 4.0, 1.0) LIMIT ?"
        )
        values = (expression, client, limit) if client else (expression, limit)
        return [row[0] for row in self._many(sql, values)]

    def is_verified(self, digest: bytes) -> bool:
        """Whether this account has verified a signed row before."""
        if digest in self._verified:
            return True
        if self._one("SELECT 1 FROM verified WHERE digest = ?", (digest,)) is None:
            return False
        self._verified.add(digest)
        return True

    def remember_verified(self, digest: bytes) -> None:
        """A signature once verified need not be verified again (V-5.6)."""
        with self._watched():
            self._begin()
            self._connection.execute("INSERT OR IGNORE INTO verified (digest) VALUES (?)", (digest,))

    def own(self, kind: str | None, label: Mapping[str, str], maker: str | None = None) -> list[str]:
        """Compartments this account can open, by kind, label and who made them."""
        sql, values = "SELECT compartment FROM own WHERE 1", list[Any]()
        if kind is not None:
            sql, values = f"{sql} AND kind = ?", [kind]
        if maker is not None:
            sql, values = f"{sql} AND maker = ?", [*values, maker]
        for name, value in label.items():
            sql += " AND json_extract(label, ?) = ?"
            values += [f'$."{name}"', value]
        return [row[0] for row in self._many(f"{sql} ORDER BY compartment", tuple(values))]

    def known_compartments(self) -> set[str]:
        """All compartments in the index."""
        return {row[0] for row in self._many("SELECT compartment FROM own", ())}

    def put_compartment(self, opened: OpenCompartment) -> None:
        """Remember a compartment this account can open."""
        label = canonical.encode(opened.label).decode()
        self._connection.execute(
            "INSERT OR REPLACE INTO own (compartment, kind, maker, label) VALUES (?, ?, ?, ?)",
            (opened.id, opened.kind, opened.maker, label),
        )

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


_INSERT = (
    "INSERT INTO item (compartment, kind, client, title, sort, state, at, updated, due, severity, author, facets, "
    "revision, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE = (
    "UPDATE item SET compartment = ?, kind = ?, client = ?, title = ?, sort = ?, state = ?, at = ?, updated = ?, "
    "due = ?, severity = ?, author = ?, facets = ?, revision = ? WHERE record = ?"
)
_LAYOUT_SQL = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE item (
    n INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE, compartment TEXT NOT NULL, kind TEXT NOT NULL, client TEXT,
    title TEXT NOT NULL, sort TEXT NOT NULL, state TEXT NOT NULL, at TEXT, updated TEXT NOT NULL, due TEXT,
    severity INTEGER NOT NULL, author TEXT NOT NULL, facets TEXT NOT NULL, revision TEXT
) STRICT;
CREATE INDEX item_by_client ON item (client, kind);
CREATE INDEX item_by_kind ON item (kind, sort, record);
CREATE INDEX item_by_due ON item (due) WHERE due IS NOT NULL;
CREATE TABLE effect (target TEXT NOT NULL, source TEXT NOT NULL, effect TEXT NOT NULL,
    PRIMARY KEY (target, source, effect)) STRICT, WITHOUT ROWID;
CREATE INDEX effect_by_source ON effect (source);
CREATE TABLE own (compartment TEXT PRIMARY KEY, kind TEXT NOT NULL, maker TEXT NOT NULL, label TEXT NOT NULL) STRICT;
CREATE INDEX own_by_client ON own (kind, json_extract(label, '$."client"'));
CREATE TABLE verified (digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(title, text, content='', contentless_delete=1,
    tokenize="unicode61 remove_diacritics 2");
"""


def _remove(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        name.unlink(missing_ok=True)


def _create(path: Path, key: bytes) -> Connection:
    _remove(path)
    with files.known_errors(), files.open_private(path):
        pass
    connection = database.connect(path, key, salt=os.urandom(database.SALT_BYTES))
    database.use_wal(connection, synchronous="OFF")
    with database.known_errors():
        connection.executescript(_LAYOUT_SQL)
        connection.execute("INSERT INTO state (name, value) VALUES ('layout', ?)", (str(LAYOUT),))
    return connection


def _is_usable(connection: Connection) -> bool:
    try:
        database.use_wal(connection, synchronous="OFF")
        row = one(connection, "SELECT value FROM state WHERE name = 'layout'")
        return row is not None and row[0] == str(LAYOUT)
    except (database.DatabaseError, KnownError):
        return False
