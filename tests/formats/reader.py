"""A second reader of vaults and backups, written from docs/vault-format.md and docs/backup-format.md alone.

It imports nothing of the program. It opens a vault or a backup, opens every record its key opens, and verifies
the roster, the signed rows and the whole trail.
"""

from __future__ import annotations

import contextlib
import hmac
import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from sqlcipher3 import dbapi2 as sqlcipher

from tests.formats.attachments import Attachments
from tests.formats.people import OtherRootError, Roster, check_roster
from tests.formats.primitives import (
    AccountKeys,
    BrokenError,
    derive,
    digest,
    ensure,
    json_bytes,
    parse,
    text,
    unseal,
    untext,
)
from tests.formats.verifying import Findings, Trail, check_anchor
from tests.formats.words import Draft, Records, Version

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
MAGIC = b"clientsafe-backup/"
CHEAP = {"lanes": 4, "memory_kib": 32, "passes": 1}


class RefusedError(Exception):
    """The vault or backup cannot be opened; `code` is that of V-9.1."""

    def __init__(self, code: int) -> None:
        super().__init__(f"CS-{code}")
        self.code = code


@dataclass(frozen=True)
class Secret:
    """What lets somebody in; `allow_cheap` accepts the cost that tests use (V-3.3)."""

    typed: str
    login: str | None = None
    how: str = "passphrase"
    allow_cheap: bool = False


@dataclass(frozen=True)
class Reading:
    """Everything that was found; `findings` are names of V-6.7 and failures of V-9.1 with a place."""

    vault: str
    account: str
    roles: dict[str, str]
    entries: int
    head: str
    record_count: int
    records: dict[str, list[Version]]
    drafts: dict[str, Draft]
    details: dict[int, Any]
    attachments: dict[str, bytes]
    findings: Findings


@dataclass(frozen=True)
class Entered:
    """A slot and the database key, opened."""

    account: str
    keys: AccountKeys
    root: bytes
    database_key: bytes


def open_vault(folder: Path, secret: Secret) -> Reading:
    """Read a vault folder that nobody is writing to."""
    header = load_header(folder)
    entered = enter(header, secret)
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / header["database"]["file"]
        for ending in ("", "-wal"):
            source = folder / f"{copy.name}{ending}"
            if source.exists():
                shutil.copy(source, copy.with_name(source.name))
        anchor = folder / "anchors" / entered.account
        return _read(copy, header, entered, anchor.read_bytes()[:4096] if anchor.exists() else None)


def open_backup(file: Path, secret: Secret) -> Reading:
    """Read a backup file (V-8.1)."""
    if not file.is_file():
        raise RefusedError(603)
    first, line, rest = _split(file.read_bytes())
    header = _backup_header(line)
    vault, payload, tag = header["vault"], rest[:-32], rest[-32:]
    if len(payload) != header["payload"] or len(tag) != 32:
        raise RefusedError(513)
    entered = enter(vault, secret)
    key = derive(entered.database_key, vault["vault"], "backup")
    if not hmac.compare_digest(hmac.digest(key, first + line + b"\n" + payload, "sha256"), tag):
        raise RefusedError(513)
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / vault["database"]["file"]
        copy.write_bytes(payload)
        reading = _read(copy, vault, entered, None)
    ends = {"seq": reading.entries, "head": reading.head}
    if (header["trail"], header["records"]) != (ends, reading.record_count):
        raise RefusedError(513)
    return reading


def _backup_header(line: bytes) -> dict[str, Any]:
    try:
        header: dict[str, Any] = parse(line)
        ensure(set(header) == {"app", "at", "payload", "records", "schema", "trail", "vault"} and header["payload"] > 0)
    except (BrokenError, TypeError) as error:
        raise RefusedError(513) from error
    try:
        check_header(header["vault"])
    except RefusedError as refused:
        raise RefusedError(801 if refused.code == 801 else 513) from refused
    if header["schema"] != 1:
        raise RefusedError(801)
    return header


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    """First line with its end, header without, and the rest."""
    if not data.startswith(MAGIC):
        raise RefusedError(513)
    if b"\n" not in data[: len(MAGIC) + 2]:
        raise RefusedError(513)
    if not data.startswith(MAGIC + b"1\n"):
        raise RefusedError(801)
    first = len(MAGIC) + 2
    end = data.find(b"\n", first, first + 2_097_152)
    if end < 0:
        raise RefusedError(513)
    return data[:first], data[first:end], data[end + 1 :]


