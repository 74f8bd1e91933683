"""Ids and times of envelopes (V-1.2): UUIDv7, RFC 3339 UTC with milliseconds, and which boot this is."""

from __future__ import annotations

import os
import time
import uuid
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def now() -> str:
    """The time now, such as `2026-11-22T14:03:07.512Z`."""
    return stamp(time.time_ns() // 1_000_000)


def stamp(milliseconds: int) -> str:
    """Milliseconds since 1970 (UTC) as an envelope time."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{_second(seconds)}.{rest:03d}Z"


@lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def is_time(text: str) -> bool:
    """Whether this is an envelope time: what `stamp` would write."""
    try:
        return stamp(round(datetime.fromisoformat(text).timestamp() * 1000)) == text
    except (ValueError, OverflowError):
        return False


def is_id(text: str) -> bool:
    """Whether this is spelled as `new_id` spells ids."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def monotonic_ms() -> int:
    """Milliseconds of the monotonic clock: shows a changed wall clock within one boot."""
    return time.monotonic_ns() // 1_000_000


def new_id() -> str:
    """A UUIDv7 (RFC 9562, method 3: sub-millisecond time before the random bits)."""
    nanoseconds = time.time_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    fraction = (rest << 12) // 1_000_000
    tail = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return str(uuid.UUID(int=(milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | tail))


@cache
def boot_id() -> str:
    """Which run of the operating system this is; empty where it does not tell."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
