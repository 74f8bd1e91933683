"""Fixtures for storage: a made practice to copy, settings of its own, and small file systems."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.kit import Practice, copy_of, make_practice

SMALL_DISK_BYTES = 3 << 20


@pytest.fixture(scope="session")
def made_practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The practice every test gets a copy of, with the plain anchor it left in its settings."""
    folder = tmp_path_factory.mktemp("made")
    before = os.environ.get("XDG_CONFIG_HOME")
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    try:
        practice = make_practice(folder / "made.clientsafe")
    finally:
        if before is None:
            del os.environ["XDG_CONFIG_HOME"]
        else:
            os.environ["XDG_CONFIG_HOME"] = before
    return practice


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings folder of this test alone."""
    folder = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder


@pytest.fixture
def practice(made_practice: Practice, tmp_path: Path, config: Path) -> Practice:
    """A copy of the made practice, with the settings folder its owner would have."""
    shutil.copytree(made_practice.path.parent / "config", config)
    return copy_of(made_practice, tmp_path / "practice.clientsafe")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small file system is mounted by root on Linux only")
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_BYTES}", "tmpfs", str(folder)],  # noqa: S607
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("this machine does not let root mount a tmpfs")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)  # noqa: S607


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    """A folder to back up into."""
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder
