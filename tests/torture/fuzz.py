"""Foreign bytes (R9): header and backup readers meet what nobody wrote, within bounds of memory and time."""

from __future__ import annotations

import base64
import json
import resource
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from storage import backup, header
from storage.vault import KnownError
from tests.torture import flows
from tests.torture.ground import DRIVE, VAULT

MOST_MEMORY_BYTES = 512 << 20
MOST_SECONDS = 2.0
_STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1 << 53, 1 << 80, 1.5, "", "x" * 5000, "\u0000", "żółć", [], {}, [[]] * 50,
    base64.urlsafe_b64encode(bytes(300)).decode(), "../../etc/passwd", "2026-13-45", "1" * 400,
)  # fmt: skip
_TOKENS = (b"{", b"}", b"[", b"]", b'"', b",", b":", b"null", b"1e999", b"\\ud800", b"\n", b"\xff\xfe", b"9" * 600)


@dataclass
class FuzzReport:
    """How many inputs, what they ended in, and what was wrong."""

    inputs: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    peak_bytes: int = 0
    problems: list[str] = field(default_factory=list)


def run(work: Path, amount: int, random: Random) -> FuzzReport:
    """Read `amount` changed headers and backup files."""
    if not (work / "base").exists():
        flows.make_base(work / "base")
    whole_header = (work / "base" / VAULT / header.NAMES[0]).read_bytes()
    whole_backup = next(path for path in (work / "base" / DRIVE).iterdir() if path.is_file()).read_bytes()
    place, report = work / "fuzzed", FuzzReport()
    before = _peak_bytes()

    def read_backup(data: bytes) -> None:
        place.write_bytes(data)
        backup.open_container(place)

    for number in range(amount):
        if number % 2:
            _one("backup", read_backup, _changed_backup(whole_backup, random), report)
        else:
            _one("header", header.parse, _changed(whole_header, random), report)
    report.peak_bytes = _peak_bytes() - before
    if report.peak_bytes > MOST_MEMORY_BYTES:
        report.problems.append(f"memory: {report.peak_bytes} bytes")
    return report


def _one(name: str, read: Callable[[bytes], object], data: bytes, report: FuzzReport) -> None:
    start, answer = time.perf_counter(), "read"
    try:
        read(data)
    except KnownError as error:
        answer = error.name
    except Exception:  # noqa: BLE001 - a reader may not raise anything else
        answer = "traceback"
        report.problems.append(f"{name} {data[:200]!r} … ({len(data)} bytes): {traceback.format_exc()}")
    took = time.perf_counter() - start
    report.slowest_s = max(report.slowest_s, took)
    if took > MOST_SECONDS:
        report.problems.append(f"{name} took {took:.1f} s for {data[:200]!r} … ({len(data)} bytes)")
    report.inputs += 1
    report.answers[f"{name}: {answer}"] += 1


def _changed_backup(data: bytes, random: Random) -> bytes:
    """The header line changed, and the length of the payload sometimes right again."""
    magic, line, rest = data.split(b"\n", 2)
    choice = random.random()
    if choice < 0.2:
        return _spoiled(data, random)
    if choice < 0.3:
        return magic + b"\n" + b"x" * random.choice((1 << 16, 2 << 20, 3 << 20)) + line
    return b"\n".join([magic, _changed(line, random), rest])


def _changed(data: bytes, random: Random) -> bytes:
    if random.random() < 0.4:
        return _spoiled(data, random)
    value = json.loads(data)
    for _ in range(random.randint(1, 3)):
        _change_somewhere(value, random)
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=random.random() < 0.5).encode()


def _change_somewhere(value: Any, random: Random) -> None:
    """One member somewhere inside becomes strange, is doubled, or is gone."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = random.choice(keys)
        if isinstance(value[key], dict | list) and random.random() < 0.7:
            value = value[key]
            continue
        choice = random.random()
        if choice < 0.2:
            del value[key]
        elif choice < 0.3 and isinstance(value, list):
            value.extend([value[key]] * random.choice((1, 70, 5000)))
        else:
            value[key] = random.choice(_STRANGE)
        return


def _spoiled(data: bytes, random: Random) -> bytes:
    """Bytes flipped, cut, repeated, or a token of the syntax put in."""
    at = random.randrange(len(data))
    choice = random.randrange(5)
    if choice == 0:
        return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]
    if choice == 1:
        return data[:at]
    if choice == 2:
        return data[:at] + data[at : at + random.randrange(200)] * random.choice((2, 50)) + data[at:]
    if choice == 3:
        return data[:at] + random.choice((b"[", b'{"a":')) * random.choice((10, 100_000)) + data[at:]
    return data[:at] + random.choice(_TOKENS) + data[at:]


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
