"""The checks that need no test of their own: style, format, types and the contracts between the folders."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment in the top folder, without colours."""
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "160"}
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "--output-format=concise"),
        ("ruff", "format", "--no-cache", "--check"),
        ("mypy", "--no-error-summary"),
        ("lint-imports", "--no-cache"),
    ],
    ids=["style", "format", "types", "contracts"],
)
def test_the_tree_passes(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"


def test_types_are_checked_strictly(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def untyped(x):\n    return x\n", "utf-8")
    done = run("mypy", "--config-file=pyproject.toml", "--cache-dir", str(tmp_path / "cache"), str(planted))
    assert done.returncode == 1
    assert "[no-untyped-def]" in done.stdout
