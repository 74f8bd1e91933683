"""Q1, Q7 and Q12: start, stalls and memory of the window, measured in processes of its own, beside a bare window."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.bench.building import Size
from app.bench.figures import Figure, Samples

_STARTS = 9
_PATIENCE_S = 900
_SHOWN = b"shown\n"
_MOST_MIB = 80
_MOST_STALL_MS = 50
_TOLD = 300
_BARE = ("-m", "ui.measure.bare_window")


class NotMeasuredError(Exception):
    """A process of the window did not do what it was started for."""


def start(vault: Path, size: Size) -> Iterator[Figure]:
    """From the start of the process to the first painted frame of the unlock page."""
    ours, theirs = [], []
    for _ in range(size.times(_STARTS) + 1):
        ours.append(_until_shown("-m", "ui", "--locked", str(vault), "--handshake"))
        theirs.append(_until_shown(*_BARE))
    # The first of each fills the caches of the disk.
    mine, bare = Samples(ours[1:]), Samples(theirs[1:])
    met = mine.median <= 1.5 * bare.median
    yield Figure(
        "Q1", "process start to unlock page", "ms", mine.median, "≤ 1.5 ×", met, bare.median, "bare PySide6 window",
        {"max": max(mine.values)},
    )  # fmt: skip


def stalls(vault: Path, folder: Path) -> Iterator[Figure]:
    """The longest gap between two turns of the window's event loop, less what the timer asks for."""
    shutil.rmtree(vault / "index")
    told = _said("-m", "ui.measure.stalls", str(vault), str(folder))
    beats: Mapping[str, list[float]] = json.loads(told)
    idle = max(beats.get("idle", [0.0]))
    for activity, late in beats.items():
        if activity != "idle":
            worst = max(late)
            facts = {"beats": len(late), "over 50 ms": sum(each > _MOST_STALL_MS for each in late)}
            what = f"longest stall: {activity}"
            yield Figure("Q7", what, "ms", worst, "≤ 50 ms", worst <= _MOST_STALL_MS, idle, "idle window", facts=facts)


def memory(vault: Path) -> Iterator[Figure]:
    """Unlocked and idle, against a bare window."""
    ours = _memory_mib(_said("-m", "ui.measure.memory", str(vault)))
    bare = _memory_mib(_said(*_BARE, "--memory"))
    more = ours - bare
    yield Figure(
        "Q12", "memory, unlocked and idle", "MiB", ours, "≤ bare + 80 MiB", more <= _MOST_MIB, bare,
        "bare PySide6 window", facts={"more": round(more, 1)},
    )  # fmt: skip


def _until_shown(*arguments: str) -> float:
    """Milliseconds from starting a process to its word that it can be seen."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    )
    try:
        heard = process.stdout.read(len(_SHOWN)) if process.stdout else b""
        took = (time.perf_counter() - began) * 1000
    finally:
        process.kill()
        process.communicate()
    if heard != _SHOWN:
        raise NotMeasuredError("the window was not shown")
    return took


def _said(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=_environment(), timeout=_PATIENCE_S, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = error.stderr if isinstance(error.stderr, str) else ""
        raise NotMeasuredError(f"{arguments[1]}: {said[-_TOLD:]}") from error
    return done.stdout


def _memory_mib(said: str) -> float:
    return int(next(line for line in said.splitlines() if line.startswith("memory")).split()[1]) / 1024


def _environment() -> dict[str, str]:
    """Off screen unless a screen was asked for; the program is found from any folder."""
    root = str(Path(__file__).resolve().parents[2])
    search = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": search}
