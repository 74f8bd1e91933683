"""The face of storage: create, unlock → SignIn, verify and restore backups. Nothing else is imported from outside."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage import anchors, backup, failures, files, header, health_system, kdf, lockfile, making, moving
from storage.accounts import Accounts, AddedPerson, NewPerson
from storage.attachments import MOST_BYTES as MOST_ATTACHED_BYTES
from storage.attachments import Attached
from storage.backup import BackupHeader, BackupJob, BackupReport, TrailPoint, run_backup
from storage.backup_folder import FoundBackup
from storage.backup_folder import found_in as backups_in
from storage.backup_folder import remove as remove_backup
from storage.compartments import NewCompartment
from storage.database import versions as library_versions
from storage.drafts import Draft
from storage.entries import ACTIONS, APP_VERSION
from storage.errors import FAILURES, Failure, KnownError, failure, register_failures
from storage.files import settings_folder
from storage.granting import Share
from storage.health import HealthJob, cost_today
from storage.health import Quick as QuickHealth
from storage.health import check as check_health
from storage.index import Describe, Described, Stored
from storage.kdf import Cost, KdfPolicy
from storage.ledger import EntryView, TrailFilter, TrailPage
from storage.listing import Query, Row
from storage.making import NewVault
from storage.moving import Moved
from storage.opened import Notice
from storage.passphrases import passphrase_problem, passphrase_strength, suggest_passphrase
from storage.reading import Hit
from storage.revisions import Record, Write
from storage.roster import Member
from storage.secrets import SecretBytes
from storage.sharing import Holder, Sharing, SharingChange
from storage.signin import SignIn
from storage.slots import How, Key
from storage.trail import Event
from storage.unlocking import Restored, discard, enter, open_vault
from storage.verifier import Finding, TrailReport, VerifyJob, verify_trail
from storage.words import fold
from storage.writing import Arrival

__all__ = [
    "ACTIONS",
    "APP_VERSION",
    "FAILURES",
    "MOST_ATTACHED_BYTES",
    "Accounts",
    "AddedPerson",
    "Arrival",
    "Attached",
    "BackupHeader",
    "BackupJob",
    "BackupReport",
    "Cost",
    "Created",
    "Describe",
    "Described",
    "Draft",
    "EntryView",
    "Event",
    "Failure",
    "Finding",
    "FoundBackup",
    "HealthJob",
    "Hit",
    "Holder",
    "How",
    "KdfPolicy",
    "Key",
    "KnownError",
    "Member",
    "Moved",
    "NewCompartment",
    "NewPerson",
    "Notice",
    "Query",
    "QuickHealth",
    "Record",
    "RestoreReport",
    "Row",
    "SecretBytes",
    "Share",
    "Sharing",
    "SharingChange",
    "SignIn",
    "Stored",
    "TrailFilter",
    "TrailPage",
    "TrailPoint",
    "TrailReport",
    "VaultInfo",
    "VerifyJob",
    "Write",
    "backups_in",
    "check_health",
    "cost_today",
    "create",
    "failure",
    "fold",
    "health_system",
    "inspect",
    "is_vault",
    "library_versions",
    "passphrase_problem",
    "passphrase_strength",
    "register_failures",
    "remove",
    "remove_backup",
    "restore",
    "run_backup",
    "settings_folder",
    "suggest_passphrase",
    "unlock",
    "verify_backup",
    "verify_trail",
    "wait_before_next_try",
]


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
    moved: Moved | None = None


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
        moving.noted(path),
    )


def remove(path: Path) -> None:
    """Remove a vault for good, and what this user's settings remember of it; raises `busy` or `not_writable`.

    It asks for no passphrase: who may remove the folder may do that with any program.
    """
    try:
        found = header.load(path).header.vault
    except KnownError:
        found = ""
    with files.known_errors():
        if lockfile.in_use(path):
            raise failure("busy", who=lockfile.holder(path))
        shutil.rmtree(path)
    if found:
        anchors.forget(found)


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
    with making.new_folder(path) as (building, _):
        making.check_length(passphrase)
        policy = policy or KdfPolicy.calibrated()
        key = Key(passphrase, login, allow_cheap=policy == kdf.CHEAPEST_FOR_TESTS)
        code = making.build(building, NewVault(login, key, policy))
    try:
        signin = SignIn(*open_vault(path, key, describe, lambda _: None))
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
    take_back: bool = False,
    progress: Callable[[str], None] | None = None,
) -> SignIn:
    """Sign in. `progress` hears `key`, `database`, `index`, `index 50/900`; every step has its own failure.

    A vault that was moved to another computer is `moved_away`, unless it is to be taken back (V-8.6).
    """
    key = Key(secret, login, how, allow_cheap)
    step = progress or (lambda _: None)
    signin = SignIn(*open_vault(path, key, describe, step, take_back=take_back))
    try:
        is_over = signin.accounts.finish()
    except BaseException:
        signin.lock("failed")
        raise
    return SignIn(*open_vault(path, key, describe, step)) if is_over else signin


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
    container = backup.open_container(source)
    key = Key(secret, login, how, allow_cheap)
    step = backup.stepper(container, progress, None)
    with making.new_folder(path) as (building, lock):
        report = _extract(container, building, key, step)
        facts = {"backup_at": report.at, "entries": report.entries, "head": report.trail_head}
        entry = Event(action="restore", outcome="done", facts=facts)
        # The folder gets its name only when its own trail says where it comes from.
        SignIn(*open_vault(building, key, describe, lambda _: None, restored=Restored(entry, lock))).lock(
            "restored", unnamed=True
        )
    signin = SignIn(*open_vault(path, key, describe, lambda _: None, restored=Restored()))
    return signin, RestoreReport(path, report.records, report.entries, report.trail_head, report.at)


def _extract(container: backup.Container, building: Path, key: Key, step: Callable[[int], None]) -> BackupReport:
    """Check a backup and put its database and header into a folder."""
    found = container.header.vault
    with enter(found, key).database_key as database_key:
        report = container.check(building, bytes(database_key), step)
    if not report.ok:
        raise failure("backup_damaged", problem=report.findings[0].text)
    header.write(building, found)
    return report
