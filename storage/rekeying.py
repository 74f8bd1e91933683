"""A new database key: the database is copied under it, and the header that names the copy is the commit (V-3.5)."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from storage import backup, canonical, database, files, header, header_trail, resuming, schema_steps, sealing
from storage.database import Connection
from storage.errors import KnownError, failure
from storage.header import DatabaseFile, Header, HeaderAccount
from storage.header_trail import REKEYED
from storage.opened import OpenVault
from storage.secrets import SecretBytes
from storage.trail import Event
from storage.unlocking import seal_database_key

_LEAST_LEFT = 1 << 20
_DATABASE = re.compile(r"records-(?P<number>[0-9]+)\.db")
Step = Callable[[str], None]
Seals = Callable[[HeaderAccount, DatabaseFile, bytes], HeaderAccount]


@dataclass(frozen=True, slots=True)
class Plan:
    """Why the key is renewed, and what else changes with it: accounts of the header, rows of the copy."""

    reason: str
    accounts: Seals | None = None
    in_copy: Callable[[Connection], None] | None = None


@dataclass(slots=True)
class Rekeying:
    """One try. A crash at any point leaves the old database or the new one; a failure leaves the old."""

    vault: OpenVault
    plan: Plan
    step: Step
    key: SecretBytes = field(default_factory=lambda: SecretBytes(sealing.random_key()))
    was_signed_off: bool = False

    def run(self) -> None:
        """Durable on return: the header names the new database, and in the old one nothing can be written any more.

        Raises `database_busy`, `no_space` and other failures of the disk: then work goes on in another session, but
        not after `change_unclear`.
        """
        vault = self.vault
        self._check()
        with self.key:
            changed = self._header()
            with contextlib.suppress(KnownError):
                vault.index.flush()
            facts = self._sign_off(changed)
            self.was_signed_off = True
            try:
                self._copy(changed)
                self.step("header")
                self._write(changed)
            except BaseException as error:
                self._remove(changed)
                if not (isinstance(error, KnownError) and error.name == "change_unclear"):
                    outcome = error.name if isinstance(error, KnownError) else header_trail.FAILED
                    ended = header_trail.ending(facts, header_trail.FAILED)
                    resuming.go_on(vault, "not_rekeyed", [*ended[:1], Event(action=REKEYED, outcome=outcome)])
                raise
        vault.header = changed

    def _check(self) -> None:
        vault = self.vault
        if vault.checkpoints_held or not database.checkpoint(vault.connection):
            raise failure("database_busy")
        with files.known_errors():
            needed = (vault.path / vault.header.database.file).stat().st_size + _LEAST_LEFT
            if shutil.disk_usage(vault.path).free < needed:
                raise failure("no_space")

    def _header(self) -> Header:
        """The header to be: the next database, and its key for every account that is active."""
        vault, old = self.vault, self.vault.header
        file = DatabaseFile(_next_name(vault.path, old), canonical.to_text(os.urandom(database.SALT_BYTES)))
        accounts = [self._account(each, file) for each in old.accounts if vault.roster.is_active(each.id)]
        changed = msgspec.structs.replace(old, generation=old.generation + 1, database=file, accounts=accounts)
        return changed.signed(bytes(self.key))

    def _account(self, account: HeaderAccount, file: DatabaseFile) -> HeaderAccount:
        keys = self.vault.roster.member(account.id).keys
        sealed = seal_database_key(self.vault.vault_id, account.id, file.file, keys, bytes(self.key))
        found = msgspec.structs.replace(account, database_key=sealed)
        return self.plan.accounts(found, file, bytes(self.key)) if self.plan.accounts else found

    def _sign_off(self, changed: Header) -> dict[str, Any]:
        trail = self.vault.trail
        with trail.transaction():
            trail.append(Event(action=REKEYED, outcome=header_trail.BEGUN, facts={"why": self.plan.reason}))
            facts = header_trail.begin(self.vault, changed, REKEYED)
            trail.end(REKEYED)
        return facts

    def _copy(self, changed: Header) -> None:
        """The database as it is, under the new key; read back before anybody relies on it."""
        vault = self.vault
        if not database.checkpoint(vault.connection):
            raise failure("database_busy")
        database.hold_still(vault.connection, still=True)
        self.step("copy")
        copy = vault.path / changed.database.file
        with files.known_errors(), files.open_private(copy):
            pass
        connect = partial(database.connect, copy, bytes(self.key), salt=canonical.from_text(changed.database.salt))
        with contextlib.closing(connect()) as target, database.known_errors(target):
            vault.connection.backup(target, pages=-1)
        with contextlib.closing(connect()) as target:
            expected = backup.counts(target)
            if expected != backup.counts(vault.connection):
                raise failure("damaged")
            if self.plan.in_copy is not None:
                database.use_wal(target)
                self.plan.in_copy(target)
                expected = backup.counts(target)
                if not database.checkpoint(target):
                    raise failure("database_busy")
        self.step("check")
        self._prove(copy, changed, expected)

    def _prove(self, copy: Path, changed: Header, expected: tuple[int, int, bytes]) -> None:
        """Salt, schema, every page and what it holds, number of records, end of the trail; then it is made durable."""
        salt, key = canonical.from_text(changed.database.salt), bytes(self.key)
        with contextlib.closing(database.connect(copy, key, salt=salt)) as target:
            schema_steps.check(target)
            found = backup.counts(target)
        with files.known_errors(), copy.open("rb") as stream:
            begins = stream.read(database.SALT_BYTES)
        if found != expected or begins != salt or backup.problems_of(copy, key):
            raise failure("damaged")
        with files.known_errors():
            files.sync_file(copy)
            files.sync_folder(copy.parent)

    def _write(self, changed: Header) -> None:
        """The commit: whoever reads the header from now on opens the copy."""
        try:
            header.write(self.vault.path, changed)
        except KnownError as error:
            header_trail.put_back(self.vault, error)
            raise

    def _remove(self, changed: Header) -> None:
        """A copy that no header names; where both headers may count, the next start decides."""
        with contextlib.suppress(KnownError, OSError):
            if all(found != changed for found in header.load(self.vault.path).copies):
                for ending in ("", "-wal", "-shm", "-journal"):
                    (self.vault.path / f"{changed.database.file}{ending}").unlink(missing_ok=True)


def _next_name(vault: Path, old: Header) -> str:
    """A name that no database of this folder has had, as far as one can see."""
    names = [old.database.file, *(path.name for path in vault.iterdir())]
    numbers = [int(found["number"]) for found in map(_DATABASE.fullmatch, names) if found is not None]
    return f"records-{max(numbers) + 1}.db"
