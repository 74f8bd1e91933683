"""An attacker's script, written from docs/vault-format.md alone: every word that somebody's keys open, by every way."""

from __future__ import annotations

import contextlib
import itertools
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from tests.formats.attachments import CHUNK, open_stream
from tests.formats.primitives import AccountKeys, BrokenError, json_bytes, parse, unseal, untext
from tests.formats.reader import Secret, connect, enter, load_header, salt_of
from tests.formats.verifying import message


@dataclass
class Loot:
    """What somebody got: words by the place where they lay, and the keys of compartments that opened them."""

    words: dict[str, bytes] = field(default_factory=dict)
    keys: set[bytes] = field(default_factory=set)


@dataclass(frozen=True)
class Burglar:
    """Somebody with the secrets of accounts, and keys of compartments that they kept from earlier."""

    accounts: dict[str, AccountKeys]
    kept: frozenset[bytes] = frozenset()


@dataclass(frozen=True)
class Opened:
    """A vault that somebody got into: where, who they are there, and the database."""

    header: dict[str, Any]
    account: str
    keys: AccountKeys
    database_key: bytes

    @property
    def burglar(self) -> Burglar:
        return Burglar({self.account: self.keys})


def sign_in(folder: Path, login: str, passphrase: str) -> Opened:
    """The way in of V-3.9; raises RefusedError."""
    header = load_header(folder)
    entered = enter(header, Secret(passphrase, login, allow_cheap=True))
    return Opened(header, entered.account, entered.keys, entered.database_key)


def of_backup(file: Path, login: str, passphrase: str, work: Path) -> tuple[Opened, Path]:
    """A backup taken apart (V-8.1): its header, and its database as a file in a folder."""
    _, line, payload = file.read_bytes().split(b"\n", 2)
    header = parse(line)["vault"]
    entered = enter(header, Secret(passphrase, login, allow_cheap=True))
    work.mkdir(parents=True)
    (work / header["database"]["file"]).write_bytes(payload[:-32])
    return Opened(header, entered.account, entered.keys, entered.database_key), work


@contextlib.contextmanager
def database(folder: Path, header: dict[str, Any], key: bytes, work: Path) -> Iterator[Any]:
    """A copy of the database with its log, opened with the raw key."""
    work.mkdir(parents=True, exist_ok=True)
    copy = work / header["database"]["file"]
    for ending in ("", "-wal"):
        source = folder / f"{copy.name}{ending}"
        copy.with_name(source.name).unlink(missing_ok=True)
        if source.exists():
            shutil.copy(source, copy.with_name(source.name))
    with contextlib.closing(connect(copy, key, salt_of(header))) as connection:
        yield connection


def plunder(connection: Any, vault: str, burglar: Burglar) -> Loot:
    """Everything the database shows, and everything that these keys open."""
    loot = Loot(keys=set(burglar.kept))
    loot.words |= cells(connection)
    _take_keys(connection, vault, burglar, loot)
    _open_labels(connection, loot)
    _open_bodies(connection, vault, loot)
    _open_drafts(connection, vault, loot)
    _open_details(connection, vault, loot)
    return loot


def cells(connection: Any) -> dict[str, bytes]:
    """Every cell of every table, as a database browser shows it."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {f"table {table}": b"\0".join(_flat(connection, f'SELECT * FROM "{table}"')) for table in tables}  # noqa: S608


def index_of(file: Path, opened: Opened, work: Path) -> dict[str, bytes]:
    """The cells of an index with the index key of whoever got in (V-7.1); nothing where that is not the key."""
    shutil.copytree(file.parent, work)
    key = opened.keys.index.hex() + (work / file.name).read_bytes()[:16].hex()
    with contextlib.closing(sqlcipher.connect(str(work / file.name))) as connection:
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        try:
            return {f"index {place}": words for place, words in cells(connection).items()}
        except sqlcipher.DatabaseError:
            return {}


def _flat(connection: Any, sql: str) -> Iterator[bytes]:
    for cell in itertools.chain.from_iterable(connection.execute(sql)):
        yield cell if isinstance(cell, bytes) else str(cell).encode()


def _rows(connection: Any, table: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _take_keys(connection: Any, vault: str, burglar: Burglar, loot: Loot) -> None:
    """Sealed keys of every grant and generation, whoever's they say they are (V-5.3)."""
    sealed = dict(connection.execute('SELECT "grant", sealed FROM grant_key'))
    for grant in _rows(connection, "grant"):
        for account, keys in burglar.accounts.items():
            context = {name: grant[name] for name in ("compartment", "generation")}
            context |= {"grant": grant["id"], "grantee": account, "vault": vault}
            with contextlib.suppress(BrokenError, KeyError):
                loot.keys.add(keys.unseal(sealed[grant["id"]], "grant", context))