def load_header(folder: Path) -> dict[str, Any]:
    """The highest intact copy (V-2.1)."""
    copies = [folder / name for name in ("vault.json", "vault.json.1") if (folder / name).exists()]
    if not copies:
        raise RefusedError(602)
    intact: list[dict[str, Any]] = []
    codes = set()
    for copy in copies:
        try:
            data = copy.read_bytes()
            value = parse(data) if len(data) <= 1_048_576 else None
            intact.append(check_header(value))
        except BrokenError:
            codes.add(502)
        except RefusedError as refused:
            codes.add(refused.code)
    if not intact:
        raise RefusedError(max(codes))
    return max(intact, key=lambda header: int(header["generation"]))


def check_header(header: Any) -> dict[str, Any]:
    """A header with its fields and within its limits (V-1.5, V-3.9)."""
    if not isinstance(header, dict) or header.get("format") != "clientsafe-vault":
        raise RefusedError(502)
    if header.get("version") != 1:
        raise RefusedError(801)
    try:
        sound = (
            set(header) == {"accounts", "database", "format", "generation", "mac", "vault", "version"}
            and set(header["database"]) == {"file", "salt"}
            and re.fullmatch(r"records-[0-9]+\.db", header["database"]["file"])
            and re.fullmatch(ID, header["vault"])
            and len(salt_of(header)) == 16
            and header["generation"] > 0
            and 1 <= len(header["accounts"]) <= 64
            and all(_account_is_sound(account) for account in header["accounts"])
        )
    except (BrokenError, TypeError, KeyError, AttributeError) as error:
        raise RefusedError(502) from error
    if not sound:
        raise RefusedError(502)
    return header


def _account_is_sound(account: dict[str, Any]) -> bool:
    wanted = {"passphrase": {"cost", "kind", "made_at", "salt", "sealed"}, "recovery": {"kind", "made_at", "sealed"}}
    return (
        set(account) == {"database_key", "id", "login_tag", "slots"}
        and 1 <= len(account["slots"]) <= 8
        and all(set(slot) == wanted.get(slot["kind"]) for slot in account["slots"])
        and all(len(untext(slot["salt"])) == 16 for slot in account["slots"] if "salt" in slot)
    )


def enter(header: dict[str, Any], secret: Secret) -> Entered:
    """Slot, database key, header MAC (V-3.9, steps 4 to 7)."""
    account, vault = _find_account(header, secret.login), header["vault"]
    for slot in account["slots"]:
        if slot["kind"] != secret.how:
            continue
        context = {"account": account["id"], "slot": {k: v for k, v in slot.items() if k != "sealed"}, "vault": vault}
        key = slot_key(slot, vault, secret)
        try:
            plain = unseal(key, untext(slot["sealed"]), json_bytes(context))
        except BrokenError:
            continue
        keys = AccountKeys(plain[:32], vault)
        database_key = _database_key(header, account, keys)
        tag = hmac.digest(derive(database_key, vault, "header"), json_bytes({**header, "mac": ""}), "sha256")
        if not hmac.compare_digest(text(tag).encode(), str(header["mac"]).encode()):
            raise RefusedError(514)
        return Entered(account["id"], keys, plain[32:], database_key)
    raise RefusedError(301)


def salt_of(header: dict[str, Any]) -> bytes:
    """What the database file begins with."""
    return untext(header["database"]["salt"])


def _find_account(header: dict[str, Any], login: str | None) -> dict[str, Any]:
    accounts: list[dict[str, Any]] = header["accounts"]
    if login is None:
        if len(accounts) != 1:
            raise RefusedError(204)
        return accounts[0]
    folded = unicodedata.normalize("NFKC", login.strip()).casefold()
    tag = text(digest("login-tag", header["vault"].encode(), folded.encode()))
    for account in accounts:
        if account["login_tag"] == tag:
            return account
    raise RefusedError(301)


def slot_key(slot: dict[str, Any], vault: str, secret: Secret) -> bytes:
    """The key of a slot, its cost checked first (V-3.2, V-3.3)."""
    typed = unicodedata.normalize("NFKC", secret.typed)
    if slot["kind"] == "recovery":
        return derive(recovery_symbols(typed), vault, "slot/recovery")
    memory, passes, lanes = slot["cost"]["memory_kib"], slot["cost"]["passes"], slot["cost"]["lanes"]
    if memory > 1_048_576 or passes > 16:
        raise RefusedError(304)
    if (lanes != 4 or memory < 65_536 or passes < 3) and not (secret.allow_cheap and slot["cost"] == CHEAP):
        raise RefusedError(303)
    return hash_secret_raw(typed.encode(), untext(slot["salt"]), passes, memory, lanes, 32, Type.ID, 19)


