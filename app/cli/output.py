"""What is printed: JSON for programs, plain text and tables for people, progress for those who wait."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.texts import _

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

Progress = Callable[[int, int], None]
MATCH_START, MATCH_END = "\x02", "\x03"
_BOLD, _NORMAL = "\x1b[1m", "\x1b[0m"
# Besides breaks: what emoji and some scripts are joined with, and the soft hyphen.
_KEPT_CONTROLS = frozenset("\n\t\u200c\u200d\u00ad")
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_BAR_AFTER_S = 1.0
_GAP = 2


class Output:
    """Standard output and standard error of one command."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def document(self, value: Mapping[str, Any], *, indent: int | None = None) -> None:
        """One JSON document, or one line of JSON Lines."""
        self._write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")

    def say(self, text: str = "") -> None:
        """A line for a person; control characters from records never reach the terminal."""
        self._write(harmless(text) + "\n")

    def say_marked(self, text: str) -> None:
        """A line whose matches stand between MATCH_START and MATCH_END: bold on a terminal, else in **."""
        start, end = (_BOLD, _NORMAL) if self.on_terminal else ("**", "**")
        pieces = []
        for piece in text.split(MATCH_START):
            match, closed, rest = piece.partition(MATCH_END)
            pieces.append(f"{start}{harmless(match)}{end}{harmless(rest)}" if closed else harmless(piece))
        self._write("".join(pieces) + "\n")

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table that fits the terminal; in a file or a pipe, columns as wide as they need to be."""
        cells = [[harmless(cell).replace("\n", " ") for cell in row] for row in rows]
        self._write(_fitted(titles, cells) if self.on_terminal else _aligned([list(titles), *cells]))

    def note(self, text: str) -> None:
        """Something a person should know beside the result; goes to standard error."""
        if self.as_json:
            print(json.dumps({"notice": text}, ensure_ascii=False), file=sys.stderr)
        else:
            print(harmless(_("Notice: {text}").format(text=text)), file=sys.stderr)

    def complain(self, code: str, message: str, advice: str) -> None:
        """A failure, told on standard error."""
        with contextlib.suppress(OSError):
            if self.as_json:
                told = {"error": {"code": code, "message": message, "advice": advice}}
                print(json.dumps(told, ensure_ascii=False), file=sys.stderr)
            else:
                print(harmless(f"{code} {message}\n{advice}"), file=sys.stderr)

    @contextlib.contextmanager
    def progress(self, text: str) -> Iterator[Progress]:
        """A bar on standard error, once the work has taken a second and if somebody is watching."""
        if self.as_json or not sys.stderr.isatty():
            yield lambda _done, _total: None
            return
        waiting = _Waiting(text)
        try:
            yield waiting.step
        finally:
            waiting.close()

    @contextlib.contextmanager
    def steps(self) -> Iterator[Callable[[str, int, int], None]]:
        """Like `progress`, for work of several kinds: takes what is going on, done, total."""
        if self.as_json or not sys.stderr.isatty():
            yield lambda _text, _done, _total: None
            return
        waiting = _Waiting("")
        try:
            yield waiting.tell
        finally:
            waiting.close()

    def flush(self) -> None:
        """Everything printed is on its way; raises what a full disk or a closed pipe makes of it."""
        with _known_errors():
            sys.stdout.flush()

    @property
    def on_terminal(self) -> bool:
        """Whether somebody reads this on a terminal."""
        return sys.stdout.isatty()

    def _write(self, text: str) -> None:
        with _known_errors():
            sys.stdout.write(text)


class _Waiting:
    """Shows a bar only if the work is not over soon."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._began = time.monotonic()
        self._bar: Bar | None = None

    def step(self, done: int, total: int) -> None:
        """`done` of `total` units are done."""
        if self._bar is None:
            if time.monotonic() - self._began < _BAR_AFTER_S:
                return
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.add_task(self._text, total=total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], description=self._text, completed=done, total=total)

    def tell(self, text: str, done: int, total: int) -> None:
        """The same under another name."""
        self._text = text
        self.step(done, total)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) + _GAP for column in zip(*rows, strict=True)]
    lines = ("".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _fitted(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for number, title in enumerate(titles):
        # The first column holds what somebody copies, such as an id: it is never broken.
        table.add_column(title, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(highlight=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def harmless(text: str) -> str:
    """Text without control characters: what stands in a record cannot steer a terminal."""
    return "".join(
        letter for letter in text if letter in _KEPT_CONTROLS or unicodedata.category(letter) not in {"Cc", "Cf"}
    )


@contextlib.contextmanager
def _known_errors() -> Iterator[None]:
    """A full disk behind `> file` is a known failure; a reader who has left is not one at all."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        from app.vaults import failure

        if error.errno in _NO_SPACE:
            raise failure("no_space") from error
        raise failure("not_writable", problem=os.strerror(error.errno or 0)) from error
