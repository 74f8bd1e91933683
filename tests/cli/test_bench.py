"""The benchmark runs; what it measures is no matter of tests."""

from __future__ import annotations

from tests.cli.terminal import Terminal

WANTED = {"Q1", "Q2", "Q3", "Q4", "Q5", "Q7", "Q8", "Q9", "Q10", "Q12"}


def test_every_figure_is_measured(terminal: Terminal) -> None:
    figures = terminal.run("bench", "--size", "tiny", "--json").lines()
    assert {figure["id"] for figure in figures} == WANTED
    assert all(figure["value"] > 0 for figure in figures)
    assert {"id", "what", "value", "unit", "baseline", "ratio", "target", "met"} <= set(figures[0])
