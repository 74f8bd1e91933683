"""Opening SQLCipher: proven raw key, pragmas, authorizer, error mapping (V-4)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sqlcipher3 import dbapi2 as sqlcipher

from storage.errors import KnownError, failure

if TYPE_CHECKING:
    # sqlcipher3 has no type information; its connection is that of the standard library with keys.
    import sqlite3

Connection: TypeAlias = "sqlite3.Connection"
DatabaseError: type[Exception] = sqlcipher.Error

KEY_BYTES = 32
SALT_BYTES = 16
_HEX = b"0123456789abcdef"
APPLICATION_ID = 0x43537631  # "CSv1"
SCHEMA_VERSION = 1
_BUSY_TIMEOUT_S = 2.0
_LEAST_CIPHER = (4, 19)
_SCHEMA = Path(__file__).parent / "schema"
_FROZEN_SETTINGS = (
    "PRAGMA kdf_iter = 256000;",
    "PRAGMA cipher_page_size = 4096;",
    "PRAGMA cipher_use_hmac = 1;",
    "PRAGMA cipher_plaintext_header_size = 0;",
    "PRAGMA cipher_hmac_algorithm = HMAC_SHA512;",
    "PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA512;",
)
_PRAGMAS = (
    "temp_store = MEMORY",
    "secure_delete = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "recursive_triggers = ON",
    "cell_size_check = ON",
    "mmap_size = 0",
)
APPEND_ONLY = frozenset({"trail", "roster", "generation", "grant", "revision"})

# SQLite's action codes for an authorizer (sqlite3.h).
_DENY, _OK = 1, 0
_DELETE, _INSERT, _UPDATE, _PRAGMA, _ATTACH, _DETACH = 9, 18, 23, 19, 24, 25
_SCHEMA_CHANGES = frozenset({*range(1, 9), *range(10, 18), 26, 29, 30})  # CREATE, DROP, ALTER of anything
_READ_PRAGMAS = frozenset({"wal_checkpoint", "page_count", "data_version"})


def connect(path: Path, key: bytes, *, salt: bytes | None = None) -> Connection:
    """Open an encrypted database with a raw 32-byte key, and prove that it is used raw.

    Without `salt` the salt is the file's own first 16 bytes. Raises `damaged` when the key
    does not fit or the file is not a database, and `unsupported_library`.
    """
    own_salt = salt if salt is not None else _salt_of(path)
    connection = cast("Connection", sqlcipher.connect(str(path), isolation_level=None, timeout=_BUSY_TIMEOUT_S))
    try:
        with known_errors():
            _set_raw_key(connection, key, own_salt)
            _check_library(connection)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if salt is None or path.stat().st_size:
                _prove_raw(connection, own_salt)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def use_wal(connection: Connection, *, synchronous: str = "FULL") -> None:
    """Write-ahead log; every commit is durable with FULL; checkpoints are ours alone (V-8.2)."""
    with known_errors():
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise failure("not_writable", problem="no write-ahead log")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA wal_autocheckpoint = 0")


def create_schema(connection: Connection) -> None:
    """Run all numbered steps on a new, empty database."""
    with known_errors():
        for step in sorted(_SCHEMA.glob("*.sql")):
            connection.executescript(step.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def check_schema(connection: Connection) -> None:
    """Refuse a database of another program or another schema version."""
    with known_errors():
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise failure("damaged")
    if version != SCHEMA_VERSION:
        raise failure("unsupported_version", what="database", found=str(version), known=str(SCHEMA_VERSION))
    if _schema_of(connection) != _expected_schema():
        # A planted trigger or view could swallow entries or answer for a table.
        raise failure("damaged")


def _schema_of(connection: Connection) -> list[tuple[Any, ...]]:
    with known_errors():
        return sorted(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall(), key=str)


@cache
def _expected_schema() -> list[tuple[Any, ...]]:
    empty = cast("Connection", sqlcipher.connect(":memory:", isolation_level=None))
    try:
        create_schema(empty)
        return _schema_of(empty)
    finally:
        empty.close()


def guard(connection: Connection) -> None:
    """From here on: no ATTACH, no key pragmas, no schema changes, no edits of append-only tables (V-4.3)."""
    connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, *_: str | None) -> int:
    if action in {_UPDATE, _DELETE} and first in APPEND_ONLY:
        return _DENY
    if action == _PRAGMA and (first or "").lower() not in _READ_PRAGMAS:
        return _DENY
    if action in {_UPDATE, _DELETE, _INSERT} and (first or "").startswith("sqlite_"):
        return _DENY
    return _DENY if action in _SCHEMA_CHANGES | {_ATTACH, _DETACH} else _OK


def checkpoint(connection: Connection) -> bool:
    """Move the whole write-ahead log into the main file; False when a reader was in the way."""
    with known_errors():
        row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return tuple(row) == (0, 0, 0)


class known_errors:  # noqa: N801 - used like a function: with known_errors():
    """A block in which every database error becomes a known failure. A class: it is on the way to every view."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, (DatabaseError, MemoryError)):
            raise _as_known(error) from error


