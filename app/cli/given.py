"""What a command is given: secrets from the terminal or a file, records from a file or standard input."""

from __future__ import annotations

import getpass
import json
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from app import formats
from app.cli import failures as failures  # noqa: PLC0414 - the failures raised here are in their table
from app.texts import _
from app.vaults import SecretBytes, failure

STANDARD_INPUT = "-"
_MOST_SECRET_BYTES = 64 * 1024
_MOST_INPUT_BYTES = 64 * 1024 * 1024
_EXTRA_DATA = "Extra data"  # how json says that more follows


def secret(path: str) -> SecretBytes:
    """The first line of a file, or of standard input, as it was typed there; raises `empty_secret`."""
    with _opened(path) as stream:
        line = stream.readline(_MOST_SECRET_BYTES)
    text = _decoded(line, path).removeprefix("\ufeff").rstrip("\r\n")
    if not text:
        raise failure("empty_secret", path=_named(path))
    return SecretBytes.from_text(text)


def asked_secret(question: str) -> SecretBytes:
    """A secret typed at the terminal, unseen; raises `passphrase_missing` where there is none."""
    with warnings.catch_warnings():
        # Without a terminal, getpass would warn and show what is typed.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return SecretBytes.from_text(getpass.getpass(f"{question} ", stream=None))
        except (getpass.GetPassWarning, EOFError) as error:
            raise failure("passphrase_missing") from error


def new_secret() -> SecretBytes:
    """A new passphrase, typed twice; raises `passphrases_differ`."""
    typed = asked_secret(_("New passphrase:"))
    with asked_secret(_("The same again:")) as again:
        if bytes(typed) != bytes(again):
            typed.wipe()
            raise failure("passphrases_differ")
    return typed


def objects(path: str) -> list[dict[str, Any]]:
    """One JSON object, or JSON Lines; raises `bad_json` with the line, `no_input` and others."""
    text = whole_text(path)
    if not text.strip():
        raise failure("no_input", path=_named(path))
    try:
        return [_object(text, 1, path)]
    except _MoreFollowsError:
        lines = enumerate(text.split("\n"), 1)
        return [_object(line, number, path) for number, line in lines if line.strip()]


def whole_text(path: str) -> str:
    """All of a file or of standard input, as text; raises `wrong_encoding` or `too_much_input`."""
    with _opened(path) as stream:
        data = stream.read(_MOST_INPUT_BYTES + 1)
    if len(data) > _MOST_INPUT_BYTES:
        raise failure("too_much_input", path=_named(path), most=formats.size(_MOST_INPUT_BYTES))
    return _decoded(data, path).removeprefix("\ufeff")


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        with Path(path).open("rb") as stream:
            yield stream
    except FileNotFoundError as error:
        raise failure("no_such_file", path=path) from error
    except OSError as error:
        raise failure("not_writable", problem=f"{path}: {error.strerror}") from error


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise failure("wrong_encoding", path=_named(path)) from error


def _named(path: str) -> str:
    return _("standard input") if path == STANDARD_INPUT else path


def _object(text: str, line: int, path: str) -> dict[str, Any]:
    """The object in `text`, which begins at `line`. What stands in it never gets into a message."""
    try:
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_refused)
    except json.JSONDecodeError as error:
        if error.msg == _EXTRA_DATA and "\n" in text.strip():
            raise _MoreFollowsError from error
        line += error.lineno - 1
        problem = _("see column {column}").format(column=error.colno)
    except _UnusableError as error:
        problem = str(error)
    except (ValueError, RecursionError):
        problem = _("it cannot be read")
    else:
        if isinstance(found, dict):
            return found
        problem = _("it is no object")
    raise failure("bad_json", line=str(line), path=_named(path), problem=problem)


class _MoreFollowsError(Exception):
    """The text goes on after the first object: one object a line, then."""


class _UnusableError(ValueError):
    """JSON that reads, but does not say one thing; the message is shown."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _UnusableError(_("a field stands in it twice"))
    return found


def _refused(_constant: str) -> Any:
    raise _UnusableError(_("NaN and Infinity are no JSON"))
