"""The backup container: written, read back, restored on trial (V-8.1 to V-8.3).

`run_backup` runs in a process of its own: closing a descriptor of the database in the
process that has it open would drop SQLite's locks.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

import msgspec

from storage import canonical, database, files, header, leftovers, schema_steps, sealing
from storage.errors import KnownError, failure
from storage.header import Header
from storage.verifier import Finding

MAGIC = b"clientsafe-backup/1\n"
SUFFIX = ".clientsafe-backup"
MAC_BYTES = 32
MOST_HEADER_BYTES = 2 << 20
_CHUNK = 1 << 20
_NO_DAMAGE = frozenset({"no_space", "not_writable", "disk_error", "database_busy", "stopped"})
_PART, _SNAPSHOT = "part", "snapshot.db"
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class TrailPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the trail was: number and hash of its last entry."""

    seq: int
    head: str


class BackupHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The second line of a backup. No name of a person or practice is in it."""

    app: str
    at: str
    payload: int
    records: int
    schema: int
    trail: TrailPoint
    vault: Header


class BackupJob(msgspec.Struct, frozen=True):
    """What writing a backup needs; it carries the database key and travels by pipe only."""

    database: str
    key: str
    destination: str
    header: BackupHeader
    moving: bool = False  # a reader is in the way: the file changes, and the header is taken from the copy

    def to_json(self) -> bytes:
        """For the worker process."""
        return canonical.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> BackupJob:
        """In the worker process."""
        return msgspec.json.decode(data, type=cls)


class BackupReport(msgspec.Struct, frozen=True):
    """What was read back: a backup counts only when `ok`."""

    file: str
    bytes: int
    records: int
    entries: int
    trail_head: str
    at: str
    ok: bool
    findings: list[Finding]


class Seal:
    """The seal over all bytes of a backup, worked out on another thread, one piece behind: writing takes as long."""

    def __init__(self, key: bytes, vault: str) -> None:
        self._state = hmac.new(sealing.derive(key, vault, "backup"), digestmod=hashlib.sha256)
        self._beside = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._beside.shutdown()

    def update(self, piece: bytes) -> None:
        """More bytes, in their order; at most two pieces are in memory."""
        self._wait()
        self._last = self._beside.submit(self._state.update, piece)

    def digest(self) -> bytes:
        """The seal over what went by."""
        self._wait()
        return self._state.digest()

    def _wait(self) -> None:
        if self._last is not None:
            self._last.result()


@dataclass(frozen=True, slots=True)
class Container:
    """An opened backup file: its header and where its payload lies."""

    path: Path
    header: BackupHeader
    payload_at: int

    def extract(self, target: Path, key: bytes, step: Callable[[int], None], *, durable: bool = True) -> None:
        """Write the payload, which stays encrypted, as a database file, and check the seal in the same reading.

        A copy that is only looked at need not be durable. Raises `backup_damaged`; then nothing of it may be used.
        """
        with (
            files.known_errors(),
            self.path.open("rb") as stream,
            files.open_private(target) as out,
            Seal(key, self.header.vault.vault) as seal,
        ):
            seal.update(stream.read(self.payload_at))
            for chunk in _chunks(stream, self.header.payload):
                seal.update(chunk)
                files.stream_all(out, chunk)
                step(len(chunk))
            tag, rest = stream.read(MAC_BYTES), stream.read(1)
            if rest or not sealing.same(tag, seal.digest()):
                raise failure("backup_damaged", problem="the seal over the file does not fit")
            if durable:
                os.fsync(out)

    def check(self, folder: Path, key: bytes, step: Callable[[int], None]) -> BackupReport:
        """Extract into a folder and compare with the header: seal, integrity, counts, trail head (V-8.3)."""
        found = self.header
        restored = folder / found.vault.database.file
        self.extract(restored, key, step, durable=False)
        findings = _trial(restored, key, found)
        step(found.payload)
        size = self.payload_at + found.payload + MAC_BYTES
        trail = found.trail
        return BackupReport(
            str(self.path), size, found.records, trail.seq, trail.head, found.at, not findings, findings
        )


def open_container(path: Path) -> Container:
    """Read magic, header line and length; raises `no_backup`, `backup_damaged`, `unsupported_version`."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            magic = stream.readline(len(MAGIC))
            line = stream.readline(MOST_HEADER_BYTES)
            payload_at = stream.tell()
    except (OSError, ValueError) as error:
        raise failure("no_backup", path=str(path)) from error
    if magic != MAGIC:
        if magic.startswith(b"clientsafe-backup/") and magic.endswith(b"\n"):
            found = magic.decode("ascii", "replace").strip().rpartition("/")[2]
            raise failure("unsupported_version", what="backup", found=found, known="1")
        raise failure("backup_damaged", problem="it does not begin like a backup")
    if not line.endswith(b"\n"):
        raise failure("backup_damaged", problem="its header is cut")
    parsed = _parse_header(line[:-1])
    if size != payload_at + parsed.payload + MAC_BYTES:
        raise failure("backup_damaged", problem="its length is wrong")
    return Container(path, parsed, payload_at)


