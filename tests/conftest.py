"""What holds for every test: no screen, no network, no home of a real person, one time zone, one language."""

from __future__ import annotations

import contextlib
import gc
import locale
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.nursery import CAN_FORK, Nursery

try:
    from hypothesis import settings
except ImportError:  # the run without Qt may do without hypothesis too
    settings = None  # type: ignore[assignment,misc]

_INTERNET = frozenset({socket.AF_INET, socket.AF_INET6})
_SOCKET_TABLES = ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")
_FOLDERS = {
    "HOME": "home",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_RUNTIME_DIR": "run",
    "XDG_STATE_HOME": "state",
}
_UNWANTED = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "WAYLAND_DISPLAY")

# Tests make thousands of small durable files: in memory where there is room, because nothing here tests the disk.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this run's own is made in it
_ROOM_BYTES = 2 << 30


def _use_memory() -> None:
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
        os.environ.setdefault("TMPDIR", str(_MEMORY))


_use_memory()


def _use_light_ballast() -> None:
    """The vaults of a run are many, and their ballast would fill the memory: it is there, but weighs nothing."""
    from storage import ballast

    ballast.BYTES = 0


# A run that would see midnight takes place where it is afternoon: no day ends while tests hold on to it.
_USUAL_ZONE, _EVENING_ZONE = "Europe/Warsaw", "America/New_York"
_EVENING = "23:30"


def _zone() -> str:
    """Where this run takes place; the processes that it starts are in the same zone."""
    known = os.environ.get("TZ")
    if "PYTEST_XDIST_WORKER" in os.environ and known in {_USUAL_ZONE, _EVENING_ZONE}:
        return known
    return _EVENING_ZONE if f"{datetime.now(ZoneInfo(_USUAL_ZONE)):%H:%M}" >= _EVENING else _USUAL_ZONE


_internet_sockets: list[str] = []


def _isolate(folder: Path, *, on_screen: bool) -> None:
    """Give the run folders of its own, a time zone that is never UTC, and no session bus, keyring or screen."""
    for variable, name in _FOLDERS.items():
        path = folder / name
        path.mkdir(mode=0o700)
        os.environ[variable] = str(path)
    os.environ.update({"LANG": "C.UTF-8", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "TZ": _zone()})
    time.tzset()
    if on_screen:
        return
    for variable in _UNWANTED:
        os.environ.pop(variable, None)
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={folder}/no_bus"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _heed_interrupts() -> None:
    """A run in the background begins with SIGINT ignored, and so would every command that a test stops by it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _refuse_internet(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse an internet socket before it exists, and remember it, should somebody swallow the error."""
    if event == "socket.__new__" and arguments[1] in _INTERNET:
        _internet_sockets.append(f"family {arguments[1]}")
        message = "an internet socket was asked for"
        raise PermissionError(message)


def _open_sockets() -> frozenset[str]:
    """The open sockets of this process, by inode."""
    links: list[str] = []
    for descriptor in Path("/proc/self/fd").glob("*"):
        with contextlib.suppress(OSError):  # closed meanwhile
            links.append(str(descriptor.readlink()))
    return frozenset(link[8:-1] for link in links if link.startswith("socket:["))


def _open_internet_sockets() -> frozenset[str]:
    """The inodes of this process's internet sockets, also those that a C++ library opened."""
    sockets = _open_sockets()
    if not sockets:
        return sockets
    internet: set[str] = set()
    for table in _SOCKET_TABLES:
        path = Path("/proc/self/net", table)
        if path.exists():
            internet.update(row.split()[9] for row in path.read_text("ascii").splitlines()[1:])
    return sockets & internet


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--onscreen` shows the windows, to watch a test at work."""
    parser.addoption("--onscreen", action="store_true", help="show the windows instead of drawing off screen")


def pytest_configure(config: pytest.Config) -> None:
    """Isolate the run before anything of the program or Qt is imported."""
    folder = Path(tempfile.mkdtemp(prefix="clientsafe-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    _isolate(folder, on_screen=config.getoption("--onscreen"))
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    sys.addaudithook(_refuse_internet)
    _heed_interrupts()
    _use_light_ballast()
    if settings is not None:
        # The same examples every time: a failure belongs to the change that made it.
        settings.register_profile("house", derandomize=True, max_examples=50, deadline=None, database=None)
        settings.load_profile("house")


def pytest_collection_finish() -> None:
    """What was loaded for thousands of tests stays: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


_sockets_before = _open_internet_sockets()


@pytest.fixture(autouse=True)
def no_internet_socket() -> Iterator[None]:
    """Fail a test that opened an internet socket, from Python or from a library."""
    _internet_sockets.clear()
    yield
    assert not _internet_sockets, "the test asked for an internet socket"
    assert not (_open_internet_sockets() - _sockets_before), "a library opened an internet socket"


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where the workers of the program are forked from."""
    found = Nursery()
    yield found
    found.end()


@pytest.fixture(autouse=True)
def quick_workers(nursery: Nursery) -> Iterator[None]:
    """Workers of the program begin without loading everything anew; a module may want them as they are."""
    worker: Any = sys.modules.get("app.worker")
    if worker is None or not CAN_FORK:
        yield
        return
    start = worker._spawn
    worker._spawn = lambda module=worker._OWN_MODULE: nursery.spawn() if module == worker._OWN_MODULE else start(module)
    yield
    worker._spawn = start


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts in English and leaves no other language behind."""
    yield
    texts = sys.modules.get("app.texts")
    if texts is not None:
        texts.set_language("en")
