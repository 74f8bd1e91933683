"""Failed sign-ins since the last good one: plain, forgeable, and says so (V-3.8)."""

from __future__ import annotations

import contextlib
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from storage import clock, files
from storage.errors import KnownError

_NAME = "failures"
_MOST_KEPT = 1000
_MOST_BYTES = 1 << 20
_FREE_TRIES = 5
_LONGEST_WAIT_S = 60
UNKNOWN = "unknown"


class FailedTry(msgspec.Struct, frozen=True):
    """When somebody failed, and for which account; never what was typed."""

    at: str
    account: str


def read(vault: Path) -> list[FailedTry]:
    """All failed tries that are noted, oldest first."""
    try:
        with (vault / _NAME).open("rb") as stream:
            data = stream.read(_MOST_BYTES)
    except OSError:
        return []
    found = []
    for line in data.splitlines():
        # Anybody can write into this file: what is not a time and an id does not count.
        with contextlib.suppress(ValueError, RecursionError):
            failed = msgspec.json.decode(line, type=FailedTry)
            if clock.is_time(failed.at) and (failed.account == UNKNOWN or clock.is_id(failed.account)):
                found.append(failed)
    return found


def add(vault: Path, account: str) -> None:
    """Note a failed try; a disk that refuses does not turn a wrong passphrase into another message."""
    kept = [*read(vault), FailedTry(clock.now(), account)][-_MOST_KEPT:]
    with contextlib.suppress(KnownError):
        files.replace(vault / _NAME, b"".join(msgspec.json.encode(item) + b"\n" for item in kept))


def clear(vault: Path) -> None:
    """Forget them: they are in the trail now."""
    with files.known_errors():
        (vault / _NAME).unlink(missing_ok=True)


def facts(found: list[FailedTry]) -> dict[str, Any]:
    """What the trail keeps of them."""
    return {
        "count": len(found),
        "first": found[0].at,
        "last": found[-1].at,
        "unknown": sum(item.account == UNKNOWN for item in found),
    }


def wait_s(vault: Path) -> float:
    """Seconds until the next try: none for the first five, then 1, 2, 4 … 60."""
    found = read(vault)
    if len(found) < _FREE_TRIES:
        return 0.0
    delay = min(_LONGEST_WAIT_S, 2 ** min(6, len(found) - _FREE_TRIES))
    last = datetime.fromisoformat(found[-1].at).timestamp()
    passed = time.time() - last
    return max(0.0, min(delay, delay - passed)) if passed >= 0 else 0.0
