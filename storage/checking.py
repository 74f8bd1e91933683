"""Signatures checked by processes beside this one, because checking holds Python's lock.

Only what is public passes the pipes: keys, signatures and digests. A helper that cannot be started,
or does not answer, is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, NamedTuple, Self

from storage import sealing
from storage.sealing import SealError

MOST_AT_ONCE = 256  # what waits in a pipe stays below the 64 KiB that it takes without a reader
_MOST_HELPERS = 7
_WAITING = 2  # batches a helper
_HEAD = struct.Struct(">H")
_ROW = struct.Struct(">4B")
_LONGEST = 255
_PATIENCE_S = 10.0


class Signed(NamedTuple):
    """One signature to be checked; `label` says what kind of message it covers."""

    public: bytes
    signature: bytes
    label: str
    message_digest: bytes

    @classmethod
    def over(cls, message: bytes, public: bytes, signature: bytes, label: str) -> Signed:
        """A signature over a message that is at hand."""
        return cls(public, signature, label, hashlib.sha256(message).digest())

    def holds(self) -> bool:
        """Check it here."""
        try:
            sealing.verify_digest(self.public, self.signature, self.label, self.message_digest)
        except SealError:
            return False
        return True


Told = Callable[[Sequence[bool]], None]


class Checkers:
    """Checks batches of signatures on all processors; answers come in the order of the batches."""

    def __init__(self, *, alone: bool = False) -> None:
        wanted = 0 if alone else min(_MOST_HELPERS, (os.cpu_count() or 1) - 1)
        self._helpers = [helper for _ in range(wanted) if (helper := _Helper.start())]
        self._waiting: deque[tuple[_Helper, Sequence[Signed], Told]] = deque()
        self._turn = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for helper in self._helpers:
            helper.close()

    def check(self, batch: Sequence[Signed], told: Told) -> None:
        """Have up to `MOST_AT_ONCE` signatures checked, here or by a helper; `told` hears which hold, now or later."""
        if len(self._waiting) >= _WAITING * len(self._helpers):
            self._hear()
        if len(self._waiting) < _WAITING * len(self._helpers):
            self._turn = (self._turn + 1) % len(self._helpers)
            helper = self._helpers[self._turn]
            helper.send(batch)
            self._waiting.append((helper, batch, told))
        else:
            told([signed.holds() for signed in batch])

    def finish(self) -> None:
        """Wait for everything that is still being checked."""
        while self._waiting:
            self._hear()

    def _hear(self) -> None:
        if self._waiting:
            helper, batch, told = self._waiting.popleft()
            told(helper.answer(len(batch)) or [signed.holds() for signed in batch])


class _Helper:
    """A process that checks signatures."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @classmethod
    def start(cls) -> _Helper | None:
        root = str(Path(__file__).resolve().parent.parent)
        search = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        with contextlib.suppress(OSError):
            return cls(
                subprocess.Popen(
                    [sys.executable, "-P", "-m", "storage.checking"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=os.environ | {"PYTHONPATH": search},
                    creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
                )
            )
        return None

    def send(self, batch: Sequence[Signed]) -> None:
        """Hand over a batch; a helper that is gone is noticed when it should answer."""
        rows = [_HEAD.pack(len(batch))]
        for public, signature, label, digest in batch:
            # What is too long is false, and so is nothing.
            parts = [part if len(part) <= _LONGEST else b"" for part in (public, signature, label.encode(), digest)]
            rows += (_ROW.pack(*map(len, parts)), *parts)
        with contextlib.suppress(OSError, ValueError):
            assert self._process.stdin is not None  # noqa: S101 - a pipe
            self._process.stdin.write(b"".join(rows))
            self._process.stdin.flush()

    def answer(self, count: int) -> list[bool] | None:
        """Which signatures of the oldest batch hold; None from a helper that is gone."""
        with contextlib.suppress(OSError, ValueError):
            assert self._process.stdout is not None  # noqa: S101 - a pipe
            said = self._process.stdout.read(count)
            if len(said) == count:
                return [byte == 1 for byte in said]
        return None

    def close(self) -> None:
        """Closing the pipe ends it."""
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _serve(asked: IO[bytes], told: IO[bytes]) -> None:
    """The helper: batches in, one byte for each signature out, until the pipe closes."""
    while head := asked.read(_HEAD.size):
        answer = bytearray()
        for _ in range(*_HEAD.unpack(head)):
            public, signature, label, digest = map(asked.read, _ROW.unpack(asked.read(_ROW.size)))
            answer.append(Signed(public, signature, label.decode(), digest).holds())
        told.write(answer)
        told.flush()


if __name__ == "__main__":
    with contextlib.suppress(OSError, struct.error, KeyboardInterrupt):
        _serve(sys.stdin.buffer, sys.stdout.buffer)
