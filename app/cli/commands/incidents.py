"""Incidents without anything that points to somebody, for supervision and trends."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.cli import whither
from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import N_, _

_FORMATS = ("pdf", "json")


def trends(asked: Namespace, output: Output) -> None:
    """Write all incidents out without names, numbers and days."""
    from app.cli import way_in
    from app.services.outgoing import deidentified

    where = whither.sending(asked)
    with way_in.signed_in(asked, output) as desk:
        made, file = deidentified.to_file(desk, asked.destination, where, extension=asked.format, replace=asked.replace)
    for sentence in made.warnings:
        output.note(sentence)
    if output.as_json:
        output.document({"file": str(file), "format": asked.format, "incidents": len(made.trends.incidents)})
    else:
        output.say(_("Saved: {file}").format(file=file))


COMMANDS = (
    Command(
        "incidents",
        N_("Write the incidents out without anything that points to somebody, for supervision and trends."),
        trends,
        (
            VAULT,
            argument("destination", metavar="DEST", type=Path, help=N_("A new file, or a folder.")),
            argument("--format", choices=_FORMATS, required=True, help=N_("What kind of file it becomes.")),
            *whither.ARGUMENTS,
            argument("--replace", action="store_true", help=N_("Overwrite the file if there is one.")),
        ),
        unlocks=True,
    ),
)
