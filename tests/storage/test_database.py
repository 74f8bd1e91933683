"""Opening SQLCipher: the proven raw key, the pragmas, and what an open vault refuses to its own code."""

# ruff: noqa: S608 - the SQL of an attacker is put together from parts

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storage import canonical, database, header
from storage.vault import SignIn
from tests.storage.attack import raw
from tests.storage.kit import APPEND_ONLY, Practice, failure_of

KEY, SALT = bytes(range(32)), bytes(range(100, 116))


@pytest.mark.parametrize(
    ("key", "salt"),
    [(KEY[:-1], SALT), (KEY + b"\0", SALT), (b"", SALT), (KEY, SALT[:-1]), (KEY, SALT + b"\0"), (KEY, b"")],
    ids=["key 31", "key 33", "key 0", "salt 15", "salt 17", "salt 0"],
)
def test_a_malformed_key_never_reaches_sqlcipher(tmp_path: Path, key: bytes, salt: bytes) -> None:
    """V-4.2: SQLCipher would take it for a passphrase without a word; nothing may be written with it."""
    path = tmp_path / "x.db"
    path.touch()
    with pytest.raises(ValueError, match="32 bytes"):
        database.connect(path, key, salt=salt)
    assert path.stat().st_size == 0
    with pytest.raises((TypeError, AttributeError)):
        database.raw_key_specification("a" * 32, SALT)  # type: ignore[arg-type]


def test_a_key_specification_is_exactly_raw_key_and_salt() -> None:
    """V-4.2: x' + 64 hex + 32 hex + ', in a buffer that can be wiped."""
    specification = database.raw_key_specification(KEY, SALT)
    assert isinstance(specification, bytearray)
    assert bytes(specification) == b"x'" + KEY.hex().encode() + SALT.hex().encode() + b"'"
    assert re.fullmatch(rb"x'[0-9a-f]{96}'", specification)


def test_a_new_file_begins_with_its_salt(practice: Practice) -> None:
    """V-4.2: the first 16 bytes of database and header's salt are the same; the index has its own."""
    found = header.load(practice.path).header
    assert practice.database.read_bytes()[:16] == canonical.from_text(found.database.salt)
    with practice.open():
        pass
    assert practice.index.read_bytes()[:16] != practice.database.read_bytes()[:16]


def test_another_key_or_salt_or_file_is_damage(practice: Practice) -> None:
    """V-4.2: a file that the raw key does not open is named damaged."""
    wrong = [
        lambda: database.connect(practice.database, bytes(32)),
        lambda: database.connect(practice.database, practice.database_key, salt=bytes(16)),
        lambda: database.connect(practice.path / "vault.json", practice.database_key),
        lambda: database.connect(practice.path / "missing", practice.database_key),
        lambda: database.connect(practice.path, practice.database_key),
    ]
    assert [failure_of(work) for work in wrong] == ["damaged"] * len(wrong)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("temp_store", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        ("wal_autocheckpoint", 0),
        ("writable_schema", 0),
    ],
)
def test_an_open_vault_has_the_frozen_pragmas(practice: Practice, pragma: str, value: object) -> None:
    """V-4.3, V-8.2: read back from the connection that is used."""
    with practice.open() as signin:
        connection = signin._vault.connection
        connection.set_authorizer(None)
        assert connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_the_library_is_new_enough_and_its_settings_are_the_frozen_ones(practice: Practice) -> None:
    """V-4.3: cipher_version at least 4.19; page size, HMAC and key derivation as frozen."""
    with raw(practice) as connection:
        version = connection.execute("PRAGMA cipher_version").fetchone()[0]
        assert [int(part) for part in version.split()[0].split(".")[:2]] >= [4, 19]
        settings = [row[0] for row in connection.execute("PRAGMA cipher_settings")]
    assert "PRAGMA cipher_hmac_algorithm = HMAC_SHA512;" in settings
    assert "PRAGMA cipher_page_size = 4096;" in settings
    assert "PRAGMA cipher_plaintext_header_size = 0;" in settings


@pytest.fixture
def signin(practice: Practice) -> SignIn:
    """The founder, signed in; the test locks."""
    return practice.unlock()