def _open_labels(connection: Any, loot: Loot) -> None:
    """Labels, and the key of the generation before that each later one holds, for as long as there are new ones."""
    generations, known = _rows(connection, "generation"), 0
    while known < len(loot.keys):
        known = len(loot.keys)
        for row in generations:
            context = json_bytes({name: row[name] for name in ("compartment", "kind", "number")})
            for plain in _opening(loot.keys, row["label"], context):
                loot.words[f"label {row['compartment']} {row['number']}"] = plain
                previous = parse(plain).get("previous")
                loot.keys |= {untext(previous)} if previous else set()


def _open_bodies(connection: Any, vault: str, loot: Loot) -> None:
    """Bodies under every key, as of each generation, and the files that they name."""
    rows = {row["id"]: row for row in _rows(connection, "revision")}
    for body in _rows(connection, "body"):
        row = rows.get(body["revision"])
        if row is None:
            continue
        for number in range(1, body["generation"] + 2):
            context = message("revision", row, vault) + b"\n" + str(number).encode()
            for plain in _opening(loot.keys, body["sealed"], context):
                loot.words[f"body {body['revision']}"] = plain
                _open_files(connection, vault, parse(plain.rstrip(b" ")), loot)


def _open_drafts(connection: Any, vault: str, loot: Loot) -> None:
    for row in _rows(connection, "draft"):
        context = json_bytes({name: row[name] for name in ("account", "compartment", "record")} | {"vault": vault})
        for plain in _opening(loot.keys, row["sealed"], context):
            loot.words[f"draft {row['record']}"] = plain
            _open_files(connection, vault, parse(plain), loot)


def _open_files(connection: Any, vault: str, content: Any, loot: Loot) -> None:
    for file in content.get("attachments", []):
        sql = "SELECT sealed FROM chunk WHERE attachment = ? ORDER BY number"
        sealed = b"".join(row[0] for row in connection.execute(sql, (file["id"],)))
        plain = open_stream(untext(file["key"]), sealed, json_bytes({"attachment": file["id"], "vault": vault}))
        assert len(plain) % CHUNK == 0
        loot.words[f"file {file['id']}"] = plain


def _open_details(connection: Any, vault: str, loot: Loot) -> None:
    """The sealed words of entries, under the compartment they name or any other."""
    entries = [parse(row[0]) for row in connection.execute("SELECT entry FROM trail")]
    places = {row[0] for row in connection.execute("SELECT compartment FROM generation")}
    shared = {row[0] for row in connection.execute("SELECT compartment FROM generation WHERE kind = 'practice'")}
    for entry in entries:
        if "detail" not in entry:
            continue
        for place in {entry.get("compartment")} & places or shared:
            context = json_bytes({"compartment": place, "seq": entry["seq"], "vault": vault})
            for plain in _opening(loot.keys, untext(entry["detail"]), context):
                loot.words[f"detail {entry['seq']}"] = plain


def _opening(keys: Iterable[bytes], sealed: bytes, context: bytes) -> Iterator[bytes]:
    for key in list(keys):
        with contextlib.suppress(BrokenError):
            yield unseal(key, sealed, context)
