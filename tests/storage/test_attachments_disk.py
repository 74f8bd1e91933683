"""Attached files and a small disk: refused before it is full, and cleared away where it got full all the same."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import attaching
from tests.storage.attached import ROW, attach, content, rows_of
from tests.storage.kit import Practice, copy_of, entries_of, failure_of, findings, verify


def test_a_file_that_cannot_fit_is_refused_before_the_disk_is_full(small_disk: Path, practice: Practice) -> None:
    """V-5.9: the database does not give back to the disk what it took."""
    practice = copy_of(practice, small_disk / "p.clientsafe")
    free = shutil.disk_usage(small_disk).free
    with practice.open() as signin:
        assert failure_of(attach, signin, practice, content(ROW)) == "no_space"
        assert entries_of(signin, "attach")[-1].outcome == "no_space"
    assert free - shutil.disk_usage(small_disk).free < 200_000


@pytest.fixture
def larger_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that holds some transactions of a file, but not all of it."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small file system is mounted by root on Linux only")
    folder = tmp_path / "larger"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let root mount a tmpfs")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)  # noqa: S607


def test_a_disk_that_gets_full_leaves_nothing_behind(
    larger_disk: Path, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.9, invariant 4: what was written before the disk was full is gone after the next start at the latest."""
    monkeypatch.setattr(attaching, "_check_room", lambda *_: None)  # the disk gets full after it was asked
    practice = copy_of(practice, larger_disk / "p.clientsafe")
    other = larger_disk / "of somebody else"
    other.write_bytes(bytes(8 * ROW))
    reached: list[int] = []
    data = content(60 * ROW)
    with practice.open() as signin:
        work = lambda: signin.attach(  # noqa: E731
            practice.clinical, io.BytesIO(data), len(data), progress=lambda done, _: reached.append(done)
        )
        assert failure_of(work) == "no_space"
        assert reached[-1] > 8 * ROW
    other.unlink()
    with practice.open() as signin:
        assert rows_of(signin) == []
        assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
        assert findings(verify(signin, full=True)) <= {"session_without_end"}  # the full disk took the sign-off too
