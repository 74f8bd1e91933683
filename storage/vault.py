"""The face of storage: create, unlock → SignIn, verify and restore backups. Nothing else is imported from outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage import (
    backup,
    canonical,
    clock,
    database,
    failures,
    files,
    header,
    kdf,
    lockfile,
    recovery,
    roster,
    sealing,
)
from storage.backup import BackupHeader, BackupJob, BackupReport, run_backup
from storage.compartments import Keyring, NewCompartment
from storage.drafts import Draft
from storage.entries import ACTIONS
from storage.errors import FAILURES, Failure, KnownError, failure, register_failures
from storage.files import settings_folder
from storage.header import DatabaseFile, Header, HeaderAccount, Slot
from storage.index import Describe, Described, Stored
from storage.kdf import KdfPolicy
from storage.ledger import EntryView, TrailFilter, TrailPage
from storage.listing import Query, Row
from storage.opened import PERSONAL, PRACTICE, REGISTER, Notice
from storage.passphrases import passphrase_problem, passphrase_strength, suggest_passphrase
from storage.reading import Hit
from storage.revisions import Record, Write
from storage.roster import Member
from storage.sealing import AccountKeys
from storage.secrets import SecretBytes
from storage.signin import SignIn
from storage.trail import APP_VERSION, Event, Trail
from storage.unlocking import (
    How,
    Key,
    discard,
    enter,
    open_vault,
    seal_database_key,
    seal_slot,
)
from storage.verifier import Finding, TrailReport, VerifyJob, verify_trail

__all__ = [
    "ACTIONS",
    "APP_VERSION",
    "FAILURES",
    "BackupHeader",
    "BackupJob",
    "BackupReport",
    "Created",
    "Describe",
    "Described",
    "Draft",
    "EntryView",
    "Event",
    "Failure",
    "Finding",
    "Hit",
    "How",
    "KdfPolicy",
    "Key",
    "KnownError",
    "Member",
    "NewCompartment",
    "Notice",
    "Query",
    "Record",
    "RestoreReport",
    "Row",
    "SecretBytes",
    "SignIn",
    "Stored",
    "TrailFilter",
    "TrailPage",
    "TrailReport",
    "VaultInfo",
    "VerifyJob",
    "Write",
    "create",
    "failure",
    "inspect",
    "is_vault",
    "passphrase_problem",
    "passphrase_strength",
    "register_failures",
    "restore",
    "run_backup",
    "settings_folder",
    "suggest_passphrase",
    "unlock",
    "verify_backup",
    "verify_trail",
    "wait_before_next_try",
]

FOUNDER_ROLE = "owner"
_FIRST_DATABASE = "records-1.db"


@dataclass(frozen=True, slots=True)
class Created:
    """A new vault, open, and the recovery code that is shown once."""

    signin: SignIn
    recovery_code: str


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """What can be known of a vault without a passphrase."""

    path: Path
    vault_id: str
    format: int
    generation: int
    accounts: int
    database: str
    bytes: int
    header_repair_due: bool
    in_use: bool


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restore found: the state of the backup, and what the trail had before, as far as known."""

    path: Path
    records: int
    entries: int
    trail_head: str
    backup_at: str


def is_vault(path: Path) -> bool:
    """Whether the folder looks like a vault."""
    return any((path / name).is_file() for name in header.NAMES)


def inspect(path: Path) -> VaultInfo:
    """Read the header only; raises `no_vault`, `header_damaged` or `unsupported_version`."""
    loaded = header.load(path)
    found = loaded.header
    file = path / found.database.file
    size = file.stat().st_size if file.exists() else 0
    return VaultInfo(
        path,
        found.vault,
        found.version,
        found.generation,
        len(found.accounts),
        found.database.file,
        size,
        loaded.repair,
        lockfile.in_use(path),
    )


def wait_before_next_try(path: Path) -> float:
    """Seconds until another passphrase may be tried (V-3.8)."""
    return failures.wait_s(path)