class Transaction:
    """One write transaction; rolled back unless the block ends well and the commit succeeds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        with known_errors():
            self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        try:
            if error is None:
                self._connection.execute("COMMIT")
                return
        except (DatabaseError, MemoryError) as failed:
            self._roll_back()
            raise _as_known(failed) from failed
        self._roll_back()
        if isinstance(error, (DatabaseError, MemoryError)):
            raise _as_known(error) from error

    def _roll_back(self) -> None:
        # SQLite has rolled back by itself after a full disk.
        if self._connection.in_transaction:
            with contextlib.suppress(DatabaseError, MemoryError):
                self._connection.execute("ROLLBACK")


_MESSAGES = {
    "disk is full": "no_space",
    "disk image is malformed": "damaged",
    "not a database": "damaged",
    "is locked": "database_busy",
    "interrupted": "stopped",
}


def _as_known(error: Exception) -> KnownError:
    if isinstance(error, sqlcipher.ProgrammingError):
        raise error  # a closed connection or another thread: a bug, and no damage
    # SQLite says *out of memory*, as a MemoryError, for some damaged pages too: it ends in `damaged`.
    message = str(error)
    for part, name in _MESSAGES.items():
        if part in message:
            return failure(name)
    if "I/O error" in message or "readonly" in message or "unable to open" in message:
        return failure("not_writable", problem=message)
    return failure("damaged")


def raw_key_specification(key: bytes, salt: bytes) -> bytearray:
    """`x'` + 64 hex of the key + 32 hex of the salt + `'`, length-checked (V-4.2).

    SQLCipher takes anything malformed for a passphrase, without a word.
    """
    if len(key) != KEY_BYTES or len(salt) != SALT_BYTES:
        message = "a raw key has 32 bytes and a salt 16"
        raise ValueError(message)
    # Written into one buffer that can be wiped: `bytes.hex` would leave copies behind.
    specification = bytearray(b"x'" + b"0" * (2 * (KEY_BYTES + SALT_BYTES)) + b"'")
    for at, byte in enumerate((*key, *salt)):
        specification[2 + 2 * at], specification[3 + 2 * at] = _HEX[byte >> 4], _HEX[byte & 15]
    return specification


def _set_raw_key(connection: Connection, key: bytes, salt: bytes) -> None:
    specification = raw_key_specification(key, salt)
    try:
        connection.set_key(specification)  # type: ignore[attr-defined]
    finally:
        specification[:] = bytes(len(specification))
    connection.execute("PRAGMA cipher_log_level = NONE")


def _check_library(connection: Connection) -> None:
    found = str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    numbers = tuple(int(part) for part in found.split(" ", maxsplit=1)[0].split(".")[:2])
    if numbers < _LEAST_CIPHER:
        raise failure("unsupported_library", found=found, needed="4.19")
    settings = tuple(row[0] for row in connection.execute("PRAGMA cipher_settings"))
    if settings != _FROZEN_SETTINGS:
        raise failure("unsupported_library", found="other settings", needed="4.19")


def _prove_raw(connection: Connection, salt: bytes) -> None:
    if connection.execute("PRAGMA cipher_salt").fetchone()[0] != salt.hex():
        raise failure("damaged")


def _salt_of(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            salt = stream.read(SALT_BYTES)
    except OSError as error:
        raise failure("damaged") from error
    if len(salt) != SALT_BYTES:
        raise failure("damaged")
    return salt


def integrity_problems(connection: Connection) -> list[str]:
    """What SQLCipher and SQLite find wrong with the file; read by a connection of its own."""
    with known_errors():
        cipher = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        content = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        keys = [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
    return cipher + [line for line in content if line != "ok"] + keys


def one(connection: Connection, sql: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
    """The first row of a query, or None."""
    try:
        row: tuple[Any, ...] | None = connection.execute(sql, values).fetchone()
    except (DatabaseError, MemoryError) as error:
        raise _as_known(error) from error
    return row


def many(connection: Connection, sql: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, one by one."""
    try:
        yield from connection.execute(sql, values)
    except (DatabaseError, MemoryError) as error:
        raise _as_known(error) from error