def recovery_symbols(typed: str) -> bytes:
    """The 26 symbols of a recovery code, its check verified (V-3.2)."""
    upper = typed.upper().translate(str.maketrans("OIL", "011"))
    symbols = "".join(letter for letter in upper if letter.isalnum())
    secret, check = symbols[:26], symbols[26:]
    bits = int.from_bytes(digest("recovery-check", secret.encode())[:3]) >> 4
    expected = "".join(ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))
    if len(secret) != 26 or check != expected or not set(secret) <= set(ALPHABET):
        raise RefusedError(305)
    return secret.encode()


def _database_key(header: dict[str, Any], account: dict[str, Any], keys: AccountKeys) -> bytes:
    context = {"account": account["id"], "file": header["database"]["file"], "vault": header["vault"]}
    try:
        return keys.unseal(untext(account["database_key"]), "database-key", context)
    except BrokenError as error:
        raise RefusedError(507) from error


def connect(path: Path, key: bytes, salt: bytes) -> Any:
    """The database, opened with the raw key (V-4)."""
    if not path.exists() or path.read_bytes()[:16] != salt:
        raise RefusedError(501)
    connection = sqlcipher.connect(str(path))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != 0x43537631 or connection.execute("PRAGMA cipher_salt").fetchone() != (salt.hex(),):
            raise RefusedError(501)
        if version != 1:
            raise RefusedError(801)
    except sqlcipher.DatabaseError as error:
        connection.close()
        raise RefusedError(501) from error
    except RefusedError:
        connection.close()
        raise
    return connection


def _read(path: Path, header: dict[str, Any], entered: Entered, anchor: bytes | None) -> Reading:
    salt, findings = salt_of(header), Findings()
    try:
        # A connection that found a damaged page is spoiled, so this one only looks for them.
        with contextlib.closing(connect(path, entered.database_key, salt)) as connection:
            for (problem,) in connection.execute("PRAGMA cipher_integrity_check"):
                findings.add("integrity", problem)
        with contextlib.closing(connect(path, entered.database_key, salt)) as connection:
            return _verify(connection, header, entered, (anchor, findings))
    except sqlcipher.DatabaseError as error:
        raise RefusedError(501) from error


def _verify(connection: Any, header: dict[str, Any], entered: Entered, noted: tuple[bytes | None, Findings]) -> Reading:
    """Steps 9 to 11 of V-3.9, the trail (V-6.7), then the words."""
    vault, (anchor, findings) = header["vault"], noted
    roster = _roster(connection, vault, entered)
    trail = Trail(connection, vault, roster, findings)
    trail.walk()
    _compare_header(trail, header)
    check_anchor(anchor, entered.keys.anchor, (entered.account, vault), trail)
    records = Records(connection, vault, entered.account, entered.keys, findings)
    records.open_compartments(trail)
    versions, drafts = records.versions(trail), records.drafts()
    attachments = Attachments(connection, vault, findings)
    attachments.open(records.files)
    attachments.compare([(record, one) for record, one in trail.attachments if record not in records.gone])
    return Reading(
        vault,
        entered.account,
        {account: person.role for account, person in roster.people.items() if person.left is None},
        trail.last,
        text(trail.head),
        sum(table == "revision" and row["parent"] is None for table, row in trail.accepted),
        versions,
        drafts,
        records.details(trail),
        attachments.opened,
        findings,
    )


def _roster(connection: Any, vault: str, entered: Entered) -> Roster:
    try:
        roster = check_roster(connection, vault, entered.root)
    except OtherRootError as error:
        raise RefusedError(504) from error
    except BrokenError as error:
        raise RefusedError(505) from error
    own = roster.people.get(entered.account)
    if own is not None and own.left is not None:
        raise RefusedError(111)
    if own is None or any(own.key(name) != public for name, public in entered.keys.public.items()):
        raise RefusedError(506)
    return roster


def _compare_header(trail: Trail, header: dict[str, Any]) -> None:
    """V-2.2."""
    known = []
    is_open = True
    for outcome, facts, holds in reversed(trail.headers):
        if not holds or not isinstance(facts.get("generation"), int):
            raise RefusedError(512)
        is_open = is_open and outcome == "begun"
        if outcome == "done" or is_open:
            known.append((facts.get("digest"), facts["generation"]))
        if outcome == "done":
            break
    else:
        raise RefusedError(512)
    if (text(digest("header", json_bytes(header))), header["generation"]) not in known:
        raise RefusedError(503 if header["generation"] < known[-1][1] else 514)
