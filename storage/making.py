"""Making a vault: header, database, first entries, in a hidden folder that gets its name when all is durable (V-2)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage import (
    canonical,
    clock,
    database,
    files,
    header,
    leftovers,
    lockfile,
    recovery,
    roster,
    roster_events,
    schema_steps,
    sealing,
    slots,
)
from storage.anchors import Anchor, Anchors
from storage.compartments import Keyring, NewCompartment
from storage.errors import failure
from storage.header import DatabaseFile, Header, HeaderAccount
from storage.kdf import KdfPolicy
from storage.lockfile import VaultLock
from storage.opened import PERSONAL, PRACTICE, REGISTER
from storage.roster_events import OWNER
from storage.sealing import AccountKeys
from storage.secrets import SecretBytes
from storage.slots import Key, Place
from storage.trail import Event, Trail
from storage.unlocking import discard, seal_database_key

_FIRST_DATABASE = "records-1.db"


@dataclass(frozen=True, slots=True)
class NewVault:
    """What a new vault is made from. Deriving the passphrase's key is remembered in `key`."""

    login: str
    key: Key
    policy: KdfPolicy


@contextlib.contextmanager
def new_folder(path: Path) -> Iterator[tuple[Path, VaultLock]]:
    """A hidden folder beside `path`, and its lock, that is `path` when the block ends well, and gone else.

    Raises `already_exists`, `network_folder`, `no_space` or `not_writable`.
    """
    if path.exists():
        raise failure("already_exists", path=str(path))
    if not path.parent.is_dir():
        raise failure("not_writable", problem=str(path.parent))
    lockfile.refuse_network(path.parent)
    leftovers.sweep(path.parent)
    building = path.with_name(f".{path.name}.{os.getpid()}.new")
    files.make_private_folder(building)
    try:
        lock = VaultLock.take(building)
        try:
            yield building, lock
            _give_name(building, path, lock)
        finally:
            lock.release()
    except BaseException:
        discard(building)
        raise


def _give_name(building: Path, path: Path, lock: VaultLock) -> None:
    with files.known_errors():
        files.sync_folder(building)
        if os.name == "nt":
            lock.release()  # an open file keeps Windows from renaming its folder
        try:
            building.rename(path)
        except OSError as error:
            if path.exists():
                raise failure("already_exists", path=str(path)) from error
            raise
        files.sync_folder(path.parent)


def check_length(passphrase: SecretBytes) -> None:
    """Raise `weak_passphrase` for one that no vault takes; how guessable it is, is for others to judge."""
    if len(passphrase) > 1024:
        raise failure("weak_passphrase", problem="it is longer than 1,024 bytes")
    if len(bytes(passphrase).decode()) < 15:
        raise failure("weak_passphrase", problem="it is shorter than 15 characters")


def build(folder: Path, new: NewVault) -> str:
    """Header and database of a new vault, closed again; returns the recovery code."""
    vault_id, account = clock.new_id(), clock.new_id()
    code = recovery.generate()
    with SecretBytes(sealing.random_key()) as secret, SecretBytes(sealing.random_key()) as database_key:
        keys = AccountKeys(bytes(secret), vault_id)
        salt = os.urandom(database.SALT_BYTES)
        plain = bytes(secret) + roster.root_digest(keys.public.sign)
        place = Place(vault_id, account)
        ways = slots.both_ways(place, plain, new.key, new.policy, code)
        sealed_key = seal_database_key(vault_id, account, _FIRST_DATABASE, keys.public, bytes(database_key))
        found = Header(
            header.FORMAT,
            header.VERSION,
            vault_id,
            1,
            DatabaseFile(_FIRST_DATABASE, canonical.to_text(salt)),
            [HeaderAccount(account, header.login_tag(vault_id, new.login), ways, sealed_key)],
        ).signed(bytes(database_key))
        anchor = _build_database(folder, found, bytes(database_key), keys, account)
        header.write(folder, found)
        # From the first sign-in on, a missing anchor is one that somebody took away (V-6.5).
        Anchors(folder, vault_id, account, keys.anchor).write_sealed(anchor)
    return code


def _build_database(folder: Path, found: Header, key: bytes, keys: AccountKeys, account: str) -> Anchor:
    """Schema and first entries, in one file that begins with its salt (V-4.2); what is to be remembered of them."""
    file = folder / found.database.file
    salt = canonical.from_text(found.database.salt)
    with files.known_errors(), files.open_private(file):
        pass
    connection = database.connect(file, key, salt=salt)
    try:
        schema_steps.create(connection)
        anchor = _write_first_entries(connection, found, keys, account)
        if not database.checkpoint(connection):
            raise failure("database_busy")
    finally:
        connection.close()
    with files.known_errors(), file.open("rb") as stream:
        if stream.read(database.SALT_BYTES) != salt:
            raise failure("damaged")
    return anchor


def _write_first_entries(connection: database.Connection, found: Header, keys: AccountKeys, account: str) -> Anchor:
    """Genesis, the founder, the three compartments every practice has, the header: a session of its own."""
    row = roster_events.founding_row(found.vault, account, clock.now(), keys, OWNER)
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
    return Anchor.of(trail, people, found)
