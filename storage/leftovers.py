"""Hidden folders that work is done in, and what a killed process left of them (V-2.4)."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from storage import files, lockfile
from storage.errors import failure

_LOCK = "lock"
_FOLDER = re.compile(r"\.clientsafe-(?P<work>[0-9]+)-[0-9a-f]{16}\.work|\..+\.(?P<new>[0-9]+)\.new")
_DATABASE = r"(records-[0-9]+|snapshot)\.db(-wal|-shm|-journal)?"
_RECORDS = re.compile(r"(?P<file>records-[0-9]+\.db)(-wal|-shm|-journal)?")
_STEP = r"\.records-[0-9]+\.db\.[0-9]+\.tmp(-wal|-shm)?"
_OURS = re.compile(
    rf"lock|part|ballast|vault\.json(\.1)?|\.(vault\.json(\.1)?|ballast)\.[0-9]+\.tmp|{_DATABASE}|{_STEP}"
)
_ID = "[0-9a-f-]{36}"
_INSIDE = {
    "anchors": re.compile(rf"{_ID}|\.{_ID}\.[0-9]+\.tmp"),
    "index": re.compile(rf"{_ID}\.db(-wal|-shm|-journal)?"),
}
_TEMPORARY = re.compile(rf"\.(vault\.json|vault\.json\.1|names\.json|failures|ballast|moved)\.[0-9]+\.tmp|{_STEP}")
_TEMPORARY_ANCHOR = re.compile(rf"\.{_ID}\.[0-9]+\.tmp")
_TEMPORARY_PLAIN = re.compile(rf"\.{_ID}\.json\.(?P<pid>[0-9]+)\.tmp")
_QUIET_S = 60
_TRIES = 3


@contextlib.contextmanager
def work_folder(*places: Path) -> Iterator[Path]:
    """A folder for this process alone, in the first of these places that takes one; gone at the end of the block.

    What killed processes left there goes first. Raises `no_space` or `not_writable`.
    """
    folder, descriptor = _make_in(places)
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            _empty(folder)
        with contextlib.suppress(OSError):
            if descriptor is not None:
                os.close(descriptor)
            _drop(folder)


def sweep(place: Path) -> None:
    """Remove the hidden work folders of dead processes: nothing else, and no failure of it keeps anybody from working.

    A folder goes when its name is one of ours, everything in it is ours, and nobody holds its lock; one that was not
    locked yet, when its process is gone and a minute has passed.
    """
    with contextlib.suppress(OSError):
        for folder in list(place.iterdir()):
            found = _FOLDER.fullmatch(folder.name)
            if found is not None:
                with contextlib.suppress(OSError):
                    _sweep_one(folder, int(found["work"] or found["new"]))


def sweep_vault(vault: Path) -> None:
    """Remove half-written files in a vault whose lock this process holds: nobody else writes there.

    The settings folder is everybody's, so there the process must be gone, and a minute must have passed.
    """
    _sweep_files(vault, _TEMPORARY)
    _sweep_files(vault / "anchors", _TEMPORARY_ANCHOR)
    _sweep_files(files.settings_folder() / "anchors", _TEMPORARY_PLAIN, shared=True)


def sweep_databases(vault: Path, named: str) -> None:
    """Remove databases that the header does not name, in a vault whose lock this process holds (V-3.5).

    Both copies of the header are known to be the same. No failure of it keeps anybody from working.
    """
    with contextlib.suppress(OSError):
        for path in list(vault.iterdir()):
            found = _RECORDS.fullmatch(path.name)
            if found is not None and found["file"] != named and stat.S_ISREG(path.lstat().st_mode):
                path.unlink()


def _sweep_files(folder: Path, pattern: re.Pattern[str], *, shared: bool = False) -> None:
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            found = pattern.fullmatch(path.name)
            if found is None or not stat.S_ISREG(path.lstat().st_mode):
                continue
            if not shared or (_is_gone(int(found["pid"])) and _is_quiet(path)):
                path.unlink()


def _make_in(places: tuple[Path, ...]) -> tuple[Path, int | None]:
    refused: OSError | None = None
    for place in places:
        sweep(place)
        try:
            return _make(place)
        except OSError as error:
            refused = refused or error
    raise files.as_known(refused) if refused else failure("not_writable", problem="no folder")


def _make(place: Path) -> tuple[Path, int | None]:
    for _ in range(_TRIES):
        folder = place / f".clientsafe-{os.getpid()}-{secrets.token_hex(8)}.work"
        folder.mkdir(mode=files.PRIVATE_FOLDER)
        try:
            descriptor = lockfile.hold(folder / _LOCK)
        except FileNotFoundError:
            continue
        except OSError:
            # A share without locks, or a full disk: nobody can sweep what nobody can lock.
            return folder, None
        if descriptor is not None:
            return folder, descriptor
    raise FileNotFoundError(place)


def _sweep_one(folder: Path, pid: int) -> None:
    if not stat.S_ISDIR(folder.lstat().st_mode) or not _is_ours(folder):
        return
    if not (folder / _LOCK).exists():
        if _is_gone(pid) and _is_quiet(folder):
            _empty(folder)
            _drop(folder)
        return
    descriptor = lockfile.hold(folder / _LOCK)
    if descriptor is None:
        return
    try:
        _empty(folder)
    finally:
        os.close(descriptor)
    _drop(folder)


def _is_ours(folder: Path) -> bool:
    """Whether everything in it is ours, also in the folders of a vault that was nearly finished."""
    for path in folder.iterdir():
        if path.name in _INSIDE and stat.S_ISDIR(path.lstat().st_mode):
            if not _are_files(path, _INSIDE[path.name]):
                return False
        elif not (_OURS.fullmatch(path.name) and stat.S_ISREG(path.lstat().st_mode)):
            return False
    return True


def _are_files(folder: Path, names: re.Pattern[str]) -> bool:
    return all(names.fullmatch(path.name) and stat.S_ISREG(path.lstat().st_mode) for path in folder.iterdir())


def _empty(folder: Path) -> None:
    for path in list(folder.iterdir()):
        if path.name in _INSIDE:
            for each in list(path.iterdir()):
                each.unlink()
            path.rmdir()
        elif path.name != _LOCK and _OURS.fullmatch(path.name):
            path.unlink()


def _drop(folder: Path) -> None:
    (folder / _LOCK).unlink(missing_ok=True)
    folder.rmdir()


def _is_quiet(path: Path) -> bool:
    return time.time() - path.lstat().st_mtime > _QUIET_S


def _is_gone(pid: int) -> bool:
    """Whether no process has this number; Windows is not asked, because asking would stop it."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
