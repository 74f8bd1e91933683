"""Stopping a child at system calls, and making one fail: ptrace and seccomp through ctypes, on Linux."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from typing import Final, NamedTuple

_TRACEME, _CONT, _SYSCALL = 0, 7, 24
_SETOPTIONS, _GETREGSET, _SETREGSET, _GET_SYSCALL_INFO = 0x4200, 0x4204, 0x4205, 0x420E
# TRACESYSGOOD, TRACEFORK, TRACEVFORK, TRACECLONE, TRACEEXEC, TRACESECCOMP; EXITKILL: no child outlives its recorder.
_OPTIONS = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100000
# prctl: no new privileges, then a filter that lets every call pass and stops at those that are named here.
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_RET_TRACE, _RET_ALLOW = 0x7FF00000, 0x7FFF0000
_WALL = 0x40000000
_NT_PRSTATUS, _NT_ARM_SYSTEM_CALL = 1, 0x404
_ENTRIES = frozenset({1, 3})  # before a call, and before a call that the filter stopped at
_INFO_BYTES = 88
EXIT_STOP = signal.SIGTRAP | 0x80
ENTRY_EVENT = 7

_X86_64 = {
    1: "write", 2: "open", 9: "mmap", 18: "pwrite64", 20: "writev", 40: "sendfile", 41: "socket", 42: "connect",
    49: "bind", 50: "listen", 74: "fsync", 75: "fdatasync", 76: "truncate", 77: "ftruncate", 82: "rename",
    83: "mkdir", 84: "rmdir", 85: "creat", 86: "link", 87: "unlink", 88: "symlink", 162: "sync", 257: "openat",
    258: "mkdirat", 263: "unlinkat", 264: "renameat", 265: "linkat", 266: "symlinkat", 275: "splice",
    285: "fallocate", 296: "pwritev", 306: "syncfs", 316: "renameat2", 326: "copy_file_range", 328: "pwritev2",
    425: "io_uring_setup", 437: "openat2",
}  # fmt: skip
_AARCH64 = {
    34: "mkdirat", 35: "unlinkat", 36: "symlinkat", 37: "linkat", 38: "renameat", 45: "truncate", 46: "ftruncate",
    47: "fallocate", 56: "openat", 64: "write", 66: "writev", 68: "pwrite64", 70: "pwritev", 71: "sendfile",
    76: "splice", 81: "sync", 82: "fsync", 83: "fdatasync", 198: "socket", 200: "bind", 201: "listen",
    203: "connect", 222: "mmap", 267: "syncfs", 276: "renameat2", 285: "copy_file_range", 287: "pwritev2",
    425: "io_uring_setup", 437: "openat2",
}  # fmt: skip
_MACHINES = {"x86_64": _X86_64, "aarch64": _AARCH64}
_MACHINE: Final = platform.machine()
NAMES: Final = _MACHINES.get(_MACHINE, {})


class Stop(NamedTuple):
    """What a stopped thread is about to do (`is_entry`), or what came of it (`result`)."""

    is_entry: bool
    name: str | None
    arguments: tuple[int, ...]
    result: int


def why_not() -> str | None:
    """Why system calls cannot be recorded here; None where they can."""
    if sys.platform != "linux" or not NAMES:
        return f"system calls are recorded on Linux with x86-64 or aarch64, not on {sys.platform} {_MACHINE}"
    return None


def _ptrace(request: int, thread: int, address: int = 0, data: object = 0) -> int:
    library = _library()
    ctypes.set_errno(0)
    value = data if isinstance(data, int) else ctypes.addressof(data)  # type: ignore[arg-type]
    result = library.ptrace(request, thread, address, value)
    if result == -1 and ctypes.get_errno():
        error = ctypes.get_errno()
        raise OSError(error, f"ptrace {request:#x}: {os.strerror(error)}")
    return int(result)


_loaded: list[ctypes.CDLL] = []


def _library() -> ctypes.CDLL:
    if not _loaded:
        library = ctypes.CDLL(None, use_errno=True)
        library.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        library.ptrace.restype = ctypes.c_long
        _loaded.append(library)
    return _loaded[0]


def be_traced() -> None:
    """In the child: ask the parent to trace, stop until it does, and from then on at every call of `NAMES`."""
    _ptrace(_TRACEME, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0)
    instructions = b"".join(struct.pack("=HBBI", *each) for each in _filter())
    buffer = ctypes.create_string_buffer(instructions)
    program = _Program(len(instructions) // 8, ctypes.addressof(buffer))
    _prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(program))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def _filter() -> list[tuple[int, int, int, int]]:
    """Load the number of the call (the first word it is given); if it is one of ours, jump to the last line."""
    numbers = sorted(NAMES)
    jumps = [(_JUMP_IF_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    return [(_LOAD, 0, 0, 0), *jumps, (_RETURN, 0, 0, _RET_ALLOW), (_RETURN, 0, 0, _RET_TRACE)]


def _prctl(option: int, first: int, second: int) -> None:
    long = ctypes.c_ulong
    if _library().prctl(ctypes.c_int(option), long(first), long(second), long(0), long(0)):
        error = ctypes.get_errno()
        raise OSError(error, f"prctl {option}: {os.strerror(error)}")


def begin(child: int) -> None:
    """In the parent: wait for the child's stop and follow it and everything it starts."""
    os.waitpid(child, _WALL)
    _ptrace(_SETOPTIONS, child, 0, _OPTIONS)
    go_on(child)


