"""Bringing the database of an older program to the schema of this one: on a copy, which is proven first (V-4.4)."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage import backup, canonical, database, files, schema_steps
from storage.errors import failure
from storage.header import Header
from storage.verifier import VerifyJob, verify_trail

_PIECE = 1 << 20
_LEAST_LEFT = 1 << 20


@dataclass(frozen=True, slots=True)
class OlderDatabase:
    """A database that lacks steps, in a vault whose lock is held and which nobody has open."""

    vault: Path
    header: Header
    key: bytes
    root: bytes
    version: int

    def renew(self) -> None:
        """Take the steps on a copy, prove that it says the same, and let it take the place of the database.

        Until the rename nothing is changed. Raises `damaged` and failures of the disk.
        """
        before = self._settle()
        with _temporary(self.vault, self.header.database.file) as copy:
            self._copy(copy)
            with self._connected(copy) as connection:
                database.use_wal(connection)
                schema_steps.take(connection, self.version, schema_steps.newest())
                if not database.checkpoint(connection):
                    raise failure("database_busy")
            self._prove(copy, before)
            with files.known_errors():
                files.sync_file(copy)
                copy.replace(self._file)
                files.sync_folder(self.vault)

    @property
    def _file(self) -> Path:
        return self.vault / self.header.database.file

    @contextlib.contextmanager
    def _connected(self, file: Path) -> Iterator[database.Connection]:
        salt = canonical.from_text(self.header.database.salt)
        with contextlib.closing(database.connect(file, self.key, salt=salt)) as connection:
            yield connection

    def _settle(self) -> tuple[int, int, bytes]:
        """Bring the log into the file, and durably away: it must not be there when another file has the name."""
        with self._connected(self._file) as connection:
            database.use_wal(connection)
            before = backup.counts(connection)
            if not database.checkpoint(connection):
                raise failure("database_busy")
        with files.known_errors():
            for ending in ("-wal", "-shm"):
                self._file.with_name(f"{self._file.name}{ending}").unlink(missing_ok=True)
            files.sync_folder(self.vault)
        return before

    def _copy(self, copy: Path) -> None:
        with files.known_errors():
            if shutil.disk_usage(self.vault).free < self._file.stat().st_size + _LEAST_LEFT:
                raise failure("no_space")
            with self._file.open("rb") as source, files.open_private(copy) as target:
                while piece := source.read(_PIECE):
                    files.stream_all(target, piece)

    def _prove(self, copy: Path, before: tuple[int, int, bytes]) -> None:
        """Schema, pages and content, number of records, end of the trail, and a trail that verifies as before."""
        with self._connected(copy) as connection:
            schema_steps.check(connection)
            after = backup.counts(connection)
        if after != before or backup.problems_of(copy, self.key):
            raise failure("damaged")
        found = self._findings(copy)
        if found and not found <= self._findings(self._file):
            raise failure("damaged")

    def _findings(self, file: Path) -> set[tuple[str, int]]:
        job = VerifyJob(
            str(file),
            canonical.to_text(self.key),
            self.header.database.salt,
            self.header.vault,
            canonical.to_text(self.root),
            [],
        )
        return {(finding.code, finding.seq) for finding in verify_trail(job).findings}


@contextlib.contextmanager
def _temporary(vault: Path, name: str) -> Iterator[Path]:
    copy = vault / f".{name}.{os.getpid()}.tmp"
    try:
        yield copy
    finally:
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                copy.with_name(f"{copy.name}{ending}").unlink(missing_ok=True)
