"""Running work in a child while each system call that changes a file is recorded, or made to fail; and each socket."""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import re
import signal
import stat
import struct
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.torture import ptrace

ACK = 250  # the descriptor through which the child says what is done
_AT_FDCWD = -100
_AT_REMOVEDIR = 0x200
# What differs from run to run in the name of a file: ids, process numbers, times, chance.
_CHANCE = re.compile(
    r"\d+-[0-9a-f]{16}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|(?<=\.)\d+(?=\.)|(?<=-)[a-z0-9_]{8}(?=[-/]|$)|\d{8}T\d+Z"
)
_WRITES = frozenset({"write", "pwrite64", "writev"})
_SYNCS = frozenset({"fsync", "fdatasync"})
_SOCKETS = frozenset({"socket", "connect", "bind", "listen"})
_RENAMES = frozenset({"rename", "renameat", "renameat2"})
_LINKS = frozenset({"link", "linkat"})
_OPENS = frozenset({"open", "openat", "creat"})
# Where the two paths of a call stand: (folder descriptor or None, path) by argument number.
_PATHS: dict[str, tuple[tuple[int | None, int], ...]] = {
    "open": ((None, 0),), "creat": ((None, 0),), "openat": ((0, 1),), "mkdir": ((None, 0),), "mkdirat": ((0, 1),),
    "rmdir": ((None, 0),), "unlink": ((None, 0),), "unlinkat": ((0, 1),), "truncate": ((None, 0),),
    "rename": ((None, 0), (None, 1)), "renameat": ((0, 1), (2, 3)), "renameat2": ((0, 1), (2, 3)),
    "link": ((None, 0), (None, 1)), "linkat": ((0, 1), (2, 3)),
}  # fmt: skip


class Event(NamedTuple):
    """One change of a file system, one barrier, one word of the child, or one socket.

    `call` is one of make, write, size, sync, rename, link, unlink, mkdir, rmdir, ack, socket, unknown.
    """

    call: str
    path: str = ""
    inode: int = 0
    offset: int = 0
    data: bytes = b""
    to: str = ""


@dataclass(frozen=True)
class Failing:
    """Make the `first`-th call that changes something fail, and with `lasting` every later one of these calls too."""

    first: int
    error: int
    lasting: bool = False
    calls: frozenset[str] = frozenset()


@dataclass
class Recording:
    """What a child did, in order; `sites` are the calls that can be made to fail: step, call and file.

    With a failing call, `events` has no writes.
    """

    events: list[Event] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    status: int = 0

    @property
    def acks(self) -> list[str]:
        """What the child said."""
        return [event.data.decode().rstrip("\n") for event in self.events if event.call == "ack"]


def say(line: str) -> None:
    """In the child: this is done now. The recorder sees it among the system calls."""
    os.write(ACK, line.encode() + b"\n")


def record(work: Callable[[], object], root: Path, failing: Failing | None = None) -> Recording:
    """Run `work` in a fork of this process, which must have no threads, and record what it does."""
    child = os.fork()
    if child == 0:
        _be_the_child(work)
    tracer = _Tracer(root, failing)
    try:
        ptrace.begin(child)
        tracer.run(child)
    except BaseException:
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGKILL)
        raise
    return tracer.recording


def _be_the_child(work: Callable[[], object]) -> None:
    try:
        # Memory of the tracer's parent is not to be waited for by anybody when this process is killed.
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, ACK)
        ptrace.be_traced()
        work()
    except BaseException:  # noqa: BLE001 - the child has no other way to tell
        say("traceback " + traceback.format_exc(limit=-4))
        os._exit(1)
    os._exit(0)


@dataclass
class _Call:
    """A system call between its entry and its exit."""

    name: str
    arguments: tuple[int, ...]
    paths: tuple[str, ...]
    existed: bool
    error: int


