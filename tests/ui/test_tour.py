"""What the tour shows, by the real program in a process of its own: the main job, and the desks of four people."""

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
# One of each desk; a scene that cannot be made ends the tour with an error.
DESKS = ("people", "access-hand-over", "clinician-today", "to-cosign", "front-desk-file-access", "officer-verified")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_main_job_from_nothing_to_a_restored_backup(language: str, tmp_path: Path) -> None:
    pictures = tour(tmp_path / "pictures", "--language", language)
    for step in STEPS:
        assert any(name.endswith(f"-{step}.{language}.png") for name in pictures), step


def test_every_desk_of_a_practice_of_four(tmp_path: Path) -> None:
    pictures = tour(tmp_path / "pictures", "--desks", "--language", "pl")
    assert {f"four.{desk}.light.pl.png" for desk in DESKS} <= set(pictures)


def tour(pictures: Path, *asked: str) -> list[str]:
    """Take the tour to its end; the names of its pictures."""
    told = subprocess.run(
        [sys.executable, "-m", "ui.tour", "--out", str(pictures), *asked],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return [each.name for each in pictures.iterdir()]
