"""A wheel carries the whole program: code, SQL and everything in resources/, and none of the tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILD = "from setuptools.build_meta import build_wheel; print(build_wheel('.'))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel made from a copy of the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in ("app", "packaging", "resources", "storage", "tests", "ui"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run([sys.executable, "-c", BUILD], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(folder / done.stdout.splitlines()[-1]) as archive:
        return set(archive.namelist())


def test_wheel_has_the_program_and_its_resources(wheel: set[str]) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for name in ("app", "resources", "storage", "ui")
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sorted(wanted - wheel) == []
    assert any(name.endswith(".mo") for name in wheel)


def test_wheel_has_nothing_else(wheel: set[str]) -> None:
    folders = {name.partition("/")[0] for name in wheel if ".dist-info/" not in name}
    assert folders == {"app", "resources", "storage", "ui"}
    assert not [name for name in wheel if "__pycache__" in name]
