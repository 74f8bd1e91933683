"""The numbered steps of the schema: a new database takes all of them, an older one those it has not taken (V-4.4)."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage import database
from storage.errors import failure

if TYPE_CHECKING:
    from storage.database import Connection

APPLICATION_ID = 0x43537631  # "CSv1"
FOLDER = Path(__file__).parent / "schema"


class OlderSchemaError(Exception):
    """A database of an older program: whole, but it must take the steps after `version` first."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


@cache
def steps() -> tuple[str, ...]:
    """The SQL of each step, in order; step n leads to version n. None is ever edited after its release."""
    return tuple(step.read_text(encoding="utf-8") for step in sorted(FOLDER.glob("*.sql")))


def newest() -> int:
    """The version that this program reads and writes."""
    return len(steps())


def create(connection: Connection) -> None:
    """Make the schema in a new, empty database, with a write-ahead log."""
    with database.known_errors(connection):
        # Before anything is written: only then can the room of what was removed be given back (V-4.3).
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    database.use_wal(connection)
    with database.known_errors(connection):
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    take(connection, 0, newest())


def take(connection: Connection, after: int, last: int) -> None:
    """Run the steps after version `after`, up to version `last`."""
    with database.known_errors(connection):
        for step in steps()[after:last]:
            connection.executescript(step)
        connection.execute(f"PRAGMA user_version = {last}")


def check(connection: Connection, version: int | None = None) -> None:
    """Refuse a database of another program, another schema, or another version than `version`, else the newest.

    Raises `damaged` and `unsupported_version`; `OlderSchemaError` for one that is older than the newest.
    """
    with database.known_errors(connection):
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID or found < 1:
        raise failure("damaged")
    if found > newest():
        raise failure("unsupported_version", what="database", found=str(found), known=str(newest()))
    if (version is not None and found != version) or _schema_of(connection) != _expected(found):
        # A planted trigger or view could swallow entries or answer for a table.
        raise failure("damaged")
    if version is None and found < newest():
        raise OlderSchemaError(found)


def _schema_of(connection: Connection) -> list[tuple[Any, ...]]:
    with database.known_errors(connection):
        return sorted(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall(), key=str)


@cache
def _expected(version: int) -> list[tuple[Any, ...]]:
    with contextlib.closing(database.in_memory()) as empty:
        take(empty, 0, version)
        return _schema_of(empty)
