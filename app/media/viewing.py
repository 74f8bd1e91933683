"""Pages of an attached file as pixels, made by a process that holds no key: somebody else made the file."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO, Self

from app.media.limits import MOST_PICTURE_BYTES, SECONDS
from app.reports.pages import PageImage
from app.vaults import FAILURES, failure

_PIECE = 1 << 20
_LARGEST_ANSWER = 1 << 30
_END_S = 2.0


class Viewing:
    """A file that is being looked at. Nothing of it is written anywhere; close it, or use `with`.

    Its calls wait for the other process, so they belong on a thread that may wait. They raise `unreadable_pdf`,
    `too_many_pixels`, `too_many_pages`, and `unreadable_file` for all else, also for what takes too long.
    """

    def __init__(self, file_type: str, source: BinaryIO, length: int) -> None:
        self._child = _Child()
        try:
            self.pages: int = self._child.ask({"do": "open", "type": file_type}, source, length)[0]["pages"]
        except BaseException:
            self._child.close()
            raise

    def page(self, number: int, width: int) -> PageImage:
        """One page (from 0), about `width` pixels wide."""
        head, rgb = self._child.ask({"do": "page", "number": number, "width": width})
        if len(rgb) != 3 * head["width"] * head["height"]:
            raise failure("unreadable_file")
        return PageImage(head["width"], head["height"], rgb)

    def text(self, number: int) -> str:
        """The words of a page of a PDF; empty for a scan or a picture."""
        return self._child.ask({"do": "text", "number": number})[1].decode(errors="replace")

    def close(self) -> None:
        """End the process and forget the file."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def view(file_type: str, data: bytes) -> Viewing:
    """Look at a file that is in memory."""
    return Viewing(file_type, io.BytesIO(data), len(data))


def cleaned(file_type: str, source: BinaryIO, length: int) -> tuple[bytes, int]:
    """A picture without what the camera wrote into it, and how many pages it has.

    Raises:
        KnownError: `picture_too_large`, `too_many_pixels`, `too_many_pages` or `unreadable_file`.
    """
    if length > MOST_PICTURE_BYTES:
        raise failure("picture_too_large", most=str(MOST_PICTURE_BYTES >> 20))
    with contextlib.closing(_Child()) as child:
        head, data = child.ask({"do": "clean", "type": file_type}, source, length)
        return data, int(head["pages"])


class _Child:
    """The other end of the pipes; every question has a time after which the process is ended."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        known = [path for path in (root, os.environ.get("PYTHONPATH", "")) if path]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "app.media.viewer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(known)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def ask(self, asked: dict[str, Any], source: BinaryIO | None = None, length: int = 0) -> tuple[Any, bytes]:
        """Send a question, perhaps with a file, and wait for the answer and its bytes."""
        timer = threading.Timer(SECONDS, self._process.kill)
        timer.start()
        try:
            self._send(asked, source, length)
            return self._answer()
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            # It died of the file: killed for its time, out of memory, or worse.
            self.close()
            raise failure("unreadable_file") from error
        finally:
            timer.cancel()

    def _send(self, asked: dict[str, Any], source: BinaryIO | None, length: int) -> None:
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 - it was asked for
        pipe.write(json.dumps({**asked, "length": length} if source else asked).encode() + b"\n")
        left = length if source else 0
        while source and left:
            piece = source.read(min(_PIECE, left))
            if not piece:
                raise failure("file_changed")
            pipe.write(piece)
            left -= len(piece)
        pipe.flush()

    def _answer(self) -> tuple[Any, bytes]:
        pipe = self._process.stdout
        assert pipe is not None  # noqa: S101 - it was asked for
        head = json.loads(pipe.readline(1 << 16))
        if "failure" in head:
            name = head["failure"] if head["failure"] in FAILURES else "unreadable_file"
            raise failure(name, **{key: str(value)[:100] for key, value in head["values"].items()})
        if not 0 <= head["length"] <= _LARGEST_ANSWER:
            raise ValueError(head["length"])
        rest = io.BytesIO()
        while rest.tell() < head["length"]:
            piece = pipe.read(min(_PIECE, head["length"] - rest.tell()))
            if not piece:
                raise EOFError
            rest.write(piece)
        return head, rest.getvalue()

    def close(self) -> None:
        """End the process; a second time does nothing."""
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
