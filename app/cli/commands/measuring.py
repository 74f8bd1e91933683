"""Measuring speed and memory beside bare baselines."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.cli.grammar import Command, argument
from app.cli.output import Output
from app.texts import N_, _

_PAGE = "docs/benchmarks.md"


def bench(asked: Namespace, output: Output) -> None:
    """Measure, print, and if asked append to docs/benchmarks.md."""
    from app.bench import table
    from app.bench.building import SIZES
    from app.bench.run import measure

    size = SIZES[asked.size]
    figures = []
    with output.steps() as told:
        for figure in measure(size, asked.folder, told):
            figures.append(figure)
            if output.as_json:
                output.document(table.document(figure))
                output.flush()
    if not output.as_json:
        output.say(table.machine())
        output.say()
        output.table(table.TITLES, [table.line(figure) for figure in figures])
    if asked.append:
        page = Path(__file__).resolve().parents[3] / _PAGE
        page.parent.mkdir(exist_ok=True)
        with page.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{table.section(figures, size)}")
        output.note(_("Appended to {path}.").format(path=page))


COMMANDS = (
    Command(
        "bench",
        N_("Measure speed and memory on a fictional practice, beside bare baselines."),
        bench,
        (
            argument(
                "--size",
                choices=("tiny", "small", "medium", "large"),
                default="small",
                help=N_("How large the practice is; medium takes some ten minutes."),
            ),
            argument(
                "--folder",
                metavar="FOLDER",
                type=Path,
                help=N_("Where the practice lies and stays for another run; a temporary folder if nothing is said."),
            ),
            argument("--append", action="store_true", help=N_("Append the figures to docs/benchmarks.md.")),
        ),
    ),
)
