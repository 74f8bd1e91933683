"""Moving the practice to another computer, and taking it back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app import formats
from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import N_, _


def move(asked: Namespace, output: Output) -> None:
    """Write a backup, read it back, and close the vault here; or take a moved vault back."""
    from app.cli import failures as failures  # noqa: PLC0414 - the failure is in its table
    from app.vaults import failure

    if asked.take_back == (asked.destination is not None):
        raise failure("usage", problem=_("either DEST or --take-back is wanted"), help="clientsafe move --help")
    if asked.take_back:
        _take_back(asked, output)
    else:
        _move(asked, output)


def _move(asked: Namespace, output: Output) -> None:
    from app.cli import way_in, words
    from app.services.vault import moving

    with (
        way_in.signed_in(asked, output) as desk,
        output.progress(_("Writing the backup and reading it back…")) as progress,
    ):
        report = moving.now(desk, asked.destination, progress)
    if output.as_json:
        told = {"file": report.file, "bytes": report.bytes, "records": report.records}
        output.document({**told, "trail_head": report.trail_head, "verified": report.ok, "moved": True})
        return
    output.say(_("Backup: {file}").format(file=report.file))
    size, records = formats.size(report.bytes), words.counted(report.records)
    output.say(_("{size}, {records}, read back and restored on trial.").format(size=size, records=records))
    output.say(_("This vault is closed now. Go on with “clientsafe restore” on the other computer."))


def _take_back(asked: Namespace, output: Output) -> None:
    from app.cli import way_in
    from app.services.practice import practices

    secret, how = way_in.key_to_vault(asked)
    with secret:
        desk = practices.unlock(
            asked.vault,
            secret=secret,
            login=asked.account,
            how=how,
            allow_cheap=asked.rules.allow_cheap,
            take_back=True,
        )
    with way_in.kept(desk):
        for text in filter(None, map(way_in.words_of, desk.signin.notices)):
            output.note(text)
    if output.as_json:
        output.document({"vault": str(asked.vault), "moved": False})
        return
    output.say(_("The vault is here again. Do not go on with the other copy: its history would be another one."))


COMMANDS = (
    Command(
        "move",
        N_("Move the practice to another computer: a backup to restore there, and this vault is closed."),
        move,
        (
            VAULT,
            argument("destination", metavar="DEST", nargs="?", type=Path, help=N_("A folder, or the file to write.")),
            argument(
                "--take-back", action="store_true", help=N_("Take back a vault that was moved; the other copy is lost.")
            ),
        ),
        unlocks=True,
    ),
)