def wait() -> tuple[int, int]:
    """The next thread that stopped or ended, with its wait status."""
    return os.waitpid(-1, _WALL)


def go_on(thread: int, deliver: int = 0, *, to_exit: bool = False) -> None:
    """Let a thread run on, with a signal if there is one for it; `to_exit` stops it again when its call is done."""
    _ptrace(_SYSCALL if to_exit else _CONT, thread, 0, deliver)


_info = ctypes.create_string_buffer(_INFO_BYTES)


def stop_of(thread: int) -> Stop:
    """Entry or exit of a system call; `name` is None for calls that change no file and open no socket."""
    _ptrace(_GET_SYSCALL_INFO, thread, _INFO_BYTES, _info)
    operation = _info.raw[0]
    if operation in _ENTRIES:
        number, *arguments = struct.unpack_from("=7Q", _info.raw, 24)
        return Stop(True, NAMES.get(number), tuple(arguments), 0)
    return Stop(False, None, (), struct.unpack_from("=q", _info.raw, 24)[0])


class _Span(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def _registers(thread: int) -> ctypes.Array[ctypes.c_ulonglong]:
    found = (ctypes.c_ulonglong * 34)()
    _ptrace(_GETREGSET, thread, _NT_PRSTATUS, _Span(ctypes.addressof(found), ctypes.sizeof(found)))
    return found


def _set_registers(thread: int, registers: ctypes.Array[ctypes.c_ulonglong]) -> None:
    words = 27 if NAMES is _X86_64 else 34
    _ptrace(_SETREGSET, thread, _NT_PRSTATUS, _Span(ctypes.addressof(registers), 8 * words))


def skip_call(thread: int) -> None:
    """At the entry: the kernel shall do nothing; `set_result` at the exit says what it answers."""
    if NAMES is _X86_64:
        registers = _registers(thread)
        registers[15] = (1 << 64) - 1  # orig_rax
        _set_registers(thread, registers)
        return
    none = ctypes.c_int(-1)
    _ptrace(_SETREGSET, thread, _NT_ARM_SYSTEM_CALL, _Span(ctypes.addressof(none), 4))


def set_result(thread: int, error: int) -> None:
    """At the exit of a skipped call: it failed with this errno."""
    registers = _registers(thread)
    registers[10 if NAMES is _X86_64 else 0] = (1 << 64) - error  # rax, x0
    _set_registers(thread, registers)