def run_backup(job: BackupJob, progress: Progress | None = None, cancelled: Cancelled | None = None) -> BackupReport:
    """Write, read back, restore on trial; only then give the file its name.

    Raises `destination_missing`, `no_space`, `not_writable`, `stopped` or `backup_damaged`;
    earlier backups are never touched.
    """
    target = _target(job)
    step = _stepper(job.header.payload * 3, progress, cancelled)
    with leftovers.work_folder(target.parent) as folder:
        part, key = folder / _PART, canonical.from_text(job.key)
        if job.moving:
            job = _snapshot(job, folder / _SNAPSHOT, key)
        _write_container(job, part, step)
        with contextlib.suppress(OSError):  # to make room; it goes with the folder in any case
            (folder / _SNAPSHOT).unlink(missing_ok=True)
        report = open_container(part).check(folder, key, step)
        if not report.ok:
            raise failure("backup_damaged", problem=report.findings[0].text)
        target = _give_name(part, target, job)
    return msgspec.structs.replace(report, file=str(target))


def _snapshot(job: BackupJob, copy: Path, key: bytes) -> BackupJob:
    """The database as it is at this moment, copied by SQLite in one step under the same key (V-8.2)."""
    salt = canonical.from_text(job.header.vault.database.salt)
    with files.known_errors(), files.open_private(copy):
        pass
    with (
        contextlib.closing(database.connect(Path(job.database), key, salt=salt)) as source,
        contextlib.closing(database.connect(copy, key, salt=salt)) as target,
    ):
        with database.known_errors(target):
            source.backup(target, pages=-1)
        records, seq, head = counts(target)
    with files.known_errors():
        payload = copy.stat().st_size
    trail = TrailPoint(seq, canonical.to_text(head))
    changed = msgspec.structs.replace(job.header, payload=payload, records=records, trail=trail)
    return msgspec.structs.replace(job, database=str(copy), header=changed)


def _give_name(part: Path, target: Path, job: BackupJob) -> Path:
    """The name of the backup, which nothing had until now: what is there already is never replaced."""
    with files.known_errors():
        while True:
            try:
                files.give_name(part, target)
            except FileExistsError as error:
                if not Path(job.destination).is_dir():
                    raise failure("already_exists", path=str(target)) from error
                target = _free_name(job)
            else:
                return target


def check_container(path: Path, key: bytes, step: Callable[[int], None]) -> BackupReport:
    """Read a backup as a restore would, into a folder that is removed again (V-8.3).

    The folder lies beside the backup, where there is room, or else where temporary files go. What is written there is
    the encrypted database, never plaintext.
    """
    container = open_container(path)
    with leftovers.work_folder(path.parent, Path(tempfile.gettempdir())) as folder:
        return container.check(folder, key, step)


def stepper(container: Container, progress: Progress | None, cancelled: Cancelled | None) -> Callable[[int], None]:
    """Progress over reading back a container."""
    return _stepper(container.header.payload * 2, progress, cancelled)


def counts(connection: database.Connection) -> tuple[int, int, bytes]:
    """Records, number of the last trail entry, and its hash: what a backup's header says."""
    with database.known_errors():
        records = database.one(connection, "SELECT count(*) FROM revision WHERE parent IS NULL")
        last = database.one(connection, "SELECT seq, hash FROM trail ORDER BY seq DESC LIMIT 1")
    if records is None or last is None:
        raise failure("damaged")
    return records[0], last[0], last[1]


