"""A backup, and a move, as the program makes them: begun and ended here, written in a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from storage.vault import BackupJob, BackupReport, KnownError, SignIn, failure, run_backup


def back_up(signin: SignIn, drive: Path) -> str:
    """Write a backup to the drive; returns its name. Raises what writing it raised."""
    job = signin.begin_backup(drive)
    try:
        report = _in_a_child(job)
    except KnownError as error:
        signin.end_backup(None, error.name)
        raise
    signin.end_backup(report)
    return Path(report.file).name


def move(signin: SignIn, drive: Path) -> str:
    """Move the vault to the drive, which closes it; returns the name of the file. Raises what writing it raised."""
    job = signin.begin_move(drive)
    try:
        report = _in_a_child(job)
    except KnownError as error:
        signin.end_move(None, error.name)
        raise
    signin.end_move(report)
    return Path(report.file).name


def _in_a_child(job: BackupJob) -> BackupReport:
    """Run the job in a fork: it opens no database that this process has open."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(job, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    if not answer.startswith(b"{"):
        raise failure(answer.decode() or "bug")
    return msgspec.json.decode(answer, type=BackupReport)


def _be_the_child(job: BackupJob, writing: int) -> None:
    answer = b""
    try:
        answer = msgspec.json.encode(run_backup(job))
    except KnownError as error:
        answer = error.name.encode()
    finally:
        os.write(writing, answer)
        os._exit(0)
