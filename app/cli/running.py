"""One run of the command line: the language, the streams, and how every kind of end is told."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

from app import paths, texts
from app.cli import dispatch, grammar
from app.cli.output import Output
from app.cli.window import WindowError
from app.costs import OWN_RULES, Rules

STOPPED = 130
READER_GONE = 141
_ENDING_SIGNALS = ("SIGTERM", "SIGHUP")


def run(arguments: list[str], rules: Rules = OWN_RULES) -> int:
    """Perform the command; every failure becomes a message with a code, never a traceback.

    What keys cost is said by whoever calls this, and by nothing that stands on a command line.
    """
    output = _begun(arguments)
    with _ending_cleanly():
        return _told(lambda: dispatch.perform(arguments, output, rules), output)


def tell_no_window(error: WindowError) -> int:
    """Say why there is no window."""
    return _told(lambda: dispatch.refuse_window(error), _begun([]))


def _begun(arguments: list[str]) -> Output:
    _use_utf8()
    given = grammar.before_parsing(arguments)
    texts.set_language(given.language or paths.read_settings().get("language") or texts.system_language())
    return Output(as_json=given.as_json)


def _told(work: Callable[[], int], output: Output) -> int:
    try:
        code = work()
        output.flush()
    except KeyboardInterrupt:
        return _stopped(output)
    except BrokenPipeError:
        _forget_standard_output()
        return READER_GONE
    except Exception as error:  # noqa: BLE001 - this is where every failure becomes words
        from app.cli import complaints

        return complaints.tell(error, output)
    return code


def _stopped(output: Output) -> int:
    """Somebody pressed Ctrl-C; what was open is closed and signed off by now."""
    from app.cli import complaints
    from app.vaults import failure

    complaints.tell(failure("stopped"), output)
    return STOPPED


def _use_utf8() -> None:
    """Text is UTF-8 wherever this runs; a file name that is not is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_standard_output() -> None:
    """Whoever read our output has gone; what is still buffered must not complain at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


@contextlib.contextmanager
def _ending_cleanly() -> Iterator[None]:
    """A closed terminal or a polite kill ends as Ctrl-C does: signed off, and nothing half done."""
    before = {}
    for name in _ENDING_SIGNALS:
        if hasattr(signal, name):
            number = getattr(signal, name)
            before[number] = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
