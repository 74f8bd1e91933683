"""The main job as one story, told by the real program in a process of its own, on real storage."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STEPS = (
    "create-recovery",
    "client-file",
    "consent-signed",
    "note-signed",
    "release-signed",
    "export-sheet",
    "disclosures",
    "incident-steps",
    "search",
    "trail",
    "restored",
)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_main_job_from_nothing_to_a_restored_backup(language: str, tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "ui.tour", "--out", str(tmp_path / "pictures"), "--language", language],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert told.returncode == 0, told.stdout + told.stderr
    pictures = [each.name for each in (tmp_path / "pictures").iterdir()]
    for step in STEPS:
        assert any(name.endswith(f"-{step}.{language}.png") for name in pictures), step
