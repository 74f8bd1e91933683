"""The bare baselines: SQLCipher with our settings and nothing else, and plain SQLite full-text search.

The one module outside storage that opens a database, because its databases hold nothing but the measurement.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 0",
    "temp_store = MEMORY",
    "secure_delete = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "recursive_triggers = ON",
    "cell_size_check = ON",
    "mmap_size = 0",
    "cache_size = -65536",
)
_SEARCH_CACHE = "cache_size = -16384"
_ENTRY_BYTES = 800  # an entry of the trail with its hash and signature
_CHECKPOINT_EVERY = 500


class BareCommits:
    """One insert, one select by key, one durable commit, in an SQLCipher database of the same size."""

    def __init__(self, path: Path, bodies: int, body_bytes: int) -> None:
        self._connection: Any = sqlcipher.connect(str(path), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{os.urandom(32).hex()}'\"")
        for pragma in _PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE entry (n INTEGER PRIMARY KEY, bytes BLOB)")
        self._connection.execute("CREATE TABLE body (n INTEGER PRIMARY KEY, bytes BLOB)")
        self._connection.execute("BEGIN")
        rows = ((n, os.urandom(body_bytes)) for n in range(bodies))
        self._connection.executemany("INSERT INTO body VALUES (?, ?)", rows)
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._bodies = bodies
        self._entry = os.urandom(_ENTRY_BYTES)
        self._done = 0

    def once(self, n: int) -> None:
        """The whole baseline of a view or a save."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO entry (bytes) VALUES (?)", (self._entry,))
        connection.execute("COMMIT")
        connection.execute("SELECT bytes FROM body WHERE n = ?", (n % self._bodies,)).fetchone()

    def tidy(self) -> None:
        """Keep the log short, outside of what is timed."""
        self._done += 1
        if self._done % _CHECKPOINT_EVERY == 0:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


class BareSearch:
    """Plain, unencrypted FTS5 over the same texts, with excerpts of the first twenty hits."""

    def __init__(self, path: Path, texts: Iterable[str]) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute(f"PRAGMA {_SEARCH_CACHE}")
        self._connection.execute(
            'CREATE VIRTUAL TABLE words USING fts5(title, text, tokenize="unicode61 remove_diacritics 2")'
        )
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT INTO words VALUES ('', ?)", ((text,) for text in texts))
        self._connection.execute("COMMIT")

    def once(self, words: str) -> int:
        """Search for all words, each as a prefix; returns how many of the first twenty there are."""
        expression = " ".join(f'"{word}"*' for word in words.split())
        found = self._connection.execute(
            "SELECT rowid, text, snippet(words, 1, '<', '>', '…', 20) FROM words WHERE words MATCH ? "
            "ORDER BY bm25(words, 4.0, 1.0) LIMIT 20",
            (expression,),
        ).fetchall()
        return len(found)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def versions() -> dict[str, str]:
    """The libraries behind the figures."""
    connection = sqlcipher.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()[0]
    finally:
        connection.close()
    return {"SQLCipher": str(cipher), "SQLite inside": sqlcipher.sqlite_version, "plain SQLite": sqlite3.sqlite_version}