FORBIDDEN = [
    "ATTACH DATABASE 'other.db' AS other",
    "ATTACH DATABASE 'other.db' AS other KEY 'x'",
    "DETACH DATABASE main",
    "PRAGMA key = 'x'",
    "PRAGMA rekey = 'x'",
    "PRAGMA cipher_memory_security = OFF",
    "PRAGMA cipher_salt",
    "PRAGMA writable_schema = ON",
    "PRAGMA temp_store = FILE",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA user_version = 9",
    "PRAGMA wal_autocheckpoint = 1000",
    "PRAGMA main.KEY = 'x'",
    "CREATE TABLE more (a)",
    "CREATE TEMP TABLE more (a)",
    "CREATE TEMP TRIGGER quiet BEFORE INSERT ON trail BEGIN SELECT raise(IGNORE); END",
    "CREATE VIEW seen AS SELECT 1",
    "CREATE INDEX more ON trail (hash)",
    "CREATE VIRTUAL TABLE more USING fts5(a)",
    "DROP TABLE trail",
    "DROP TRIGGER trail_kept_d",
    "DROP INDEX trail_writes",
    "ALTER TABLE trail RENAME TO other",
    "ALTER TABLE trail ADD COLUMN more",
    "ALTER TABLE trail DROP COLUMN hash",
    "UPDATE sqlite_schema SET sql = ''",
    "DELETE FROM sqlite_schema",
    "INSERT INTO sqlite_schema VALUES ('table', 'a', 'a', 0, '')",
    "VACUUM INTO 'copy.db'",
    "SELECT load_extension('more')",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_an_open_vault_refuses_what_the_program_never_does(signin: SignIn, statement: str) -> None:
    """V-4.3: ATTACH, key and cipher pragmas, writable_schema and schema changes are refused."""
    connection = signin._vault.connection
    before = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    with pytest.raises(database.DatabaseError):
        connection.execute(statement).fetchall()
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == before
    signin.lock("test")


def changes(table: str) -> list[str]:
    """Every way to change or take away a row of a table."""
    return [
        f"UPDATE \"{table}\" SET signature = x'00'",
        f"UPDATE OR REPLACE \"{table}\" SET signature = x'00'",
        f'UPDATE "{table}" SET signature = signature WHERE 0',
        f'DELETE FROM "{table}"',
        f'DELETE FROM "{table}" WHERE 0',
        f'REPLACE INTO "{table}" SELECT * FROM "{table}"',
        f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"',
        f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE true ON CONFLICT DO UPDATE SET signature = x\'00\'',
    ]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_append_only_tables_are_append_only_for_the_program(signin: SignIn, table: str) -> None:
    """V-4.3: no UPDATE, no DELETE, and no REPLACE, which passes an authorizer."""
    connection = signin._vault.connection
    before = connection.execute(f'SELECT * FROM "{table}"').fetchall()
    assert before
    for statement in changes(table):
        with pytest.raises(database.DatabaseError):
            connection.execute(statement)
    assert connection.execute(f'SELECT * FROM "{table}"').fetchall() == before
    signin.lock("test")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_triggers_keep_append_only_tables_without_the_authorizer(practice: Practice, table: str) -> None:
    """V-4.3: BEFORE UPDATE and DELETE triggers hold on a connection that has only the usual pragmas."""
    with raw(practice, without_triggers=False) as connection:
        before = connection.execute(f'SELECT * FROM "{table}"').fetchall()
        for statement in changes(table):
            if "WHERE 0" in statement:
                continue
            with pytest.raises(database.DatabaseError, match="append-only"):
                connection.execute(statement)
        assert connection.execute(f'SELECT * FROM "{table}"').fetchall() == before


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER quiet BEFORE INSERT ON trail BEGIN SELECT raise(IGNORE); END",
        "CREATE TRIGGER greedy AFTER INSERT ON draft BEGIN DELETE FROM draft; END",
        "CREATE TRIGGER thief AFTER INSERT ON body BEGIN DELETE FROM body WHERE revision = new.revision; END",
        "CREATE VIEW more AS SELECT * FROM trail",
        "CREATE TABLE more (a)",
        "DROP TRIGGER trail_kept_d",
        "DROP INDEX trail_writes",
    ],
)
def test_a_changed_schema_is_noticed_before_anything_is_done(practice: Practice, planted: str) -> None:
    """V-6.4: a planted trigger could swallow trail entries; an unknown schema is refused at unlock."""
    with raw(practice, without_triggers=False) as connection:
        connection.execute(planted)
    assert failure_of(practice.unlock) == "damaged"


def test_another_schema_version_or_program_is_refused(practice: Practice) -> None:
    """V-1.5: an unknown version in a sentence that names both; another program's file is damage."""
    with raw(practice) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert failure_of(practice.unlock) == "unsupported_version"
    with raw(practice) as connection:
        connection.execute("PRAGMA user_version = 1")
        connection.execute("PRAGMA application_id = 7")
    assert failure_of(practice.unlock) == "damaged"


def test_sqlcipher_writes_nothing_to_the_terminal(practice: Practice, capfd: pytest.CaptureFixture[str]) -> None:
    """V-4.3: SQLCipher's own log is silenced, also when pages are damaged."""
    data = bytearray(practice.database.read_bytes())
    data[5 * 4096 + 100] ^= 1
    practice.database.write_bytes(data)
    failure_of(lambda: database.connect(practice.database, bytes(32)))
    connection = database.connect(practice.database, practice.database_key)
    assert failure_of(lambda: database.integrity_problems(connection)) == "damaged"
    connection.close()
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""
