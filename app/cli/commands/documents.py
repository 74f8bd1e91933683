"""Documents: files attached to a record, and let out again."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.cli import whither
from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import N_, _


def attach(asked: Namespace, output: Output) -> None:
    """Attach a file to a document that is still a draft."""
    from app.cli import way_in
    from app.services import documents, drafting

    with way_in.signed_in(asked, output) as desk, output.progress(_("Attaching the file…")) as progress:
        editing = documents.add(desk, drafting.edit(desk, asked.record), asked.file, progress=progress)
    part = documents.files_of(editing.body)[-1]
    for sentence in documents.unseen_in([part]):
        output.note(sentence)
    if output.as_json:
        output.document(
            {
                "id": part.id,
                "record": editing.record,
                "name": part.name,
                "type": part.type,
                "bytes": part.bytes,
                "sha256": part.sha256,
            }
        )
    else:
        output.say(part.id)


def detach(asked: Namespace, output: Output) -> None:
    """Write an attached file out, readable by this user alone."""
    from app.cli import way_in
    from app.services import documents

    where = whither.sending(asked)
    with way_in.signed_in(asked, output) as desk:
        done = documents.detach(desk, asked.attachment, asked.destination, where, asked.purpose, replace=asked.replace)
    part = done.attachment
    for sentence in documents.unseen_in([part]):
        output.note(sentence)
    if output.as_json:
        output.document(
            {
                "id": part.id,
                "record": done.record,
                "name": part.name,
                "type": part.type,
                "bytes": part.bytes,
                "sha256": part.sha256,
                "file": str(done.file),
                "to": where.destination.value,
            }
        )
    else:
        output.say(_("Saved: {file}").format(file=done.file))


COMMANDS = (
    Command(
        "attach",
        N_("Attach a file to a document that is not signed yet."),
        attach,
        (
            VAULT,
            argument("record", metavar="RECORD", help=N_("The id of a draft of the kind “document”.")),
            argument("file", metavar="FILE", type=Path, help=N_("The file. It is copied, encrypted; the file stays.")),
        ),
        unlocks=True,
    ),
    Command(
        "detach",
        N_("Write an attached file out."),
        detach,
        (
            VAULT,
            argument("attachment", metavar="ATTACHMENT", help=N_("The id of the attached file; “show” lists it.")),
            argument("destination", metavar="DEST", type=Path, help=N_("A new file, or a folder.")),
            argument("--replace", action="store_true", help=N_("Overwrite the file if there is one.")),
            *whither.ARGUMENTS,
            argument(
                "--purpose",
                metavar="CODE",
                help=N_("Why it is opened: treatment, cover, supervision, request, administration, safety."),
            ),
        ),
        unlocks=True,
    ),
)