class _Tracer:
    """Follows a child and its threads and children."""

    def __init__(self, root: Path, failing: Failing | None) -> None:
        self.recording = Recording()
        self._root = f"{root}/"
        self._failing = failing
        self._calls: dict[int, _Call] = {}
        self._step = "start"

    def run(self, child: int) -> None:
        alive = {child}
        new: set[int] = set()
        while alive:
            thread, status = ptrace.wait()
            if os.WIFEXITED(status) or os.WIFSIGNALED(status):
                alive.discard(thread)
                self._calls.pop(thread, None)
                if thread == child:
                    self.recording.status = status
                continue
            if thread not in alive:
                alive.add(thread)
                new.add(thread)
            signum, happened = os.WSTOPSIG(status), status >> 16
            deliver, is_entry = 0, happened == ptrace.ENTRY_EVENT
            if is_entry or signum == ptrace.EXIT_STOP:
                self._at_call(thread)
            elif not happened and not (thread in new and signum == signal.SIGSTOP):
                deliver = signum
            new.discard(thread)
            with contextlib.suppress(ProcessLookupError):  # killed meanwhile
                ptrace.go_on(thread, deliver, to_exit=is_entry and self._is_awaited(thread))

    def _is_awaited(self, thread: int) -> bool:
        """Whether it matters how the call ends; where calls fail, nobody asks for the bytes that were written."""
        call = self._calls.get(thread)
        if call is None:
            return False
        return not self._failing or bool(call.error) or call.name not in _WRITES or call.arguments[0] == ACK

    def _at_call(self, thread: int) -> None:
        stop = ptrace.stop_of(thread)
        if stop.is_entry:
            self._calls.pop(thread, None)
            if stop.name is not None:
                self._enter(thread, stop.name, stop.arguments)
            return
        call = self._calls.pop(thread, None)
        if call is None:
            return
        if call.error:
            ptrace.set_result(thread, call.error)
        elif stop.result >= 0 or call.name in _SOCKETS:
            self.recording.events.extend(self._events(thread, call, stop.result))

    def _enter(self, thread: int, name: str, arguments: tuple[int, ...]) -> None:
        paths = tuple(_path(thread, arguments, *where) for where in _PATHS.get(name, ()))
        existed = bool(paths) and os.path.lexists(paths[0])
        call = _Call(name, arguments, paths, existed, 0)
        site = self._site(thread, call)
        if site is not None:
            self.recording.sites.append(site)
            if self._is_to_fail(name):
                call.error = self._failing.error if self._failing else 0
                self.recording.failed.append(site)
                ptrace.skip_call(thread)
        self._calls[thread] = call

    def _is_to_fail(self, name: str) -> bool:
        wanted, number = self._failing, len(self.recording.sites)
        if wanted is None or number < wanted.first:
            return False
        return number == wanted.first or (wanted.lasting and name in wanted.calls)

    def _site(self, thread: int, call: _Call) -> str | None:
        """What a call does to which file of ours; None for one that changes nothing there."""
        if call.name in _OPENS:
            if call.existed or not _flags(call) & os.O_CREAT:
                return None
            path = call.paths[0]
        elif call.paths:
            path = call.paths[-1]
        elif call.name in _WRITES | _SYNCS | {"ftruncate"}:
            path = _target(thread, call.arguments[0])
        else:
            return None
        if not path.startswith(self._root):
            return None
        return f"{self._step}: {call.name} {_CHANCE.sub('*', path[len(self._root) :])}{self._by_sqlite(call)}"

    def _by_sqlite(self, call: _Call) -> str:
        """SQLite syncs the folder of a new log or journal right after the file, and takes no notice if it fails."""
        last = self.recording.events[-1] if self.recording.events else Event("none")
        is_folder = call.name in _SYNCS and last.call == "sync" and last.path.endswith(("-wal", "-journal"))
        return " (SQLite)" if is_folder else ""

    def _events(self, thread: int, call: _Call, result: int) -> Iterator[Event]:
        name, arguments = call.name, call.arguments
        if name in _SOCKETS:
            yield Event("socket", name, arguments[0])
        elif name in _OPENS:
            yield from self._opened(thread, call, result)
        elif name in _WRITES:
            yield from self._written(thread, call, result)
        elif name in _SYNCS:
            yield Event("sync", _target(thread, arguments[0]), _inode(thread, arguments[0]))
        elif name == "ftruncate":
            yield Event("size", _target(thread, arguments[0]), _inode(thread, arguments[0]), arguments[1])
        elif name == "mmap":
            yield from _mapped(thread, arguments)
        else:
            yield _named(call)

    def _opened(self, thread: int, call: _Call, descriptor: int) -> Iterator[Event]:
        flags = _flags(call)
        if not call.existed and flags & os.O_CREAT:
            yield Event("make", call.paths[0], _inode(thread, descriptor))
        elif flags & os.O_TRUNC:
            yield Event("size", call.paths[0], _inode(thread, descriptor), 0)

    def _written(self, thread: int, call: _Call, length: int) -> Iterator[Event]:
        descriptor, at, size = call.arguments[:3]
        if call.name == "writev":
            data = b"".join(_memory(thread, *part) for part in _vector(thread, at, size))[:length]
        else:
            data = _memory(thread, at, length)
        if descriptor == ACK:
            if data.startswith(b"begin "):
                self._step = data[6:-1].decode()
            yield Event("ack", data=data)
            return
        status = Path(f"/proc/{thread}/fd/{descriptor}").stat()
        if not stat.S_ISREG(status.st_mode):
            return
        offset = call.arguments[3] if call.name == "pwrite64" else _position(thread, descriptor) - length
        yield Event("write", _target(thread, descriptor), status.st_ino, offset, data)


