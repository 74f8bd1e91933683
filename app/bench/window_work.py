"""Q1, Q7 and Q12: start, stalls and memory of the window, measured in processes of its own, beside a bare window."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.bench.building import Size
from app.bench.figures import Figure, Samples

_STARTS = 15
_PATIENCE_S = 3_600
_SHOWN_WITHIN_S = 60.0
_SHOWN = b"shown\n"
_MOST_MIB = 80
_MOST_STALL_MS = 50
_MOST_CARD_MS = 100
_TOLD = 300
_IDLE_MS = 3_000
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


def stalls(vault: Path, folder: Path, size: Size) -> Iterator[Figure]:
    """The longest gap between two turns of the window's event loop, less what the timer asks for."""
    shutil.rmtree(vault / "index")
    told = said("-m", "ui.measure.stalls", str(vault), str(folder), str(size.effort))
    beats: Mapping[str, list[float]] = json.loads(told)
    idle = max(beats.get("idle", [0.0]))
    for activity, late in beats.items():
        if activity != "idle":
            worst = max(late)
            facts = {"beats": len(late), "over 50 ms": sum(each > _MOST_STALL_MS for each in late)}
            what = f"longest stall: {activity}"
            yield Figure("Q7", what, "ms", worst, "≤ 50 ms", worst <= _MOST_STALL_MS, idle, "idle window", facts=facts)


def crisis_card(vault: Path, size: Size) -> Iterator[Figure]:
    """From F1 to the painted card: what is at hand at once, then the client's part."""
    told = said("-m", "ui.measure.crisis_card", str(vault), str(size.effort))
    presses: Mapping[str, list[float]] = json.loads(told)
    for where, took in presses.items():
        samples, whole = Samples(took), "with" in where
        yield Figure(
            "F1", f"crisis card painted: {where}", "ms", samples.median, "" if whole else f"≤ {_MOST_CARD_MS} ms",
            None if whole else max(took) <= _MOST_CARD_MS, worst={"max": max(took)}, facts={"presses": len(took)},
        )  # fmt: skip


def memory(vault: Path, size: Size) -> Iterator[Figure]:
    """Unlocked and idle, against a bare window."""
    idle_ms = str(size.times(_IDLE_MS))
    ours = _memory_mib(said("-m", "ui.measure.memory", str(vault), idle_ms))
    bare = _memory_mib(said(*_BARE, "--memory", idle_ms))
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
    patience = threading.Timer(_SHOWN_WITHIN_S, process.kill)
    patience.start()
    try:
        heard = process.stdout.read(len(_SHOWN)) if process.stdout else b""
        took = (time.perf_counter() - began) * 1000
    finally:
        patience.cancel()
        process.kill()
        process.communicate()
    if heard != _SHOWN:
        raise NotMeasuredError(f"{arguments[1]}: no window was shown within {_SHOWN_WITHIN_S:g} s")
    return took


def said(*arguments: str) -> str:
    """What a process of the window wrote; each of its waits has a limit of its own, this is the last resort.

    Raises:
        NotMeasuredError: it failed, with its own last words, or did not end.
    """
    command = [sys.executable, *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=_environment(), timeout=_PATIENCE_S, check=True
        )
    except subprocess.CalledProcessError as error:
        raise NotMeasuredError(f"{arguments[1]}: {error.stderr.strip()[-_TOLD:]}") from error
    except subprocess.TimeoutExpired as error:
        raise NotMeasuredError(f"{arguments[1]} did not end within {_PATIENCE_S} s") from error
    return done.stdout


def _memory_mib(said: str) -> float:
    return int(next(line for line in said.splitlines() if line.startswith("memory")).split()[1]) / 1024


def _environment() -> dict[str, str]:
    """Off screen unless a screen was asked for; found from any folder, and compiled as an installed program is."""
    root = str(Path(__file__).resolve().parents[2])
    search = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen", **told, "PYTHONPATH": search}
