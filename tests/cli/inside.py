"""A command inside the process of the test: the environment, the folder and the streams are those of a new process."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from app import texts
from app.cli import running
from app.costs import Rules


def run(
    words: list[str], *, given: bytes, environment: Mapping[str, str], folder: Path, rules: Rules
) -> tuple[int, bytes, bytes]:
    """What `clientsafe WORDS` returns and writes to its two streams; an exception that it lets out comes out here."""
    with _as_before(), contextlib.chdir(folder), _streams(given) as (out, err):
        os.environ.clear()
        os.environ.update(environment)
        code = _code_of(words, rules)
        sys.stdout.flush()
        sys.stderr.flush()
        return code, out.getvalue(), err.getvalue()


def _code_of(words: list[str], rules: Rules) -> int:
    try:
        return running.run(words, rules)
    except SystemExit as end:  # argparse, when it has printed a help
        return int(end.code or 0)


@contextlib.contextmanager
def _as_before() -> Iterator[None]:
    """The test goes on in its own language, with its own environment."""
    environment, language = dict(os.environ), texts.language()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        texts.set_language(language)


@contextlib.contextmanager
def _streams(given: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """The three streams as a new process has them where nothing is set to UTF-8: none of them a terminal."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin, sys.stdout, sys.stderr = (io.TextIOWrapper(raw, "ascii") for raw in (io.BytesIO(given), out, err))
    try:
        yield out, err
    finally:
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            stream.detach()
        sys.stdin, sys.stdout, sys.stderr = before
