"""The benchmark runs, ends in any case, and leaves nothing changed; what it measures is no matter of tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.bench import building
from app.bench.building import Size
from tests.cli.terminal import ROOT, RealTerminal

WANTED = {"F1", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "Q12"}
LISTED = {
    "client list, 20,000 rows: first frame",
    "client list, 20,000 rows: worst frame while scrolling",
    "client list filtered by status",
    "client list filtered by text",
}
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui.measure.program import Program
program = Program(Path(sys.argv[1]))
{rest}
program.run()
"""


def ended(folder: Path, rest: str) -> tuple[int, str]:
    """Exit code and standard error of a measurement of a vault that is not there."""
    pytest.importorskip("PySide6.QtWidgets")
    environment = RealTerminal(folder).environment | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(rest=rest), str(folder / "none")],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_every_figure_is_measured(real_terminal: RealTerminal) -> None:
    figures = real_terminal.run("bench", "--size", "tiny", "--json").lines()
    assert {figure["id"] for figure in figures} == WANTED
    assert all(figure["value"] > 0 or "stall" in figure["what"] for figure in figures)  # there may be none
    assert {"id", "what", "value", "unit", "baseline", "ratio", "target", "met"} <= set(figures[0])
    assert {figure["what"] for figure in figures if figure["id"] == "Q6"} == LISTED
    assert not list(real_terminal.folder.rglob("settings.json")), "the settings of this computer were written"
    assert not list(real_terminal.folder.rglob("anchors")), "they remember a practice of nobody"


def test_a_measurement_that_waits_in_vain_says_for_what(tmp_path: Path) -> None:
    code, said = ended(tmp_path, "program.waits_for('an answer', 0.1)")
    assert (code, said.splitlines()[-1]) == (1, "waited 0.1 s for an answer")


def test_a_measurement_in_which_the_window_fails_ends(tmp_path: Path) -> None:
    code, said = ended(tmp_path, "QTimer.singleShot(0, lambda: {}['what nobody expected'])")
    assert code == 1
    assert said.splitlines()[-1] == "KeyError: 'what nobody expected'"


def test_a_practice_that_could_not_be_filled_is_taken_away(tmp_path: Path) -> None:
    def told(activity: str, done: int, total: int) -> None:
        del done, total
        if activity == "notes":
            raise KeyboardInterrupt

    vault = tmp_path / "unfinished.clientsafe"
    with pytest.raises(KeyboardInterrupt):
        building.build(vault, Size("smallest", 1, 1, 1), told)
    assert not vault.exists()
