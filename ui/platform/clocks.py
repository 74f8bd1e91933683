"""Clocks that tell a suspended computer from an idle one."""

from __future__ import annotations

import time


def awake_s() -> float:
    """Seconds that the computer was awake."""
    return time.monotonic()


def elapsed_s() -> float:
    """Seconds that went by, asleep or awake."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot_time) if boot_time is not None else time.monotonic()
