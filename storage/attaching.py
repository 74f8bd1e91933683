"""Attaching a file: sealed into rows, some a transaction, and named by a draft or revision afterwards (V-5.9)."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from storage import attachments, database, files
from storage.attachments import Attached, Cancelled, Progress, SealedFile
from storage.errors import KnownError, failure
from storage.opened import OpenVault
from storage.trail import Event

ROOM_BESIDE = 32 << 20  # the write-ahead log of a transaction or two, and everybody else's work


@dataclass(frozen=True, slots=True)
class Watch:
    """Who hears how far it is (bytes of the file, and of them in all), and may stop it."""

    progress: Progress | None = None
    cancelled: Cancelled | None = None

    def step(self, done: int, total: int) -> None:
        """Raise `stopped`, or tell."""
        if self.cancelled and self.cancelled():
            raise failure("stopped")
        if self.progress:
            self.progress(min(done, total), total)


def attach(vault: OpenVault, compartment: str, source: BinaryIO, length: int, watch: Watch) -> Attached:
    """Seal a file for a record of this compartment; until a draft or revision names it, it is removed at next start.

    Raises `not_shared`, `attachment_too_large`, `file_changed`, `no_space`, `not_writable`, `disk_error` or `stopped`;
    then nothing of it stays.
    """
    try:
        vault.keyring.open(compartment, "write")
        if length > attachments.MOST_BYTES:
            raise failure("attachment_too_large", most=str(attachments.MOST_BYTES >> 20))
        _check_room(vault, length)
    except KnownError as error:
        vault.trail.commit(Event(action="attach", outcome=error.name, compartment=compartment))
        raise
    sealed = attachments.Sealing(vault.vault_id, source, length)
    try:
        file = _stored(vault, compartment, sealed, watch)
    except BaseException:
        vault.clear_away([sealed.id], attachments.AT_ONCE_S)
        raise
    vault.fresh_files[file.id] = file
    return file.shown


def _check_room(vault: OpenVault, length: int) -> None:
    """A file that cannot fit is refused before it fills the disk: the database takes the room before anything tells."""
    with files.known_errors():
        free = shutil.disk_usage(vault.path).free
    if free < attachments.sealed_length(length) + ROOM_BESIDE:
        raise failure("no_space")


def _stored(vault: OpenVault, compartment: str, sealed: attachments.Sealing, watch: Watch) -> SealedFile:
    rows = _watched(sealed, watch)
    first = 1
    while len(batch := list(itertools.islice(rows, attachments.ROWS_A_TRANSACTION))) == attachments.ROWS_A_TRANSACTION:
        with database.Transaction(vault.connection):
            attachments.insert(vault.connection, sealed.id, first, batch)
        first += len(batch)
        vault.checkpoint_when_long(look=True)
    file = sealed.finished()
    with vault.trail.transaction():
        attachments.insert(vault.connection, sealed.id, first, batch)
        vault.trail.append(Event(action="attach", compartment=compartment, facts={"attachment": file.id}))
    vault.checkpoint_when_long(look=True)
    return file


def _watched(sealed: attachments.Sealing, watch: Watch) -> Iterator[bytes]:
    total = attachments.sealed_length(sealed.length)
    done = 0
    for row in sealed.rows():
        watch.step(done, total)
        done += len(row)
        yield row
    watch.step(total, total)