def _named(call: _Call) -> Event:
    """A change of names; what the model of the disk does not know is `unknown`."""
    if call.name in _RENAMES | _LINKS:
        return Event("link" if call.name in _LINKS else "rename", call.paths[0], to=call.paths[1])
    if call.name in {"mkdir", "mkdirat"}:
        return Event("mkdir", call.paths[0])
    if call.name in {"unlink", "unlinkat", "rmdir"}:
        is_folder = call.name == "rmdir" or (call.name == "unlinkat" and call.arguments[2] & _AT_REMOVEDIR)
        return Event("rmdir" if is_folder else "unlink", call.paths[0])
    return Event("unknown", call.name)


def _flags(call: _Call) -> int:
    if call.name == "creat":
        return os.O_CREAT | os.O_WRONLY | os.O_TRUNC
    return call.arguments[1 if call.name == "open" else 2]


def _mapped(thread: int, arguments: tuple[int, ...]) -> Iterator[Event]:
    """A file that is written through memory is not seen; SQLite's -shm alone may be, nothing in it is kept."""
    _, _, protection, flags, descriptor, _ = arguments
    signed = ctypes.c_int(descriptor).value
    if signed < 0 or not protection & mmap.PROT_WRITE or not flags & mmap.MAP_SHARED:
        return
    target = _target(thread, signed)
    if not target.endswith("-shm"):
        yield Event("unknown", f"mmap {target}")


def _memory(thread: int, address: int, length: int) -> bytes:
    with Path(f"/proc/{thread}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        data = memory.read(length)
    return data or b""


def _vector(thread: int, address: int, count: int) -> list[tuple[int, int]]:
    return list(struct.iter_unpack("=QQ", _memory(thread, address, 16 * count)))


def _text(thread: int, address: int) -> str:
    """A path of the child: never longer than a page, and it may end just before one that cannot be read."""
    data = b""
    while b"\0" not in data and len(data) < 8192:
        left = 4096 - (address + len(data)) % 4096
        data += _memory(thread, address + len(data), left)
    return os.fsdecode(data.partition(b"\0")[0])


def _path(thread: int, arguments: tuple[int, ...], folder: int | None, name: int) -> str:
    path = _text(thread, arguments[name])
    if path.startswith("/"):
        return os.path.normpath(path)
    descriptor = _AT_FDCWD if folder is None else ctypes.c_int(arguments[folder]).value
    base = Path(f"/proc/{thread}/cwd" if descriptor == _AT_FDCWD else f"/proc/{thread}/fd/{descriptor}").readlink()
    return os.path.normpath(f"{base}/{path}")


def _target(thread: int, descriptor: int) -> str:
    try:
        return str(Path(f"/proc/{thread}/fd/{ctypes.c_int(descriptor).value}").readlink())
    except OSError:
        return ""


def _inode(thread: int, descriptor: int) -> int:
    return Path(f"/proc/{thread}/fd/{descriptor}").stat().st_ino


def _position(thread: int, descriptor: int) -> int:
    with Path(f"/proc/{thread}/fdinfo/{descriptor}").open() as stream:
        return int(stream.readline().split()[1])


def main() -> None:
    """Record one word: fails where this machine lets nobody look at system calls."""
    found = record(lambda: say("heard"), Path("/nowhere"))
    if found.acks != ["heard"]:
        raise OSError("the recorder hears nothing")


if __name__ == "__main__":
    main()