def create(
    path: Path, *, login: str, passphrase: SecretBytes, describe: Describe, policy: KdfPolicy | None = None
) -> Created:
    """Make a vault in a new folder and sign its founder in.

    The folder gets its name only when everything in it is durable. Raises `already_exists`,
    `weak_passphrase` (length only), `network_folder`, `no_space` or `not_writable`.
    """
    if path.exists():
        raise failure("already_exists", path=str(path))
    _check_length(passphrase)
    building = path.with_name(f".{path.name}.{os.getpid()}.new")
    if not path.parent.is_dir():
        raise failure("not_writable", problem=str(path.parent))
    lockfile.refuse_network(path.parent)
    policy = policy or KdfPolicy.calibrated()
    try:
        files.make_private_folder(building)
        code = _build(building, login, passphrase, policy)
        _give_name(building, path)
    except BaseException:
        discard(building)
        raise
    cheap = policy == kdf.CHEAPEST_FOR_TESTS
    try:
        signin = unlock(path, secret=passphrase, login=login, describe=describe, allow_cheap=cheap)
    except BaseException:
        # Nobody has seen the recovery code: a vault without it must not stay behind.
        discard(path)
        raise
    return Created(signin, code)


def unlock(  # noqa: PLR0913 - one way in, all of it by keyword
    path: Path,
    *,
    secret: SecretBytes,
    describe: Describe,
    login: str | None = None,
    how: How = "passphrase",
    allow_cheap: bool = False,
    progress: Callable[[str], None] | None = None,
) -> SignIn:
    """Sign in. `progress` hears `key`, `database`, `index`, `index 50/900`; every step has its own failure."""
    key = Key(secret, login, how, allow_cheap)
    vault, drafts = open_vault(path, key, describe, progress or (lambda _: None))
    return SignIn(vault, drafts)


def verify_backup(  # noqa: PLR0913
    path: Path,
    *,
    secret: SecretBytes,
    login: str | None = None,
    how: How = "passphrase",
    allow_cheap: bool = False,
    progress: backup.Progress | None = None,
    cancelled: backup.Cancelled | None = None,
) -> BackupReport:
    """Read a backup as a restore would: seal, trial restore, integrity, counts, trail head."""
    container = backup.open_container(path)
    entered = enter(container.header.vault, Key(secret, login, how, allow_cheap))
    with entered.database_key as key:
        return backup.check_container(path, bytes(key), backup.stepper(container, progress, cancelled))


def restore(  # noqa: PLR0913
    source: Path,
    path: Path,
    *,
    secret: SecretBytes,
    describe: Describe,
    login: str | None = None,
    how: How = "passphrase",
    allow_cheap: bool = False,
    progress: backup.Progress | None = None,
) -> tuple[SignIn, RestoreReport]:
    """Make a new vault folder from a backup, never over an old one, and sign in there (V-8.5)."""
    if path.exists():
        raise failure("already_exists", path=str(path))
    if not path.parent.is_dir():
        raise failure("not_writable", problem=str(path.parent))
    lockfile.refuse_network(path.parent)
    container = backup.open_container(source)
    key = Key(secret, login, how, allow_cheap)
    report = _put_beside(container, path, key, backup.stepper(container, progress, None))
    facts = {"backup_at": report.at, "entries": report.entries, "head": report.trail_head}
    restored = Event(action="restore", outcome="done", facts=facts)
    try:
        signin = SignIn(*open_vault(path, key, describe, lambda _: None, restored=restored))
    except BaseException:
        discard(path)
        raise
    return signin, RestoreReport(path, report.records, report.entries, report.trail_head, report.at)


def _put_beside(container: backup.Container, path: Path, key: Key, step: Callable[[int], None]) -> BackupReport:
    """Check a backup and make its vault folder, which gets its name when it is durable."""
    found = container.header.vault
    building = path.with_name(f".{path.name}.{os.getpid()}.new")
    with enter(found, key).database_key as database_key:
        try:
            files.make_private_folder(building)
            report = container.check(building, bytes(database_key), step)
            if not report.ok:
                raise failure("backup_damaged", problem=report.findings[0].text)
            header.write(building, found)
            _give_name(building, path)
        except BaseException:
            discard(building)
            raise
    return report


