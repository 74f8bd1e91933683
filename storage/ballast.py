"""Room kept back in the vault, given free on a full disk: drafts, audit entries and the lock still work (V-2.5)."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from storage import files
from storage.errors import KnownError

NAME = "ballast"
BYTES = 8 << 20
_TIMES_FREE = 4  # made only where as much again stays free three times over: it must not fill the disk itself
T = TypeVar("T")


class Ballast:
    """The file `ballast` of one vault. It holds random bytes: a disk that compresses would give no room for zeros."""

    def __init__(self, vault: Path) -> None:
        self._path = vault / NAME
        self.on_release: Callable[[], None] = lambda: None

    @property
    def is_there(self) -> bool:
        """Whether there is room to give free."""
        return self._path.exists()

    def keep(self) -> bool:
        """Make it when it is missing and there is room; whether it is there now. Never raises for the disk."""
        if self.is_there:
            return True
        with contextlib.suppress(OSError, KnownError):
            if shutil.disk_usage(self._path.parent).free >= _TIMES_FREE * BYTES:
                files.replace(self._path, os.urandom(BYTES))
        return self.is_there

    def release(self) -> bool:
        """Give the room free, durably; whether there was any to give."""
        if not self.is_there:
            return False
        try:
            # Some file systems need room to remove a name, but none to cut a file.
            os.truncate(self._path, 0)
            self._path.unlink()
            files.sync_folder(self._path.parent)
        except OSError:
            return False
        self.on_release()
        return True

    def spend(self, work: Callable[[], T]) -> T:
        """Do work that must also be possible on a full disk: when there is no room, give this free and do it again."""
        try:
            return work()
        except KnownError as error:
            if error.name != "no_space" or not self.release():
                raise
        return work()
