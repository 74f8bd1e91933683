"""The process that opens other people's files: `python -m app.media.viewer`. It holds no key and writes no file.

The parent sends lines of JSON, some followed by the bytes of a file; each is answered by one line, some followed by
bytes. Closing the pipe ends it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from app.media.limits import MEMORY_BYTES
from app.vaults import KnownError, failure

_NICER = 5
_LOOK_S = 0.25
_PDF = "application/pdf"


class Viewer:
    """Answers one parent; keeps the file it was given last."""

    def __init__(self) -> None:
        self._type = ""
        self._data = io.BytesIO()
        self._pdf: Any = None

    def answer(self, asked: Mapping[str, Any], data: io.BytesIO | None) -> tuple[dict[str, Any], bytes]:
        """What is said to one line, and the bytes after it."""
        answers: dict[str, Callable[..., tuple[dict[str, Any], bytes]]] = {
            "open": self._open,
            "page": self._page,
            "text": self._text,
            "clean": self._clean,
        }
        return answers[asked["do"]](asked, data)

    def _open(self, asked: Mapping[str, Any], data: io.BytesIO | None) -> tuple[dict[str, Any], bytes]:
        self._type, self._data = asked["type"], data or io.BytesIO()
        if self._type == _PDF:
            from app.media.pdfs import Pdf

            self._pdf = Pdf(self._data.getvalue())
            return {"pages": self._pdf.pages}, b""
        from app.media import pictures

        return {"pages": pictures.pages(self._data, self._type)}, b""

    def _page(self, asked: Mapping[str, Any], _data: io.BytesIO | None) -> tuple[dict[str, Any], bytes]:
        number, width = int(asked["number"]), int(asked["width"])
        if self._pdf is not None:
            found = self._pdf.page(number, width)
        else:
            from app.media import pictures

            found = pictures.page(self._data, self._type, number, width)
        return {"width": found.width, "height": found.height}, found.rgb

    def _text(self, asked: Mapping[str, Any], _data: io.BytesIO | None) -> tuple[dict[str, Any], bytes]:
        return {}, self._pdf.text(int(asked["number"])).encode() if self._pdf is not None else b""

    def _clean(self, asked: Mapping[str, Any], data: io.BytesIO | None) -> tuple[dict[str, Any], bytes]:
        from app.media import pictures

        made = pictures.clean(data or io.BytesIO(), asked["type"])
        return {"pages": pictures.pages(io.BytesIO(made), asked["type"])}, made


def limit(length: int) -> None:
    """From here on this process writes no file, leaves no core, and may not have memory without end."""
    try:
        import resource
    except ImportError:  # Windows
        return
    memory = MEMORY_BYTES + 3 * length
    limits = ((resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, memory))
    for what, most in limits:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def end_with(parent: int) -> None:
    """End this process soon after its parent, also in the middle of a page: no page outlives a lock."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer until the parent closes the pipe."""
    viewer = Viewer()
    while line := source.readline():
        asked = json.loads(line)
        length = int(asked.get("length", -1))
        limit(max(length, 0))
        try:
            data = io.BytesIO(source.read(length)) if length >= 0 else None
            head, rest = viewer.answer(asked, data)
        except KnownError as error:
            head, rest = {"failure": error.name, "values": error.values}, b""
        except Exception:  # noqa: BLE001 - whatever somebody's file does to a library, no content leaves but this
            head, rest = {"failure": failure("unreadable_file").name, "values": {}}, b""
        target.write(json.dumps({**head, "length": len(rest)}).encode() + b"\n")
        target.write(rest)
        target.flush()


def main() -> None:
    """The child process."""
    end_with(os.getppid())
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(_NICER)
    # What a library prints must not be taken for an answer.
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    serve(sys.stdin.buffer, target)
    os._exit(0)


if __name__ == "__main__":
    main()
