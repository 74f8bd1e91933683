"""All measurements, one after the other, on a practice of the wanted size."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from app.bench import building, desk_work, file_work, list_work, window_work
from app.bench.building import Size, Told
from app.bench.figures import Figure
from app.vaults import is_vault

_HAS_WINDOW = ("PySide6", "ui")


def measure(size: Size, where: Path | None, told: Told) -> Iterator[Figure]:
    """Every figure as soon as it is there.

    Args:
        size: How large the practice is.
        where: A folder that keeps the practice for another run; None for one that goes afterwards.
        told: Hears what is going on: activity, done, total.
    """
    with _folder(where) as folder, _own_settings(folder / "settings"):
        vault = folder / f"{size.name}.clientsafe"
        if not is_vault(vault):
            building.build(vault, size, told)
        with tempfile.TemporaryDirectory(prefix="run-", dir=folder) as name:
            steps = _steps(vault, Path(name), size, told)
            for done, (activity, step) in enumerate(steps):
                told(activity, done, len(steps))
                try:
                    yield from step()
                except window_work.NotMeasuredError as error:
                    yield Figure("–", activity, "", 0.0, "could not be measured", None, facts={"said": str(error)})


def _steps(vault: Path, scratch: Path, size: Size, told: Told) -> list[tuple[str, Callable[[], Iterator[Figure]]]]:
    steps: list[tuple[str, Callable[[], Iterator[Figure]]]] = [
        ("unlock", lambda: desk_work.unlock(vault, size)),
        ("view and save", lambda: desk_work.views_and_saves(vault, scratch, size)),
        ("search", lambda: desk_work.search(vault, scratch, size)),
        ("filter", lambda: list_work.filtering(vault.parent, size, told)),
        ("backup", lambda: file_work.backup(vault, scratch, size)),
        ("verify", lambda: file_work.verification(vault)),
    ]
    if all(_is_installed(name) for name in _HAS_WINDOW):
        steps = [
            ("start", lambda: window_work.start(vault, size)),
            *steps,
            ("client list", lambda: list_work.scroll(size)),
            ("stalls", lambda: window_work.stalls(vault, scratch, size)),
            ("crisis card", lambda: window_work.crisis_card(vault, size)),
            ("memory", lambda: window_work.memory(vault, size)),
        ]
    return steps


@contextmanager
def _folder(where: Path | None) -> Iterator[Path]:
    if where is not None:
        where.mkdir(parents=True, exist_ok=True)
        yield where
        return
    made = Path(tempfile.mkdtemp(prefix="clientsafe-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _own_settings(folder: Path) -> Iterator[None]:
    """What the program remembers of a practice of nobody goes beside it, not among a person's settings."""
    variable = {"darwin": "HOME", "win32": "APPDATA"}.get(sys.platform, "XDG_CONFIG_HOME")
    before = os.environ.get(variable)
    os.environ[variable] = str(folder)
    try:
        yield
    finally:
        del os.environ[variable]
        if before is not None:
            os.environ[variable] = before


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ImportError:
        return False
