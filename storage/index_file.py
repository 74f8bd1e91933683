"""The file of an index: its layout, how it is made anew, when it can be used, how it goes (V-7.1, V-7.2)."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from storage import database, entries, files
from storage.database import Connection, one
from storage.errors import KnownError

# Another version of the program lists records in another way, and reads kinds that this one does not know yet.
LAYOUT = f"9 {entries.APP_VERSION}"
_FOLDER = "index"
_CACHE_KIB = 16 << 10

_LAYOUT_SQL = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- One row a record. `checked`: 1 when signature and right of the row `digest` held, 2 when its entry did too.
CREATE TABLE item (
    n INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE, compartment TEXT NOT NULL, kind TEXT NOT NULL, client TEXT,
    title TEXT NOT NULL, sort TEXT NOT NULL, state TEXT NOT NULL, at TEXT, updated TEXT NOT NULL, due TEXT,
    severity INTEGER NOT NULL, author TEXT NOT NULL, facets TEXT NOT NULL, revision TEXT, digest BLOB,
    checked INTEGER NOT NULL
) STRICT;
CREATE INDEX item_by_client ON item (client, kind);
CREATE INDEX item_by_kind ON item (kind, sort, record, state);  -- a list by title asks nothing else
CREATE INDEX item_by_time ON item (kind, at, updated, record);
CREATE INDEX item_by_change ON item (kind, updated, record);
CREATE INDEX item_by_due ON item (due) WHERE due IS NOT NULL;
CREATE TABLE facet (name TEXT NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (name, value, n)) STRICT, WITHOUT ROWID;
-- An effect counts for a record of the same compartment alone: anybody can write about any record in one of their own.
CREATE TABLE effect (target TEXT NOT NULL, source TEXT NOT NULL, effect TEXT NOT NULL, compartment TEXT NOT NULL,
    PRIMARY KEY (target, source, effect)) STRICT, WITHOUT ROWID;
CREATE INDEX effect_by_source ON effect (source);

-- Compartments with their keys, sealed once more, and the digest of the grant each key came from. `generation` is the
-- newest that this account has seen: an older one opens nothing again. `place`: which entry made the compartment;
-- `due`: from when on its key is to be replaced, because somebody else has it.
CREATE TABLE own (compartment TEXT PRIMARY KEY, kind TEXT NOT NULL, maker TEXT NOT NULL, label TEXT NOT NULL,
    granted BLOB NOT NULL, sealed BLOB NOT NULL, generation INTEGER NOT NULL, expires TEXT, place INTEGER NOT NULL,
    due TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX own_by_end ON own (expires) WHERE expires IS NOT NULL;
CREATE INDEX own_by_due ON own (due) WHERE due IS NOT NULL;
CREATE INDEX own_by_client ON own (kind, json_extract(label, '$."client"'));
CREATE TABLE verified (digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

-- Which entries of the trail concern a compartment.
CREATE TABLE touched (compartment TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (compartment, seq))
    STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(title, text, content='', contentless_delete=1,
    tokenize="unicode61 remove_diacritics 2");
"""


INSERT_ITEM = (
    "INSERT INTO item (compartment, kind, client, title, sort, state, at, updated, due, severity, author, facets, "
    "revision, digest, checked, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
UPDATE_ITEM = (
    "UPDATE item SET compartment = ?, kind = ?, client = ?, title = ?, sort = ?, state = ?, at = ?, updated = ?, "
    "due = ?, severity = ?, author = ?, facets = ?, revision = ?, digest = ?, checked = ? WHERE record = ?"
)
PUT_OWN = "INSERT OR REPLACE INTO own VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # in the order of its columns


def path_of(vault: Path, account: str) -> Path:
    """Where the index of an account lies."""
    return vault / _FOLDER / f"{account}.db"


def open_or_create(vault: Path, account: str, key: bytes) -> tuple[Connection, Path, bool]:
    """The account's index file, open, and whether it is new and must be filled."""
    folder = vault / _FOLDER
    if not folder.exists():
        files.make_private_folder(folder)
    path = path_of(vault, account)
    with contextlib.suppress(KnownError):
        if path.exists():
            connection = database.connect(path, key)
            if _is_usable(connection):
                return connection, path, False
            connection.close()
    return _create(path, key), path, True


def remove(path: Path) -> None:
    """Throw an index away, with its log."""
    with files.known_errors():
        for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            name.unlink(missing_ok=True)


def _create(path: Path, key: bytes) -> Connection:
    remove(path)
    with files.known_errors(), files.open_private(path):
        pass
    connection = database.connect(path, key, salt=os.urandom(database.SALT_BYTES))
    _set_up(connection)
    with database.known_errors(connection):
        connection.executescript(_LAYOUT_SQL)
        connection.execute("INSERT INTO state (name, value) VALUES ('layout', ?)", (LAYOUT,))
    return connection


def _is_usable(connection: Connection) -> bool:
    try:
        _set_up(connection)
        row = one(connection, "SELECT value FROM state WHERE name = 'layout'")
        return row is not None and row[0] == LAYOUT
    except (database.DatabaseError, KnownError):
        return False


def _set_up(connection: Connection) -> None:
    """No commit waits for the disk, since what a crash takes is caught up. A checkpoint does: it could take more."""
    database.use_wal(connection, synchronous="NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