def _trial(path: Path, key: bytes, expected: BackupHeader) -> list[Finding]:
    try:
        problems = [Finding("integrity", 0, text) for text in problems_of(path, key)]
        # Integrity checks spoil a connection that finds damage: count with another one.
        connection = database.connect(path, key)
        try:
            schema_steps.check(connection, expected.schema)
            records, seq, head = counts(connection)
        finally:
            connection.close()
    except KnownError as error:
        if error.name in _NO_DAMAGE:
            raise
        return [Finding(error.name, 0, error.name)]
    if records != expected.records:
        problems.append(Finding("counts_differ", 0, f"{records} ≠ {expected.records}"))
    if (seq, canonical.to_text(head)) != (expected.trail.seq, expected.trail.head):
        problems.append(Finding("trail_head_differs", seq, f"{seq} ≠ {expected.trail.seq}"))
    return problems


def problems_of(path: Path, key: bytes) -> list[str]:
    """What is wrong with the pages, and with what they hold: two checks at once, because each reads everything."""

    def asked(check: Callable[[database.Connection], list[str]]) -> list[str]:
        with contextlib.closing(database.connect(path, key)) as connection:
            return check(connection)

    with ThreadPoolExecutor(1) as beside:
        pages = beside.submit(asked, database.cipher_problems)
        content = asked(database.integrity_problems)
        return pages.result() + content


def _write_container(job: BackupJob, part: Path, step: Callable[[int], None]) -> None:
    line = MAGIC + canonical.encode(job.header) + b"\n"
    with (
        files.known_errors(),
        Path(job.database).open("rb") as source,
        files.open_private(part) as out,
        Seal(canonical.from_text(job.key), job.header.vault.vault) as seal,
    ):
        seal.update(line)
        files.stream_all(out, line)
        for chunk in _chunks(source, job.header.payload):
            seal.update(chunk)
            files.stream_all(out, chunk)
            step(len(chunk))
        files.stream_all(out, seal.digest())
        os.fsync(out)


def _target(job: BackupJob) -> Path:
    """The file to make: the destination itself, or a new name in it, without any person's name."""
    destination = _free_name(job)
    if not destination.parent.is_dir():
        raise failure("destination_missing", path=str(destination.parent))
    if destination.exists():
        raise failure("already_exists", path=str(destination))
    with files.known_errors():
        free = shutil.disk_usage(destination.parent).free
    if free < 2 * job.header.payload + (1 << 20):
        raise failure("no_space")
    return destination


def _free_name(job: BackupJob) -> Path:
    destination = Path(job.destination)
    if not destination.is_dir():
        return destination
    stamp = job.header.at.replace(":", "").replace("-", "")[:15]
    name = f"clientsafe-{job.header.vault.vault[:8]}-{stamp}Z"
    number, target = 1, destination / f"{name}{SUFFIX}"
    while target.exists():
        number += 1
        target = destination / f"{name}-{number}{SUFFIX}"
    return target


def _parse_header(data: bytes) -> BackupHeader:
    try:
        value = canonical.decode(data)
        header.parse(canonical.encode(value["vault"]))
        parsed = msgspec.convert(value, BackupHeader)
    except KnownError as error:
        if error.name == "unsupported_version":
            raise
        raise failure("backup_damaged", problem="its header cannot be read") from error
    except (ValueError, TypeError, KeyError) as error:
        raise failure("backup_damaged", problem="its header cannot be read") from error
    if parsed.schema > schema_steps.newest():
        raise failure("unsupported_version", what="backup", found=str(parsed.schema), known=str(schema_steps.newest()))
    if parsed.schema < 1:
        raise failure("backup_damaged", problem="its header cannot be read")
    if parsed.payload <= 0:
        raise failure("backup_damaged", problem="its length is wrong")
    return parsed


def _chunks(stream: BinaryIO, length: int) -> Iterator[bytes]:
    left = length
    while left:
        chunk = stream.read(min(_CHUNK, left))
        if not chunk:
            raise failure("backup_damaged", problem="it ends too early")
        left -= len(chunk)
        yield chunk


def _stepper(total: int, progress: Progress | None, cancelled: Cancelled | None) -> Callable[[int], None]:
    done = 0

    def step(size: int) -> None:
        nonlocal done
        done += size
        if cancelled and cancelled():
            raise failure("stopped")
        if progress:
            progress(min(done, total), total)

    return step
