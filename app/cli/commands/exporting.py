"""Exporting one client's file: PDF, JSON or FHIR, for the practice, the client, or somebody else."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import whither
from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import N_, _
from app.vaults import failure

if TYPE_CHECKING:
    from app.services.outgoing.exporting import Export, Wanted
    from app.vaults import SecretBytes

_FORMATS = ("pdf", "fhir", "json")


def export(asked: Namespace, output: Output) -> None:
    """Write a client's file out, readable by this user alone."""
    from app.cli import given, way_in
    from app.services import clients
    from app.services.outgoing import exporting
    from app.services.outgoing.exporting import Format

    where, wanted = whither.sending(asked), _wanted(asked)
    if asked.pdf_passphrase_file and asked.format != Format.PDF:
        raise failure("only_pdf_is_locked")
    key = way_in.key_to_vault(asked)
    passphrase = _passphrase(given.secret(asked.pdf_passphrase_file)) if asked.pdf_passphrase_file else ""
    with way_in.signed_in(asked, output, key) as desk:
        client = clients.by_code(desk, asked.client)
        with output.progress(_("Exporting the file…")) as progress:
            made, file = exporting.to_file(
                desk,
                client,
                asked.destination,
                where,
                wanted,
                kind=next(one for one in Format if one.value == asked.format),
                passphrase=passphrase,
                purpose=asked.purpose,
                replace=asked.replace,
                progress=progress,
            )
    for sentence in made.warnings:
        output.note(sentence)
    if not made.is_locked:
        output.note(_("This file is not encrypted: whoever has it can read it."))
    _tell(made, file, output)


def _tell(made: Export, file: Path, output: Output) -> None:
    manifest = made.manifest
    if output.as_json:
        output.document(
            {
                "file": str(file),
                "format": made.format.value,
                "client": manifest.client.code,
                "to": manifest.made_for,
                "records": sum(manifest.counts.values()),
                "counts": manifest.counts,
                "withheld": [{"id": one.id, "kind": one.kind, "reason": one.reason} for one in manifest.withheld],
                "encrypted": made.is_locked,
            }
        )
    else:
        output.say(_("Saved: {file}").format(file=file))


def _wanted(asked: Namespace) -> Wanted:
    from app.services.outgoing.exporting import Wanted

    return Wanted(
        kinds=tuple(asked.kind or ()),
        since=asked.since,
        until=asked.until,
        with_files=asked.with_files,
        with_confidential=asked.with_confidential,
        withheld=tuple(_pair(text) for text in asked.withhold or ()),
    )


def _pair(text: str) -> tuple[str, str]:
    """`RECORD=REASON`."""
    record, _equals, reason = text.partition("=")
    return record.strip(), reason.strip()


def _passphrase(secret: SecretBytes) -> str:
    with secret:
        return bytes(secret).decode()


COMMANDS = (
    Command(
        "export",
        N_("Write a client's file out as PDF, JSON or FHIR."),
        export,
        (
            VAULT,
            argument("client", metavar="CLIENT", help=N_("The code of the client, such as K-0001.")),
            argument("destination", metavar="DEST", type=Path, help=N_("A new file, or a folder.")),
            argument("--format", choices=_FORMATS, required=True, help=N_("What kind of file it becomes.")),
            *whither.ARGUMENTS,
            argument("--kind", metavar="KIND", action="append", help=N_("Only records of this kind; may be repeated.")),
            argument("--since", metavar="DATE", default="", help=N_("Only records from this day on.")),
            argument("--until", metavar="DATE", default="", help=N_("Only records up to this day.")),
            argument("--with-files", action="store_true", help=N_("Put the attached files into it.")),
            argument(
                "--with-confidential",
                action="store_true",
                help=N_("Leave in what somebody else said in confidence."),
            ),
            argument(
                "--withhold",
                metavar="RECORD=REASON",
                action="append",
                help=N_("Leave a record out; the export names it with this reason."),
            ),
            argument(
                "--pdf-passphrase-file",
                metavar="FILE",
                help=N_("Lock the PDF (AES-256) with the passphrase in the first line of this file."),
            ),
            argument("--replace", action="store_true", help=N_("Overwrite the file if there is one.")),
            argument(
                "--purpose",
                metavar="CODE",
                help=N_("Why it is opened: treatment, cover, supervision, request, administration, safety."),
            ),
        ),
        unlocks=True,
    ),
)
