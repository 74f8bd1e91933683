"""Opening SQLCipher: proven raw key, pragmas, authorizer, error mapping (V-4)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, cast

from sqlcipher3 import dbapi2 as sqlcipher

from storage import files
from storage.errors import failure

if TYPE_CHECKING:
    # sqlcipher3 has no type information; its connection is that of the standard library with keys.
    import sqlite3

Connection: TypeAlias = "sqlite3.Connection"
DatabaseError: type[Exception] = sqlcipher.Error

KEY_BYTES = 32
SALT_BYTES = 16
_HEX = b"0123456789abcdef"
_BUSY_TIMEOUT_S = 2.0
_LEAST_CIPHER = (4, 19)
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
    "cache_size = -65536",  # KiB at most: a page that is not in it costs a MAC over 4 KiB and a decryption
)
APPEND_ONLY = frozenset({"trail", "roster", "generation", "grant", "revision"})

# SQLite's action codes for an authorizer (sqlite3.h).
_DENY, _OK = 1, 0
_DELETE, _INSERT, _UPDATE, _PRAGMA, _ATTACH, _DETACH = 9, 18, 23, 19, 24, 25
_SCHEMA_CHANGES = frozenset({*range(1, 9), *range(10, 18), 26, 29, 30})  # CREATE, DROP, ALTER of anything
_ALLOWED_PRAGMAS = frozenset(
    {"wal_checkpoint", "page_count", "data_version", "shrink_memory", "freelist_count", "incremental_vacuum"}
)


class _Placed(sqlcipher.Connection):  # type: ignore[misc]
    """A connection that knows its folder: SQLite does not tell a full disk from other refusals."""

    folder: Path | None = None


def connect(path: Path, key: bytes, *, salt: bytes | None = None) -> Connection:
    """Open an encrypted database with a raw 32-byte key, and prove that it is used raw.

    Without `salt` the salt is the file's own first 16 bytes. Raises `damaged` when the key
    does not fit or the file is not a database, and `unsupported_library`.
    """
    own_salt = salt if salt is not None else _salt_of(path)
    try:
        placed = sqlcipher.connect(str(path), isolation_level=None, timeout=_BUSY_TIMEOUT_S, factory=_Placed)
    except DatabaseError as error:
        _raise_known(error, path.parent)
    placed.folder = path.parent
    connection = cast("Connection", placed)
    try:
        with known_errors(connection):
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


def in_memory() -> Connection:
    """An empty database that nothing of a vault ever gets into, such as for comparing schemas."""
    return cast("Connection", sqlcipher.connect(":memory:", isolation_level=None))


def use_wal(connection: Connection, *, synchronous: str = "FULL") -> None:
    """Write-ahead log; every commit is durable with FULL; checkpoints are ours alone (V-8.2)."""
    with known_errors(connection):
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise failure("not_writable", problem="no write-ahead log")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA wal_autocheckpoint = 0")


def guard(connection: Connection) -> None:
    """From here on: no ATTACH, no key pragmas, no schema changes, no edits of append-only tables (V-4.3)."""
    connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, *_: str | None) -> int:
    if action in {_UPDATE, _DELETE} and first in APPEND_ONLY:
        return _DENY
    if action == _PRAGMA and (first or "").lower() not in _ALLOWED_PRAGMAS:
        return _DENY
    if action in {_UPDATE, _DELETE, _INSERT} and (first or "").startswith("sqlite_"):
        return _DENY
    return _DENY if action in _SCHEMA_CHANGES | {_ATTACH, _DETACH} else _OK


def hold_still(connection: Connection, *, still: bool) -> None:
    """Let nothing be written over this connection, or let it again; a write in between is `not_writable`."""
    connection.set_authorizer(None)
    try:
        with known_errors(connection):
            connection.execute(f"PRAGMA query_only = {int(still)}")
    finally:
        guard(connection)


def checkpoint(connection: Connection) -> bool:
    """Move the whole write-ahead log into the main file; False when a reader was in the way."""
    with known_errors(connection):
        row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return tuple(row) == (0, 0, 0)


def free_pages(connection: Connection) -> int:
    """How many pages of the file hold nothing."""
    with known_errors(connection):
        return int(connection.execute("PRAGMA freelist_count").fetchone()[0])


def give_back(connection: Connection, pages: int) -> None:
    """Make the file shorter by so many free pages, or as many as there are: one durable transaction (V-4.3)."""
    with known_errors(connection):
        connection.execute(f"PRAGMA incremental_vacuum({pages})").fetchall()


class known_errors:  # noqa: N801 - used like a function: with known_errors():
    """A block in which every database error becomes a known failure. A class: it is on the way to every view.

    With the connection a full disk is told as one; SQLite often says only that a file cannot be opened or written.
    """

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection | None = None) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, (DatabaseError, MemoryError)):
            _raise_known(error, _folder(self._connection))


class Transaction:
    """One write transaction; rolled back unless the block ends well and the commit succeeds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        with known_errors(self._connection):
            self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        try:
            if error is None:
                self._connection.execute("COMMIT")
                return
        except (DatabaseError, MemoryError) as failed:
            self._roll_back()
            _raise_known(failed, _folder(self._connection))
        self._roll_back()
        if isinstance(error, (DatabaseError, MemoryError)):
            _raise_known(error, _folder(self._connection))

    def _roll_back(self) -> None:
        # SQLite has rolled back by itself after a full disk.
        if self._connection.in_transaction:
            with contextlib.suppress(DatabaseError, MemoryError):
                self._connection.execute("ROLLBACK")


