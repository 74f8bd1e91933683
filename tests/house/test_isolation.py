"""The run itself: nothing a test does reaches the network, the home of a real person or another language."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PYTHON_SOCKET = """
def test_planted():
    import socket
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        pass  # a library that swallows the refusal
"""
LIBRARY_SOCKET = """
def test_planted():
    import ctypes
    global descriptor
    descriptor = ctypes.CDLL(None).socket(2, 2, 0)
    address = bytes([2, 0, 0, 0, 127, 0, 0, 1]) + bytes(8)
    assert ctypes.CDLL(None).bind(descriptor, address, 16) == 0
"""
LOCAL_SOCKET = """
def test_planted():
    import socket
    for end in socket.socketpair():
        end.close()
"""


def run_planted(folder: Path, code: str) -> str:
    """Run `code` as a test under our conftest, in a process of its own; what pytest printed."""
    (folder / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text("utf-8"), "utf-8")
    (folder / "test_planted.py").write_text(code, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:pytest-qt", "-p", "no:randomly"]
    done = subprocess.run([*command, "-q", "."], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("code", [PYTHON_SOCKET, LIBRARY_SOCKET])
def test_test_that_opens_an_internet_socket_fails(tmp_path: Path, code: str) -> None:
    printed = run_planted(tmp_path, code)
    assert "1 passed, 1 error" in printed
    assert "internet socket" in printed


def test_test_that_opens_a_local_socket_passes(tmp_path: Path) -> None:
    assert "1 passed in" in run_planted(tmp_path, LOCAL_SOCKET)


def test_home_and_settings_belong_to_this_run() -> None:
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        folder = Path(os.environ[variable])
        assert folder.is_dir()
        assert folder.is_relative_to(tempfile.gettempdir())


def test_time_zone_is_fixed_and_is_not_utc() -> None:
    assert time.tzname == ("CET", "CEST")