def _check_length(passphrase: SecretBytes) -> None:
    if len(passphrase) > 1024:
        raise failure("weak_passphrase", problem="it is longer than 1,024 bytes")
    if len(bytes(passphrase).decode()) < 15:
        raise failure("weak_passphrase", problem="it is shorter than 15 characters")


def _give_name(building: Path, path: Path) -> None:
    with files.known_errors():
        files.sync_folder(building)
        building.rename(path)
        files.sync_folder(path.parent)


def _build(folder: Path, login: str, passphrase: SecretBytes, policy: KdfPolicy) -> str:
    """Header and database of a new vault, closed again; returns the recovery code."""
    vault_id, account = clock.new_id(), clock.new_id()
    code = recovery.generate()
    with SecretBytes(sealing.random_key()) as secret, SecretBytes(sealing.random_key()) as database_key:
        keys = AccountKeys(bytes(secret), vault_id)
        salt = os.urandom(database.SALT_BYTES)
        plain = bytes(secret) + roster.root_digest(keys.public.sign)
        slots = [
            _passphrase_slot(vault_id, account, plain, passphrase, policy),
            _recovery_slot(vault_id, account, plain, code),
        ]
        sealed_key = seal_database_key(vault_id, account, _FIRST_DATABASE, keys, bytes(database_key))
        found = Header(
            header.FORMAT,
            header.VERSION,
            vault_id,
            1,
            DatabaseFile(_FIRST_DATABASE, canonical.to_text(salt)),
            [HeaderAccount(account, header.login_tag(vault_id, login), slots, sealed_key)],
        ).signed(bytes(database_key))
        _build_database(folder, found, bytes(database_key), keys, account)
        header.write(folder, found)
    return code


def _passphrase_slot(vault_id: str, account: str, plain: bytes, passphrase: SecretBytes, policy: KdfPolicy) -> Slot:
    salt = os.urandom(kdf.SALT_BYTES)
    slot = Slot("passphrase", "", clock.now(), canonical.to_text(salt), policy.cost)
    return seal_slot(vault_id, account, slot, kdf.derive_key(passphrase, salt, policy.cost), plain)


def _recovery_slot(vault_id: str, account: str, plain: bytes, code: str) -> Slot:
    with SecretBytes.from_text(code) as typed, recovery.read(typed) as symbols:
        key = sealing.derive(bytes(symbols), vault_id, "slot/recovery")
    return seal_slot(vault_id, account, Slot("recovery", "", clock.now()), key, plain)


def _build_database(folder: Path, found: Header, key: bytes, keys: AccountKeys, account: str) -> None:
    """Schema and first entries, in one file that begins with its salt (V-4.2)."""
    file = folder / found.database.file
    salt = canonical.from_text(found.database.salt)
    with files.known_errors(), files.open_private(file):
        pass
    connection = database.connect(file, key, salt=salt)
    try:
        database.use_wal(connection)
        database.create_schema(connection)
        _write_first_entries(connection, found, keys, account)
        if not database.checkpoint(connection):
            raise failure("database_busy")
    finally:
        connection.close()
    with files.known_errors(), file.open("rb") as stream:
        if stream.read(database.SALT_BYTES) != salt:
            raise failure("damaged")


def _write_first_entries(connection: database.Connection, found: Header, keys: AccountKeys, account: str) -> None:
    """Genesis, the founder, the three compartments every practice has, the header: a session of its own."""
    row = roster.founding_row(found.vault, account, clock.now(), keys, FOUNDER_ROLE)
    root = roster.root_digest(keys.public.sign)
    trail = Trail(connection, found.vault, account)
    with trail.transaction():
        roster.insert(connection, row)
        people = roster.load(connection, found.vault, root)
        trail.genesis(keys.signer, {"root": canonical.to_text(root)})
        trail.begin(keys.signer, facts={"how": "created"})
        trail.append(Event(action="roster_changed", rows=(row.digest(),), facts={"n": 1}))
        keyring = Keyring(connection, account, keys, people, trail)
        for kind in (PRACTICE, REGISTER, PERSONAL):
            keyring.create(NewCompartment(clock.new_id(), kind, {}))
        facts = {"digest": canonical.to_text(found.digest()), "generation": found.generation}
        trail.append(Event(action="header_written", outcome="done", facts=facts))
        trail.end("created")