# SQLite's result codes (sqlite3.h) that a person can do something about; any other is a mistake of ours.
_PERM, _BUSY, _LOCKED, _READONLY, _INTERRUPT, _IOERR, _CORRUPT = 3, 5, 6, 8, 9, 10, 11
_FULL, _CANTOPEN, _PROTOCOL, _NOLFS, _FORMAT, _NOTADB = 13, 14, 15, 22, 24, 26
_FAILURES = {
    _PERM: "not_writable",
    _BUSY: "database_busy",
    _LOCKED: "database_busy",
    _READONLY: "not_writable",
    _INTERRUPT: "stopped",
    _IOERR: "disk_error",
    _CORRUPT: "damaged",
    _FULL: "no_space",
    _CANTOPEN: "not_writable",
    _PROTOCOL: "database_busy",
    _NOLFS: "not_writable",
    _FORMAT: "damaged",
    _NOTADB: "damaged",
}
# Somebody else wrote here: a row lies where ours belongs, a table is gone, or what should be text is none.
_SIGNS_OF_DAMAGE = ("UNIQUE constraint failed", "vtable constructor failed", "no such table", "Could not decode")


# An error of the backup API carries its words, and no code.
_SAID = {
    "unable to open database file": "not_writable",
    "disk I/O error": "disk_error",
    "database or disk is full": "no_space",
    "attempt to write a readonly database": "not_writable",
}


def _folder(connection: Connection | None) -> Path | None:
    return getattr(connection, "folder", None)


def _raise_known(error: Exception, folder: Path | None) -> NoReturn:
    """Raise the known failure for a database error; one that is none of them is raised as it is."""
    name = _name_of(error)
    if name is None:
        raise error
    if name in {"disk_error", "not_writable"} and folder is not None and files.is_full(folder):
        name = "no_space"
    raise failure(name, problem=str(error)) from error


def _name_of(error: Exception) -> str | None:
    if isinstance(error, MemoryError):
        return "damaged"  # SQLite says *out of memory* for some damaged pages too
    name = _FAILURES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if name is None and any(sign in str(error) for sign in _SIGNS_OF_DAMAGE):
        return "damaged"
    return name or next((known for said, known in _SAID.items() if said in str(error)), None)


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


def versions() -> dict[str, str]:
    """The versions of SQLCipher and of the SQLite inside it, as they are loaded."""
    with contextlib.closing(in_memory()) as connection:
        cipher = str(connection.execute("PRAGMA cipher_version").fetchone()[0]).split(" ", maxsplit=1)[0]
    return {"SQLCipher": cipher, "SQLite": str(sqlcipher.sqlite_version)}


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


def release_memory(connection: Connection) -> None:
    """Give back the pages that are kept, after work that has read the whole file once."""
    with known_errors(connection):
        connection.execute("PRAGMA shrink_memory")


def integrity_problems(connection: Connection) -> list[str]:
    """What SQLite finds wrong with the file; read by a connection of its own."""
    with known_errors():
        content = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        keys = [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
    return [line for line in content if line != "ok"] + keys


def cipher_problems(connection: Connection) -> list[str]:
    """Pages of the file, also unused ones, whose MAC does not fit; read by a connection of its own."""
    with known_errors():
        return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]


def one(connection: Connection, sql: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
    """The first row of a query, or None."""
    try:
        row: tuple[Any, ...] | None = connection.execute(sql, values).fetchone()
    except (DatabaseError, MemoryError) as error:
        _raise_known(error, _folder(connection))
    return row


def many(connection: Connection, sql: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, one by one."""
    try:
        yield from connection.execute(sql, values)
    except (DatabaseError, MemoryError) as error:
        _raise_known(error, _folder(connection))
