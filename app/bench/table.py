"""The figures as a table for people, as JSON, and as a section of docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from app.bench.bare import versions
from app.bench.building import Size
from app.bench.figures import Figure

TITLES = ("", "measured", "", "beside", "ratio", "target", "met", "also")
_CPU = Path("/proc/cpuinfo")
_PACKAGES = ("PySide6-Essentials", "sqlcipher3", "cryptography", "msgspec")


def line(figure: Figure) -> tuple[str, ...]:
    """One line of the table."""
    beside = f"{_number(figure.baseline)} ({figure.beside})" if figure.baseline is not None else ""
    ratio = f"{figure.ratio:.2f} ×" if figure.ratio is not None else ""
    met = {True: "yes", False: "NO", None: ""}[figure.met]
    also = [f"{name} {_number(value)}" for name, value in figure.worst.items()]
    also += [
        f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}" for name, value in figure.facts.items()
    ]
    name = f"{figure.id} {figure.what}"
    return name, _number(figure.value), figure.unit, beside, ratio, figure.target, met, ", ".join(also)


def document(figure: Figure) -> dict[str, Any]:
    """One figure for programs."""
    return {
        "id": figure.id,
        "what": figure.what,
        "value": figure.value,
        "unit": figure.unit,
        "baseline": figure.baseline,
        "beside": figure.beside,
        "ratio": figure.ratio,
        "target": figure.target,
        "met": figure.met,
        "worst": figure.worst,
        "facts": figure.facts,
    }


def section(figures: Sequence[Figure], size: Size) -> str:
    """A section of docs/benchmarks.md."""
    head = f"## {date.today().isoformat()}, {size.name}: {size.clients:,} clients, {size.notes:,} notes"
    titles = ("what", *TITLES[1:])
    rows = [" | ".join(line(figure)) for figure in figures]
    table = [f"| {' | '.join(titles)} |", f"|{' --- |' * len(titles)}", *(f"| {row} |" for row in rows)]
    return "\n".join([head, "", machine(), "", *table, ""])


def machine() -> str:
    """What it was measured on."""
    found = [f"{_cpu()}, {os.cpu_count()} cores", platform.system(), f"Python {platform.python_version()}"]
    for name in _PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    found += [f"{name} {version}" for name, version in versions().items()]
    return ", ".join(found) + "."


def _cpu() -> str:
    if _CPU.exists():
        for row in _CPU.read_text("utf-8", "replace").splitlines():
            if row.startswith("model name"):
                return row.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _number(value: float) -> str:
    """Three digits that count, and no more."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
